"""The year's report on its way: its open step on the desk and on its page, and what has happened to it so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select

from engine.errors import NotPermitted, TaskNotReady
from engine.office import Office
from engine.permissions import Actor, Role
from engine.queries import drawings
from engine.queries.absences import holder_name
from engine.queries.access import assigned_to, claimable_by
from engine.queries.days import DaysLeft, Today
from engine.queries.report import YearPage, year_page
from engine.records import CaseState, EventName, HistoryEntry, OpenTask, Person, ProcessInstance, report_course
from engine.rules.clock_events import chinese_date

TOLD = (
    EventName.REPORT_OPENED, EventName.REPORT_RECONCILED, EventName.REPORT_DRAFTED, EventName.REPORT_REVIEWED,
    EventName.REPORT_REFUSED, EventName.REPORT_REMINDED, EventName.REPORT_SUBMITTED,
)  # fmt: skip
"""What is told of the way of a report; that a sentence was edited is in the history, not here."""


@dataclass(frozen=True, kw_only=True)
class OfficeStep:
    """One open step of a year's report, as the desk lists it."""

    task_id: int
    year: int
    step: str
    title: str
    lies_with: str
    is_mine: bool
    left: DaysLeft


@dataclass(frozen=True)
class CourseLine:
    """One thing that happened to the report."""

    what: str
    who: str
    on: date
    words: str


@dataclass(frozen=True, kw_only=True)
class ReportStepPage:
    """One open step of a report with everything beside its form."""

    task_id: int
    step: str
    title: str
    role: Role
    law: str
    year: int
    left: DaysLeft
    report: YearPage
    course: tuple[CourseLine, ...]
    is_mine: bool
    held_by: str | None


@dataclass(frozen=True)
class Course:
    """Where the report of a year stands: its open steps, the day it is due, what has happened."""

    steps: tuple[OfficeStep, ...]
    lines: tuple[CourseLine, ...]

    @property
    def is_under_way(self) -> bool:
        """Whether somebody has a step of it to do."""
        return bool(self.steps)


def office_steps(*, actor: Actor, office: Office) -> tuple[OfficeStep, ...]:
    """The open steps of reports that this person has or may take."""
    with office.reading() as records:
        today = Today(office.clock.today(), office.calendar(records))
        query = _steps(today.day).where(or_(assigned_to(actor), claimable_by(actor)))
        return tuple(_line(task, holder, actor, today) for task, holder in records.execute(query))


def course(year: int, *, actor: Actor, office: Office) -> Course:
    """Where the report of the year stands."""
    with office.reading() as records:
        today = Today(office.clock.today(), office.calendar(records))
        query = _steps(today.day).where(OpenTask.report_year == year)
        steps = tuple(_line(task, holder, actor, today) for task, holder in records.execute(query))
        entries = report_course.entries_of_year(records, year, *TOLD)
        return Course(steps, tuple(_told(entry) for entry in reversed(entries)))


def report_step(task_id: int, step: str, *, actor: Actor, office: Office) -> ReportStepPage:
    """The page of one open step of a report.

    TaskNotReady when it is done; NotPermitted when it belongs to another role.
    """
    with office.reading() as records:
        task = records.get(OpenTask, task_id)
        if task is None or task.report_year is None or task.step != step:
            raise TaskNotReady
        if not actor.holds(task.role):
            raise NotPermitted(f"“{task.title}”由{task.role.label}办理，您没有这一角色。")
        today = Today(office.clock.today(), office.calendar(records))
        run = records.get_one(ProcessInstance, task.process_instance_id)
        holder = records.get(Person, task.assignee_id) if task.assignee_id else None
        entries = report_course.entries_of_year(records, task.report_year, *TOLD)
        law = drawings.law_of_step(step, drawings.sources_of(records, run.spec_hash, office))
    return ReportStepPage(
        task_id=task.id,
        step=step,
        title=task.title,
        role=task.role,
        law=law,
        year=task.report_year,
        left=today.left(task.due_on, CaseState.RUNNING),
        report=year_page(task.report_year, office=office),
        course=tuple(_told(entry) for entry in reversed(entries)),
        is_mine=task.assignee_id == actor.person_id,
        held_by=holder.name if holder and not actor.may_take_from(holder.id) else None,
    )


def _steps(today: date) -> Select[OpenTask, str]:
    return (
        select(OpenTask, holder_name(today))
        .outerjoin(Person, OpenTask.assignee_id == Person.id)
        .where(OpenTask.report_year.is_not(None))
        .order_by(OpenTask.due_on, OpenTask.id)
    )


def _line(task: OpenTask, holder: str | None, actor: Actor, today: Today) -> OfficeStep:
    assert task.report_year is not None  # noqa: S101  # the query says so
    return OfficeStep(
        task_id=task.id,
        year=task.report_year,
        step=task.step,
        title=task.title,
        lies_with=holder or f"待{task.role.label}领取",
        is_mine=task.assignee_id is not None and task.assignee_id == actor.person_id,
        left=today.left(task.due_on, CaseState.RUNNING),
    )


def _told(entry: HistoryEntry) -> CourseLine:
    return CourseLine(entry.event.label, entry.who, entry.on, _words(entry.facts))


def _words(facts: Mapping[str, object]) -> str:
    """What was said, or to whom it went."""
    if facts.get("sent_to"):
        return f"报送{facts['sent_to']}"
    if facts.get("recipient"):
        return f"第{facts['rung']}级，期限{chinese_date(date.fromisoformat(str(facts['due_on'])))}"
    return str(facts.get("words", ""))
