"""Reviews and lawsuits with a published table four's figures, filed, decided or left pending on days of its year."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from engine.records import Application, RemedyCase, RemedyDecision, RemedyKind
from engine.rules.annual_report import Table4
from engine.rules.report_form import RemedyResult, RemedyRoute
from engine.tools.report_walk import QuickDriver


class PlannedRemedy(NamedTuple):
    """One review or lawsuit: its group, its result, the year it is filed in."""

    route: RemedyRoute
    result: RemedyResult
    year: int


def remedies_of(table: Table4 | None, year: int) -> list[PlannedRemedy]:
    """One review or lawsuit for each number of the table; none where it was not read."""
    return list(_planned(table, year)) if table else []


def _planned(table: Table4, year: int) -> Iterator[PlannedRemedy]:
    for route in RemedyRoute:
        group = table.group(route)
        for result, number in zip(RemedyResult, group.results if group else (), strict=False):
            yield from (PlannedRemedy(route, result, year) for _ in range(number or 0))


DECISIONS = {
    (RemedyKind.RECONSIDERATION, RemedyResult.UPHELD): RemedyDecision.UPHELD,
    (RemedyKind.RECONSIDERATION, RemedyResult.CORRECTED): RemedyDecision.FOUND_UNLAWFUL,
    (RemedyKind.RECONSIDERATION, RemedyResult.OTHER): RemedyDecision.REVIEW_WITHDRAWN,
    (RemedyKind.LITIGATION, RemedyResult.UPHELD): RemedyDecision.CLAIM_DISMISSED,
    (RemedyKind.LITIGATION, RemedyResult.CORRECTED): RemedyDecision.FOUND_UNLAWFUL,
    (RemedyKind.LITIGATION, RemedyResult.OTHER): RemedyDecision.SUIT_WITHDRAWN,
}
"""A wording of each column."""


def make_remedies(driver: QuickDriver, planned: Sequence[PlannedRemedy]) -> None:
    """Every planned review and lawsuit is on record, with its result where it has one."""
    with driver.office.transaction() as records:
        cases = records.scalars(select(Application.id).order_by(Application.id).limit(1)).all()
        for number, remedy in enumerate(planned, 1):
            records.add(_row(remedy, number, cases[0] if cases else None))
        records.flush()


def _row(remedy: PlannedRemedy, number: int, application_id: int | None) -> RemedyCase:
    kind = RemedyKind.LITIGATION if remedy.route.value.startswith("litigation") else RemedyKind.RECONSIDERATION
    is_over = remedy.result is not RemedyResult.PENDING
    return RemedyCase(
        application_id=application_id,
        kind=kind,
        is_after_reconsideration=remedy.route is RemedyRoute.LITIGATION_AFTER_RECONSIDERATION,
        claimant="申请人（示例）",
        body="某省人民政府" if kind is RemedyKind.RECONSIDERATION else "某市示例区人民法院",
        number=f"示例〔{remedy.year}〕{number}号",
        filed_on=date(remedy.year, 3, 4),
        notice_received_on=date(remedy.year, 3, 11),
        ended_on=date(remedy.year, 5, 6) if is_over else None,
        decision=DECISIONS[kind, remedy.result] if is_over else None,
    )
