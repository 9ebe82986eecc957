"""《条例》第33条第1款 through real commands: what can be answered at once is, on a sheet that the applicant signs."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from engine.commands import letters, spot
from engine.errors import RuleViolation
from engine.office import Office
from engine.records import Application, CaseState, EventName, Letter, history
from engine.records.report import ReportUnit
from engine.rules.spot import SPOT_FACTS, require_spot
from engine.rules.vocabulary import Outcome, ReportRow
from engine.tools import consistency, demo
from engine.tools.driver import Driver, SetClock
from engine.tools.sample_intake import INTAKE
from tests.structure.citations import CITATION

TODAY = date(2026, 3, 4)


def at_the_counter(driver: Driver, *items: str) -> int:
    """An application handed in by somebody who waits for the answer."""
    number = driver.register(on_the_spot=True, items=items or ("年度部门预算",)).application_id
    assert [task.step for task in driver.open_tasks(number)] == ["answer_on_spot"]
    return number


def test_what_is_public_is_told_at_once_and_the_case_is_closed_on_the_day_it_came(
    office: Office, driver: Driver
) -> None:
    number = at_the_counter(driver)
    assert driver.run(number) == ["answer_on_spot", "hand_over_on_spot", "archive_case"]
    with office.reading() as records:
        case = records.get_one(Application, number)
        letter = records.scalars(select(Letter)).one()
        served = [e for e in history.of(records, case) if e.event is EventName.REPLY_SERVED]
        assert (case.state, case.items[0].articles) == (CaseState.ARCHIVED, "36(1)")
        assert (letter.kind, letter.document_number, bool(letter.pdf_sha256)) == ("D21", None, True)
        assert [(e.on, e.facts["method"], e.facts["letter_id"]) for e in served] == [(TODAY, "in_person", letter.id)]
        counted = records.scalars(select(ReportUnit)).one()
        assert (counted.closed_on, counted.report_row) == (TODAY, ReportRow.R1)
    assert consistency.faults(office) == []


@pytest.mark.parametrize(
    ("outcome", "row"),
    [
        (Outcome.DISCLOSED, ReportRow.R1), (Outcome.OTHER_AGENCY, ReportRow.R4_1),
        (Outcome.PUBLISHED_WORK, ReportRow.R5_3), (Outcome.ENQUIRY, ReportRow.R6_3),
    ],
)  # fmt: skip
def test_it_counts_in_the_report_by_what_it_came_to(
    office: Office, driver: Driver, outcome: Outcome, row: ReportRow
) -> None:
    driver.run(at_the_counter(driver), given={"answer_on_spot": {"outcome": outcome}})
    with office.reading() as records:
        assert records.scalars(select(ReportUnit)).one().report_row is row


@pytest.mark.parametrize(
    ("outcome", "told"),
    [(Outcome.ALREADY_PUBLIC, "获取途径：备案结果公示"), (Outcome.OTHER_AGENCY, "请向")],
)  # fmt: skip
def test_the_sheet_says_where_it_is_or_who_has_it(office: Office, driver: Driver, outcome: Outcome, told: str) -> None:
    driver.run(at_the_counter(driver), until="hand_over_on_spot", given={"answer_on_spot": {"outcome": outcome}})
    with office.reading() as records:
        letter = records.scalars(select(Letter)).one()
        assert told in "".join(office.letters.paragraphs(letter.template, letters.facts_of(letter)))


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - set(SPOT_FACTS)))
def test_whatever_needs_a_search_or_a_review_waits_for_it(outcome: Outcome) -> None:
    with pytest.raises(RuleViolation) as refusal:
        require_spot(outcome, "经查。", field="item-1")
    assert "照常办理" in refusal.value.message
    assert CITATION.fullmatch(refusal.value.article)


@pytest.mark.parametrize("outcome", [Outcome.DISCLOSED, Outcome.OTHER_AGENCY])
def test_what_was_never_reviewed_or_looked_into_is_not_given_at_once(outcome: Outcome) -> None:
    with pytest.raises(RuleViolation):
        require_spot(outcome, " ", field="item-1")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"answered_on": date(2026, 3, 3)}, "answered_on"), ({"answered_on": date(2026, 3, 5)}, "answered_on"),
        ({"words": " "}, "words"), ({"witness": ""}, "witness"), ({"agreed_by": ""}, "agreed_by"),
        ({"items": ()}, "item-1"),
    ],
)  # fmt: skip
def test_the_sheet_says_when_what_and_before_whom(driver: Driver, given: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        driver.step(at_the_counter(driver), "answer_on_spot", **given)
    assert refusal.value.field == field


def test_whoever_answers_is_not_alone(driver: Driver) -> None:
    number = at_the_counter(driver)
    (task,) = driver.open_tasks(number)
    with pytest.raises(RuleViolation) as refusal:
        driver.step(number, "answer_on_spot", witness=driver.actor_of(task).name)
    assert refusal.value.field == "witness"


def test_a_sheet_that_is_not_signed_says_why(driver: Driver) -> None:
    number = at_the_counter(driver)
    driver.run(number, until="hand_over_on_spot")
    with pytest.raises(RuleViolation) as refusal:
        driver.step(number, "hand_over_on_spot", signed=False)
    assert refusal.value.field == "note"
    driver.step(number, "hand_over_on_spot", signed=False, note="申请人称不便签名，两名工作人员在场。")
    assert [task.step for task in driver.open_tasks(number)] == ["archive_case"]


def test_one_item_that_cannot_be_answered_at_once_sends_the_case_its_usual_way(office: Office, driver: Driver) -> None:
    number = at_the_counter(driver, "年度部门预算", "验收会的发言记录")
    (task,) = driver.open_tasks(number)
    spot.take_usual_way(task.id, "第2项须经审查。", actor=driver.actor_of(task), office=office)
    assert [task.step for task in driver.open_tasks(number)] == ["check_application"]
    with office.reading() as records:
        assert records.get_one(Application, number).due_on == date(2026, 4, 1)


def test_the_applicant_may_still_withdraw_while_the_sheet_is_made_out(driver: Driver) -> None:
    number = at_the_counter(driver)
    driver.withdraw(number)
    assert [task.step for task in driver.open_tasks(number)] == ["confirm_withdrawal"]


def test_the_demo_shows_an_answer_on_the_spot_that_waits_for_the_archive(small_office: Office, clock: SetClock) -> None:
    (case,) = [case for case in INTAKE if case.entry.get("on_the_spot")]
    number = demo.make_case(small_office, clock, case, SetClock(clock.moment))
    with small_office.reading() as records:
        letter = records.scalars(select(Letter)).one()
        assert (letter.application_id, letter.kind, bool(letter.pdf_sha256)) == (number, "D21", True)
        assert letter.facts["answered_on"] == records.get_one(Application, number).received_on.isoformat()
    assert [task.step for task in Driver(small_office).open_tasks(number)] == ["archive_case"]
    assert consistency.faults(small_office) == []
