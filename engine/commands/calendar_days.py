"""The working calendar, changed by an administrator after a notice; every open case is dated anew at once.

《条例》第33条、第53条; 国务院办公厅关于部分节假日安排的通知
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engine.commands.alarm import raise_alarm
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import CalendarDay, CalendarYear, EventName, history
from engine.redate import redate_open

FEWEST_DAYS_OFF = 11
"""Statutory holidays of a year; an arrangement with fewer days off is not complete."""


@dataclass(frozen=True, kw_only=True)
class DayEntry:
    """One day set to working or off, with the document that says so."""

    day: date
    is_working: bool
    source: str


@dataclass(frozen=True, kw_only=True)
class YearEntry:
    """The whole arrangement of one year, as the yearly notice gives it."""

    year: int
    off: tuple[date, ...]
    working: tuple[date, ...]
    source: str


def set_day(entry: DayEntry, *, actor: Actor, office: Office) -> int:
    """The day counts as the document says; returns how many open cases have another date for it."""
    require(actor, Action.MANAGE_CALENDAR)
    require_source(entry.source)
    with office.transaction() as records:
        _put(records, [entry], actor, office)
        return _redated(records, f"{entry.day.isoformat()} {_kind(entry)}（{entry.source}）", actor, office)


def remove_day(day: date, *, actor: Actor, office: Office) -> int:
    """The day counts again as the published arrangement says; returns how many open cases have another date."""
    require(actor, Action.MANAGE_CALENDAR)
    with office.transaction() as records:
        if records.get(CalendarDay, day) is None:
            raise RuleViolation("这一天没有增改记录，无需撤销。", field="day")
        records.execute(delete(CalendarDay).where(CalendarDay.day == day))
        return _redated(records, f"{day.isoformat()} 撤销增改", actor, office)


def load_year(entry: YearEntry, *, actor: Actor, office: Office) -> int:
    """The year is complete: dates that were provisional are settled; returns how many open cases moved."""
    require(actor, Action.MANAGE_CALENDAR)
    require_year(entry)
    with office.transaction() as records:
        if entry.year in office.calendar(records).years:
            raise RuleViolation(f"{entry.year}年的安排已经录入；个别日子有变动的，请逐日增改。", field="year")
        days = [DayEntry(day=day, is_working=False, source=entry.source) for day in entry.off]
        days += [DayEntry(day=day, is_working=True, source=entry.source) for day in entry.working]
        _put(records, days, actor, office)
        now = office.clock.now()
        records.add(CalendarYear(year=entry.year, source=entry.source, added_by=actor.person_id, added_at=now))
        return _redated(records, f"录入{entry.year}年安排（{entry.source}）", actor, office)


def require_year(entry: YearEntry) -> None:
    """Nothing, if the arrangement can be complete; RuleViolation at the field otherwise."""
    require_source(entry.source)
    if len(entry.off) < FEWEST_DAYS_OFF:
        raise RuleViolation("放假的日子太少，安排不完整，请核对通知后补全。", field="off")
    if wrong := [day for day in (*entry.off, *entry.working) if abs((day - date(entry.year, 7, 1)).days) > 200]:
        raise RuleViolation(f"{wrong[0].isoformat()} 不在{entry.year}年前后，请核对。", field="off")
    if both := set(entry.off) & set(entry.working):
        raise RuleViolation(f"{min(both).isoformat()} 既放假又上班，请核对。", field="working")
    if weekday := [day for day in entry.working if day.weekday() < 5]:
        raise RuleViolation(f"{weekday[0].isoformat()} 不是周末，无需列为调休上班。", field="working")


def require_source(source: str) -> None:
    """Nothing, if the document is named."""
    if not source.strip():
        raise RuleViolation("请写明依据的文件，例如：国办发明电〔2026〕7号。", field="source")


def warn_of_missing_year(office: Office) -> None:
    """From November on administrators are told, once, to load the next year's arrangement; it lies on their desk."""
    with office.transaction() as records:
        year = office.calendar(records).year_to_load(office.clock.today())
        if year is not None:
            text = (
                f"{year}年的放假调休安排尚未录入，涉及该年的期限均为暂定。"
                "请在国务院办公厅通知发布后，到“工作日历”录入。"
            )
            raise_alarm(records, f"calendar:{year}", text, office)


def days_of(first: date, last: date) -> Sequence[date]:
    """The days first … last."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _put(records: Session, days: Sequence[DayEntry], actor: Actor, office: Office) -> None:
    for each in days:
        records.merge(
            CalendarDay(
                day=each.day, is_working=each.is_working, source=each.source, added_by=actor.person_id,
                added_at=office.clock.now(),
            )
        )  # fmt: skip
    records.flush()


def _redated(records: Session, cause: str, actor: Actor, office: Office) -> int:
    records.flush()
    moved = redate_open(records, office, cause=cause)
    history.add(records, None, EventName.CALENDAR_CHANGED, actor, office.clock, cause=cause, moved=moved)
    return moved


def _kind(entry: DayEntry) -> str:
    return "上班" if entry.is_working else "放假"
