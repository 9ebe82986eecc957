"""Who acts and receives beside the applicant, and what came in from the platform of a higher authority."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.records.base import Base, Moment
from engine.records.words import EventName
from engine.rules.representation import Power, PowerScope
from engine.rules.vocabulary import ApplicantKind
from engine.rules.working_days import Calendar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.records.cases import Application, HistoryEntry


class Representation(Base):
    """Co-applicants, the agent (代理人) with the power of attorney, the recipient of the letters (收件人).

    A case without any of them has no such row. `co_applicants` has one name a line, `power_scope` words apart by
    spaces.
    """

    __tablename__ = "representation"
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    co_applicants: Mapped[str] = mapped_column(Text, default="")
    agent_name: Mapped[str] = mapped_column(String(120), default="")
    agent_firm: Mapped[str] = mapped_column(String(120), default="")
    agent_phone: Mapped[str] = mapped_column(String(40), default="")
    agent_identity_kind: Mapped[str] = mapped_column(String(40), default="")
    agent_identity_sealed: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    has_power: Mapped[bool] = mapped_column(default=False)
    power_scope: Mapped[str] = mapped_column(String(80), default="")
    granted_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    recipient_name: Mapped[str] = mapped_column(String(120), default="")
    recipient_phone: Mapped[str] = mapped_column(String(40), default="")
    recipient_email: Mapped[str] = mapped_column(String(120), default="")
    recipient_postcode: Mapped[str] = mapped_column(String(12), default="")
    recipient_address: Mapped[str] = mapped_column(String(200), default="")
    application: Mapped["Application"] = relationship(back_populates="representation")

    @property
    def names(self) -> tuple[str, ...]:
        """The co-applicants beside the one who is named first."""
        return tuple(self.co_applicants.splitlines())

    @property
    def power(self) -> Power | None:
        """The agent's power of attorney; None when nobody acts for the applicant."""
        if not self.agent_name:
            return None
        return Power(
            is_shown=self.has_power,
            scope=frozenset(PowerScope(word) for word in self.power_scope.split()),
            granted_on=self.granted_on,
            valid_until=self.valid_until,
            receives=self.recipient_name == self.agent_name,
        )


class PlatformRecord(Base):
    """One record passed on by a platform of a higher authority, and the answer it wants back there.

    `text` is the record as it was pasted or imported. `answer_by`: the day the platform names, if any.
    """

    __tablename__ = "platform_record"
    __table_args__ = (UniqueConstraint("platform", "number"),)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    platform: Mapped[str] = mapped_column(String(80))
    number: Mapped[str] = mapped_column(String(60))
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    transferred_at: Mapped[datetime] = mapped_column(Moment)
    answer_by: Mapped[date | None]
    text: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    receipt_number: Mapped[str] = mapped_column(String(120), default="")
    application: Mapped["Application"] = relationship(back_populates="platform_record")


IDENTITY_PROOF = "身份证明"
"""The purpose of a stored file that is the copy of an identity paper: intake alone opens it."""

RESULTS = frozenset({EventName.REPLY_SERVED, EventName.WITHDRAWN, EventName.HANDLED_OFFLINE, EventName.LED_TO_CHANNEL})
"""Entries after which a platform that passed the case on can be told what came of it."""

PLATFORM_ANSWER_DAYS = 2
"""Working days after the result in which a platform that names no day is answered. 内部规定：上级平台转办"""


def answer_wanted_on(
    record: PlatformRecord | None, entries: "Sequence[HistoryEntry]", calendar: Calendar
) -> date | None:
    """The day by which the platform wants the result; None while there is none, or no platform."""
    settled = [entry.on for entry in entries if entry.event in RESULTS]
    if record is None or not settled:
        return None
    return record.answer_by or calendar.after(settled[-1], PLATFORM_ANSWER_DAYS)


@dataclass(frozen=True)
class Addressee:
    """Who is written to about a case, and where."""

    name: str
    phone: str
    email: str
    postcode: str
    address: str


def addressee_of(application: "Application") -> Addressee:
    """The recipient where one is named, with the applicant's own details where the recipient has none; else the
    applicant."""
    named = application.representation
    if named is None or not named.recipient_name:
        return Addressee(
            application.applicant_name, application.phone, application.email, application.postcode, application.address
        )
    has_address = bool(named.recipient_address)
    return Addressee(
        named.recipient_name,
        named.recipient_phone or application.phone,
        named.recipient_email or application.email,
        named.recipient_postcode if has_address else application.postcode,
        named.recipient_address or application.address,
    )


def letter_name(application: "Application") -> str:
    """The applicant as a letter names it: every one of several who signed."""
    named = application.representation
    return "、".join((application.applicant_name, *(named.names if named else ())))


def named_in_letters(application: "Application") -> dict[str, Any]:
    """Whom a letter names as applicant and recipient, as keyword arguments of its facts class."""
    named = application.representation
    return {
        "applicant_name": letter_name(application),
        "is_organization": application.applicant_kind is not ApplicantKind.NATURAL_PERSON,
        "in_care_of": in_care_of(application),
        "is_joint": bool(named and named.names),
    }


def in_care_of(application: "Application") -> str:
    """Who receives the letter in the applicant's place; empty where the applicant does."""
    named = application.representation
    return named.recipient_name if named and named.recipient_name != application.applicant_name else ""
