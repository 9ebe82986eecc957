"""The mail log: every envelope that was signed for, its pictures, and what those on duty wrote down."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from engine.clock import beijing_date
from engine.records.base import Base, Moment, Word
from engine.records.cases import Application
from engine.rules.envelopes import Carrier, EnvelopeState, Paper, Signature


class Envelope(Base):
    """One envelope that came to the house (来件), from the signature to its end; no row is ever taken out."""

    __tablename__ = "envelope"
    __table_args__ = (Index("ix_envelope_state_signed", "state", "signed_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    number: Mapped[str] = mapped_column(String(20), unique=True)
    entry_key: Mapped[str] = mapped_column(String(64), unique=True)
    sender: Mapped[str] = mapped_column(String(120))
    addressed_to: Mapped[str] = mapped_column(String(120), default="")
    carrier: Mapped[Carrier] = mapped_column(Word(Carrier))
    tracking_number: Mapped[str] = mapped_column(String(40), default="", index=True)
    signed_by: Mapped[str] = mapped_column(String(60))
    signed_at: Mapped[datetime] = mapped_column(Moment, index=True)
    bears_level_mark: Mapped[bool] = mapped_column(default=False)
    remark: Mapped[str] = mapped_column(String(400), default="")
    logged_by: Mapped[str] = mapped_column(String(60))
    logged_at: Mapped[datetime] = mapped_column(Moment)
    handed_by: Mapped[str] = mapped_column(String(60), default="")
    handed_at: Mapped[datetime | None] = mapped_column(Moment)
    handed_to: Mapped[str] = mapped_column(String(60), default="")
    handed_to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_by: Mapped[str] = mapped_column(String(60), default="")
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime | None] = mapped_column(Moment)
    state: Mapped[EnvelopeState] = mapped_column(Word(EnvelopeState))
    settled_by: Mapped[str] = mapped_column(String(60), default="")
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    paper: Mapped[Paper | None] = mapped_column(Word(Paper))
    passed_to: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(String(400), default="")
    application: Mapped[Application | None] = relationship()
    photos: Mapped[list["EnvelopePhoto"]] = relationship(order_by="EnvelopePhoto.id", back_populates="envelope")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy declares it an instance variable

    @property
    def signed_on(self) -> date:
        """The Beijing day on which somebody signed for it."""
        return beijing_date(self.signed_at)

    def signature(self) -> Signature:
        """What the rules of receipt ask of it."""
        return Signature(number=self.number, carrier=self.carrier, signed_on=self.signed_on)


class EnvelopePhoto(Base):
    """One picture of an envelope."""

    __tablename__ = "envelope_photo"
    id: Mapped[int] = mapped_column(primary_key=True)
    envelope_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(Moment)
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    envelope: Mapped[Envelope] = relationship(back_populates="photos")


class DutyNote(Base):
    """What somebody on duty wrote down about one day (值班记事), a day without mail included."""

    __tablename__ = "duty_note"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    on_duty: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(String(400))
    written_by: Mapped[str] = mapped_column(String(60))
    written_at: Mapped[datetime] = mapped_column(Moment)
