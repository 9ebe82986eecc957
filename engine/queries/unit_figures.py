"""What came and went in each unit within a year up to yesterday, and how long it took.

A finished day changes no more, so these figures are counted once a day in each process and then kept: they alone on
the board grow with the years.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from engine.office import Office
from engine.records import Application, ReportUnit

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Figures:
    """One unit's year: received, ended, and the median of calendar days from receipt to end."""

    came: int = 0
    went: int = 0
    median_days: int | None = None


_KEPT: WeakKeyDictionary[Engine, tuple[date, Mapping[int | None, Figures]]] = WeakKeyDictionary()


def figures(records: Session, office: Office) -> Mapping[int | None, Figures]:
    """Unit → its figures; those of a day are counted by whoever asks first on it."""
    day = office.clock.today()
    kept = _KEPT.get(office.engine)
    if kept is None or kept[0] != day:
        kept = _KEPT[office.engine] = day, _counted(records, day)
    return kept[1]


def _counted(records: Session, day: date) -> Mapping[int | None, Figures]:
    since, unit = day - YEAR, Application.handling_unit_id
    spans = (
        select(unit, ReportUnit.received_on, ReportUnit.closed_on, func.count())
        .join(ReportUnit, ReportUnit.application_id == Application.id)
        .where(ReportUnit.number == 1, ReportUnit.valid_until.is_(None), ReportUnit.received_on < day)
        .where((ReportUnit.closed_on >= since) | ReportUnit.closed_on.is_(None))
        .group_by(unit, ReportUnit.received_on, ReportUnit.closed_on)
    )
    came: dict[int | None, int] = defaultdict(int)
    days: dict[int | None, list[int]] = defaultdict(list)
    for unit_id, received, closed, count in records.execute(spans):
        came[unit_id] += count if received >= since else 0
        if closed is not None and closed < day:
            days[unit_id] += [(closed - received).days] * count
    return {
        unit_id: Figures(came[unit_id], len(days[unit_id]), median_low(days[unit_id]) if days[unit_id] else None)
        for unit_id in {*came, *days}
    }
