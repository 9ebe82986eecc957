"""The case page: one case whole, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.clock import beijing_date
from engine.office import Office
from engine.permissions import Action, Actor, Role, may_enter_sheet, permits
from engine.queries import drawings, enquiries, letters, picture, remedies, timeline
from engine.queries.absences import holder_name
from engine.queries.days import Today
from engine.queries.facts import CaseFacts, case_row, facts_of
from engine.queries.hints import Hints, hints_of
from engine.queries.letters import LetterLine
from engine.queries.picture import Picture
from engine.queries.remedies import RemedyLine
from engine.queries.timeline import Line
from engine.records import OPEN_STATES, Application, EventName, HistoryEntry, OpenTask, Person, StoredFile, history
from engine.records.intake import IDENTITY_PROOF
from engine.rules.contacts import Unreached, why_write
from engine.rules.reply_clock import ReplyClock


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """One open step: whose it is, since when, whether this viewer may do it."""

    id: int
    step: str
    title: str
    role: Role
    holder: str | None
    since: datetime
    may_do: bool
    is_mine: bool
    may_enter_sheet: bool


@dataclass(frozen=True, kw_only=True)
class FileLine:
    """One attachment."""

    id: int
    purpose: str
    name: str
    media_type: str
    size: int
    sha256: str
    added_on: date
    is_sealed: bool
    is_identity: bool
    delete_on: date | None


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """Everything the page of one case shows."""

    case: CaseFacts
    tasks: tuple[TaskLine, ...]
    lines: tuple[Line, ...]
    searches: tuple[Line, ...]
    letters: tuple[LetterLine, ...]
    files: tuple[FileLine, ...]
    clock: ReplyClock | None
    pictures: tuple[Picture, ...]
    may_withdraw: bool
    remedies: tuple[RemedyLine, ...]
    why_write: Unreached | None
    hints: Hints

    @property
    def my_task(self) -> TaskLine | None:
        """The one step that this viewer should do now."""
        return next((task for task in self.tasks if task.may_do), None)


def case_page(application_id: int, *, actor: Actor, office: Office) -> CasePage:
    """The case; NotFound when it is not there or not this actor's to see."""
    with office.reading() as records:
        today = Today(office.clock.today(), office.calendar(records))
        application = case_row(records, application_id, actor)
        entries = history.of(records, application)
        names = drawings.step_names(office)
        tasks = _tasks(records, application, actor, today)
        return CasePage(
            case=facts_of(application, today, actor=actor, office=office),
            tasks=tasks,
            lines=timeline.lines(entries, names),
            searches=timeline.lines([e for e in entries if e.event is EventName.ITEM_SEARCHED], names),
            letters=letters.lines_of(records, application.id),
            files=_files(records, application),
            clock=office.reply_clock(records, application, entries) if application.received_on else None,
            pictures=picture.pictures(records, application, entries, [task.step for task in tasks], office),
            may_withdraw=permits(actor, Action.RECORD_WITHDRAWAL) and application.state in OPEN_STATES,
            remedies=remedies.of_case(records, application, today),
            why_write=_why_write(application, entries),
            hints=hints_of(records, application, entries, actor=actor, office=office),
        )


def _why_write(application: Application, entries: Sequence[HistoryEntry]) -> Unreached | None:
    """Why the applicant has to be written to; a missing number matters only until the day of receipt is fixed."""
    if application.state not in OPEN_STATES:
        return None
    attempts = [contact.attempt() for contact in enquiries.contacts_of(entries)]
    has_phone = bool(application.phone.strip()) or application.received_on is not None
    return why_write(attempts, has_phone=has_phone)


def _tasks(records: Session, application: Application, actor: Actor, today: Today) -> tuple[TaskLine, ...]:
    query = (
        select(OpenTask, holder_name(today.day))
        .outerjoin(Person, OpenTask.assignee_id == Person.id)
        .where(OpenTask.application_id == application.id)
        .order_by(OpenTask.id)
    )
    return tuple(_task(task, holder, actor) for task, holder in records.execute(query))


def _task(task: OpenTask, holder: str | None, actor: Actor) -> TaskLine:
    is_mine = task.assignee_id is not None and task.assignee_id == actor.person_id
    return TaskLine(
        id=task.id,
        step=task.step,
        title=task.title,
        role=task.role,
        holder=holder,
        since=task.opened_at,
        may_do=actor.holds(task.role, task.unit_id) and actor.may_take_from(task.assignee_id),
        is_mine=is_mine,
        may_enter_sheet=not actor.holds(task.role, task.unit_id) and may_enter_sheet(actor, task.step),
    )


def _files(records: Session, application: Application) -> tuple[FileLine, ...]:
    query = select(StoredFile).where(StoredFile.application_id == application.id).order_by(StoredFile.id)
    return tuple(
        FileLine(
            id=file.id,
            purpose=file.purpose,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            added_on=beijing_date(file.added_at),
            is_sealed=file.is_sealed,
            is_identity=file.purpose == IDENTITY_PROOF,
            delete_on=file.delete_on,
        )
        for file in records.scalars(query)
    )
