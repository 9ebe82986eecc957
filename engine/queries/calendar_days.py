"""The working calendar as an administrator sees it, and what a change would do before it is made."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select

from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import OPEN_STATES, Application, CalendarDay
from engine.redate import Moves, redatings
from engine.rules.working_days import DayChange


@dataclass(frozen=True)
class ChangedDay:
    """One day that an administrator set."""

    day: date
    is_working: bool
    source: str


@dataclass(frozen=True)
class CalendarView:
    """The years that are loaded, the days set by hand, and what is still provisional."""

    years: tuple[int, ...]
    days: tuple[ChangedDay, ...]
    missing: int | None
    provisional: int


@dataclass(frozen=True)
class Change:
    """What setting a day would do."""

    was_working: bool
    moves: Moves


def calendar_view(*, actor: Actor, office: Office) -> CalendarView:
    """The calendar as it stands."""
    require(actor, Action.MANAGE_CALENDAR)
    with office.reading() as records:
        years = tuple(sorted(office.calendar(records).years))
        rows = records.scalars(select(CalendarDay).order_by(CalendarDay.day.desc())).all()
        provisional = records.scalar(
            select(func.count(Application.id)).where(Application.due_is_provisional, Application.state.in_(OPEN_STATES))
        )
    following = office.clock.today().year + 1
    days = tuple(ChangedDay(row.day, row.is_working, row.source) for row in rows)
    return CalendarView(years, days, None if following in years else following, provisional or 0)


def change_of(entry: DayChange, *, actor: Actor, office: Office) -> Change:
    """Which open cases would have another date if the day were set so."""
    require(actor, Action.MANAGE_CALENDAR)
    with office.reading() as records:
        keeper = office.timekeeper(records)
        then = replace(keeper, calendar=keeper.calendar.with_changes([entry]))
        return Change(keeper.calendar.is_working_day(entry.date), redatings(records, then))
