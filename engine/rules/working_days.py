"""Counting working days (工作日) by the State Council's arrangements; a year that is not loaded raises.

A working day is any day on which government offices work: make-up weekend days count, holiday weekdays do not.
Dates before, between and after the loaded years follow the week only in a provisional calendar.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate

from engine.errors import RuleViolation
from engine.rules.holidays import ListedDay, published_years

NOVEMBER = 11


class MissingCalendarYear(RuleViolation):
    """The days off of `year` are not loaded, so nothing may be counted across it."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"工作日历缺少{year}年的放假调休安排，无法计算期限。"
            f"请管理员按国务院办公厅关于{year}年部分节假日安排的通知录入后再算。"
        )
        self.year = year


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day that an administrator set to working or off, with the document that says so."""

    date: date
    is_working: bool
    source: str
    name: str = "调整放假安排"


class Calendar:
    """Which days are worked, and the sums over them. Immutable; build changed ones with `with_changes`."""

    def __init__(self, listed: Iterable[ListedDay], years: Iterable[int], *, is_provisional: bool = False) -> None:
        self._listed = {day.date: day for day in listed}
        self._listed_dates = sorted(self._listed)
        self._years = frozenset(years)
        self.is_provisional = is_provisional
        low, high = _longest_run(self._years)
        self._settled = range(date(low, 1, 1).toordinal(), date(high, 12, 31).toordinal() + 1)
        self._first = date(min(self._years), 1, 1).toordinal()
        self._end = date(max(self._years), 12, 31).toordinal() + 1
        flags = [self._works(ordinal) for ordinal in range(self._first, self._end)]
        self._counts = list(accumulate(flags))
        self._days = [ordinal for ordinal, flag in enumerate(flags, self._first) if flag]

    @staticmethod
    def official() -> "Calendar":
        """The calendar of all notices shipped with the programme; made once."""
        return _official()

    def with_changes(self, changes: Iterable[DayChange], *, years: Iterable[int] = ()) -> "Calendar":
        """This calendar with an administrator's rows in force; a later row for the same day wins.

        A year becomes loaded only by being named in `years`: single rows of it do not make it complete.
        """
        days = {**self._listed, **{c.date: ListedDay(c.date, c.is_working, c.name, c.source) for c in changes}}
        return Calendar(days.values(), self._years | set(years), is_provisional=self.is_provisional)

    def provisional(self) -> "Calendar":
        """The same calendar, but in missing years Monday to Friday count; ask `covers` about each result."""
        if self.is_provisional:
            return self
        twin = copy(self)
        twin.is_provisional = True
        return twin

    @property
    def years(self) -> frozenset[int]:
        """The years that are loaded."""
        return self._years

    def covers(self, day: date) -> bool:
        """Whether the arrangement of this day's year is loaded, so that a sum ending here is settled."""
        return day.year in self._years

    def is_final(self, day: date) -> bool:
        """Whether no later notice can touch the day: next year's notice may still move days of this December."""
        return self.covers(day) and (day.month < 12 or day.year + 1 in self._years)

    def year_to_load(self, today: date) -> int | None:
        """The year whose arrangement is to be loaded: from November on the next, at any time this one; None if none.

        The State Council's notice for the next year comes out around then.
        """
        wanted = (today.year, today.year + 1) if today.month >= NOVEMBER else (today.year,)
        return next((year for year in wanted if year not in self._years), None)

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on this day; MissingCalendarYear when its year is not loaded."""
        ordinal = day.toordinal()
        self._require(ordinal, ordinal)
        return self._works(ordinal)

    def listed(self, day: date) -> ListedDay | None:
        """What a notice or an administrator says about this very day; None when it follows the week."""
        return self._listed.get(day)

    def listed_between(self, after: date, until: date) -> list[ListedDay]:
        """The days in (after, until] that a notice or an administrator names, in order."""
        dates = self._listed_dates
        return [self._listed[day] for day in dates[bisect_right(dates, after) : bisect_right(dates, until)]]

    def after(self, day: date, working_days: int) -> date:
        """The n-th working day after this day, which itself never counts; n = 0 gives the day back."""
        if working_days <= 0:
            return day if working_days == 0 else self.before(day, -working_days)
        return self.date_of_rank(self.rank(day) + working_days, since=day)

    def before(self, day: date, working_days: int) -> date:
        """The n-th working day before this day, which itself never counts; n = 0 gives the day back."""
        if working_days <= 0:
            return day if working_days == 0 else self.after(day, -working_days)
        rank = self._rank(day.toordinal() - 1)
        ordinal = self._ordinal(rank - working_days + 1)
        self._require(ordinal, day.toordinal() - 1)
        return date.fromordinal(ordinal)

    def next_working_day(self, day: date) -> date:
        """The first working day after this day."""
        return self.after(day, 1)

    def previous(self, day: date) -> date:
        """The last working day before this day."""
        return self.before(day, 1)

    def on_or_after(self, day: date) -> date:
        """This day if it is worked, else the next working day."""
        return day if self.is_working_day(day) else self.after(day, 1)

    def on_or_before(self, day: date) -> date:
        """This day if it is worked, else the last working day before it."""
        return day if self.is_working_day(day) else self.before(day, 1)

    def count(self, after: date, until: date) -> int:
        """How many working days lie in (after, until]; negative when `until` is the earlier one."""
        first, last = sorted((after.toordinal(), until.toordinal()))
        if first < last:
            self._require(first + 1, last)
        return self._rank(until.toordinal()) - self._rank(after.toordinal())

    def between(self, after: date, until: date) -> list[date]:
        """The working days in (after, until], in order."""
        if until <= after:
            return []
        self._require(after.toordinal() + 1, until.toordinal())
        return self.dates_of_ranks(self._rank(after.toordinal()), self._rank(until.toordinal()))

    def rank(self, day: date) -> int:
        """The running number of the last working day on or before this day; for sums, not for storing.

        Working days are numbered from the first loaded year on. Never raises: whoever turns a rank back into
        a date with `date_of_rank` is told there when a year is missing.
        """
        return self._rank(day.toordinal())

    def date_of_rank(self, rank: int, *, since: date) -> date:
        """The working day with this number; MissingCalendarYear when a year between `since` and it is missing."""
        ordinal = self._ordinal(rank)
        self._require(since.toordinal() + 1, ordinal)
        return date.fromordinal(ordinal)

    def dates_of_ranks(self, after: int, until: int) -> list[date]:
        """The working days numbered after+1 … until."""
        if after >= 0 and until <= len(self._days):
            return [date.fromordinal(ordinal) for ordinal in self._days[after:until]]
        return [date.fromordinal(self._ordinal(rank)) for rank in range(after + 1, until + 1)]

    def _works(self, ordinal: int) -> bool:
        listed = self._listed.get(date.fromordinal(ordinal))
        return listed.is_working if listed else (ordinal - 1) % 7 < 5

    def _rank(self, ordinal: int) -> int:
        if self._first <= ordinal < self._end:
            return self._counts[ordinal - self._first]
        if ordinal < self._first:
            return _weekdays(ordinal) - _weekdays(self._first - 1)
        return len(self._days) + _weekdays(ordinal) - _weekdays(self._end - 1)

    def _ordinal(self, rank: int) -> int:
        if 1 <= rank <= len(self._days):
            return self._days[rank - 1]
        if rank < 1:
            return _nth_weekday(_weekdays(self._first - 1) + rank)
        return _nth_weekday(_weekdays(self._end - 1) + rank - len(self._days))

    def _require(self, first: int, last: int) -> None:
        if self.is_provisional or (first in self._settled and last in self._settled):
            return
        for year in _years_between(first, last):
            if year not in self._years:
                raise MissingCalendarYear(year)


@lru_cache(maxsize=1)
def _official() -> Calendar:
    years = published_years()
    return Calendar((day for year in years for day in year.days), (year.year for year in years))


def _longest_run(years: frozenset[int]) -> tuple[int, int]:
    """The longest unbroken run of years, for the quick answer that all of a span is loaded."""
    runs = [(low, _run_end(years, low)) for low in years if low - 1 not in years]
    return max(runs, key=lambda run: run[1] - run[0])


def _run_end(years: frozenset[int], year: int) -> int:
    while year + 1 in years:
        year += 1
    return year


def _years_between(first: int, last: int) -> Iterator[int]:
    lowest, highest = date.min.toordinal(), date.max.toordinal()
    low, high = (date.fromordinal(min(max(ordinal, lowest), highest)).year for ordinal in (first, last))
    return iter(range(low, high + 1))


def _weekdays(ordinal: int) -> int:
    """How many days from Monday to Friday there are up to this day, counted from 0001-01-01, a Monday."""
    return ordinal // 7 * 5 + min(ordinal % 7, 5)


def _nth_weekday(number: int) -> int:
    return (number - 1) // 5 * 7 + (number - 1) % 5 + 1
