"""Talks with the applicant: noted in full, never in the place of a letter, and after three vain calls a letter goes."""

from datetime import timedelta
from typing import Any

import pytest

from engine.commands import receive
from engine.commands.receive import Contact
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.queries import case_page, enquiries
from engine.records import CaseState
from engine.rules.contacts import Attempt, Purpose, Unreached, Way, why_write
from engine.tools.driver import Driver

VAIN = Attempt(Way.PHONE, reached=False)


def note(driver: Driver, case: int, **given: Any) -> None:
    usual: dict[str, Any] = {
        "at": driver.office.clock.now(), "way": Way.PHONE, "purpose": Purpose.EXPLAIN, "reached": False,
    }  # fmt: skip
    receive.note_contact(case, Contact(**usual | given), actor=driver.actor(Role.REGISTRAR), office=driver.office)


def reason(driver: Driver, case: int) -> Unreached | None:
    return enquiries.enquiries_of(case, actor=driver.actor(Role.REGISTRAR), office=driver.office).why_write


@pytest.mark.parametrize(
    ("attempts", "has_phone", "expected"),
    [
        ([VAIN] * 2, True, None),
        ([VAIN] * 3, True, Unreached.CALLS_FAILED),
        ([VAIN, VAIN, Attempt(Way.PHONE, reached=True), VAIN], True, None),
        ([VAIN, VAIN, Attempt(Way.EMAIL, reached=False)], True, None),
        ([*[VAIN] * 3, Attempt(Way.LETTER, reached=False)], True, None),
        ([], False, Unreached.NO_NUMBER),
        ([Attempt(Way.LETTER, reached=False)], False, None),
        ([Attempt(Way.IN_PERSON, reached=True)], False, None),
    ],
)
def test_three_vain_calls_or_no_number_call_for_a_letter(
    attempts: list[Attempt], has_phone: bool, expected: Unreached | None
) -> None:
    assert why_write(attempts, has_phone=has_phone) is expected


def test_a_talk_is_noted_with_purpose_partner_number_and_words(office: Office, driver: Driver) -> None:
    case = driver.register().application_id
    note(
        driver, case, reached=True, purpose=Purpose.NARROW, spoke_with="申请人本人", number="13800000000",
        result="同意只要2020年的验收备案表。",
    )  # fmt: skip
    (found,) = enquiries.enquiries_of(case, actor=driver.actor(Role.REGISTRAR), office=office).contacts
    assert (found.purpose, found.spoke_with, found.number) == (Purpose.NARROW, "申请人本人", "13800000000")
    page = case_page.case_page(case, actor=driver.actor(Role.REGISTRAR), office=office)
    assert "事由：商定缩小范围" in page.lines[-1].details


def test_a_talk_that_came_about_says_what_was_spoken(driver: Driver) -> None:
    case = driver.register().application_id
    with pytest.raises(RuleViolation) as refused:
        note(driver, case, reached=True)
    assert refused.value.field == "result"


def test_no_talk_lies_in_the_future(driver: Driver) -> None:
    case = driver.register().application_id
    with pytest.raises(RuleViolation):
        note(driver, case, at=driver.office.clock.now() + timedelta(minutes=1))


def test_wanting_to_withdraw_on_the_phone_withdraws_nothing(office: Office, driver: Driver) -> None:
    case = driver.register().application_id
    note(driver, case, reached=True, purpose=Purpose.WITHDRAW, result="说不要了。")
    page = case_page.case_page(case, actor=driver.actor(Role.REGISTRAR), office=office)
    assert page.case.state is CaseState.RUNNING
    assert page.may_withdraw


def test_after_three_vain_calls_the_letter_ends_the_hint(driver: Driver) -> None:
    case = driver.register().application_id
    for _ in range(3):
        note(driver, case)
    assert reason(driver, case) is Unreached.CALLS_FAILED
    note(driver, case, way=Way.LETTER, number="XA000000001")
    assert reason(driver, case) is None
