"""外出: the days on which somebody is away, and who stands in; whoever is away, or stands in, is asked of the dates."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from engine.permissions import UNIT_ROLES, Role
from engine.records.base import Base, Moment
from engine.records.people import Person


class Absence(Base):
    """A person is away from the first day to the last, both included; the deputy (代办人) stands in on these days."""

    __tablename__ = "absence"
    __table_args__ = (
        Index("ix_absence_person", "person_id", "last_day"),
        Index("ix_absence_deputy", "deputy_id", "last_day"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    deputy_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    note: Mapped[str] = mapped_column(String(200), default="")
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime] = mapped_column(Moment)
    cancelled_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cancelled_at: Mapped[datetime | None] = mapped_column(Moment)
    person: Mapped[Person] = relationship(foreign_keys=[person_id], back_populates="absences")
    deputy: Mapped[Person] = relationship(foreign_keys=[deputy_id], back_populates="stood_in")


def within(first_day: date, last_day: date) -> ColumnElement[bool]:
    """Whether a row of `absence` holds on one of these days."""
    return and_(Absence.last_day >= first_day, Absence.first_day <= last_day, Absence.cancelled_at.is_(None))


def in_force(day: date) -> ColumnElement[bool]:
    """Whether a row of `absence` holds on this day."""
    return within(day, day)


def stands_in(records: Session, deputy_id: int | None, person_id: int, day: date) -> bool:
    """Whether the deputy stands in for this person on this day."""
    query = select(Absence.id).where(Absence.person_id == person_id, Absence.deputy_id == deputy_id, in_force(day))
    return records.scalar(query.limit(1)) is not None


def deputy_of(records: Session, person_id: int, day: date) -> Person | None:
    """Who stands in for this person on this day; None when the person is here, or the deputy has left."""
    query = select(Person).join(Absence, Absence.deputy_id == Person.id)
    return records.scalar(query.where(Absence.person_id == person_id, in_force(day), Person.active).limit(1))


def needed_roles(person: Person) -> list[Role]:
    """The roles in which work comes to this person; an administrator's work comes to every administrator."""
    return [role for role in Role if role in person.actor().roles and role is not Role.ADMINISTRATOR]


def missing_roles(person: Person, deputy: Person) -> list[Role]:
    """Those of them that the deputy does not hold, or not in the person's unit where the unit decides."""
    holds = deputy.actor().holds
    return [role for role in needed_roles(person) if not holds(role, person.unit_id if role in UNIT_ROLES else None)]


def with_deputies(records: Session, people: Iterable[Person], day: date) -> list[Person]:
    """These people, and after them whoever stands in for one of them on this day, each once."""
    told = {person.id: person for person in people}
    query = select(Person).join(Absence, Absence.deputy_id == Person.id).where(in_force(day), Person.active)
    found = records.scalars(query.where(Absence.person_id.in_(list(told))).order_by(Person.id))
    return list((told | {deputy.id: deputy for deputy in found}).values())
