"""Remedies (救济): which paragraph a letter carries, and the last days for reconsideration and suit.

Days are calendar days, the first one is not counted; a last day off moves to the next working day.
"""

from calendar import monthrange
from datetime import date, timedelta

from engine.rules.time_limits import (
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
