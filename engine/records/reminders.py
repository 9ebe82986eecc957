"""How many working days before a due date the office reminds, where an administrator has set them."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engine.records.base import Base, Moment


class ReminderDay(Base):
    """One rung before the due date, and the working days by which it comes before it."""

    __tablename__ = "reminder_day"
    rung: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    days: Mapped[int]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(Moment)
