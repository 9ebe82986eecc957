"""Working days by the State Council's notices: make-up days count, holidays do not, a missing year raises."""

import csv
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.holidays import published_years, read_year
from engine.rules.working_days import Calendar, DayChange, MissingCalendarYear

DATA = Path(__file__).parents[1] / "data" / "workdays"
CALENDAR = Calendar.official()
ALL_DAYS = [date(2010, 1, 1) + timedelta(days) for days in range((date(2026, 12, 31) - date(2010, 1, 1)).days + 1)]
WORKING_DAYS_A_YEAR = dict(
    zip(
        range(2010, 2027),
        [250, 250, 249, 250, 250, 249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248],
        strict=True,
    )
)


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_files_say_what_the_notices_say_day_by_day() -> None:
    for row in rows("cn_workdays_2010_2026.csv"):
        listed = CALENDAR.listed(date.fromisoformat(row["date"]))
        assert listed is not None
        assert (listed.is_working, listed.name, listed.source) == (
            row["kind"] == "workday",
            row["name"],
            row["source_doc"],
        )


def test_the_files_name_no_other_day() -> None:
    assert len(CALENDAR.listed_between(date(2009, 1, 1), date(2027, 12, 31))) == len(rows("cn_workdays_2010_2026.csv"))


def test_a_later_notice_wins_and_the_earlier_one_stays_readable() -> None:
    for row in rows("superseded.csv"):
        day = date.fromisoformat(row["date"])
        year = next(year for year in published_years() if year.year == day.year)
        kept = [listed for listed in year.days if listed.date == day]
        assert [listed.source for listed in kept] == [row["source_doc"], row["superseded_by"]]
        assert CALENDAR.listed(day) == kept[-1]


def test_the_calendar_agrees_with_chinesecalendar_on_every_day() -> None:
    assert [day for day in ALL_DAYS if CALENDAR.is_working_day(day) != chinese_calendar.is_workday(day)] == []


def test_working_days_a_year() -> None:
    counted = {year: CALENDAR.count(date(year - 1, 12, 31), date(year, 12, 31)) for year in WORKING_DAYS_A_YEAR}
    assert counted == WORKING_DAYS_A_YEAR


TERMS = [
    ("2020-01-13", "2020-01-21", "2020-02-10", "2020-02-17", "2020-03-16"),
    ("2026-02-02", "2026-02-11", "2026-02-28", "2026-03-06", "2026-04-03"),
    ("2026-04-20", "2026-04-29", "2026-05-13", "2026-05-20", "2026-06-17"),
    ("2026-09-14", "2026-09-22", "2026-10-10", "2026-10-16", "2026-11-13"),
]


@pytest.mark.parametrize("dates", TERMS, ids=[term[0] for term in TERMS])
def test_terms_of_7_15_20_and_40_working_days(dates: tuple[str, ...]) -> None:
    start, *ends = map(date.fromisoformat, dates)
    assert [CALENDAR.after(start, length) for length in (7, 15, 20, 40)] == ends


LAST_DAYS = [(7, "2026-12-22"), (15, "2026-12-10"), (20, "2026-12-03"), (40, "2026-11-05")]


@pytest.mark.parametrize(("length", "last"), LAST_DAYS)
def test_a_term_that_would_cross_into_a_missing_year_raises(length: int, last: str) -> None:
    receipt = date.fromisoformat(last)
    assert CALENDAR.after(receipt, length) == date(2026, 12, 31)
    with pytest.raises(MissingCalendarYear, match="2027年") as raised:
        CALENDAR.after(receipt + timedelta(1), length)
    assert raised.value.year == 2027
    assert "管理员" in raised.value.message


def test_nothing_is_said_about_days_of_a_missing_year() -> None:
    for day in (date(2027, 1, 1), date(2009, 12, 31), date(9999, 12, 31), date(1, 1, 1)):
        with pytest.raises(MissingCalendarYear):
            CALENDAR.is_working_day(day)
    for day in (date(2027, 1, 1), date(2009, 12, 30), date(9999, 12, 31)):
        with pytest.raises(MissingCalendarYear):
            CALENDAR.count(date(2020, 1, 1), day)
    with pytest.raises(MissingCalendarYear):
        CALENDAR.after(date(2026, 1, 1), 10_000_000)


def test_a_provisional_calendar_counts_weekdays_in_missing_years_and_says_so() -> None:
    provisional = CALENDAR.provisional()
    due = provisional.after(date(2026, 12, 4), 20)
    assert due == date(2027, 1, 1)
    assert not provisional.covers(due)
    assert provisional.covers(date(2026, 12, 31))
    assert provisional.after(date(2026, 9, 16), 20) == CALENDAR.after(date(2026, 9, 16), 20)
    assert provisional.before(date(2010, 1, 4), 3) == date(2009, 12, 29)


def test_december_is_final_only_once_the_next_year_is_loaded() -> None:
    assert CALENDAR.is_final(date(2025, 12, 31))
    assert CALENDAR.is_final(date(2026, 11, 30))
    assert not CALENDAR.is_final(date(2026, 12, 1))
    assert not CALENDAR.is_final(date(2027, 3, 1))


def test_an_administrators_day_off_moves_a_date_and_leaves_the_old_calendar_alone() -> None:
    changed = CALENDAR.with_changes([DayChange(date(2026, 6, 22), False, "省政府办公厅通知")])
    assert CALENDAR.after(date(2026, 6, 8), 20) == date(2026, 7, 7)
    assert changed.after(date(2026, 6, 8), 20) == date(2026, 7, 8)
    assert changed.listed(date(2026, 6, 22)).source == "省政府办公厅通知"


def test_rows_alone_do_not_make_a_year_complete() -> None:
    rows_2027 = [DayChange(date(2027, 1, 1), False, "国办发明电〔2026〕X号", "元旦")]
    with pytest.raises(MissingCalendarYear):
        CALENDAR.with_changes(rows_2027).after(date(2026, 12, 4), 20)
    assert CALENDAR.with_changes(rows_2027, years=[2027]).after(date(2026, 12, 4), 20) == date(2027, 1, 4)


def test_a_gap_between_loaded_years_is_a_missing_year() -> None:
    gap = CALENDAR.with_changes([], years=[2028])
    assert gap.after(date(2028, 1, 3), 5) == date(2028, 1, 10)
    with pytest.raises(MissingCalendarYear, match="2027年"):
        gap.count(date(2026, 12, 1), date(2028, 2, 1))


def test_a_holiday_file_needs_its_document_number() -> None:
    with pytest.raises(KeyError):
        read_year("year = 2030\n[[notices]]\nissued = 2029-11-01\n")


DAYS = st.dates(date(2010, 1, 5), date(2026, 8, 31))


@given(DAYS, st.integers(1, 60))
def test_after_lands_on_the_nth_working_day(day: date, length: int) -> None:
    end = CALENDAR.after(day, length)
    assert CALENDAR.is_working_day(end)
    assert CALENDAR.count(day, end) == length
    assert CALENDAR.between(day, end) == [d for d in ALL_DAYS if day < d <= end and CALENDAR.is_working_day(d)]


@given(DAYS, st.integers(1, 40))
def test_before_undoes_after(day: date, length: int) -> None:
    end = CALENDAR.after(day, length)
    assert CALENDAR.before(end, length) == CALENDAR.on_or_before(day)
    assert CALENDAR.after(day, -1) == CALENDAR.previous(day)


@given(DAYS)
def test_a_day_is_worked_or_the_neighbours_are_the_nearest_worked_ones(day: date) -> None:
    assert CALENDAR.is_working_day(CALENDAR.on_or_after(day))
    assert CALENDAR.on_or_before(day) <= day <= CALENDAR.on_or_after(day)
    assert CALENDAR.previous(day) < day < CALENDAR.next_working_day(day)


@given(DAYS, st.integers(-400, 400))
def test_counts_are_antisymmetric(day: date, distance: int) -> None:
    other = min(max(day + timedelta(distance), date(2010, 1, 1)), date(2026, 12, 31))
    assert CALENDAR.count(day, other) == -CALENDAR.count(other, day)
