"""外出与代办: who is away when, who stands in, who could; and the name of a holder with what is to know of it today."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from engine.office import Office
from engine.records import Absence, Person
from engine.records.absences import in_force, missing_roles, needed_roles
from engine.rules.clock_events import chinese_date

SHOWN = 50
"""So many absences of one person are listed, the latest ones."""


@dataclass(frozen=True, kw_only=True)
class AbsenceLine:
    """One absence as a page lists it."""

    id: int
    person_id: int
    person: str
    deputy: str
    first_day: date
    last_day: date
    note: str
    entered_by: str
    entered_at: datetime
    cancelled_by: str
    cancelled_at: datetime | None
    standing: str
    may_cancel: bool


@dataclass(frozen=True)
class DeputyChoice:
    """Somebody to choose as deputy; `lacks` says which of the roles needed are missing, empty for whoever has all."""

    id: int
    name: str
    unit: str
    lacks: str


@lru_cache(maxsize=2)
def holder_name(today: date) -> ColumnElement[str]:
    """The name of a row of `person` that a query joins; of somebody away, with who stands in today.

    Built once a day: lists ask for it at every turn.
    """
    deputy = aliased(Person)
    away = (
        select(literal("（外出，由") + deputy.name + literal("代办）"))
        .select_from(Absence)
        .join(deputy, Absence.deputy_id == deputy.id)
        .where(Absence.person_id == Person.id, in_force(today))
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    return Person.name + func.coalesce(away, "")


def absences_of(person_id: int, *, office: Office) -> tuple[AbsenceLine, ...]:
    """The absences of this person, and those in which this person stands in, the latest first."""
    entered_by, cancelled_by = aliased(Person), aliased(Person)
    query = (
        select(Absence, entered_by.name, cancelled_by.name)
        .outerjoin(entered_by, Absence.entered_by == entered_by.id)
        .outerjoin(cancelled_by, Absence.cancelled_by == cancelled_by.id)
        .options(joinedload(Absence.person), joinedload(Absence.deputy))
        .where(or_(Absence.person_id == person_id, Absence.deputy_id == person_id))
        .order_by(Absence.first_day.desc(), Absence.id.desc())
        .limit(SHOWN)
    )
    today = office.clock.today()
    with office.reading() as records:
        return tuple(_line(*row, today) for row in records.execute(query))


def deputies_for(person_id: int, *, office: Office) -> tuple[DeputyChoice, ...]:
    """Active colleagues with at least one of the roles needed: first those who have them all."""
    people = select(Person).options(joinedload(Person.unit), selectinload(Person.duties)).where(Person.active)
    with office.reading() as records:
        everybody = {person.id: person for person in records.scalars(people.order_by(Person.id))}
        person = records.get_one(Person, person_id, options=[selectinload(Person.duties)])
        found = [_choice(person, each) for each in everybody.values() if each.id != person_id]
    return tuple(sorted((each for each in found if each is not None), key=lambda each: bool(each.lacks)))


def away_on(day: date, *, office: Office) -> dict[int, str]:
    """Who is away on this day, by row: until when, and who stands in."""
    query = select(Absence).options(joinedload(Absence.deputy)).where(in_force(day))
    with office.reading() as records:
        return {
            each.person_id: f"外出至{chinese_date(each.last_day)}，由{each.deputy.name}代办"
            for each in records.scalars(query)
        }


def _choice(person: Person, other: Person) -> DeputyChoice | None:
    lacking = missing_roles(person, other)
    if lacking and len(lacking) == len(needed_roles(person)):
        return None
    return DeputyChoice(other.id, other.name, other.unit.name, "、".join(role.label for role in lacking))


def _line(absence: Absence, entered_by: str | None, cancelled_by: str | None, today: date) -> AbsenceLine:
    is_over = absence.last_day < today or absence.cancelled_at is not None
    return AbsenceLine(
        id=absence.id,
        person_id=absence.person_id,
        person=absence.person.name,
        deputy=absence.deputy.name,
        first_day=absence.first_day,
        last_day=absence.last_day,
        note=absence.note,
        entered_by=entered_by or "",
        entered_at=absence.entered_at,
        cancelled_by=cancelled_by or "",
        cancelled_at=absence.cancelled_at,
        standing=_standing(absence, today),
        may_cancel=not is_over,
    )


def _standing(absence: Absence, today: date) -> str:
    if absence.cancelled_at is not None:
        return "已取消"
    if absence.last_day < today:
        return "已结束"
    if not absence.deputy.active:
        return "代办人已离岗"
    return "外出中" if absence.first_day <= today else "尚未开始"
