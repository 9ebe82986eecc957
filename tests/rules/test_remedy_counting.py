"""Counting reviews and lawsuits into table four."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import RuleViolation
from engine.rules.annual_report import AnnualReport, RemedyGroup
from engine.rules.remedy_counting import (
    RESULT_OF_WORDING,
    RemedyCounting,
    RemedyRecord,
    count_remedies,
    result_of,
    table4_of,
)
from engine.rules.report_counting import Period
from engine.rules.report_form import RemedyResult, RemedyRoute, ReportForm
from engine.rules.report_identities import check_report

YEAR = Period.of_year(2024)
REVIEW = RemedyRoute.RECONSIDERATION


@pytest.mark.parametrize(
    ("filed", "ended", "expected", "filed_only"),
    [
        (date(2024, 3, 4), date(2024, 5, 4), RemedyGroup(upheld=1, total=1), 1),
        (date(2024, 12, 4), date(2025, 2, 4), RemedyGroup(pending=1, total=1), 1),
        (date(2024, 12, 4), None, RemedyGroup(pending=1, total=1), 1),
        (date(2023, 12, 4), date(2024, 2, 4), RemedyGroup(upheld=1, total=1), 0),
        (date(2023, 12, 4), None, RemedyGroup(pending=1, total=1), 0),
        (date(2023, 3, 4), date(2023, 5, 4), RemedyGroup(), 0),
        (date(2025, 1, 1), None, RemedyGroup(), 0),
    ],
)
def test_a_review_counts_in_the_year_of_filing_and_while_it_is_open(
    filed: date, ended: date | None, expected: RemedyGroup, filed_only: int
) -> None:
    review = RemedyRecord("F-1", REVIEW, filed, ended, RemedyResult.UPHELD if ended else None)
    assert table4_of([review], YEAR).reconsideration == expected
    group = table4_of([review], YEAR, counting=RemedyCounting.FILED_IN_YEAR).reconsideration
    assert group is not None
    assert group.total == filed_only


def test_the_reviewing_body_that_is_codefendant_does_not_count_the_suit() -> None:
    suit = RemedyRecord("S-1", RemedyRoute.LITIGATION_AFTER_RECONSIDERATION, date(2024, 3, 4), counted_here=False)
    assert table4_of([suit], YEAR).litigation().total == 0


@pytest.mark.parametrize(
    ("ended", "result"),
    [
        (date(2024, 5, 4), None),
        (None, RemedyResult.UPHELD),
        (date(2024, 5, 4), RemedyResult.PENDING),
        (date(2024, 1, 4), RemedyResult.UPHELD),
    ],
)
def test_a_case_that_contradicts_itself_is_refused(ended: date | None, result: RemedyResult | None) -> None:
    with pytest.raises(RuleViolation):
        RemedyRecord("F-1", REVIEW, date(2024, 3, 4), ended, result)


def test_a_wording_goes_to_the_column_that_the_office_assigned() -> None:
    assert result_of("驳回诉讼请求") is RemedyResult.UPHELD
    assert result_of("部分撤销", {**RESULT_OF_WORDING, "部分撤销": RemedyResult.CORRECTED}) is RemedyResult.CORRECTED
    with pytest.raises(RuleViolation, match="部分撤销"):
        result_of("部分撤销")


DAYS = st.dates(date(2022, 11, 1), date(2026, 2, 1))


@st.composite
def remedies(draw: st.DrawFn) -> list[RemedyRecord]:
    found = []
    for number in range(draw(st.integers(0, 25))):
        filed = draw(DAYS)
        ended = draw(st.none() | st.dates(filed, date(2026, 3, 1)))
        result = draw(st.sampled_from([one for one in RemedyResult if one is not RemedyResult.PENDING]))
        route = draw(st.sampled_from(RemedyRoute))
        found.append(RemedyRecord(f"F-{number}", route, filed, ended, result if ended else None))
    return found


@given(remedies(), st.integers(2022, 2026), st.sampled_from(RemedyCounting))
def test_every_total_is_the_sum_and_opens_its_cases_once(
    found: list[RemedyRecord], year: int, counting: RemedyCounting
) -> None:
    counted = count_remedies(found, Period.of_year(year), counting=counting)
    report = AnnualReport(year=year, form=ReportForm.of_year(year), table4=counted.table)
    assert check_report(report).balances
    opened = [case for route in RemedyRoute for case in counted.cases(route)]
    assert len(opened) == len(set(opened)) <= len(found)
    for route in RemedyRoute:
        group = counted.table.group(route)
        assert group is not None
        assert [len(counted.cases(route, result)) for result in RemedyResult] == list(group.results)
