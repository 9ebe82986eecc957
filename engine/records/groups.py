"""Cases worked together (并案办理): one applicant's several applications, or the same text from several people.

Each case keeps its own number, clock, letters and place in the statistics; a group only says that they belong together.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from engine.records.base import Base, Moment, Word
from engine.records.cases import Application
from engine.rules.likeness import GroupKind


class CaseGroup(Base):
    """One group: why its cases belong together, and the legal note that all of them rest on."""

    __tablename__ = "case_group"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[GroupKind] = mapped_column(Word(GroupKind))
    reason: Mapped[str] = mapped_column(Text)
    legal_note: Mapped[str] = mapped_column(Text, default="")
    note_by: Mapped[str] = mapped_column(String(60), default="")
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(60))
    members: Mapped[list["GroupedCase"]] = relationship(
        order_by="GroupedCase.application_id", cascade="all, delete-orphan", back_populates="group"
    )


class GroupedCase(Base):
    """One case of a group; a case belongs to one group at most."""

    __tablename__ = "grouped_case"
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("case_group.id"), index=True)
    group: Mapped[CaseGroup] = relationship(back_populates="members")
    application: Mapped[Application] = relationship()


def group_of(records: Session, application: Application) -> CaseGroup | None:
    """The group the case belongs to; None when it is worked alone."""
    member = records.scalar(select(GroupedCase).where(GroupedCase.application_id == application.id))
    return member.group if member else None
