"""Who is signed in, and who works here with which roles."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from engine.errors import NotFound
from engine.office import Office
from engine.passwords import token_hash
from engine.permissions import Absent, Actor, Role
from engine.queries.absences import holder_name
from engine.records import Absence, Duty, Message, Person, SignIn, Unit
from engine.records.absences import in_force

NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Visitor:
    """A signed-in person, as every page needs one; `is_due_to_be_noted` when last seen over a minute ago.

    `away` names the deputy of somebody who is away today.
    """

    actor: Actor
    account: str
    unit: str
    unread: int
    is_due_to_be_noted: bool
    away: Absent | None = None


@dataclass(frozen=True)
class UnitChoice:
    """A unit to choose from."""

    id: int
    name: str
    handles_applications: bool


@dataclass(frozen=True)
class Colleague:
    """One person in the list of people."""

    id: int
    account: str
    name: str
    unit_id: int
    unit: str
    roles: tuple[Role, ...]
    active: bool


def signed_in(token: str, office: Office) -> Visitor | None:
    """Whose browser this is; None when the sign-in is unknown, over, idle for too long, or the person has left."""
    now = office.clock.now()
    unread = (
        select(func.count()).where(Message.person_id == SignIn.person_id, Message.read_at.is_(None)).scalar_subquery()
    )
    query = (
        select(SignIn, unread)
        .options(*_with_absences(office.clock.today()))
        .where(SignIn.token_hash == token_hash(token))
    )
    with office.reading() as records:
        found = records.execute(query).unique().first()
    if found is None or not found[0].person.active or _is_over(found[0], now, office):
        return None
    sign_in, messages = found
    person = sign_in.person
    stands_in_for = tuple(Absent(each.person_id, each.person.name, each.last_day) for each in person.stood_in)
    away = next((Absent(each.deputy_id, each.deputy.name, each.last_day) for each in person.absences), None)
    is_due = now - sign_in.seen_at > NOTED_EVERY
    return Visitor(person.actor(stands_in_for), person.account, person.unit.name, messages, is_due, away)


@lru_cache(maxsize=2)
def _with_absences(today: date) -> tuple[ExecutableOption, ...]:
    """With the sign-in, in the same query: unit and duties of the person, and today's absences on either side."""
    person = joinedload(SignIn.person)
    return (
        person.joinedload(Person.unit),
        person.joinedload(Person.duties),
        person.joinedload(Person.absences.and_(in_force(today))).joinedload(Absence.deputy),
        person.joinedload(Person.stood_in.and_(in_force(today))).joinedload(Absence.person),
    )


def nobody_yet(office: Office) -> bool:
    """Whether the office has no people at all, so that the first administrator may be set up."""
    with office.reading() as records:
        return records.scalar(select(Person.id).limit(1)) is None


def units(office: Office) -> tuple[UnitChoice, ...]:
    """Every unit, by name."""
    with office.reading() as records:
        return tuple(UnitChoice(u.id, u.name, u.handles_applications) for u in records.scalars(_units_by_name()))


def colleagues(office: Office) -> tuple[Colleague, ...]:
    """Everybody, those who left last."""
    query = select(Person).options(joinedload(Person.unit), selectinload(Person.duties))
    with office.reading() as records:
        people = records.scalars(query.order_by(Person.active.desc(), Person.unit_id, Person.id))
        return tuple(_colleague(person) for person in people)


def colleague(person_id: int, office: Office) -> Colleague:
    """One person; NotFound when there is none."""
    query = select(Person).options(joinedload(Person.unit), selectinload(Person.duties)).where(Person.id == person_id)
    with office.reading() as records:
        person = records.scalar(query)
    if person is None:
        raise NotFound("没有找到这位人员。")
    return _colleague(person)


def handlers_by_unit(office: Office) -> tuple[tuple[UnitChoice, tuple[Colleague, ...]], ...]:
    """The units that handle applications, each with its active handlers; of those who are away it is said."""
    query = (
        select(Person, holder_name(office.clock.today()))
        .join(Duty)
        .where(Duty.role == Role.HANDLER, Person.active)
        .options(joinedload(Person.unit), selectinload(Person.duties))
        .order_by(Person.id)
    )
    with office.reading() as records:
        people = [replace(_colleague(person), name=name) for person, name in records.execute(query)]
        choices = [UnitChoice(u.id, u.name, True) for u in records.scalars(_units_by_name()) if u.handles_applications]
    return tuple((unit, tuple(p for p in people if p.unit_id == unit.id)) for unit in choices)


def _units_by_name() -> Select[Unit]:
    return select(Unit).order_by(Unit.name)


def _is_over(sign_in: SignIn, now: datetime, office: Office) -> bool:
    idle = timedelta(minutes=office.settings.idle_minutes)
    return now >= sign_in.ends_at or now - sign_in.seen_at > idle


def _colleague(person: Person) -> Colleague:
    held = {duty.role for duty in person.duties}
    return Colleague(
        person.id,
        person.account,
        person.name,
        person.unit_id,
        person.unit.name,
        tuple(role for role in Role if role in held),
        person.active,
    )
