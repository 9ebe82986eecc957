"""Remedies: reconsideration first where the law says so, and last days that never fall on a day off."""

from datetime import date

import pytest

from engine.rules import remedies
from engine.rules.vocabulary import Outcome, Remedy
from engine.rules.working_days import Calendar, MissingCalendarYear

CALENDAR = Calendar.official()


def test_the_sixtieth_day_in_a_holiday_moves_to_the_next_working_day() -> None:
    assert remedies.last_day_for_reconsideration(date(2026, 8, 4), CALENDAR) == date(2026, 10, 8)


def test_six_months_end_on_the_last_day_of_a_shorter_month() -> None:
    assert remedies.last_day_for_suit(date(2026, 3, 31), CALENDAR) == date(2026, 9, 30)


def test_fifteen_days_after_a_reconsideration_decision() -> None:
    assert remedies.last_day_for_suit_after_reconsideration(date(2026, 9, 21), CALENDAR) == date(2026, 10, 8)


def test_a_last_day_on_a_make_up_working_day_stays() -> None:
    assert remedies.last_day_for_suit_after_reconsideration(date(2026, 9, 5), CALENDAR) == date(2026, 9, 20)


def test_the_agencys_answer_is_counted_in_working_days() -> None:
    assert remedies.last_day_to_answer_reconsideration(date(2026, 9, 21), CALENDAR) == date(2026, 10, 12)
    assert remedies.last_day_to_answer_reconsideration(date(2026, 9, 21), CALENDAR, is_simple=True) == date(2026, 9, 29)


def test_a_last_day_in_a_missing_year_raises() -> None:
    with pytest.raises(MissingCalendarYear):
        remedies.last_day_for_reconsideration(date(2026, 11, 10), CALENDAR)


MONTHS = [("2025-08-31", 6, "2026-02-28"), ("2023-08-31", 6, "2024-02-29"), ("2026-06-15", 6, "2026-12-15")]


@pytest.mark.parametrize(("day", "months", "end"), MONTHS)
def test_months_go_to_the_corresponding_day(day: str, months: int, end: str) -> None:
    assert remedies.months_after(date.fromisoformat(day), months) == date.fromisoformat(end)


def test_the_remedy_follows_the_outcome() -> None:
    assert remedies.remedy_of(Outcome.WITHHELD_THIRD_PARTY) is Remedy.RB
    assert remedies.remedy_of(Outcome.SPECIAL_ACCESS_REGIME) is Remedy.RA
    assert remedies.remedy_of(Outcome.PARTLY_DISCLOSED) is Remedy.RAB
    assert remedies.remedy_of(Outcome.WITHDRAWN_OR_OTHER) is Remedy.R0
    assert remedies.remedy_of(Outcome.DISCLOSED_OVER_OBJECTION) is Remedy.RA
    assert remedies.remedy_of(Outcome.DISCLOSED_OVER_OBJECTION, has_withheld_part=True) is Remedy.RAB
