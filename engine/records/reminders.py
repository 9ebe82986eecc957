"""How many working days before a due date the office reminds, where an administrator has set them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.records.base import Base, Moment
from engine.rules.escalation import Rung


class ReminderDay(Base):
    """One rung before the due date, and the working days by which it comes before it."""

    __tablename__ = "reminder_day"
    rung: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    days: Mapped[int]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Moment)


def ladder_of(records: Session, drawn: Sequence[Rung]) -> list[Rung]:
    """The rungs as drawn, those before the due date on the days that the office has set."""
    rows = records.execute(select(ReminderDay.rung, ReminderDay.days))
    days = {rung: days for rung, days in rows}  # noqa: C416  # a row is no pair to the type checker
    return [replace(r, offset=-days[r.number]) if r.offset < 0 and r.number in days else r for r in drawn]
