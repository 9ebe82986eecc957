"""One case in short, beside the list it stands in: what is asked, what is open, what happened last."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.office import Office
from engine.permissions import Actor, Role
from engine.queries import drawings, timeline
from engine.queries.absences import holder_name
from engine.queries.days import Today
from engine.queries.facts import CaseFacts, case_row, facts_of
from engine.queries.marks import Mark, marks_of
from engine.queries.timeline import Line
from engine.records import HistoryEntry, OpenTask, Person

LINES = 4


@dataclass(frozen=True)
class OpenStep:
    """One open step: with whom it lies and since when; whether this viewer may do it, or does."""

    id: int
    title: str
    role: Role
    holder: str | None
    since: datetime
    may_do: bool
    is_mine: bool


@dataclass(frozen=True)
class Peek:
    """The short view."""

    case: CaseFacts
    steps: tuple[OpenStep, ...]
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]


def peek(application_id: int | None, *, actor: Actor, office: Office) -> Peek | None:
    """The case in short; None when none is asked for, or it is not there, or not this actor's to see."""
    if application_id is None:
        return None
    with office.reading() as records:
        try:
            application = case_row(records, application_id, actor)
        except NotFound:
            return None
        today = Today(office.clock.today(), office.calendar(records))
        return Peek(
            facts_of(application, today, actor=actor, office=office),
            tuple(_steps(records, application_id, actor, today.day)),
            marks_of(records, [application_id])[application_id],
            _lines(records, application_id, office),
        )


def _steps(records: Session, application_id: int, actor: Actor, today: date) -> list[OpenStep]:
    query = (
        select(OpenTask, holder_name(today))
        .outerjoin(Person, OpenTask.assignee_id == Person.id)
        .where(OpenTask.application_id == application_id)
        .order_by(OpenTask.id)
    )
    return [
        OpenStep(
            task.id,
            task.title,
            task.role,
            holder,
            task.opened_at,
            actor.holds(task.role, task.unit_id) and actor.may_take_from(task.assignee_id),
            task.assignee_id is not None and task.assignee_id == actor.person_id,
        )
        for task, holder in records.execute(query)
    ]


def _lines(records: Session, application_id: int, office: Office) -> tuple[Line, ...]:
    """What happened last, the latest first."""
    query = select(HistoryEntry).where(HistoryEntry.application_id == application_id)
    entries = records.scalars(query.order_by(HistoryEntry.id.desc()).limit(LINES)).all()
    return timeline.lines(entries, drawings.step_names(office))
