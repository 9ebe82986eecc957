"""The mail log as its desk shows it, one envelope whole, the duty log, and what has no case yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload, undefer

from engine.clock import beijing_date, beijing_moment
from engine.errors import NotFound
from engine.office import Office
from engine.permissions import Actor, Role
from engine.queries.access import NOT_THERE, visible_to
from engine.queries.files import FileContent
from engine.queries.listing import Page, paged
from engine.records import Application, Duty, Envelope, EnvelopePhoto, Person
from engine.rules.envelopes import OPEN_ENVELOPES, Carrier, EnvelopeState, Paper
from engine.rules.vocabulary import Labelled


class Tab(Labelled):
    """Which envelopes the list shows."""

    OPEN = "open", "未了结"
    LOGGED = "logged", "待交接"
    HANDED_OVER = "handed_over", "待接收"
    TAKEN = "taken", "待处理"
    ENDED = "ended", "已有去向"
    ALL = "all", "全部"


_ENDED = (EnvelopeState.REGISTERED, EnvelopeState.FILED, EnvelopeState.PASSED_ON)
STATES: dict[Tab, tuple[EnvelopeState, ...]] = {
    Tab.OPEN: OPEN_ENVELOPES,
    Tab.LOGGED: (EnvelopeState.LOGGED,),
    Tab.HANDED_OVER: (EnvelopeState.HANDED_OVER,),
    Tab.TAKEN: (EnvelopeState.TAKEN,),
    Tab.ENDED: _ENDED,
    Tab.ALL: tuple(EnvelopeState),
}


@dataclass(frozen=True, kw_only=True)
class EnvelopeFilter:
    """What the address of the list asks for; the days are those of the signature."""

    tab: Tab = Tab.OPEN
    words: str = ""
    carrier: Carrier | None = None
    first: date | None = None
    last: date | None = None
    page: Page

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the tab is asked for."""
        return bool(self.words or self.carrier or self.first or self.last)


@dataclass(frozen=True, kw_only=True)
class EnvelopeLine:
    """One envelope: what came, who signed, through whose hands it went, and its end.

    The case is named only to those who may see it.
    """

    id: int
    number: str
    sender: str
    addressed_to: str
    carrier: Carrier
    tracking_number: str
    signed_by: str
    signed_at: datetime
    signed_on: date
    bears_level_mark: bool
    remark: str
    logged_by: str
    logged_at: datetime
    handed_by: str
    handed_at: datetime | None
    handed_to: str
    taken_by: str
    taken_at: datetime | None
    state: EnvelopeState
    settled_by: str
    settled_at: datetime | None
    application_id: int | None
    case_number: str
    paper: Paper | None
    passed_to: str
    reason: str
    photos: tuple[int, ...]
    is_late: bool

    @property
    def was_logged_later(self) -> bool:
        """Whether it was typed in on a later day than it was signed for (补登)."""
        return beijing_date(self.logged_at) > self.signed_on


@dataclass(frozen=True)
class EnvelopeList:
    """One page of the log, and how many envelopes each tab has."""

    rows: tuple[EnvelopeLine, ...]
    total: int
    counts: dict[Tab, int]
    asked: EnvelopeFilter

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return self.asked.page.count(self.total)


@dataclass(frozen=True)
class Receiver:
    """A registrar to whom envelopes may be handed."""

    id: int
    name: str


def envelopes(asked: EnvelopeFilter, *, actor: Actor, office: Office) -> EnvelopeList:
    """One page of the mail log, the latest signature first."""
    query = _query(actor).where(Envelope.state.in_(STATES[asked.tab]), *_conditions(asked))
    with office.reading() as records:
        found, total = paged(records, query, (Envelope.signed_at.desc(), Envelope.id.desc()), asked.page)
        last_evening = _start_of(office.clock.today())
        return EnvelopeList(tuple(_line(row, last_evening) for row in found), total, _counts(records, asked), asked)


def envelope(envelope_id: int, *, actor: Actor, office: Office) -> EnvelopeLine:
    """One envelope; NotFound when it is not there."""
    with office.reading() as records:
        found = records.execute(_query(actor).where(Envelope.id == envelope_id)).one_or_none()
        if found is None:
            raise NotFound(NOT_THERE)
        return _line(found, _start_of(office.clock.today()))


def photo(photo_id: int, office: Office) -> FileContent:
    """One picture of an envelope in bytes; NotFound when it is not there."""
    with office.reading() as records:
        found = records.get(EnvelopePhoto, photo_id, options=[undefer(EnvelopePhoto.content)])
    if found is None or not found.size:
        raise NotFound(NOT_THERE)
    return FileContent(found.name, found.media_type, found.content)


def receivers(office: Office) -> tuple[Receiver, ...]:
    """The registrars, to whom the mail room hands envelopes."""
    query = select(Person).join(Duty).where(Duty.role == Role.REGISTRAR, Person.active).order_by(Person.id)
    with office.reading() as records:
        return tuple(Receiver(person.id, person.name) for person in records.scalars(query))


def of_case(records: Session, application_id: int) -> tuple[EnvelopeLine, ...]:
    """The envelopes that belong to a case, the earliest signature first; whoever asks may see the case."""
    query = _base().where(Envelope.application_id == application_id).order_by(Envelope.signed_at, Envelope.id)
    return tuple(_line(row, None) for row in records.execute(query))


def signed_day_of(application_id: int, paper: Paper, office: Office) -> date | None:
    """The day on which the latest such paper of the case was signed for; None when the mail log has none."""
    query = select(Envelope).where(Envelope.application_id == application_id, Envelope.paper == paper)
    with office.reading() as records:
        found = records.scalars(query.order_by(Envelope.signed_at.desc()).limit(1)).first()
        return found.signed_on if found else None


def unregistered(records: Session, first: date, last: date) -> tuple[EnvelopeLine, ...]:
    """The envelopes signed for from `first` to `last` that belong to no case, the earliest first.

    Those that were passed on are among them with their reason; all others still wait for somebody.
    """
    query = _base().where(Envelope.application_id.is_(None), *_within(first, last))
    return tuple(_line(row, None) for row in records.execute(query.order_by(Envelope.signed_at, Envelope.id)))


def _base() -> Any:
    return (
        select(Envelope, Application.id, Application.case_number)
        .outerjoin(Application, Envelope.application_id == Application.id)
        .options(selectinload(Envelope.photos))
    )


def _query(actor: Actor) -> Any:
    return (
        select(Envelope, Application.id, Application.case_number)
        .outerjoin(Application, and_(Envelope.application_id == Application.id, visible_to(actor)))
        .options(selectinload(Envelope.photos))
    )


def _conditions(asked: EnvelopeFilter) -> list[ColumnElement[bool]]:
    found = _within(asked.first, asked.last)
    if asked.carrier is not None:
        found.append(Envelope.carrier == asked.carrier)
    if asked.words:
        columns = (Envelope.number, Envelope.sender, Envelope.tracking_number, Envelope.signed_by, Envelope.remark)
        found.append(or_(*(column.icontains(asked.words, autoescape=True) for column in columns)))
    return found


def _within(first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if first is not None:
        found.append(Envelope.signed_at >= _start_of(first))
    if last is not None:
        found.append(Envelope.signed_at < _start_of(last + timedelta(days=1)))
    return found


def _start_of(day: date) -> datetime:
    return beijing_moment(day, time(0, 0))


def _counts(records: Session, asked: EnvelopeFilter) -> dict[Tab, int]:
    query = select(Envelope.state, func.count()).where(*_conditions(asked)).group_by(Envelope.state)
    found = dict(records.execute(query).all())
    return {tab: sum(found.get(state, 0) for state in states) for tab, states in STATES.items()}


def _line(found: Any, today: datetime | None) -> EnvelopeLine:
    """The row with the case it belongs to; late when it was signed for before `today` and has no end."""
    row, application_id, case_number = found
    return EnvelopeLine(
        **{name: getattr(row, name) for name in _COLUMNS},
        application_id=application_id,
        case_number=case_number or "",
        photos=tuple(each.id for each in row.photos if each.size),
        is_late=today is not None and row.state in OPEN_ENVELOPES and row.signed_at < today,
    )


_COLUMNS: Sequence[str] = (
    "id", "number", "sender", "addressed_to", "carrier", "tracking_number", "signed_by", "signed_at", "signed_on",
    "bears_level_mark", "remark", "logged_by", "logged_at", "handed_by", "handed_at", "handed_to", "taken_by",
    "taken_at", "state", "settled_by", "settled_at", "paper", "passed_to", "reason",
)  # fmt: skip
