"""Whom the case asks: third parties, agencies that made the paper with us, our own units; and papers kept offline."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.records.base import Base, Word
from engine.records.cases import Application, Letter
from engine.records.people import Unit
from engine.records.words import UnitAnswer
from engine.rules.vocabulary import ConsultedParty


class Consultation(Base):
    """One party asked in writing (征求意见). Its dates stand in the history under `key`, here is what it said."""

    __tablename__ = "consultation"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    to: Mapped[ConsultedParty] = mapped_column("asked", Word(ConsultedParty))
    name: Mapped[str] = mapped_column(String(120))
    is_organization: Mapped[bool] = mapped_column(default=True)
    address: Mapped[str] = mapped_column(String(200), default="")
    information: Mapped[str] = mapped_column(Text)
    concerns: Mapped[str] = mapped_column(String(200), default="")
    is_referral: Mapped[bool] = mapped_column(default=False, server_default=false())
    item_numbers: Mapped[list[int]] = mapped_column(JSON, default=list)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    pass_phrase_hash: Mapped[str] = mapped_column(String(200), default="")
    agrees: Mapped[bool | None]
    opinion: Mapped[str] = mapped_column(Text, default="")
    application: Mapped[Application] = relationship()
    letter: Mapped[Letter | None] = relationship()

    @property
    def key(self) -> str:
        """What tells this consultation apart in drawings, timers and history."""
        return str(self.id)


class UnitQuestion(Base):
    """One unit or subordinate body asked for help (协办); none of it stops the legal clock."""

    __tablename__ = "unit_question"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    question: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    answer: Mapped[UnitAnswer | None] = mapped_column(Word(UnitAnswer))
    reason: Mapped[str] = mapped_column(Text, default="")
    ruling: Mapped[str] = mapped_column(Text, default="")
    application: Mapped[Application] = relationship()
    unit: Mapped[Unit] = relationship()

    @property
    def key(self) -> str:
        """What tells this question apart in drawings, timers and history."""
        return str(self.id)


class OfflineFile(Base):
    """A paper with a level mark, handled outside this system: a neutral label, people, dates, no content."""

    __tablename__ = "offline_file"
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    label: Mapped[str] = mapped_column(String(60))
    keeper: Mapped[str] = mapped_column(String(60))
    reviewer: Mapped[str] = mapped_column(String(60))
    handled_on: Mapped[date]
    conclusion: Mapped[str] = mapped_column(String(200))
