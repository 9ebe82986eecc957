"""The annual report as people write it: sentences, table two, explanations; submitted once, then frozen.

《条例》第49条、第50条
"""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from engine.errors import Conflict, RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import EventName, YearReport, history, report_figures, report_points
from engine.rules.annual_report import AnnualReport, Table2
from engine.rules.report_counting import Period
from engine.rules.report_form import SECTIONS, ReportForm
from engine.rules.report_identities import check_report
from engine.rules.report_json import report_from, report_to

FROZEN = "这一年度的报告已经报送，数字和文字不再改动；发现差错的，按更正另行公布。"
SHORTEST_EXPLANATION = 4


def write_sections(year: int, texts: Sequence[str], *, actor: Actor, office: Office) -> None:
    """The six sections read as typed, a paragraph a line; empty lines are dropped.

    《条例》第50条
    """
    require(actor, Action.WRITE_REPORT)
    if len(texts) != len(SECTIONS):
        raise RuleViolation("报告应当有六个部分。")
    with office.transaction() as records:
        row = _open_row(records, year)
        paragraphs = [[line.strip() for line in text.splitlines() if line.strip()] for text in texts]
        row.sections = dict(zip(SECTIONS, paragraphs, strict=True))
        history.add(records, None, EventName.REPORT_WRITTEN, actor, office.clock, year=year, what="sections")


def draft_anew(year: int, *, actor: Actor, office: Office) -> None:
    """The sentences are those that the figures give now; what was typed is gone."""
    require(actor, Action.WRITE_REPORT)
    with office.transaction() as records:
        _open_row(records, year).sections = {}
        history.add(records, None, EventName.REPORT_WRITTEN, actor, office.clock, year=year, what="drafted_anew")


def enter_table2(year: int, table: Table2, *, actor: Actor, office: Office) -> None:
    """Table two is as entered or imported. 《条例》第20条"""
    require(actor, Action.WRITE_REPORT)
    if table.form is not ReportForm.of_year(year):
        raise RuleViolation(f"{year}年度的报告使用{ReportForm.of_year(year)}年格式，文件是另一种格式。", field="file")
    with office.transaction() as records:
        plain = report_to(AnnualReport(year=year, form=table.form, table2=table))
        _open_row(records, year).table2 = plain["table2"]
        history.add(records, None, EventName.REPORT_WRITTEN, actor, office.clock, year=year, what="table2")


def import_table2(year: int, data: object, *, actor: Actor, office: Office) -> None:
    """Table two is that of a published report's file; RuleViolation when it has none."""
    table = report_from(data).table2
    if table is None:
        raise RuleViolation("文件里没有表二（table2）。", field="file")
    enter_table2(year, table, actor=actor, office=office)


def explain(year: int, words: Mapping[str, str], *, actor: Actor, office: Office) -> None:
    """Each named difference has its explanation; an empty one takes it back."""
    require(actor, Action.WRITE_REPORT)
    for key, text in words.items():
        if 0 < len(text.strip()) < SHORTEST_EXPLANATION:
            raise RuleViolation("请写明原因。", field=key)
    with office.transaction() as records:
        row = _open_row(records, year)
        kept = {**row.explanations, **{key: text.strip() for key, text in words.items()}}
        row.explanations = {key: text for key, text in kept.items() if text}
        history.add(records, None, EventName.REPORT_WRITTEN, actor, office.clock, year=year, what="explanations")


def submit(year: int, proof: str, *, actor: Actor, office: Office) -> str:
    """Figures, cases behind each cell and sentences are frozen under a fingerprint, which is returned.

    RuleViolation while the year runs, an identity breaks, a difference is unexplained, or sentences are unfinished.
    《条例》第49条
    """
    require(actor, Action.SUBMIT_REPORT)
    if year >= office.clock.today().year:
        raise RuleViolation("年度尚未结束，不能报送。", "《条例》第49条")
    if not proof.strip():
        raise RuleViolation("请写明报送凭证：报送的方式、日期和收件人，或者公布的网址。", field="proof")
    with office.transaction() as records:
        row = _open_row(records, year)
        table2 = report_figures.stored_table2(row, year)
        report = report_figures.live_report(records, Period.of_year(year), table2=table2)
        previous = report_figures.report_before(records, year)
        checked = check_report(report, previous=previous)
        sections = report_figures.sections_of(row, report, previous)
        points = report_points.points(records, year, checked, row.explanations)
        if found := report_points.hindrances(checked, points, sections):
            raise RuleViolation("还不能报送：" + "；".join(found[:5]))
        figures = report_figures.figures_of(records, report)
        row.figures, row.fingerprint = figures, report_figures.fingerprint_of(figures, sections)
        row.sections = {section.heading: list(section.paragraphs) for section in sections}
        row.submitted_at, row.submitted_by, row.proof = office.clock.now(), actor.name, proof.strip()
        history.add(
            records, None, EventName.REPORT_SUBMITTED, actor, office.clock, year=year, fingerprint=row.fingerprint
        )
        return row.fingerprint


def _open_row(records: Session, year: int) -> YearReport:
    """The row of the year; Conflict when its report was submitted."""
    row = records.get(YearReport, year, with_for_update=True)
    if row is None:
        row = YearReport(year=year)
        records.add(row)
        records.flush()
    if row.submitted_at is not None:
        raise Conflict(FROZEN)
    return row
