"""What stands around the letters: numbers that were given up, blacked-out copies, and what goes out with a reply."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.records.base import Base, Facts, Moment
from engine.records.cases import Application, Letter, StoredFile


class VoidedNumber(Base):
    """A document number that was drawn and given up (作废): it stays in the register and is never used again."""

    __tablename__ = "voided_number"
    id: Mapped[int] = mapped_column(primary_key=True)
    family: Mapped[str] = mapped_column(String(40))
    document_number: Mapped[str] = mapped_column(String(80), unique=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    reason: Mapped[str] = mapped_column(String(400))
    voided_by: Mapped[str] = mapped_column(String(60))
    voided_at: Mapped[datetime] = mapped_column(Moment)
    letter: Mapped[Letter] = relationship()


class Redaction(Base):
    """What is to be blacked out of one original (区分处理), and the copy once a second person has checked it."""

    __tablename__ = "redaction"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    original_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    copy_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    blocks: Mapped[Facts]
    redacted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    checked_at: Mapped[datetime | None] = mapped_column(Moment)
    application: Mapped[Application] = relationship()
    original: Mapped[StoredFile] = relationship(foreign_keys=[original_id])
    redacted_copy: Mapped[StoredFile | None] = relationship(foreign_keys=[copy_id])


class Enclosure(Base):
    """A file that leaves the house with the reply of its case; its bytes are bound by the letter's fingerprint."""

    __tablename__ = "enclosure"
    __table_args__ = (UniqueConstraint("application_id", "file_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    file: Mapped[StoredFile] = relationship()
