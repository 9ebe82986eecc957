"""Every open case dated anew in one go: due dates, states, open steps and timers, by calendar and readings as they are.

Set-based, because a change of the calendar meets every open case at once: rows are read in a few passes, cases with
the same history are reckoned once, and what differs is written in bulk.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Column, Row, Text, Update, cast, insert, select, update
from sqlalchemy.orm import Session

from engine import deadlines
from engine.deadlines import Case, Standing, Timekeeper
from engine.office import Office
from engine.permissions import Actor
from engine.records import (
    OPEN_STATES,
    Application,
    EventName,
    HistoryEntry,
    OpenTask,
    PlannedTimer,
    holding,
    time_rows,
)

CHUNK = 5000
SHOWN = 500


@dataclass(frozen=True)
class Redating:
    """One open case whose date moves."""

    application_id: int
    case_number: str
    old: date | None
    new: date | None


@dataclass(frozen=True)
class Moves:
    """The open cases whose date would move, the first `SHOWN` of them, and how many there are."""

    moved: tuple[Redating, ...]
    total: int


@dataclass(frozen=True)
class _Found:
    row: Any
    standing: Standing
    case: Case

    @property
    def differs(self) -> bool:
        now = (self.standing.due_on, self.standing.is_provisional, self.standing.state)
        return now != (self.row.due_on, self.row.due_is_provisional, self.row.state)


def redatings(records: Session, keeper: Timekeeper) -> Moves:
    """Which open cases would have another date if this timekeeper dated them, the earliest first; nothing changes."""
    moved = [
        Redating(found.row.id, found.row.case_number, found.row.due_on, found.standing.due_on)
        for found in _reckoned(records, keeper, locked=False)
        if found.standing.due_on != found.row.due_on
    ]
    moved.sort(key=lambda each: (each.old or date.max, each.application_id))
    return Moves(tuple(moved[:SHOWN]), len(moved))


def redate_open(records: Session, office: Office, *, cause: str) -> int:
    """Every open case says what its history gives by what dates depend on now; returns how many dates moved.

    One entry a moved case stands in its history, with the old and the new date and the cause.
    """
    holding.hold_all_cases(records)
    time_rows.read_anew(records)
    keeper = office.timekeeper(records)
    found = list(_reckoned(records, keeper, locked=True))
    _write_cases(records, [each for each in found if each.differs], keeper)
    moved = [each for each in found if each.standing.due_on != each.row.due_on]
    _write_moves(records, moved, office, cause)
    _write_timers(records, {each.row.id: each for each in found})
    office.workflow.date_years(records)
    return len(moved)


def _reckoned(records: Session, keeper: Timekeeper, *, locked: bool) -> Iterator[_Found]:
    query = select(
        Application.id, Application.case_number, Application.channel, Application.received_on, Application.due_on,
        Application.due_is_provisional, Application.state,
    )  # fmt: skip
    query = query.where(Application.state.in_(OPEN_STATES), Application.received_on.is_not(None))
    query = query.order_by(Application.id)
    rows = records.execute(query.with_for_update() if locked else query).all()
    known: dict[Any, tuple[Standing, Case]] = {}
    for some in _batches(rows):
        entries = _entries(records, some[0].id, some[-1].id)
        for row in some:
            texts = entries[row.id]
            key = (row.channel, row.received_on, tuple(texts))
            if key not in known:
                known[key] = _reckon(row, texts, keeper)
            yield _Found(row, *known[key])


def _reckon(row: Row[Any], texts: Sequence[tuple[str, date, str]], keeper: Timekeeper) -> tuple[Standing, Case]:
    application = Application(channel=row.channel, received_on=row.received_on, case_number=row.case_number)
    entries = [HistoryEntry(event=EventName(event), on=on, facts=json.loads(facts)) for event, on, facts in texts]
    standing = deadlines.standing(application, entries, keeper)
    application.due_on, application.state = standing.due_on, standing.state
    return standing, deadlines.case_of(application, entries, keeper)


def _entries(records: Session, first: int, last: int) -> dict[int, list[tuple[str, date, str]]]:
    """The dating entries of the cases numbered first … last, as plain values that can be compared."""
    found: dict[int, list[tuple[str, date, str]]] = defaultdict(list)
    query = (
        select(HistoryEntry.application_id, HistoryEntry.event, HistoryEntry.on, cast(HistoryEntry.facts, Text))
        .where(HistoryEntry.application_id.between(first, last), HistoryEntry.event.in_(deadlines.DATING))
        .order_by(HistoryEntry.application_id, HistoryEntry.id)
    )
    for application_id, event, on, facts in records.execute(query):
        if application_id is not None:
            found[application_id].append((event, on, facts))
    return found


def _write_cases(records: Session, changed: Sequence[_Found], keeper: Timekeeper) -> None:
    alike = defaultdict(list)
    for each in changed:
        now = each.standing
        alike[now.due_on, now.is_provisional, now.state].append(each.row.id)
    table = Application.table()
    for (due_on, is_provisional, state), ids in alike.items():
        kept = None if state in OPEN_STATES else keeper.readings.last
        values = {"due_on": due_on, "due_is_provisional": is_provisional, "state": state, "readings_kept": kept}
        _update(records, update(table).values(**values, version=table.c.version + 1), table.c.id, ids)


def _write_moves(records: Session, moved: Sequence[_Found], office: Office, cause: str) -> None:
    tasks, cases, actor = OpenTask.table(), Application.table(), Actor.calendar()
    due_on = select(cases.c.due_on).where(cases.c.id == tasks.c.application_id).scalar_subquery()
    _update(records, update(tasks).values(due_on=due_on), tasks.c.application_id, [each.row.id for each in moved])
    common = {
        "event": EventName.DUE_DATE_CHANGED, "on_day": office.clock.today(), "at": office.clock.now(),
        "actor_id": None, "actor_name": actor.name,
    }  # fmt: skip
    entries = (
        {**common, "application_id": each.row.id, "facts": _facts(each, cause)} for each in moved
    )  # fmt: skip
    for some in _batches(entries):
        records.connection().execute(insert(HistoryEntry.table()), some)


def _facts(each: _Found, cause: str) -> dict[str, str | None]:
    return {"old": _text(each.row.due_on), "new": _text(each.standing.due_on), "cause": cause}


def _write_timers(records: Session, found: dict[int, _Found]) -> None:
    known: dict[Any, datetime | None] = {}
    alike = defaultdict(list)
    query = select(
        PlannedTimer.id, PlannedTimer.application_id, PlannedTimer.name, PlannedTimer.key, PlannedTimer.due_at
    ).where(PlannedTimer.application_id.is_not(None))
    for timer in records.execute(query):
        each = found.get(timer.application_id)
        if each is None:
            continue
        key = (id(each.case), timer.name, timer.key)
        if key not in known:
            known[key] = deadlines.TIMERS[timer.name](each.case, timer.key)
        if known[key] != timer.due_at:
            alike[known[key]].append(timer.id)
    table = PlannedTimer.table()
    for due_at, ids in alike.items():
        _update(records, update(table).values(due_at=due_at), table.c.id, ids)


def _update(records: Session, statement: Update, column: Column[Any], ids: Sequence[int]) -> None:
    for some in _batches(ids):
        records.connection().execute(statement.where(column.in_(some)))


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """The rows in pieces that a database takes at once."""
    left = iter(rows)
    while some := list(islice(left, CHUNK)):
        yield some
