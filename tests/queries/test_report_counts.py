"""Table three counted by the database is table three counted from the cases, for any cases, period and rule."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from engine.clock import BEIJING
from engine.office import Office
from engine.permissions import Actor
from engine.queries.report import year_page
from engine.records import (
    Application,
    CaseState,
    EventName,
    HistoryEntry,
    RemedyCase,
    RemedyKind,
    ReportUnit,
    SearchTerm,
    history,
    report_counts,
)
from engine.rules.annual_report import AnnualReport, FeesCharged
from engine.rules.outcome import DISCLOSABLE, Held
from engine.rules.readings import Readings
from engine.rules.remedy_counting import RemedyCounting
from engine.rules.report_counting import Answer, CaseRecord, MixedLetters, Period, count, units_of
from engine.rules.report_form import (
    ANSWERED,
    CARRIED_IN,
    CARRIED_OUT,
    KINDS,
    RECEIVED,
    RemedyRoute,
    ReportForm,
    outcome_codes,
)
from engine.rules.report_identities import check_report
from engine.rules.vocabulary import ApplicantKind, Channel, DeliveryMethod, ReportRow
from engine.tools.driver import Driver
from tests.commands.test_fees import pay, told

NOW = datetime(2026, 3, 4, 9, tzinfo=BEIJING)
MOST = 12

days = st.dates(date(2019, 11, 1), date(2022, 3, 1))
answers = st.builds(
    Answer, days, st.lists(st.sampled_from(ReportRow), max_size=3).map(tuple), st.none() | st.sampled_from(ReportRow)
)
periods = st.one_of(
    st.integers(2019, 2022).map(Period.of_year),
    st.builds(Period.of_quarter, st.integers(2020, 2021), st.integers(1, 4)),
    st.builds(Period.of_month, st.integers(2020, 2021), st.integers(1, 12)),
)


@st.composite
def some_cases(draw: st.DrawFn) -> list[CaseRecord]:
    """A handful of cases, received, answered once or again, mixed or plain, some with days that contradict."""
    given_cases = st.tuples(st.sampled_from(ApplicantKind), st.none() | days, st.lists(answers, max_size=3).map(tuple))
    return [CaseRecord(str(n), *one) for n, one in enumerate(draw(st.lists(given_cases, max_size=MOST)), 1)]


@pytest.fixture
def rows(small_office: Office) -> Iterator[Session]:
    """A database with enough applications to hang counted rows on; nothing is stored for good."""
    with Session(small_office.engine) as records:
        for number in range(1, MOST + 1):
            records.add(_application(number))
        records.flush()
        yield records


def _application(number: int) -> Application:
    return Application(
        id=number, case_number=f"2020-{number:04d}", entry_key=str(number), channel=Channel.IN_PERSON,
        arrived_on=date(2020, 1, 2), applicant_kind=ApplicantKind.ENTERPRISE, applicant_name="甲",
        request_text="某文件", delivery=DeliveryMethod.POSTAL, entered_at=NOW, state=CaseState.RUNNING,
    )  # fmt: skip


def stored(records: Session, cases: list[CaseRecord]) -> None:
    """The counted rows of these cases and of no others."""
    records.execute(delete(ReportUnit))
    units = [(case.case_id, unit) for case in cases for unit in units_of(case)]
    if units:
        records.execute(
            insert(ReportUnit),
            [
                {
                    "application_id": int(case_id),
                    "applicant_kind": u.applicant,
                    "number": u.number,
                    "received_on": u.received_on,
                    "closed_on": u.closed_on,
                    "report_row": u.row,
                    "valid_from": u.valid_from,
                    "valid_until": u.valid_until,
                    "mixed": u.mixed,
                }
                for case_id, u in units
            ],
        )


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=some_cases(), period=periods, mixed=st.sampled_from(MixedLetters))
def test_the_database_counts_what_the_rule_counts(
    rows: Session, cases: list[CaseRecord], period: Period, mixed: MixedLetters
) -> None:
    stored(rows, cases)
    expected = count(cases, period, mixed=mixed)
    table = report_counts.table3(rows, period, mixed=mixed)
    assert table == expected.table
    report = AnnualReport(period.last.year, period.form, table3=table)
    assert not check_report(report).failures


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=some_cases(), period=periods)
def test_every_cell_opens_its_cases_and_each_case_stands_in_and_out_once(
    rows: Session, cases: list[CaseRecord], period: Period
) -> None:
    stored(rows, cases)
    form, mixed = period.form, MixedLetters.ONE_ROW
    table = report_counts.table3(rows, period)
    came: Counter[int] = Counter()
    went: Counter[int] = Counter()
    for code in (RECEIVED, CARRIED_IN, *outcome_codes(form), CARRIED_OUT):
        for kind in KINDS:
            found = report_counts.units_in(rows, report_counts.in_cell(period, form, code, kind, mixed))
            assert len(found) == table.cell(code, kind)
            (came if code in (RECEIVED, CARRIED_IN) else went).update(case for case, _ in found)
    assert came == went
    assert set(came.values()) <= {1}
    assert sum(came.values()) == table.total(RECEIVED) + table.total(CARRIED_IN)
    answered = report_counts.units_in(rows, report_counts.in_cell(period, form, ANSWERED, None, mixed))
    assert len(answered) == table.total(ANSWERED)


def test_a_case_counts_as_its_history_says(driver: Driver) -> None:
    year = Period.of_year(2026)
    with driver.office.reading() as records:
        assert report_counts.table3(records, year).total(RECEIVED) == 0
    answered = driver.register(received_on=date(2026, 3, 4), applicant_kind=ApplicantKind.RESEARCH).application_id
    driver.run(answered)
    withdrawn = driver.register(received_on=date(2026, 3, 4)).application_id
    driver.withdraw(withdrawn)
    driver.register(received_on=date(2026, 3, 4))
    with driver.office.reading() as records:
        table = report_counts.table3(records, year)
        cell = report_counts.in_cell(year, ReportForm.FORM_2021, "3.1", ApplicantKind.RESEARCH, MixedLetters.ONE_ROW)
        assert report_counts.units_in(records, cell) == [(answered, 1)]
        cells = report_counts.cells(records, year, ReportForm.FORM_2021, MixedLetters.ONE_ROW)
    totals = {code: table.total(code) for code in (RECEIVED, CARRIED_IN, "3.1", "3.6.3", ANSWERED, CARRIED_OUT)}
    assert totals == {RECEIVED: 3, CARRIED_IN: 0, "3.1": 1, "3.6.3": 1, ANSWERED: 2, CARRIED_OUT: 1}
    assert cells["3.6.3/natural_person"] == [str(withdrawn)]


def test_a_letter_without_a_day_of_receipt_is_named_and_stands_nowhere(driver: Driver) -> None:
    waiting = driver.register(channel=Channel.ORDINARY_LETTER, arrived_on=date(2026, 3, 2)).application_id
    year = Period.of_year(2026)
    with driver.office.reading() as records:
        assert [one.id for one in report_counts.uncounted(records, year)] == [waiting]
        assert report_counts.table3(records, year).total(RECEIVED) == 0
    driver.step(waiting, "confirm_receipt")
    with driver.office.reading() as records:
        assert report_counts.uncounted(records, year) == []
        assert report_counts.table3(records, year).total(RECEIVED) == 1


def test_an_answer_a_day_after_the_year_carries_the_case_over(driver: Driver) -> None:
    clock = driver.office.clock
    application_id = driver.register(received_on=date(2026, 3, 4)).application_id
    clock.moment += timedelta(days=1)  # type: ignore[attr-defined]
    driver.run(application_id)
    day_before, day_after = Period(date(2026, 3, 4), date(2026, 3, 4)), Period(date(2026, 3, 5), date(2026, 3, 5))
    with driver.office.reading() as records:
        before, after = (report_counts.table3(records, period) for period in (day_before, day_after))
    assert (before.total(RECEIVED), before.total(CARRIED_OUT)) == (1, 1)
    assert (after.total(CARRIED_IN), after.total("3.1")) == (1, 1)


def test_a_mixed_letter_and_a_pending_review_count_by_the_office_s_rule(driver: Driver) -> None:
    """One case whose two items come out differently; one review filed the year before and still open."""
    case = driver.register(items=("某文件甲", "某文件乙")).application_id
    not_held = {"facts": {2: replace(DISCLOSABLE, held=Held.NO, already_public=None, ground=None, severable=None)}}
    driver.run(case, given=dict.fromkeys(("examine_nature", "search_item", "weigh_disclosure"), not_held))
    with driver.office.transaction() as records:
        records.add(_review(filed_on=date(2025, 11, 3)))
    rows = {}
    for mixed, counting in (
        (MixedLetters.ONE_ROW, RemedyCounting.FILED_OR_PENDING),
        (MixedLetters.SPLIT, RemedyCounting.FILED_IN_YEAR),
    ):
        office = replace(driver.office, readings=Readings(mixed_letters=mixed, remedy_counting=counting))
        page = year_page(2026, office=office)
        assert page.report.table3
        assert page.report.table4
        assert page.checked.failures == ()
        totals = tuple(page.report.table3.total(code) for code in ("1", "3.1", "3.2", "3.4.1"))
        rows[mixed] = (totals, page.report.table4.group(RemedyRoute.RECONSIDERATION).total)
    assert rows == {MixedLetters.ONE_ROW: ((1, 0, 1, 0), 1), MixedLetters.SPLIT: ((2, 1, 0, 1), 0)}


def _review(filed_on: date) -> RemedyCase:
    return RemedyCase(
        kind=RemedyKind.RECONSIDERATION, claimant="甲某", body="省人民政府", filed_on=filed_on,
        notice_received_on=filed_on,
    )  # fmt: skip


def test_fees_are_told_by_the_money_received_and_before_it_by_the_notices(driver: Driver) -> None:
    """Section six; a notice over 150 pages, paid the same day."""
    number = told(driver)
    asked = year_page(2026, office=driver.office)
    assert asked.report.fees == FeesCharged(1, Decimal(0))
    assert "发出收费通知1件，未收取" in asked.sections[5].paragraphs[0]
    pay(driver, number)
    paid = year_page(2026, office=driver.office)
    assert paid.report.fees
    assert (paid.report.fees.cases, paid.report.fees.yuan > 0) == (1, True)
    assert f"共计{paid.report.fees.yuan.normalize():f}元" in paid.sections[5].paragraphs[0]


endings = st.tuples(
    st.integers(0, 500), st.lists(st.sampled_from(ReportRow), min_size=1, max_size=3).map(tuple) | st.none()
)
"""So many days after the receipt a reply with the rows of its items; None where the applicant withdrew."""
stories = st.tuples(st.sampled_from(ApplicantKind), st.none() | days, st.lists(endings, max_size=2))
WITHDRAWN = (ReportRow.R6_3,)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(stories, max_size=6), period=periods, mixed=st.sampled_from(MixedLetters))
def test_histories_as_commands_write_them_give_the_table_and_every_case_once(
    small_office: Office, told: list[tuple[ApplicantKind, date | None, list[Any]]], period: Period, mixed: MixedLetters
) -> None:
    """Entries are added, the rows come by themselves; expected is counted from the stories, not from the rows."""
    _clear(small_office)
    cases = [
        CaseRecord(str(number), kind, received, tuple(_answers(received, ends)))
        for number, (kind, received, ends) in enumerate(told, 1)
    ]
    for case in cases:
        _live_through(small_office, case)
    with small_office.reading() as records:
        table = report_counts.table3(records, period, mixed=mixed)
        came, went = (
            Counter(
                unit
                for code in codes
                for kind in KINDS
                for unit in report_counts.units_in(
                    records, report_counts.in_cell(period, period.form, code, kind, mixed)
                )
            )
            for codes in ((RECEIVED, CARRIED_IN), (*outcome_codes(period.form), CARRIED_OUT))
        )
    assert table == count(cases, period, mixed=mixed).table
    assert not check_report(AnnualReport(period.last.year, period.form, table3=table)).failures
    assert came == went
    assert set(came.values()) <= {1}
    assert came.total() == table.total(RECEIVED) + table.total(CARRIED_IN)


def _clear(office: Office) -> None:
    with office.transaction() as records:
        for kept in (ReportUnit, HistoryEntry, SearchTerm, Application):
            records.execute(delete(kept))


def _answers(received: date | None, ends: list[Any]) -> Iterator[Answer]:
    for after, rows in ends if received else ():
        yield Answer(received + timedelta(days=after), rows or WITHDRAWN)


def _live_through(office: Office, case: CaseRecord) -> None:
    """The entries that commands add, oldest first."""
    actor, clock = Actor.calendar(), office.clock
    with office.transaction() as records:
        application = _application(int(case.case_id))
        application.applicant_kind, application.received_on = case.applicant, case.received_on
        records.add(application)
        records.flush()
        if case.received_on is not None:
            history.add(records, application, EventName.RECEIVED, actor, clock, on=case.received_on)
        for answer in sorted(case.answers, key=lambda answer: str(answer.on)):
            if answer.rows == WITHDRAWN:
                history.add(records, application, EventName.WITHDRAWN, actor, clock, on=answer.on)
                continue
            rows = {str(item): row.value for item, row in enumerate(answer.rows, 1)}
            facts = {"rows": rows, "outcomes": {}}
            history.add(records, application, EventName.DECISION_DRAFTED, actor, clock, on=answer.on, **facts)
            history.add(records, application, EventName.REPLY_SERVED, actor, clock, on=answer.on)
