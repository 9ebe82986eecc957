"""值班记录: day by day what came in, what was handed on, what still lies about, and what those on duty wrote down."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from engine.clock import beijing_date, beijing_moment
from engine.office import Office
from engine.records import DutyNote, Envelope
from engine.rules.envelopes import OPEN_ENVELOPES

DAYS = 14


@dataclass(frozen=True)
class Note:
    """What one person on duty wrote down."""

    on_duty: str
    note: str
    written_by: str
    written_at: datetime


@dataclass(frozen=True, kw_only=True)
class DutyDay:
    """One day: whether the office works, how many envelopes were signed for, taken over, and still have no end."""

    day: date
    is_working: bool
    signed: int
    taken: int
    open: int
    notes: tuple[Note, ...]

    @property
    def is_silent(self) -> bool:
        """Whether nothing tells that anybody looked."""
        return not self.signed and not self.notes


def duty_days(last: date, *, office: Office, days: int = DAYS) -> tuple[DutyDay, ...]:
    """So many days up to `last`, the latest first."""
    first = last - timedelta(days=days - 1)
    start, end = beijing_moment(first, time(0, 0)), beijing_moment(last + timedelta(days=1), time(0, 0))
    with office.reading() as records:
        calendar = office.calendar(records)
        envelopes = records.scalars(select(Envelope).where(Envelope.signed_at >= start, Envelope.signed_at < end)).all()
        notes: dict[date, list[Note]] = defaultdict(list)
        for row in records.scalars(
            select(DutyNote).where(DutyNote.day >= first, DutyNote.day <= last).order_by(DutyNote.id)
        ):
            notes[row.day].append(Note(row.on_duty, row.note, row.written_by, row.written_at))
    return tuple(
        DutyDay(
            day=day,
            is_working=calendar.is_working_day(day),
            signed=sum(each.signed_on == day for each in envelopes),
            taken=sum(each.taken_at is not None and beijing_date(each.taken_at) == day for each in envelopes),
            open=sum(each.signed_on == day and each.state in OPEN_ENVELOPES for each in envelopes),
            notes=tuple(notes[day]),
        )
        for day in (last - timedelta(days=n) for n in range(days))
    )
