"""The ladder of reminders: when each rung of one due date is reached.

内部规定：期限督办按逐级提醒办理；《条例》第46条要求加强考核、监督和责任追究。
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from engine.clock import beijing_moment
from engine.rules.working_days import Calendar

REMINDER_AT = time(8, 30)


@dataclass(frozen=True)
class Rung:
    """One rung: `offset` working days from the due date (negative before), and whom it reaches."""

    number: int
    offset: int
    recipient: str
    action: str


def moment(rung: Rung, due_on: date, calendar: Calendar) -> datetime:
    """The UTC moment of a rung: half past eight in Beijing on its day."""
    if rung.offset < 0:
        day = calendar.before(due_on, -rung.offset)
    else:
        day = calendar.after(due_on, rung.offset) if rung.offset else due_on
    return beijing_moment(day, REMINDER_AT)


def reached(ladder: Sequence[Rung], due_on: date, *, now: datetime, calendar: Calendar) -> Rung | None:
    """The highest rung whose moment has come; None before the first."""
    come = [rung for rung in ladder if moment(rung, due_on, calendar) <= now]
    return max(come, key=lambda rung: rung.number, default=None)


def next_moment(ladder: Sequence[Rung], due_on: date, *, notified: int, calendar: Calendar) -> datetime | None:
    """When the next rung above `notified` comes; None when the ladder is at its top."""
    ahead = [moment(rung, due_on, calendar) for rung in ladder if rung.number > notified]
    return min(ahead, default=None)
