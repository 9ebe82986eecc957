"""The Office that every command is handed: the clock, the one transaction, the drawings, the letters."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from engine import deadlines
from engine.case_clock import clock_of
from engine.clock import Clock
from engine.deadlines import Timekeeper
from engine.errors import Conflict, Unwritable
from engine.letters import LetterRenderer
from engine.passwords import Passwords
from engine.records import Application, HistoryEntry, database, history, search, time_rows
from engine.rules.reading_changes import ReadingChange, ReadingsOverTime
from engine.rules.readings import DEFAULT, Readings
from engine.rules.reply_clock import ClockEvent, ReplyClock
from engine.rules.working_days import Calendar, DayChange
from engine.settings import Settings
from engine.workflow import Workflow

UNWRITABLE = "数据库现在不能写入（磁盘已满或者设为只读），您的操作没有保存，原有内容不受影响。请联系管理员。"
GONE = "与数据库的连接中断，您的操作没有保存，请稍候再提交一次。"


@dataclass
class Office:
    """Everything a command or a query needs, put together once by `engine.bootstrap`."""

    settings: Settings
    clock: Clock
    engine: Engine
    workflow: Workflow
    letters: LetterRenderer
    passwords: Passwords
    readings: Readings = DEFAULT

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """The one place where anything is written: all of it when the block ends, nothing on any error.

        Cached dates of every touched case are computed anew before it ends. Conflict when somebody else
        changed the same case in between, stored the same thing a moment ago, or kept the database busy.
        """
        with (
            _others_told(busy="系统正忙，您的操作没有保存，请稍候再提交一次。"),
            Session(self.engine, expire_on_commit=False) as records,
            records.begin(),
        ):
            yield records
            self._refresh(records)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent view that writes nothing and waits for nobody; Conflict when all connections are busy."""
        with (
            _others_told(busy="系统正忙，请稍候再试。"),
            Session(database.reader(self.engine), expire_on_commit=False) as records,
        ):
            yield records

    def calendar(self, records: Session) -> Calendar:
        """The working days as published, with the days an administrator added; in a missing year, provisional."""
        return calendar_of(records)

    def readings_over_time(self, records: Session) -> ReadingsOverTime:
        """The readings as an administrator has changed them, from those that the office began with."""
        return _readings(self.readings, time_rows.read(records).readings)

    def timekeeper(self, records: Session) -> Timekeeper:
        """What every date depends on, as it stands in this transaction."""
        return Timekeeper(
            self.clock, self.workflow.ladder(records), self.calendar(records), self.readings_over_time(records)
        )

    def reply_clock(
        self,
        records: Session,
        application: Application,
        entries: Sequence[HistoryEntry],
        *,
        as_of: date | None = None,
        besides: Sequence[ClockEvent] = (),
    ) -> ReplyClock:
        """The clock of a received case, judged today unless `as_of` says otherwise; `besides` as if it had happened."""
        return clock_of(
            application,
            entries,
            as_of=as_of or self.clock.today(),
            calendar=self.calendar(records),
            readings=self.readings_over_time(records),
            besides=besides,
        )

    def _refresh(self, records: Session) -> None:
        time_rows.read_anew(records)
        while touched := [each for each in history.touched(records) if deadlines.can_move(each)]:
            keeper = self.timekeeper(records)
            for each in touched:
                deadlines.refresh(records, each, keeper)
            records.info.pop("touched", None)
            records.flush()
        records.flush()
        search.index_changed(records)


def calendar_of(records: Session) -> Calendar:
    """The published working days plus the rows of `calendar_day`, as they stand now."""
    rows = time_rows.read(records)
    return _calendar(tuple(DayChange(*day) for day in rows.days), rows.years)


@lru_cache(maxsize=8)
def _calendar(changes: tuple[DayChange, ...], years: tuple[int, ...]) -> Calendar:
    """One calendar for each set of rows: provisional, so that a missing year gives a marked date and no error."""
    return Calendar.official().with_changes(changes, years=years).provisional()


@lru_cache(maxsize=8)
def _readings(first: Readings, changes: tuple[ReadingChange, ...]) -> ReadingsOverTime:
    return ReadingsOverTime(first, changes)


@contextmanager
def _others_told(*, busy: str) -> Iterator[None]:
    """What others caused is a Conflict that says what to do; every other trouble stays what it is."""
    try:
        yield
    except StaleDataError as error:
        raise Conflict("此件刚被他人更新，您的操作没有保存，请刷新后核对再提交。") from error
    except (DBAPIError, PoolTimeout) as error:
        if database.is_taken(error):
            raise Conflict("同样的内容刚刚已经保存，没有重复保存，请刷新后核对。") from error
        if database.is_unwritable(error):
            raise Unwritable(UNWRITABLE) from error
        if database.is_gone(error):
            raise Unwritable(GONE) from error
        if database.is_busy(error):
            raise Conflict(busy) from error
        raise
