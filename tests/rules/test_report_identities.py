"""The identities that published examples do not exercise: group totals, prose with gaps, a government's sum."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import RuleViolation
from engine.rules.annual_report import BLANK_ROW, AnnualReport, Row, Table3
from engine.rules.report_form import ReportForm, rows_of
from engine.rules.report_identities import Identity, check_report, equations_of_sum
from engine.rules.report_json import parse, report_from

FOLDER = Path(__file__).parents[1] / "data/annual_reports"


def published(name: str) -> AnnualReport:
    return report_from(parse((FOLDER / name).read_text(encoding="utf-8")))


def told(totals: dict[str, int], groups: dict[str, int] | None = None) -> AnnualReport:
    """A report read from prose: totals of some rows, and of some groups."""
    rows = {row.code: BLANK_ROW for row in rows_of(ReportForm.FORM_2021)}
    rows |= {code: replace(BLANK_ROW, total=total) for code, total in totals.items()}
    table = Table3(ReportForm.FORM_2021, rows, groups or {})
    return AnnualReport(year=2024, form=ReportForm.FORM_2021, evidence="narrative", table3=table)


GROUPS = {"3.1": 5, "3.2": 1, "3.3": 0, "3.4": 2, "3.5": 0, "3.6": 1}


@pytest.mark.parametrize(
    ("report", "balances"),
    [
        (told({}), None),
        (told({"1": 9}), None),
        (told({"1": 9, "2": 1, "3.7": 8, "4": 2}), True),
        (told({"1": 9, "2": 1, "3.7": 8, "4": 3}), False),
        (told({"1": 9, "2": 1, "3.7": 8}), None),
        (told({"3.7": 9}, GROUPS), True),
        (told({"3.7": 10}, GROUPS), False),
        (told({"3.7": 9}, {"3.1": 5}), None),
        (told({"3.1": 5}, {"3.1": 5}), None),
        (told({"3.1": 4}, {"3.1": 5}), False),
    ],
)
def test_prose_is_asked_only_what_it_says(report: AnnualReport, balances: bool | None) -> None:
    assert check_report(report).balances is balances


def test_a_group_total_is_the_sum_of_its_rows() -> None:
    (failure,) = check_report(told({"3.4.1": 2, "3.4.2": 1, "3.4.3": 1}, {"3.4": 3})).failures
    assert failure.as_json == {"id": "T3-GROUP", "at": "group 3.4", "computed": 4, "published": 3}


def test_a_full_row_of_prose_adds_up() -> None:
    report = told({})
    assert report.table3 is not None
    rows = {**report.table3.rows, "1": Row((1, 0, 0, 0, 0, 0), 2)}
    (failure,) = check_report(replace(report, table3=replace(report.table3, rows=rows))).failures
    assert (failure.identity, failure.at) == (Identity.ROW_TOTAL, "row 1")


def test_a_report_without_tables_balances_neither_way() -> None:
    assert check_report(AnnualReport(year=2024, form=ReportForm.FORM_2021)).balances is None


def test_a_governments_table_is_the_sum_of_its_agencies() -> None:
    city, bureau = published("suqian-city_2023.json"), published("shuyang-drc_2023.json")
    assert all(equation.holds for equation in equations_of_sum(bureau, [bureau]))
    broken = [equation for equation in equations_of_sum(city, [city, bureau]) if not equation.holds]
    assert [(one.identity, one.at, one.computed, one.published) for one in broken] == [
        (Identity.AGGREGATE, f"row {code} column {column}", number + 26, number)
        for code, numbers in (("1", (3402, 3511)), ("3.1", (1175, 1191)), ("3.7", (3375, 3486)))
        for column, number in zip(("自然人", "总计"), numbers, strict=True)
    ]


def test_reports_in_different_forms_are_not_added_up() -> None:
    with pytest.raises(RuleViolation, match="格式"):
        list(equations_of_sum(published("suqian-city_2023.json"), [published("shanghai-gov-office_2019.json")]))
