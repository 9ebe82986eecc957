"""保管期限表: how long each kind of file is kept, where the office has entered its own table."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.records.base import Base, Moment, Word
from engine.records.cases import Application
from engine.records.remedies import RemedyCase
from engine.records.words import RemedyKind
from engine.rules.retention import PROPOSED, FileKind, Retention, RetentionPeriod, kinds_of, longest

COURTS = (RemedyKind.RECONSIDERATION, RemedyKind.LITIGATION)


class RetentionRule(Base):
    """One row of the office's table; a kind without one is kept as proposed."""

    __tablename__ = "retention_rule"
    kind: Mapped[FileKind] = mapped_column(Word(FileKind), primary_key=True)
    period: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(200))
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Moment)


def retention_table(records: Session) -> dict[FileKind, RetentionPeriod]:
    """Every kind with its period, the office's own before the proposed one."""
    own = {
        row.kind: RetentionPeriod(Retention(row.period), row.source) for row in records.scalars(select(RetentionRule))
    }
    return {kind: own.get(kind, PROPOSED[kind]) for kind in FileKind}


def proposed_retention(records: Session, application: Application) -> tuple[FileKind, RetentionPeriod]:
    """What the office's table says of this case: its most lasting kind, and that row.

    《条例》第45条
    """
    disputed = select(RemedyCase.id).where(RemedyCase.application_id == application.id, RemedyCase.kind.in_(COURTS))
    outcomes = [item.outcome for item in application.items if item.outcome is not None]
    kinds = kinds_of(outcomes, is_disputed=records.scalar(disputed.limit(1)) is not None)
    return longest(kinds, retention_table(records))
