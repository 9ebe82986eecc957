"""督办: where the office will be late, in a fixed number of queries, every number the length of the list it opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from engine.office import Office
from engine.permissions import Action, Actor, Role, require
from engine.queries.access import visible_to
from engine.queries.days import Today
from engine.queries.looks import RISKS, TILES, Look, Moment, condition
from engine.queries.unit_figures import Figures, figures
from engine.records import IS_ESCALATED, IS_OPEN, Application, HistoryEntry, OpenTask, OutboxEntry, Unit
from engine.rules.escalation import Rung

WEEKS = 4
LATEST = 12
AGES = ((1, "一日内"), (3, "一至三日"), (7, "三至七日"), (None, "七日以上"))


@dataclass(frozen=True)
class Tile:
    """One number of the board with what it counts."""

    look: Look
    count: int


@dataclass(frozen=True)
class Load:
    """One day of the calendar: how many legal dates fall on it."""

    day: date
    count: int
    is_working: bool


@dataclass(frozen=True)
class StepAge:
    """One kind of step that is open: how many, by the calendar days it has been open."""

    title: str
    ages: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.ages)


@dataclass(frozen=True, kw_only=True)
class UnitLine:
    """One unit: what came and went within a year up to yesterday, the median of days, and what is open and late now."""

    id: int
    name: str
    came: int
    went: int
    open: int
    late: int
    median_days: int | None


@dataclass(frozen=True)
class Told:
    """One rung of the ladder that was reached: who was told of which case when."""

    at: datetime
    application_id: int
    case_number: str
    due_on: date
    recipient: str
    is_urging: bool


@dataclass(frozen=True)
class LadderLine:
    """One rung of the ladder of reminders: so many working days from the date (negative before), and who is told."""

    offset: int
    recipient: str
    is_urging: bool


@dataclass(frozen=True, kw_only=True)
class Board:
    """The whole board."""

    tiles: tuple[Tile, ...]
    risks: tuple[Tile, ...]
    weeks: tuple[tuple[Load, ...], ...]
    heaviest: int
    ages: tuple[StepAge, ...]
    units: tuple[UnitLine, ...]
    ladder: tuple[LadderLine, ...]
    told: tuple[Told, ...]
    failures: int
    missing_year: int | None


def board(*, actor: Actor, office: Office) -> Board:
    """The board as this actor may see it; NotPermitted for whoever does not supervise."""
    require(actor, Action.SUPERVISE)
    with office.reading() as records:
        today = Today(office.clock.today(), office.calendar(records))
        counts = _counts(records, actor, today)
        weeks = _weeks(records, actor, today)
        return Board(
            tiles=tuple(Tile(look, counts[look]) for look in TILES),
            risks=tuple(Tile(look, counts[look]) for look in RISKS),
            weeks=weeks,
            heaviest=max((load.count for week in weeks for load in week), default=0),
            ages=_ages(records, actor, office.clock.now()),
            units=_units(records, actor, today, office),
            ladder=tuple(_ladder_line(rung) for rung in office.workflow.ladder(records)),
            told=_told(records, actor),
            failures=_failures(records),
            missing_year=_missing_year(today),
        )


def _ladder_line(rung: Rung) -> LadderLine:
    return LadderLine(rung.offset, Role(rung.recipient).label, rung.action == "urge")


def _counts(records: Session, actor: Actor, today: Today) -> Mapping[Look, int]:
    """Every tile and risk in one query over the open cases."""
    looks, moment = (*TILES, *RISKS), Moment(today)
    marks = [case((condition(look, moment), 1), else_=0).label(look.value) for look in looks]
    inner = select(*marks).where(IS_OPEN, visible_to(actor)).subquery()
    row = records.execute(select(*(func.coalesce(func.sum(column), 0) for column in inner.c))).one()
    return {look: int(count) for look, count in zip(looks, row, strict=True)}


def _weeks(records: Session, actor: Actor, today: Today) -> tuple[tuple[Load, ...], ...]:
    """This week and the next three, Monday to Sunday."""
    monday = today.day - timedelta(days=today.day.weekday())
    days = [monday + timedelta(days=number) for number in range(7 * WEEKS)]
    query = (
        select(Application.due_on, func.count())
        .where(IS_OPEN, Application.due_on.between(days[0], days[-1]), visible_to(actor))
        .group_by(Application.due_on)
    )
    counts: dict[date | None, int] = {row[0]: row[1] for row in records.execute(query)}
    loads = [Load(day, counts.get(day, 0), today.calendar.is_working_day(day)) for day in days]
    return tuple(tuple(loads[first : first + 7]) for first in range(0, len(loads), 7))


def _ages(records: Session, actor: Actor, now: datetime) -> tuple[StepAge, ...]:
    """Open steps by title and age, those with most old ones first."""
    limits = [now - timedelta(days=days) for days, _ in AGES if days is not None]
    opened, number = OpenTask.opened_at, func.count(OpenTask.id)
    bands = (
        opened > limits[0],
        (opened <= limits[0]) & (opened > limits[1]),
        (opened <= limits[1]) & (opened > limits[2]),
        opened <= limits[2],
    )
    query = (
        select(OpenTask.title, *(number.filter(band) for band in bands))
        .join(Application, OpenTask.application_id == Application.id)
        .where(visible_to(actor))
        .group_by(OpenTask.title)
    )
    lines = [StepAge(row[0], tuple(row[1:])) for row in records.execute(query)]
    return tuple(sorted(lines, key=lambda line: (-line.ages[3], -line.ages[2], -line.total, line.title)))


def _units(records: Session, actor: Actor, today: Today, office: Office) -> tuple[UnitLine, ...]:
    """Each unit that handles applications; two queries, and once a day a third."""
    named = select(Unit.id, Unit.name).where(Unit.handles_applications).order_by(Unit.name)
    unit = Application.handling_unit_id
    late = condition(Look.OVERDUE, Moment(today))
    now = (
        select(unit, func.count(), func.coalesce(func.sum(case((late, 1), else_=0)), 0))
        .where(IS_OPEN, visible_to(actor))
        .group_by(unit)
    )
    standing = {row[0]: (int(row[1]), int(row[2])) for row in records.execute(now)}
    year = figures(records, office)
    return tuple(
        UnitLine(
            id=unit_id,
            name=name,
            came=year.get(unit_id, Figures()).came,
            went=year.get(unit_id, Figures()).went,
            open=standing.get(unit_id, (0, 0))[0],
            late=standing.get(unit_id, (0, 0))[1],
            median_days=year.get(unit_id, Figures()).median_days,
        )
        for unit_id, name in records.execute(named)
    )


def _told(records: Session, actor: Actor) -> tuple[Told, ...]:
    """The latest rungs that were reached."""
    query = (
        select(HistoryEntry, Application.case_number)
        .join(Application, HistoryEntry.application_id == Application.id)
        .where(
            IS_ESCALATED,
            IS_OPEN,
            visible_to(actor),
        )
        .order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc())
        .limit(LATEST)
    )
    return tuple(_reached(entry, number) for entry, number in records.execute(query))


def _reached(entry: HistoryEntry, case_number: str) -> Told:
    facts = entry.facts
    return Told(
        entry.at,
        entry.application_id or 0,
        case_number,
        date.fromisoformat(facts["due_on"]),
        Role(facts["recipient"]).label,
        facts.get("action") == "urge",
    )


def _failures(records: Session) -> int:
    """Promises of the office that could not be carried out so far."""
    query = select(func.count()).where(OutboxEntry.done_at.is_(None), OutboxEntry.trouble != "")
    return records.scalar(query) or 0


def _missing_year(today: Today) -> int | None:
    """The year whose days off are not loaded although dates already fall into it; None when there is none."""
    ahead = today.calendar.after(today.day, 40)
    return ahead.year if not today.calendar.is_final(ahead) else None
