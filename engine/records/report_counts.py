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

from engine.records.cases import Application, HistoryEntry
from engine.records.remedies import RemedyCase
from engine.records.report import ReportUnit
from engine.records.words import EventName, RemedyDecision, RemedyKind
from engine.rules.annual_report import RemedyGroup, Table3, Table4, table_of_counts
from engine.rules.remedy_counting import RemedyCounting, result_of
from engine.rules.report_counting import Cell, MixedLetters, Period
from engine.rules.report_form import (
    ANSWERED,
    CARRIED_IN,
    CARRIED_OUT,
    RECEIVED,
    RemedyResult,
    RemedyRoute,
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


def remedies_counted(period: Period, counting: RemedyCounting) -> ColumnElement[bool]:
    """Whether a row of `remedy_case` is counted in the period. 国办公开办函〔2021〕30号；国办公开办函〔2016〕201号"""
    inside = RemedyCase.counted_here & (RemedyCase.filed_on <= period.last) & RemedyCase.kind.in_(tuple(_ROUTED))
    if counting is RemedyCounting.FILED_IN_YEAR:
        return inside & (RemedyCase.filed_on >= period.first)
    return inside & or_(RemedyCase.ended_on.is_(None), RemedyCase.ended_on >= period.first)


def decided(period: Period) -> ColumnElement[Any]:
    """How a review or lawsuit has ended by the end of the period; null while it is pending."""
    return case((RemedyCase.ended_on <= period.last, RemedyCase.decision), else_=None)


def table4(records: Session, period: Period, *, counting: RemedyCounting = RemedyCounting.FILED_OR_PENDING) -> Table4:
    """Table four of the period, counted by the database in one pass."""
    inner = (
        select(RemedyCase.kind, RemedyCase.is_after_reconsideration, decided(period).label("decided"))
        .where(remedies_counted(period, counting))
        .subquery()
    )
    counts: dict[RemedyRoute, dict[RemedyResult, int]] = {route: defaultdict(int) for route in RemedyRoute}
    for kind, is_after, decision, number in records.execute(select(inner, func.count()).group_by(*inner.c)):
        counts[_route(kind, is_after=is_after)][_result(decision)] += number
    return Table4(**{route.value: RemedyGroup.of_counts(numbers) for route, numbers in counts.items()})


def remedy_cells(records: Session, period: Period, counting: RemedyCounting) -> dict[str, list[str]]:
    """The reviews and lawsuits behind every cell that has any: `reconsideration/upheld` → ids."""
    found: dict[str, list[str]] = defaultdict(list)
    for route in RemedyRoute:
        for result in RemedyResult:
            for remedy in remedies_in(records, period, route, result, counting):
                found[f"{route.value}/{result.value}"].append(str(remedy.id))
    return dict(found)


def remedies_in(
    records: Session, period: Period, route: RemedyRoute, result: RemedyResult | None, counting: RemedyCounting
) -> list[RemedyCase]:
    """The reviews or lawsuits behind a cell; without a result those behind the group's total."""
    query = select(RemedyCase).where(remedies_counted(period, counting)).order_by(RemedyCase.id)
    found = []
    for remedy in records.scalars(query):
        ended = remedy.ended_on is not None and remedy.ended_on <= period.last
        came = _result(remedy.decision if ended else None)
        if remedy.route is route and result in (None, came):
            found.append(remedy)
    return found


_ROUTED = {RemedyKind.RECONSIDERATION, RemedyKind.LITIGATION}


def _route(kind: RemedyKind, *, is_after: bool) -> RemedyRoute:
    if kind is RemedyKind.RECONSIDERATION:
        return RemedyRoute.RECONSIDERATION
    return RemedyRoute.LITIGATION_AFTER_RECONSIDERATION if is_after else RemedyRoute.LITIGATION_DIRECT


def _result(decision: RemedyDecision | None) -> RemedyResult:
    return RemedyResult.PENDING if decision is None else result_of(RemedyDecision(decision).label)
