"""The rows that every date depends on, read by one statement and once a transaction: days set by an administrator,
years that are complete, the office's days of reminder, the readings of the law that were changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Boolean, Date, Executable, Integer, String, cast, null, select, union_all
from sqlalchemy.orm import Session

from engine.records.dispatches import CalendarYear
from engine.records.office import CalendarDay
from engine.records.readings import ChangedReading
from engine.records.reminders import ReminderDay
from engine.rules.escalation import Rung
from engine.rules.reading_changes import ReadingChange

_READ = "time_rows"


@dataclass(frozen=True)
class TimeRows:
    """The changed days as (day, is it worked, document), the complete years, rung → working days before, and the
    readings as they were changed.
    """

    days: tuple[tuple[date, bool, str], ...]
    years: tuple[int, ...]
    reminders: Mapping[int, int]
    readings: tuple[ReadingChange, ...]


def read(records: Session) -> TimeRows:
    """The rows as they stood when this transaction first asked, or since `read_anew`."""
    if _READ not in records.info:
        records.info[_READ] = _rows(records)
    found: TimeRows = records.info[_READ]
    return found


def read_anew(records: Session) -> None:
    """What this transaction changed of them is seen from here on."""
    records.info.pop(_READ, None)


def ladder_of(records: Session, drawn: Sequence[Rung]) -> list[Rung]:
    """The rungs as drawn, those before the due date on the days that the office has set."""
    days = read(records).reminders
    return [replace(r, offset=-days[r.number]) if r.offset < 0 and r.number in days else r for r in drawn]


def _rows(records: Session) -> TimeRows:
    rows = records.execute(_STATEMENT).all()
    return TimeRows(
        days=tuple(sorted((day, worked, words) for day, worked, words, *_ in rows if day is not None)),
        years=tuple(sorted(number for *_, number, value in rows if number is not None and value is None)),
        reminders={number: days for _, _, name, number, days in rows if days is not None and name is None},
        readings=tuple(
            ReadingChange(number, name, value)
            for number, name, value in sorted(
                (number, name, value) for *_, name, number, value in rows if name is not None and value is not None
            )
        ),
    )


_NO_DAY = cast(null(), Date), cast(null(), Boolean), cast(null(), String)
_NO_NUMBER = cast(null(), Integer)
_STATEMENT: Executable = union_all(
    select(CalendarDay.day, CalendarDay.is_working, CalendarDay.source, _NO_NUMBER, _NO_NUMBER),
    select(*_NO_DAY, CalendarYear.year, _NO_NUMBER),
    select(*_NO_DAY, ReminderDay.rung, ReminderDay.days),
    select(*_NO_DAY[:2], ChangedReading.name, ChangedReading.id, ChangedReading.value),
)
