"""An application, what it asks for, its history, its letters and its files."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, bindparam, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from engine.records.base import Base, Facts, Moment, Word
from engine.records.people import Person, Unit
from engine.records.words import OPEN_STATES, CaseState, EventName, LetterState
from engine.rules.vocabulary import ApplicantKind, Channel, DeliveryMethod, Outcome, StrayChannel

if TYPE_CHECKING:
    from engine.records.intake import PlatformRecord, Representation

_OPEN = text("state IN ('entered', 'running', 'paused', 'waiting_for_applicant')")
"""What the index of open cases holds; `IS_OPEN` is written the same way, so that both databases use it."""


class Application(Base):
    """One application (政府信息公开申请). `due_on`, `state` and their kin are caches of the history."""

    __tablename__ = "application"
    __table_args__ = (
        Index("ix_application_state_due", "state", "due_on"),
        Index("ix_application_unit", "handling_unit_id", "state", "due_on"),
        Index("ix_application_open", "due_on", postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_application_handler", "handler_id"),
        Index("ix_application_applicant", "applicant_name"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    case_number: Mapped[str] = mapped_column(String(20), unique=True)
    version: Mapped[int] = mapped_column()
    entry_key: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[Channel] = mapped_column(Word(Channel))
    stray_channel: Mapped[StrayChannel | None] = mapped_column(Word(StrayChannel))
    arrived_on: Mapped[date]
    received_on: Mapped[date | None]
    receipt_evidence: Mapped[str] = mapped_column(String(200), default="")
    applicant_kind: Mapped[ApplicantKind] = mapped_column(Word(ApplicantKind))
    applicant_name: Mapped[str] = mapped_column(String(120))
    identity_kind: Mapped[str] = mapped_column(String(40), default="")
    identity_sealed: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    postcode: Mapped[str] = mapped_column(String(12), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    request_text: Mapped[str] = mapped_column(Text)
    form_wanted: Mapped[str] = mapped_column(String(60), default="")
    delivery: Mapped[DeliveryMethod] = mapped_column(Word(DeliveryMethod))
    pass_phrase_hash: Mapped[str] = mapped_column(String(200), default="")
    handling_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[CaseState] = mapped_column(Word(CaseState))
    due_on: Mapped[date | None]
    due_is_provisional: Mapped[bool] = mapped_column(default=False)
    readings_kept: Mapped[int | None]
    handling_unit: Mapped[Unit | None] = relationship()
    handler: Mapped[Person | None] = relationship(foreign_keys=[handler_id])
    items: Mapped[list["RequestedItem"]] = relationship(
        order_by="RequestedItem.number", cascade="all, delete-orphan", back_populates="application"
    )
    representation: Mapped["Representation | None"] = relationship(back_populates="application")
    platform_record: Mapped["PlatformRecord | None"] = relationship(back_populates="application")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy declares it an instance variable


IS_OPEN = Application.state.in_(bindparam("open_states", OPEN_STATES, expanding=True, literal_execute=True))
"""Whether a case is neither answered nor stopped: few are, however many there are, and an index holds only those."""


class RequestedItem(Base):
    """One thing the application asks for (申请内容逐项), its findings and its proposed outcome."""

    __tablename__ = "requested_item"
    __table_args__ = (UniqueConstraint("application_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    what: Mapped[str] = mapped_column(Text)
    facts: Mapped[Facts] = mapped_column(default=dict)
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    articles: Mapped[str] = mapped_column(String(60), default="")
    answer: Mapped[Facts] = mapped_column(default=dict)
    application: Mapped[Application] = relationship(back_populates="items")


_ESCALATED = text("event = 'deadline_escalated'")
"""What the index of reached rungs holds; `IS_ESCALATED` is written the same way."""


class HistoryEntry(Base):
    """One fact that happened. Appended, never changed; everything else is computed from here."""

    __tablename__ = "history"
    __table_args__ = (
        Index("ix_history_application", "application_id", "id"),
        Index("ix_history_actor", "actor_id", "application_id"),
        Index("ix_history_escalated", "at", "id", postgresql_where=_ESCALATED, sqlite_where=_ESCALATED),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    event: Mapped[EventName] = mapped_column(Word(EventName))
    on: Mapped[date] = mapped_column("on_day")
    at: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor_name: Mapped[str] = mapped_column(String(60))
    acting_for: Mapped[str] = mapped_column(String(60), default="", server_default="")
    facts: Mapped[Facts] = mapped_column(default=dict)

    @property
    def who(self) -> str:
        """Who did it, and for whom: a deputy acts under the own name, 代 whoever is away."""
        return f"{self.actor_name}（代{self.acting_for}）" if self.acting_for else self.actor_name


IS_ESCALATED = HistoryEntry.event == bindparam("escalated", EventName.DEADLINE_ESCALATED, literal_execute=True)
"""Whether a rung of the ladder of reminders was reached: few entries are, and an index holds only those."""


class Letter(Base):
    """One outgoing document: its facts until it is approved, its bytes once it is frozen."""

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("document_number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    series: Mapped[str] = mapped_column(String(20), default="reply")
    template: Mapped[str] = mapped_column(String(60))
    template_version: Mapped[str] = mapped_column(String(64))
    state: Mapped[LetterState] = mapped_column(Word(LetterState))
    facts: Mapped[Facts]
    fingerprint: Mapped[str] = mapped_column(String(64))
    drafted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_fingerprint: Mapped[str] = mapped_column(String(64), default="")
    document_number: Mapped[str | None] = mapped_column(String(80))
    dated_on: Mapped[date | None]
    frozen_at: Mapped[datetime | None] = mapped_column(Moment)
    pdf_sha256: Mapped[str] = mapped_column(String(64), default="")
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    application: Mapped[Application] = relationship()


class StoredFile(Base):
    """One attachment; the name is what the person called it, the bytes are never served as a page."""

    __tablename__ = "stored_file"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    delete_on: Mapped[date | None] = mapped_column(index=True)
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))

    @property
    def is_sealed(self) -> bool:
        """Whether its content was wiped because it should never have come in; no other file is empty."""
        return self.size == 0
