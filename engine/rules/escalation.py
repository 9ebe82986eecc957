"""The ladder of reminders: when each rung of one due date is reached.

内部规定：期限督办按逐级提醒办理；《条例》第46条要求加强考核、监督和责任追究。
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from engine.rules.working_days import Calendar

REMINDER_AT = time(8, 30)
"""Reminders go at half past eight in Beijing on their day."""

QUIET_FROM = time(20, 0)
"""From eight in the evening nobody is disturbed; what falls due later goes next morning."""


@dataclass(frozen=True)
class Rung:
    """One rung: `offset` working days from the due date (negative before), and whom it reaches."""

    number: int
    offset: int
    recipient: str
    action: str


def day_of(rung: Rung, due_on: date, calendar: Calendar) -> date:
    """The working day on which a rung is reached."""
    if rung.offset < 0:
        return calendar.before(due_on, -rung.offset)
    return calendar.after(due_on, rung.offset) if rung.offset else due_on


def reached(ladder: Sequence[Rung], due_on: date, *, today: date, calendar: Calendar) -> Rung | None:
    """The highest rung whose day has come; None before the first."""
    come = [rung for rung in ladder if day_of(rung, due_on, calendar) <= today]
    return max(come, key=lambda rung: rung.number, default=None)


def next_day(ladder: Sequence[Rung], due_on: date, *, notified: int, calendar: Calendar) -> date | None:
    """The day of the next rung above `notified`; None when the ladder is at its top."""
    return min((day_of(rung, due_on, calendar) for rung in ladder if rung.number > notified), default=None)


def out_of_quiet_hours(local: datetime) -> datetime:
    """This moment of Beijing time, or half past eight in the morning where it lies in the quiet hours."""
    if REMINDER_AT <= local.time() < QUIET_FROM:
        return local
    day = local + timedelta(days=1) if local.time() >= QUIET_FROM else local
    return day.replace(hour=REMINDER_AT.hour, minute=REMINDER_AT.minute, second=0, microsecond=0)
