"""晨报: what came in, what must be posted, with whom it lies, what waits for my signature; one page, fixed queries."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from engine.clock import beijing_date, beijing_moment
from engine.letters.desk_papers import MorningFacts, MorningPart
from engine.letters.facts import Agency as AgencyFacts
from engine.letters.facts import Contact
from engine.office import Office
from engine.permissions import Actor, Role
from engine.queries.absences import holder_name
from engine.queries.access import assigned_to, claimable_by, visible_to
from engine.queries.days import Today
from engine.queries.listing import AnySelect
from engine.queries.looks import APPROVERS
from engine.records import (
    OPEN_STATES,
    Agency,
    Application,
    CaseState,
    EventName,
    HistoryEntry,
    OpenTask,
    Person,
    RemedyCase,
    RequestedItem,
)
from engine.rules.vocabulary import Outcome
from engine.rules.working_days import Calendar

WITHHELD = tuple(outcome for outcome in Outcome if outcome.value.startswith("withheld_"))
MOST = 30
QUIET = "今天没有新来件，没有今天或者三个工作日内须发出的答复，没有等待签批的件。"


@dataclass(frozen=True, kw_only=True)
class MorningLine:
    """One case of the morning: what it is, and in words what there is to know."""

    application_id: int | None
    case_number: str
    subject: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question the morning answers, with its cases, thirty at most."""

    title: str
    lines: tuple[MorningLine, ...]


@dataclass(frozen=True, kw_only=True)
class Morning:
    """The sheet of one morning, for one reader."""

    day: date
    questions: tuple[Question, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is due."""
        return not self.questions


def morning(*, actor: Actor, office: Office) -> Morning:
    """What this reader should know this morning; six queries."""
    with office.reading() as records:
        today = Today(office.clock.today(), office.calendar(records))
        since = beijing_moment(today.calendar.previous(today.day), time(0, 0))
        asked = (
            ("上一工作日以来新来件", _came(records, actor, since, today)),
            ("今天须发出（含已逾期）", _due(records, actor, today, Application.due_on <= today.day)),
            ("三个工作日内须发出", _due(records, actor, today, Application.due_on.between(_next(today), today.soon))),
            ("复议、诉讼进行中", _remedies(records, actor)),
            ("拟不予公开的件及法制审核", _refusals(records, actor)),
            ("等待我签批", _signatures(records, actor, today)),
        )
    questions = tuple(Question(title=title, lines=lines) for title, lines in asked if lines)
    return Morning(day=today.day, questions=questions)


def morning_paper(*, actor: Actor, office: Office) -> bytes:
    """The sheet as PDF."""
    shown = morning(actor=actor, office=office)
    parts = tuple(
        MorningPart(title=q.title, lines=tuple(f"{x.case_number} {x.subject[:40]}　{x.note}" for x in q.lines))
        for q in shown.questions
    )
    facts = MorningFacts(
        agency=agency_facts(office), case_no="", day=shown.day, parts=parts, quiet=QUIET if shown.is_quiet else ""
    )
    return office.letters.pdf("morning_sheet", facts)


def agency_facts(office: Office) -> AgencyFacts:
    """The agency as papers name it."""
    with office.reading() as records:
        row = records.scalar(select(Agency))
    if row is None:
        return AgencyFacts(name="本机关", contact=Contact(office="", phone="", address="", hours=""))
    contact = Contact(
        office=row.contact_office, phone=row.contact_phone, address=row.contact_address, hours=row.contact_hours
    )
    return AgencyFacts(name=row.name, contact=contact)


def _next(today: Today) -> date:
    return today.calendar.after(today.day, 1)


def _came(records: Session, actor: Actor, since: datetime, today: Today) -> tuple[MorningLine, ...]:
    query = select(Application).where(Application.entered_at >= since, visible_to(actor))
    found = records.scalars(query.order_by(Application.id).limit(MOST))
    return tuple(_line(case, f"{case.channel.label}，{_due_words(case, today)}") for case in found)


def _due(records: Session, actor: Actor, today: Today, when: ColumnElement[bool]) -> tuple[MorningLine, ...]:
    """Running cases by their date, each with whom it lies and since when."""
    query = _with_holder(today).where(Application.state == CaseState.RUNNING, when, visible_to(actor))
    rows = records.execute(query.order_by(Application.due_on, Application.id).limit(MOST))
    return tuple(_line(case, _lies(case, task, holder, today)) for case, task, holder in rows)


def _with_holder(today: Today) -> AnySelect:
    first = aliased(OpenTask)
    lowest = select(func.min(OpenTask.id)).where(OpenTask.application_id == Application.id).scalar_subquery()
    return (
        select(Application, first, holder_name(today.day))
        .select_from(Application)
        .outerjoin(first, first.id == lowest)
        .outerjoin(Person, first.assignee_id == Person.id)
    )


def _lies(case: Application, task: OpenTask | None, holder: str | None, today: Today) -> str:
    words = _due_words(case, today)
    if task is None:
        return words
    days = _days(task.opened_at, today.day, today.calendar)
    return f"{words}；{task.title}在{holder or f'待{task.role.label}领取'}处，已 {days} 个工作日"


def _days(since: datetime, until: date, calendar: Calendar) -> int:
    return max(0, calendar.count(beijing_date(since), until))


def _due_words(case: Application, today: Today) -> str:
    left = today.left(case.due_on, case.state, is_provisional=case.due_is_provisional)
    return f"{left.words}（{case.due_on.month}月{case.due_on.day}日）" if case.due_on else left.words


def _remedies(records: Session, actor: Actor) -> tuple[MorningLine, ...]:
    query = (
        select(RemedyCase, Application)
        .join(Application, RemedyCase.application_id == Application.id)
        .where(RemedyCase.ended_on.is_(None), visible_to(actor))
        .order_by(RemedyCase.answer_due_on, RemedyCase.id)
        .limit(MOST)
    )
    return tuple(_line(case, _remedy_words(remedy)) for remedy, case in records.execute(query))


def _remedy_words(remedy: RemedyCase) -> str:
    due = remedy.answer_due_on
    words = f"{remedy.kind.label}，{remedy.body}"
    return f"{words}，{due.month}月{due.day}日前答辩" if due and remedy.answered_on is None else words


def _refusals(records: Session, actor: Actor) -> tuple[MorningLine, ...]:
    """Open cases with an item to be withheld, and whether the legal reviewer has seen them."""
    withheld = select(RequestedItem.id).where(
        RequestedItem.application_id == Application.id, RequestedItem.outcome.in_(WITHHELD)
    )
    seen = select(HistoryEntry.id).where(
        HistoryEntry.application_id == Application.id, HistoryEntry.event == EventName.LEGALITY_REVIEWED
    )
    query = select(Application, seen.correlate(Application).exists()).where(
        Application.state.in_(OPEN_STATES), withheld.correlate(Application).exists(), visible_to(actor)
    )
    rows = records.execute(query.order_by(Application.due_on, Application.id).limit(MOST))
    return tuple(_line(case, "已经法制审核" if done else "尚未法制审核") for case, done in rows)


def _signatures(records: Session, actor: Actor, today: Today) -> tuple[MorningLine, ...]:
    signers = {*APPROVERS, Role.LEGAL_REVIEWER}
    query = (
        select(Application, OpenTask)
        .join(OpenTask, OpenTask.application_id == Application.id)
        .where(OpenTask.role.in_(signers), or_(assigned_to(actor), claimable_by(actor)), visible_to(actor))
        .order_by(OpenTask.due_on, OpenTask.id)
        .limit(MOST)
    )
    return tuple(_line(case, f"{task.title}，{_due_words(case, today)}") for case, task in records.execute(query))


def _line(case: Application, note: str) -> MorningLine:
    subject = case.request_text.partition("\n")[0]
    return MorningLine(application_id=case.id, case_number=case.case_number, subject=subject, note=note)
