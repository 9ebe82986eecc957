"""Tables three and four of any period, counted from the stored rows in one query each, and the cases behind a cell.

One definition a figure: how a case came into the period, and how it left, are two expressions; every cell is a count
over them, and every list of cases behind a cell a filter on them.
国办公开办函〔2021〕30号
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, or_, select
from sqlalchemy.orm import Session

from engine.records import Application, EventName, HistoryEntry, ReportUnit
from engine.rules.annual_report import Table3, table_of_counts
from engine.rules.report_counting import Cell, MixedLetters, Period
from engine.rules.report_form import (
    ANSWERED,
    CARRIED_IN,
    CARRIED_OUT,
    RECEIVED,
    ReportForm,
    code_of,
    outcome_codes,
    row_of_code,
)
from engine.rules.vocabulary import ApplicantKind, ReportRow


def counted(period: Period, mixed: MixedLetters) -> ColumnElement[bool]:
    """Whether a row of `report_unit` is an application of the period under this rule."""
    return (
        (ReportUnit.received_on <= period.last)
        & or_(ReportUnit.closed_on.is_(None), ReportUnit.closed_on >= period.first)
        & (ReportUnit.valid_from <= period.last)
        & or_(ReportUnit.valid_until.is_(None), ReportUnit.valid_until > period.last)
        & ReportUnit.mixed.in_(("", mixed.value))
    )


def came_in(period: Period) -> ColumnElement[str]:
    """The code of the row in which an application came into the period: 1 or 2."""
    return case((ReportUnit.received_on >= period.first, literal(RECEIVED)), else_=literal(CARRIED_IN))


def left(period: Period) -> ColumnElement[Any]:
    """The row of table three in which an application left the period; null where it is carried on."""
    return case((ReportUnit.closed_on <= period.last, ReportUnit.report_row), else_=None)


def table3(
    records: Session, period: Period, *, form: ReportForm | None = None, mixed: MixedLetters = MixedLetters.ONE_ROW
) -> Table3:
    """Table three of the period, every cell counted by the database in one pass."""
    form = form or period.form
    entry, exit_ = came_in(period).label("entry"), left(period).label("exit_row")
    inner = select(ReportUnit.applicant_kind, entry, exit_).where(counted(period, mixed)).subquery()
    query = select(inner, func.count()).group_by(*inner.c)
    counts: dict[Cell, int] = defaultdict(int)
    for kind, came, row, number in records.execute(query):
        counts[came, kind] += number
        counts[code_of(ReportRow(row), form) if row else CARRIED_OUT, kind] += number
    return table_of_counts(form, counts)


def in_cell(
    period: Period, form: ReportForm, code: str, kind: ApplicantKind | None, mixed: MixedLetters
) -> ColumnElement[bool]:
    """Whether a row of `report_unit` stands in a cell; without a kind in the row's total, in 3.7 in any outcome.

    RuleViolation where the form has no such row.
    """
    row_of_code(form, code)
    inside = counted(period, mixed)
    if kind is not None:
        inside &= ReportUnit.applicant_kind == kind
    if code in (RECEIVED, CARRIED_IN):
        return inside & (came_in(period) == code)
    if code == CARRIED_OUT:
        return inside & left(period).is_(None)
    codes = outcome_codes(form) if code == ANSWERED else (code,)
    rows = [row for row in ReportRow if code_of(row, form) in codes]
    return inside & (ReportUnit.closed_on <= period.last) & ReportUnit.report_row.in_(rows)


def units_in(records: Session, where: ColumnElement[bool]) -> Sequence[tuple[int, int]]:
    """Case and unit number of every counted unit, in the order of the register."""
    query = select(ReportUnit.application_id, ReportUnit.number).where(where)
    rows = records.execute(query.order_by(ReportUnit.application_id, ReportUnit.number))
    return [(application_id, number) for application_id, number in rows]


def cells(records: Session, period: Period, form: ReportForm, mixed: MixedLetters) -> dict[str, list[str]]:
    """The cases behind every cell that has any: `3.1/natural_person` → ids, `12#2` for a further result of case 12."""
    query = select(
        ReportUnit.application_id, ReportUnit.number, ReportUnit.applicant_kind, came_in(period), left(period)
    ).where(counted(period, mixed))
    found: dict[str, list[str]] = defaultdict(list)
    for application_id, number, kind, came, row in records.execute(query.order_by(ReportUnit.application_id)):
        name = str(application_id) if number == 1 else f"{application_id}#{number}"
        found[f"{came}/{kind.value}"].append(name)
        found[f"{code_of(ReportRow(row), form) if row else CARRIED_OUT}/{kind.value}"].append(name)
    return dict(sorted(found.items()))


def uncounted(records: Session, period: Period) -> Sequence[Application]:
    """Applications that came in within the period and have no day of receipt: they stand in no row until they do.

    Senders who were led to a published channel, or whose paper is handled offline, have not applied. 《条例》第31条
    """
    elsewhere = select(HistoryEntry.id).where(
        HistoryEntry.application_id == Application.id,
        HistoryEntry.event.in_((EventName.LED_TO_CHANNEL, EventName.HANDLED_OFFLINE)),
    )
    query = select(Application).where(
        Application.received_on.is_(None),
        Application.arrived_on.between(period.first, period.last),
        ~elsewhere.correlate(Application).exists(),
    )
    return records.scalars(query.order_by(Application.id)).all()
