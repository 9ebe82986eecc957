"""Units, people, their roles, their sign-ins and what they had typed but not sent."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.permissions import Absent, Actor, Role
from engine.records.base import Base, Facts, Moment, Word

if TYPE_CHECKING:
    from engine.records.absences import Absence


class Unit(Base):
    """A section (处室) or subordinate body (二级单位) of the agency."""

    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    handles_applications: Mapped[bool] = mapped_column(default=True)
    is_subordinate: Mapped[bool] = mapped_column(default=False, server_default=false())


class Person(Base):
    """Somebody who signs in."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    unit: Mapped[Unit] = relationship()
    duties: Mapped[list["Duty"]] = relationship(cascade="all, delete-orphan", back_populates="person")
    absences: Mapped[list["Absence"]] = relationship(foreign_keys="Absence.person_id", back_populates="person")
    stood_in: Mapped[list["Absence"]] = relationship(foreign_keys="Absence.deputy_id", back_populates="deputy")

    def actor(self, stands_in_for: tuple[Absent, ...] = ()) -> Actor:
        """This person as whoever acts, for the own part and for those who are away."""
        return Actor(
            name=self.name,
            roles=frozenset(duty.role for duty in self.duties),
            person_id=self.id,
            units=frozenset({self.unit_id}),
            stands_in_for=stands_in_for,
        )


class Duty(Base):
    """One role that a person holds."""

    __tablename__ = "duty"
    __table_args__ = (UniqueConstraint("person_id", "role"), Index("ix_duty_role", "role"))
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role] = mapped_column(Word(Role))
    person: Mapped[Person] = relationship(back_populates="duties")


class SignIn(Base):
    """One signed-in browser; the cookie holds the token, the row its hash."""

    __tablename__ = "sign_in"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    person: Mapped[Person] = relationship()


class FailedSignIn(Base):
    """One wrong password or pass phrase, counted by account and by address."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (Index("ix_failed_sign_in_subject_at", "subject", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(Moment)


class FormDraft(Base):
    """What a person had typed into a step's form when it was not sent."""

    __tablename__ = "form_draft"
    __table_args__ = (UniqueConstraint("person_id", "form"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    form: Mapped[str] = mapped_column(String(120))
    fields: Mapped[Facts]
    saved_at: Mapped[datetime] = mapped_column(Moment)


class Message(Base):
    """One reminder or notice in a person's message list; `key` makes it arrive once."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        Index("ix_message_person_read", "person_id", "read_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    key: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
