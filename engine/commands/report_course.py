"""The year's report on its way: opened, reconciled, drafted, reviewed, submitted. 《条例》第49条、第50条"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands.report import note_explanations, open_row
from engine.errors import Conflict, RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import (
    EventName,
    HistoryEntry,
    Message,
    OpenTask,
    Person,
    ProcessInstance,
    YearReport,
    absences,
    history,
    report_course,
    report_figures,
    report_points,
)
from engine.records.report_figures import YearFigures
from engine.rules.report_deadline import year_to_open
from engine.rules.report_draft import Section

PREPARE, WATCH = "prepare_annual_report", "watch_annual_report"
PROOF = {"sent_to": "请填写报送的机关。", "receipt": "请填写回执：回执编号、平台记录或者公布的网址。"}
SHOWN = 5
"""How many hindrances one refusal names; the page lists them all."""


@dataclass(frozen=True, kw_only=True)
class ReportReview:
    """What the reviewer says; a refusal has its reason."""

    agreed: bool
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Submission:
    """The report went out on this day to this office, with this receipt; or it goes back, with the reason."""

    agreed: bool
    sent_on: date | None = None
    sent_to: str = ""
    receipt: str = ""
    words: str = ""


def open_report(year: int, *, actor: Actor, office: Office) -> None:
    """The report of the year is under way, and its day is watched; Conflict when it already is, or is submitted.

    《条例》第49条
    """
    require(actor, Action.WRITE_REPORT)
    with office.transaction() as records:
        if not _open(records, year, actor, office):
            raise Conflict(f"{year}年度报告已经开始编制。")


def open_due_report(office: Office) -> bool:
    """From 1 December to 31 January the report of the closing year is under way; whether this call opened it.

    《条例》第49条
    """
    year = year_to_open(office.clock.today())
    if year is None:
        return False
    with office.reading() as records:
        if not _is_due(records, year):
            return False
    with office.transaction() as records:
        return _is_due(records, year) and _open(records, year, Actor.calendar(), office)


def reconcile_report(task_id: int, words: Mapping[str, str], *, actor: Actor, office: Office) -> None:
    """Every difference is explained by name and reason; then the report is drafted. 《条例》第50条"""
    with office.transaction() as records:
        task, row = _claimed(records, task_id, "reconcile_report", actor, office)
        note_explanations(row, words, actor)
        points = YearFigures.now(records, row.year, row, office.readings).points
        unexplained = [point.text for point in points if not point.explanation]
        if unexplained:
            raise RuleViolation(f"还有{len(unexplained)}处差异没有说明：" + "；".join(unexplained[:SHOWN]))
        office.workflow.complete(records, task, {"points": len(points)})
        _note(records, EventName.REPORT_RECONCILED, row, actor, office, points=len(points))


def draft_report(task_id: int, *, actor: Actor, office: Office) -> None:
    """The report goes to be reviewed; RuleViolation while the year runs or anything hinders it. 《条例》第50条"""
    with office.transaction() as records:
        task, row = _claimed(records, task_id, "draft_report", actor, office)
        _require_whole(records, row, office)
        office.workflow.complete(records, task, {"drafted": True})
        _note(records, EventName.REPORT_DRAFTED, row, actor, office)


def review_report(task_id: int, review: ReportReview, *, actor: Actor, office: Office) -> None:
    """Agreed, and bound to figures and sentences as they stand; or back to whoever drafted, with the reason.

    RuleViolation when the reviewer drafted it. 《条例》第50条
    """
    with office.transaction() as records:
        task, row = _claimed(records, task_id, "review_report", actor, office)
        if _drafter(records, row.year) == actor.person_id:
            raise RuleViolation("起草人不能复核自己起草的报告，请由其他人复核。")
        if review.agreed:
            row.reviewed_by, row.reviewed_fingerprint = actor.name, _require_whole(records, row, office).fingerprint
            _note(records, EventName.REPORT_REVIEWED, row, actor, office, fingerprint=row.reviewed_fingerprint)
        else:
            _send_back(records, task, row, review.words, actor, office)
        office.workflow.complete(records, task, {"agreed": review.agreed})


def submit_report(task_id: int, submission: Submission, *, actor: Actor, office: Office) -> None:
    """The report went out and is frozen under its fingerprint, with the proof; or it goes back, with the reason.

    RuleViolation when anything changed since the review: what was reviewed is what is sent. 《条例》第49条
    """
    require(actor, Action.SUBMIT_REPORT)
    with office.transaction() as records:
        task, row = _claimed(records, task_id, "submit_report", actor, office)
        if submission.agreed:
            _freeze(records, row, submission, actor, office)
        else:
            _send_back(records, task, row, submission.words, actor, office)
        office.workflow.complete(records, task, {"agreed": submission.agreed})
        if submission.agreed:
            office.workflow.send_message_to_year(records, row.year, "report_settled")


def _is_due(records: Session, year: int) -> bool:
    row = records.get(YearReport, year)
    return not _is_under_way(records, year) and (row is None or row.submitted_at is None)


def _is_under_way(records: Session, year: int) -> bool:
    query = select(ProcessInstance.id).where(
        ProcessInstance.report_year == year, ProcessInstance.process_id == PREPARE, ProcessInstance.is_running
    )
    return records.scalars(query).first() is not None


def _open(records: Session, year: int, actor: Actor, office: Office) -> bool:
    """Whether it was opened now; the row of the year, held, lets one do it."""
    row = open_row(records, year)
    if _is_under_way(records, year):
        return False
    for process_id in (PREPARE, WATCH):
        office.workflow.start_for_year(records, process_id, year)
    _note(records, EventName.REPORT_OPENED, row, actor, office)
    return True


def _claimed(records: Session, task_id: int, step: str, actor: Actor, office: Office) -> tuple[OpenTask, YearReport]:
    task = office.workflow.claim_office_step(records, task_id, actor, step=step)
    assert task.report_year is not None  # noqa: S101  # the claim gives steps of a report only
    return task, open_row(records, task.report_year)


@dataclass(frozen=True)
class _Whole:
    """What a review binds to and a submission freezes."""

    figures: dict[str, Any]
    sections: tuple[Section, ...]
    fingerprint: str


def _require_whole(records: Session, row: YearReport, office: Office) -> _Whole:
    """The year is over, the tables balance, differences are explained, sentences are written."""
    if row.year >= office.clock.today().year:
        raise RuleViolation("年度尚未结束，数字还会变动；可以先写文字，次年1月1日起再送复核和报送。", "《条例》第49条")
    now = YearFigures.now(records, row.year, row, office.readings)
    if found := report_points.hindrances(now.checked, now.points, now.sections):
        raise RuleViolation("还有需要处理的：" + "；".join(found[:SHOWN]))
    figures = report_figures.figures_of(records, now.report, office.readings)
    return _Whole(figures, now.sections, report_figures.fingerprint_of(figures, now.sections))


def _freeze(records: Session, row: YearReport, submission: Submission, actor: Actor, office: Office) -> None:
    for field, words in PROOF.items():
        if not getattr(submission, field).strip():
            raise RuleViolation(words, field=field)
    if submission.sent_on is None or not date(row.year + 1, 1, 1) <= submission.sent_on <= office.clock.today():
        raise RuleViolation("报送日期应当在年度结束之后、今天或者以前。", field="sent_on")
    now = _require_whole(records, row, office)
    if now.fingerprint != row.reviewed_fingerprint:
        raise RuleViolation("复核之后数字或者文字有变动，请退回起草，重新复核后再报送。")
    row.figures, row.fingerprint = now.figures, now.fingerprint
    row.sections = {section.heading: list(section.paragraphs) for section in now.sections}
    row.submitted_at, row.submitted_by = office.clock.now(), actor.name
    row.sent_on, row.sent_to, row.proof = submission.sent_on, submission.sent_to.strip(), submission.receipt.strip()
    proof = {"sent_on": row.sent_on.isoformat(), "sent_to": row.sent_to}
    _note(records, EventName.REPORT_SUBMITTED, row, actor, office, fingerprint=row.fingerprint, **proof)


def _send_back(records: Session, task: OpenTask, row: YearReport, words: str, actor: Actor, office: Office) -> None:
    """The reason stands in the history, and in the messages of whoever drafted."""
    if not words.strip():
        raise RuleViolation("退回的，请写明理由。", field="words")
    entry = _note(records, EventName.REPORT_REFUSED, row, actor, office, step=task.step, words=words.strip())
    row.reviewed_by, row.reviewed_fingerprint = "", ""
    drafter = _drafter(records, row.year)
    if drafter is not None:
        records.flush()
        text = f"{row.year}年度报告由{actor.name}退回起草：{words.strip()}"[:400]
        told = absences.with_deputies(records, [records.get_one(Person, drafter)], office.clock.today())
        key, now = f"report_refused:{entry.id}", office.clock.now()
        records.add_all(Message(person_id=person.id, key=key, text=text, at=now) for person in told)


def _drafter(records: Session, year: int) -> int | None:
    """Who sent the draft to be reviewed last."""
    entries = report_course.entries_of_year(records, year, EventName.REPORT_DRAFTED)
    return entries[-1].actor_id if entries else None


def _note(
    records: Session, event: EventName, row: YearReport, actor: Actor, office: Office, **facts: Any
) -> HistoryEntry:
    return history.add(records, None, event, actor, office.clock, year=row.year, **facts)
