"""Reviews and lawsuits with a published table four's figures, through the commands and drawings of the house."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from engine.clock import beijing_moment
from engine.commands import remedies, remedies_result
from engine.permissions import Role
from engine.records import RemedyDecision, RemedyKind
from engine.records.remedies import EARLY
from engine.rules.annual_report import Table4
from engine.rules.report_form import RemedyResult, RemedyRoute
from engine.rules.vocabulary import ApplicantKind, ReportRow
from engine.tools.report_walk import MORNING, MOST_STEPS, PlannedCase, QuickDriver, take, walk

FILED = (10, 8)
DECIDED_AFTER, FINAL_AFTER = timedelta(days=21), timedelta(days=50)
"""Filed on 8 October, decided three weeks later, final when the time to appeal has passed: all within the year."""
SAVED_EVERY = 10


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


_OUTCOMES = {
    (RemedyKind.RECONSIDERATION, RemedyResult.UPHELD): RemedyDecision.UPHELD,
    (RemedyKind.RECONSIDERATION, RemedyResult.CORRECTED): RemedyDecision.FOUND_UNLAWFUL,
    (RemedyKind.RECONSIDERATION, RemedyResult.OTHER): RemedyDecision.REVIEW_WITHDRAWN,
    (RemedyKind.LITIGATION, RemedyResult.UPHELD): RemedyDecision.CLAIM_DISMISSED,
    (RemedyKind.LITIGATION, RemedyResult.CORRECTED): RemedyDecision.FOUND_UNLAWFUL,
    (RemedyKind.LITIGATION, RemedyResult.OTHER): RemedyDecision.SUIT_WITHDRAWN,
}
"""One wording of each column."""


def make_remedies(driver: QuickDriver, planned: Sequence[PlannedRemedy], answered: Sequence[int]) -> None:
    """Every planned review and lawsuit is filed against one of the answered cases and has gone its way.

    Where no case of the year was answered, an older one serves, which no table of the year counts.
    """
    if planned and not answered:
        old = date(planned[0].year - 2, 3, 4)
        answered = [walk(driver, PlannedCase(ApplicantKind.NATURAL_PERSON, old, old, ReportRow.R4_1))]
    for number, remedy in enumerate(planned):
        _make(driver, remedy, answered[number % len(answered)])
        driver.shared.settle()
        if number % SAVED_EVERY == 0:
            driver.shared.save()


def _make(driver: QuickDriver, planned: PlannedRemedy, application_id: int) -> None:
    filed_on = date(planned.year, *FILED)
    driver.clock.moment = beijing_moment(filed_on, MORNING)
    kind = RemedyKind.RECONSIDERATION if planned.route is RemedyRoute.RECONSIDERATION else RemedyKind.LITIGATION
    notice = remedies.RemedyNotice(
        kind=kind,
        claimant="申请人（示例）",
        body="某省人民政府" if kind is RemedyKind.RECONSIDERATION else "某市示例区人民法院",
        number=f"示例〔{planned.year}〕1号",
        filed_on=filed_on,
        notice_received_on=filed_on,
        is_after_reconsideration=planned.route is RemedyRoute.LITIGATION_AFTER_RECONSIDERATION,
    )
    actor = driver.actor(Role.LEGAL_REVIEWER)
    remedy_id = remedies.register_remedy(application_id, notice, actor=actor, office=driver.office)
    if planned.result is not RemedyResult.PENDING:
        _end(driver, application_id, remedy_id, _OUTCOMES[kind, planned.result])


def _end(driver: QuickDriver, application_id: int, remedy_id: int, decision: RemedyDecision) -> None:
    decided_at = driver.clock.moment + DECIDED_AFTER
    given: dict[str, Any] = {
        "decision": decision,
        "number": "示例决〔1〕号",
        "decided_on": decided_at.date(),
        "received_on": decided_at.date(),
    }
    if decision in EARLY:
        driver.clock.moment = decided_at
        ending = remedies_result.RemedyEnding(**given)
        remedies_result.end_early(remedy_id, ending, actor=driver.actor(Role.LEGAL_REVIEWER), office=driver.office)
        return
    final_at = driver.clock.moment + FINAL_AFTER
    days = {"record_result": decided_at, "confirm_final": final_at}
    values: Mapping[str, Mapping[str, Any]] = {"record_result": given}
    for _ in range(MOST_STEPS):
        tasks = [task for task in driver.open_tasks(application_id) if task.subject_key == str(remedy_id)]
        if not tasks:
            return
        driver.clock.moment = max(driver.clock.moment, days.get(tasks[0].step, driver.clock.moment))
        take(driver, tasks[0], values.get(tasks[0].step, {}))
    raise RuntimeError(f"remedy {remedy_id} does not come to an end")
