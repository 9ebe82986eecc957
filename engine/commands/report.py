"""The annual report as people write it: sentences, table two, explanations; not while others review it.

《条例》第49条、第50条
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import Conflict, RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import EventName, OpenTask, YearReport, history
from engine.rules.annual_report import AnnualReport, Table2
from engine.rules.report_form import SECTIONS, ReportForm
from engine.rules.report_json import report_from, report_to

FROZEN = "这一年度的报告已经报送，数字和文字不再改动；发现差错的，按更正另行公布。"
SHORTEST_EXPLANATION = 4
UNDER_REVIEW = {"review_report", "submit_report"}


def write_sections(year: int, texts: Sequence[str], *, actor: Actor, office: Office) -> None:
    """The six sections read as typed, a paragraph a line; empty lines are dropped.

    《条例》第50条
    """
    require(actor, Action.WRITE_REPORT)
    if len(texts) != len(SECTIONS):
        raise RuleViolation("报告应当有六个部分。")
    with office.transaction() as records:
        row = _written_row(records, year)
        paragraphs = [[line.strip() for line in text.splitlines() if line.strip()] for text in texts]
        row.sections = dict(zip(SECTIONS, paragraphs, strict=True))
        history.add(records, None, EventName.REPORT_WRITTEN, actor, office.clock, year=year, what="sections")


def draft_anew(year: int, *, actor: Actor, office: Office) -> None:
    """The sentences are those that the figures give now; what was typed is gone."""
    require(actor, Action.WRITE_REPORT)
    with office.transaction() as records:
        _written_row(records, year).sections = {}
        history.add(records, None, EventName.REPORT_WRITTEN, actor, office.clock, year=year, what="drafted_anew")


def enter_table2(year: int, table: Table2, *, actor: Actor, office: Office) -> None:
    """Table two is as entered or imported. 《条例》第20条"""
    require(actor, Action.WRITE_REPORT)
    if table.form is not ReportForm.of_year(year):
        raise RuleViolation(f"{year}年度的报告使用{ReportForm.of_year(year)}年格式，文件是另一种格式。", field="file")
    with office.transaction() as records:
        plain = report_to(AnnualReport(year=year, form=table.form, table2=table))
        _written_row(records, year).table2 = plain["table2"]
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
    with office.transaction() as records:
        note_explanations(_written_row(records, year), words, actor)
        history.add(records, None, EventName.REPORT_WRITTEN, actor, office.clock, year=year, what="explanations")


def open_row(records: Session, year: int) -> YearReport:
    """The row of the year, held; Conflict when its report was submitted."""
    row = records.get(YearReport, year, with_for_update=True)
    if row is None:
        row = YearReport(year=year)
        records.add(row)
        records.flush()
    if row.submitted_at is not None:
        raise Conflict(FROZEN)
    return row


def note_explanations(row: YearReport, words: Mapping[str, str], actor: Actor) -> None:
    """Each named difference has its reason and who gave it; an empty reason takes it back."""
    for key, text in words.items():
        if 0 < len(text.strip()) < SHORTEST_EXPLANATION:
            raise RuleViolation("请写明原因。", field=key)
    given = {key: text.strip() for key, text in words.items()}
    changed = {key for key, text in given.items() if text != row.explanations.get(key, "")}
    kept = {**row.explanations, **given}
    row.explanations = {key: text for key, text in kept.items() if text}
    by = {**row.explained_by, **dict.fromkeys(changed, actor.name)}
    row.explained_by = {key: name for key, name in by.items() if key in row.explanations}


def _written_row(records: Session, year: int) -> YearReport:
    """The row, to be written to; Conflict while others review it: what was reviewed is what is sent."""
    row = open_row(records, year)
    steps = select(OpenTask.step).where(OpenTask.report_year == year)
    if set(records.scalars(steps)) & UNDER_REVIEW:
        raise Conflict("报告正在复核或者报送，现在不能改动；需要修改的，请经办人退回起草。")
    return row
