"""Counting cases into table three: one application, one row in, one row out, and every cell opens its cases."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import RuleViolation
from engine.rules.annual_report import AnnualReport, Table3
from engine.rules.report_counting import Answer, CaseRecord, Counted, MixedLetters, Period, count, row_of, tables_of
from engine.rules.report_form import KINDS, ReportForm, code_of, outcome_codes, rows_of
from engine.rules.report_identities import check_report
from engine.rules.report_json import parse, report_from
from engine.rules.vocabulary import ApplicantKind, ReportRow

FOLDER = Path(__file__).parents[1] / "data/annual_reports"
YEAR = Period.of_year(2024)
PERSON = ApplicantKind.NATURAL_PERSON
R = ReportRow


def a_case(
    *rows: ReportRow, received: date = date(2024, 3, 4), answered: date | None = date(2024, 3, 20)
) -> CaseRecord:
    """A natural person's application that was answered with these rows; without rows it is open."""
    return CaseRecord("A-1", PERSON, received, (Answer(answered, rows),) if rows else ())


def places(case: CaseRecord, period: Period = YEAR, mixed: MixedLetters = MixedLetters.ONE_ROW) -> list[str]:
    """The codes of the cells, without 总计, in which a case is counted; a cell that counts n stands n times."""
    table = tables_of([case], period, mixed=mixed)
    return [row.code for row in rows_of(table.form) if row.code != "3.7" for _ in range(table.total(row.code))]


@pytest.mark.parametrize(
    ("received", "answered", "in_2024", "in_2025"),
    [
        (date(2024, 3, 4), date(2024, 3, 20), ["1", "3.1"], []),
        (date(2024, 12, 31), date(2025, 1, 2), ["1", "4"], ["2", "3.1"]),
        (date(2024, 1, 1), date(2024, 12, 31), ["1", "3.1"], []),
        (date(2023, 12, 29), date(2024, 1, 2), ["2", "3.1"], []),
        (date(2023, 12, 29), date(2025, 1, 2), ["2", "4"], ["2", "3.1"]),
        (date(2023, 12, 29), date(2023, 12, 31), [], []),
        (date(2025, 1, 1), date(2025, 1, 1), [], ["1", "3.1"]),
    ],
)
def test_the_day_of_the_answer_decides_what_is_carried_over(
    received: date, answered: date, in_2024: list[str], in_2025: list[str]
) -> None:
    case = a_case(R.R1, received=received, answered=answered)
    assert places(case) == in_2024
    assert places(case, Period.of_year(2025)) == in_2025


def test_an_open_case_is_carried_over_year_after_year() -> None:
    assert places(a_case()) == ["1", "4"]
    assert places(a_case(), Period.of_year(2025)) == ["2", "4"]


@pytest.mark.parametrize("row", ReportRow)
def test_one_result_is_counted_in_its_row(row: ReportRow) -> None:
    assert places(a_case(row, row)) == ["1", row.data_code]


@pytest.mark.parametrize(
    ("rows", "chosen", "counted"),
    [
        ((R.R1, R.R3_4), None, R.R2),
        ((R.R1, R.R3_4), R.R3_4, R.R2),
        ((R.R2, R.R4_1), None, R.R2),
        ((R.R4_1, R.R5_2), None, R.R2),
        ((R.R4_1, R.R5_2), R.R4_1, R.R4_1),
        ((R.R4_1, R.R5_2), R.R3_1, R.R2),
        ((R.R5_2,), R.R4_1, R.R5_2),
    ],
)
def test_a_mixed_letter_is_counted_once(
    rows: tuple[ReportRow, ...], chosen: ReportRow | None, counted: ReportRow
) -> None:
    answer = Answer(date(2024, 3, 20), rows, chosen)
    assert row_of(answer) is counted
    assert places(CaseRecord("A-1", PERSON, date(2024, 3, 4), (answer,))) == ["1", counted.data_code]


def test_a_mixed_letter_may_be_split_into_its_results() -> None:
    case = a_case(R.R1, R.R3_4, R.R1)
    assert places(case, mixed=MixedLetters.SPLIT) == ["1", "1", "3.1", "3.3.4"]
    counted = count([case], YEAR, mixed=MixedLetters.SPLIT)
    assert (counted.cases("3.1"), counted.cases("3.3.4")) == (("A-1",), ("A-1#2",))


def test_a_split_letter_of_a_carried_case_leaves_last_years_number_alone() -> None:
    case = a_case(R.R1, R.R3_4, received=date(2023, 12, 29))
    assert places(case, Period.of_year(2023), MixedLetters.SPLIT) == ["1", "4"]
    assert places(case, mixed=MixedLetters.SPLIT) == ["1", "2", "3.1", "3.3.4"]


def test_a_second_answer_of_the_same_year_replaces_the_first() -> None:
    redone = replace(a_case(R.R4_1), answers=(Answer(date(2024, 9, 2), (R.R1,)), Answer(date(2024, 3, 20), (R.R4_1,))))
    assert places(redone) == ["1", "3.1"]
    assert places(redone, Period.of_quarter(2024, 1)) == ["1", "3.4.1"]
    assert places(redone, Period.of_quarter(2024, 3)) == []


def test_a_second_answer_of_a_later_year_leaves_the_reported_year_alone() -> None:
    redone = replace(a_case(R.R4_1), answers=(Answer(date(2024, 3, 20), (R.R4_1,)), Answer(date(2025, 2, 3), (R.R1,))))
    assert places(redone) == ["1", "3.4.1"]
    assert places(redone, Period.of_year(2025)) == []


def test_before_2021_the_third_group_of_other_results_is_one_row() -> None:
    case = a_case(R.R6_2, received=date(2020, 3, 2), answered=date(2020, 3, 9))
    assert places(case, Period.of_year(2020)) == ["1", "3.6"]


@pytest.mark.parametrize(
    ("case", "counted", "told"),
    [
        (CaseRecord("A-1", PERSON, None, (Answer(date(2024, 3, 4), (R.R1,)),)), [], "没有收到申请的日期"),
        (a_case(R.R1, answered=None), ["1", "4"], "没有答复日期"),
        (a_case(R.R1, answered=date(2023, 3, 4)), ["1", "3.1"], "早于收到日期"),
        (replace(a_case(), answers=(Answer(date(2024, 3, 20), ()),)), ["1", "3.6.3"], "没有办理结果"),
    ],
)
def test_a_missing_fact_is_listed_and_never_left_out_in_silence(
    case: CaseRecord, counted: list[str], told: str
) -> None:
    assert places(case) == counted
    (fault,) = count([case], YEAR).faults
    assert fault.case_id == "A-1"
    assert told in fault.message


def test_periods_are_years_quarters_and_months() -> None:
    assert Period.of_quarter(2024, 4) == Period(date(2024, 10, 1), date(2024, 12, 31))
    assert Period.of_month(2024, 2).last == date(2024, 2, 29)
    assert Period.of_year(2020).form is ReportForm.FORM_2019
    with pytest.raises(RuleViolation, match="早于"):
        Period(date(2024, 2, 1), date(2024, 1, 31))


def test_a_row_that_the_form_does_not_have_opens_nothing() -> None:
    with pytest.raises(RuleViolation, match="没有"):
        count([], YEAR).cases("3.6")


def cases_with_the_figures_of(report: AnnualReport) -> Iterator[CaseRecord]:
    """One case for each application that the table counts: carried in first, carried out last."""
    assert report.table3 is not None
    row_of_code = {code_of(row, report.form): row for row in ReportRow}
    for kind in KINDS:
        carried_in = report.table3.cell("2", kind)
        ends = [code for code in outcome_codes(report.form) for _ in range(report.table3.cell(code, kind))]
        ends += ["4"] * report.table3.cell("4", kind)
        for number, code in enumerate(ends):
            received = date(report.year - (number < carried_in), 12, 20)
            answers = () if code == "4" else (Answer(date(report.year, 12, 28), (row_of_code[code],)),)
            yield CaseRecord(f"{kind}-{number}", kind, received, answers)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_cases_with_the_figures_of_a_published_table_give_that_table(path: Path) -> None:
    report = report_from(parse(path.read_text(encoding="utf-8")))
    assert report.table3 is not None
    made = tables_of(cases_with_the_figures_of(report), Period.of_year(report.year))
    assert made == report.table3.printed()


DAYS = st.dates(date(2022, 11, 1), date(2026, 2, 1))
ANSWERS = st.builds(
    Answer,
    on=DAYS | st.none(),
    rows=st.lists(st.sampled_from(ReportRow), max_size=4).map(tuple),
    chosen=st.none() | st.sampled_from(ReportRow),
)
CASES = st.lists(
    st.builds(
        CaseRecord,
        case_id=st.just(""),
        applicant=st.sampled_from(ApplicantKind),
        received_on=DAYS | st.none(),
        answers=st.lists(ANSWERS, max_size=3).map(tuple),
    ),
    max_size=30,
).map(lambda cases: [replace(case, case_id=f"A-{number}") for number, case in enumerate(cases)])
PERIODS = st.one_of(
    st.integers(2022, 2026).map(Period.of_year),
    st.builds(Period.of_quarter, st.integers(2022, 2026), st.integers(1, 4)),
    st.builds(Period.of_month, st.integers(2022, 2026), st.integers(1, 12)),
)


def report_on(table: Table3, year: int) -> AnnualReport:
    return AnnualReport(year=year, form=table.form, table3=table)


@given(CASES, PERIODS, st.sampled_from(MixedLetters), st.sampled_from(ReportForm))
def test_every_identity_holds_in_every_column_whatever_the_cases(
    cases: list[CaseRecord], period: Period, mixed: MixedLetters, form: ReportForm
) -> None:
    found = check_report(report_on(tables_of(cases, period, form=form, mixed=mixed), period.last.year))
    assert (found.failures, found.balances) == ((), True)


@given(CASES, PERIODS)
def test_every_case_of_the_period_comes_in_once_and_leaves_once(cases: list[CaseRecord], period: Period) -> None:
    counted = count(cases, period)
    into = Counter(counted.cases("1") + counted.cases("2"))
    left = Counter(counted.cases("3.7") + counted.cases("4"))
    assert into == left == Counter(case.case_id for case in cases if is_of(case, period))


def is_of(case: CaseRecord, period: Period) -> bool:
    """Whether a case was open on some day of the period, written another way than the product does."""
    days = [answer.on for answer in case.answers if answer.on]
    if case.received_on is None:
        return False
    day, last = period.first, period.last
    while day <= last:
        if case.received_on <= day and (not days or max(min(days), case.received_on) >= day):
            return True
        day += timedelta(1)
    return False


@given(CASES, PERIODS, st.sampled_from(MixedLetters))
def test_every_cell_opens_as_many_cases_as_it_counts(
    cases: list[CaseRecord], period: Period, mixed: MixedLetters
) -> None:
    counted = count(cases, period, mixed=mixed)
    for row in rows_of(counted.table.form):
        for kind in KINDS:
            assert_opens(counted, row.code, kind)
        assert len(counted.cases(row.code)) == counted.table.total(row.code)


def assert_opens(counted: Counted, code: str, kind: ApplicantKind) -> None:
    opened = counted.cases(code, kind)
    assert len(set(opened)) == len(opened) == counted.table.cell(code, kind)


@given(CASES, st.integers(2022, 2025), st.sampled_from(MixedLetters))
def test_what_one_year_carries_out_the_next_carries_in(cases: list[CaseRecord], year: int, mixed: MixedLetters) -> None:
    before, after = (tables_of(cases, Period.of_year(each), mixed=mixed) for each in (year, year + 1))
    assert before.rows["4"] == after.rows["2"]
    assert not check_report(report_on(after, year + 1), previous=report_on(before, year)).failures


@settings(max_examples=50)
@given(CASES.filter(bool), PERIODS, st.sampled_from(ApplicantKind))
def test_another_kind_of_applicant_moves_two_cells_in_each_touched_row(
    cases: list[CaseRecord], period: Period, kind: ApplicantKind
) -> None:
    before = tables_of(cases, period)
    after = tables_of([replace(cases[0], applicant=kind), *cases[1:]], period)
    for code, row in before.rows.items():
        moved = sum(old != new for old, new in zip(row.cells, after.rows[code].cells, strict=True))
        assert moved in (0, 2)


@given(CASES, st.integers(2022, 2026))
def test_a_partly_public_letter_adds_to_no_other_result(cases: list[CaseRecord], year: int) -> None:
    period = Period.of_year(year)
    mixed = a_case(R.R1, R.R3_4, R.R5_1, received=date(year, 3, 4), answered=date(year, 3, 20))
    before, after = tables_of(cases, period), tables_of([*cases, replace(mixed, case_id="mixed")], period)
    grown = {code for code, row in before.rows.items() if row != after.rows[code]}
    assert grown == {"1", "3.2", "3.7"}
