"""Remedies (救济): which paragraph a letter carries, and the last days for reconsideration and suit.

Days are calendar days, the first one is not counted; a last day off moves to the next working day.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from engine.rules.time_limits import (
    APPEAL,
    DEFENCE_IN_COURT,
    LITIGATION,
    LITIGATION_AFTER_RECONSIDERATION,
    RECONSIDERATION,
    RECONSIDERATION_ANSWER,
    RECONSIDERATION_ANSWER_SIMPLE,
    TimeLimit,
)
from engine.rules.vocabulary import OUTCOME_FACTS, PARTLY_DISCLOSED_OVER_OBJECTION, Outcome, Remedy
from engine.rules.working_days import Calendar


def remedy_of(outcome: Outcome, *, has_withheld_part: bool = False) -> Remedy:
    """The paragraph for one outcome: reconsideration first only for refusals under articles 14, 15 and 16.

    《行政复议法》第23条
    """
    if outcome is Outcome.DISCLOSED_OVER_OBJECTION and has_withheld_part:
        return PARTLY_DISCLOSED_OVER_OBJECTION.remedy
    return OUTCOME_FACTS[outcome].remedy


def last_day_for_reconsideration(known_on: date, calendar: Calendar) -> date:
    """The last day to apply for reconsideration, from the day the person got the letter.

    《行政复议法》第20条第1款
    """
    return _last_day(known_on, RECONSIDERATION, calendar)


def last_day_for_suit(known_on: date, calendar: Calendar) -> date:
    """The last day of a direct suit, from the day the person got the letter.

    《行政诉讼法》第46条
    """
    return _last_day(known_on, LITIGATION, calendar)


def last_day_for_suit_after_reconsideration(decided_on: date, calendar: Calendar) -> date:
    """The last day to sue, from receipt of the decision, or from the end of the term when none came.

    《行政诉讼法》第45条
    """
    return _last_day(decided_on, LITIGATION_AFTER_RECONSIDERATION, calendar)


def last_day_to_answer_reconsideration(copy_received_on: date, calendar: Calendar, *, is_simple: bool = False) -> date:
    """The last day for the agency's answer with all its evidence; here the days are working days.

    《行政复议法》第48条
    """
    limit = RECONSIDERATION_ANSWER_SIMPLE if is_simple else RECONSIDERATION_ANSWER
    return calendar.after(copy_received_on, limit.working_days)


def last_day_to_defend_in_court(copy_received_on: date, calendar: Calendar) -> date:
    """The last day for the answer, the evidence and the rules relied on, from receipt of the copy of the suit.

    《行政诉讼法》第67条第1款
    """
    return _last_day(copy_received_on, DEFENCE_IN_COURT, calendar)


def last_day_to_appeal(judgment_received_on: date, calendar: Calendar) -> date:
    """The last day to appeal against a judgment of first instance.

    《行政诉讼法》第85条
    """
    return _last_day(judgment_received_on, APPEAL, calendar)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of a defence: `offset` working days from its last day, and the roles it reaches."""

    number: int
    offset: int
    recipients: tuple[str, ...]


DEFENCE_REMINDERS = (
    Reminder(1, -3, ("handler", "legal_reviewer")),
    Reminder(2, -1, ("handler", "unit_head", "legal_reviewer")),
    Reminder(3, 0, ("handler", "unit_head", "legal_reviewer", "office_head")),
    Reminder(4, 1, ("handler", "unit_head", "legal_reviewer", "office_head", "deputy_leader")),
)
"""Who is reminded when, up to the day after the last one. 内部规定：答辩期限督办"""


def reminder_day(reminder: Reminder, due_on: date, calendar: Calendar) -> date:
    """The working day on which a reminder goes."""
    if reminder.offset < 0:
        return calendar.before(due_on, -reminder.offset)
    return calendar.after(due_on, reminder.offset) if reminder.offset else due_on


def next_reminder_day(due_on: date, *, told: int, calendar: Calendar) -> date | None:
    """The day of the first reminder above `told`; None when all have gone."""
    return min((reminder_day(r, due_on, calendar) for r in DEFENCE_REMINDERS if r.number > told), default=None)


def reminder_reached(due_on: date | None, *, today: date, calendar: Calendar) -> Reminder | None:
    """The last reminder whose day has come; None before the first, or when there is no date."""
    if due_on is None:
        return None
    come = [r for r in DEFENCE_REMINDERS if reminder_day(r, due_on, calendar) <= today]
    return come[-1] if come else None


def defence_due_on(events: Iterable[tuple[str, Mapping[str, Any]]], key: str) -> date | None:
    """The last day to answer in the review or suit `key`, as registered; None when there is none."""
    named = [facts for event, facts in events if event == "remedy_registered" and facts["key"] == key]
    due_on = named[-1].get("answer_due_on") if named else None
    return date.fromisoformat(due_on) if due_on else None


def months_after(day: date, months: int) -> date:
    """The corresponding day of a later month, or that month's last day where it has none.

    《民法典》第202条
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _last_day(start: date, limit: TimeLimit, calendar: Calendar) -> date:
    """A term in days or months; a last day off moves on. 《行政复议法》第88条"""
    end = months_after(start, limit.months) if limit.months else start + timedelta(days=limit.calendar_days)
    return calendar.on_or_after(end)
