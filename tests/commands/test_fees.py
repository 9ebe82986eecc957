"""《条例》第42条 through real commands: the tariff proposes, people decide, payment restarts, silence ends."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from engine.clock import BEIJING
from engine.commands import fees
from engine.commands.fees import FeeDraft, Payment
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.records import Application, CaseState, HistoryEntry, Letter
from engine.rules.fees import FeeMethod
from engine.rules.vocabulary import DeliveryMethod, Outcome
from engine.tools import consistency
from engine.tools.driver import Driver, SetClock

WHY = "一个月内就同类内容反复提出申请，数量明显超过合理范围。"
PAY = "凭缴款码到代理银行缴纳。"


def case(office: Office, application_id: int) -> Application:
    with office.reading() as records:
        return records.get_one(Application, application_id)


def steps(driver: Driver, application_id: int) -> list[str]:
    return [task.step for task in driver.open_tasks(application_id)]


def propose(driver: Driver, application_id: int) -> None:
    fees.propose_fee(application_id, WHY, actor=driver.actor(Role.HANDLER), office=driver.office)


def proposed(driver: Driver) -> int:
    number = driver.register(received_on=date(2026, 3, 4)).application_id
    driver.run(number, until="examine_nature")
    propose(driver, number)
    return number


def told(driver: Driver, **service: object) -> int:
    """A fee notice over 150 pages is served, in person unless told otherwise."""
    number = proposed(driver)
    for step in ("draft_fee_notice", "approve_notice", "sign_notice", "seal_notice"):
        driver.step(number, step)
        driver.tick()
    driver.step(number, "serve_notice", **{"method": DeliveryMethod.IN_PERSON, **service})
    return number


def pay(driver: Driver, application_id: int, on: date | None = None) -> None:
    payment = Payment(paid_on=on or driver.office.clock.today(), receipt_number="鄂财0001")
    fees.register_payment(application_id, payment, actor=driver.actor(Role.REGISTRAR), office=driver.office)


def test_the_notice_states_the_ladder_row_by_row_and_the_leader_signs_it(office: Office, driver: Driver) -> None:
    number = told(driver)
    with office.reading() as records:
        letter = records.scalars(select(Letter).where(Letter.application_id == number)).one()
    assert (letter.kind, letter.facts["total"], letter.facts["count"]) == ("D18", "1700", 150)
    assert [step["amount"] for step in letter.facts["steps"]] == ["0", "700", "1000"]
    assert letter.facts["remedy"]["kind"] == "RF"


def test_payment_gives_a_full_new_period_from_the_next_day(office: Office, driver: Driver, clock: SetClock) -> None:
    number = told(driver)
    assert (case(office, number).state, case(office, number).due_on) == (CaseState.WAITING_FOR_APPLICANT, None)
    clock.advance(days=7)
    pay(driver, number)
    assert case(office, number).due_on == date(2026, 4, 9)
    driver.run(number)
    assert case(office, number).state is CaseState.ARCHIVED
    assert consistency.faults(office) == []


def test_nobody_answers_while_the_fee_is_waited_for(driver: Driver) -> None:
    number = told(driver)
    driver.run(number, until="draft_decision")
    with pytest.raises(RuleViolation, match="收费尚未办结"):
        driver.step(number, "draft_decision")


def test_non_payment_ends_the_case_only_when_a_person_has_looked(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    number = told(driver)
    clock.moment = datetime(2026, 4, 1, 18, tzinfo=BEIJING)
    driver.tick()
    assert "confirm_unpaid" not in steps(driver, number)
    clock.moment = datetime(2026, 4, 2, 9, tzinfo=BEIJING)
    driver.tick()
    assert steps(driver, number) == ["examine_nature", "confirm_unpaid"]
    driver.step(number, "confirm_unpaid")
    assert steps(driver, number) == ["draft_decision"]
    driver.run(number)
    with office.reading() as records:
        assert [item.outcome for item in records.get_one(Application, number).items] == [Outcome.ABANDONED_UNPAID]
        reply = records.scalars(select(Letter).where(Letter.series == "reply")).one()
    assert reply.kind == "D24"
    assert reply.facts["fee"]["amount"] == "1700"


def test_a_payment_found_afterwards_counts_from_its_real_day(office: Office, driver: Driver, clock: SetClock) -> None:
    number = told(driver)
    clock.advance(days=31)
    driver.tick()
    found = Payment(paid_on=date(2026, 3, 31), receipt_number="鄂财0001")
    driver.step(number, "confirm_unpaid", payment=found)
    assert case(office, number).due_on == date(2026, 4, 29)


def test_a_payment_after_its_period_is_none(driver: Driver, clock: SetClock) -> None:
    number = told(driver)
    clock.advance(days=31)
    driver.tick()
    late = Payment(paid_on=date(2026, 4, 3), receipt_number="鄂财0001")
    with pytest.raises(RuleViolation, match="超过缴费期限"):
        driver.step(number, "confirm_unpaid", payment=late)


def test_the_clock_runs_on_until_a_posted_notice_is_proven_received(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    number = told(driver, method=DeliveryMethod.POSTAL)
    assert case(office, number).due_on == date(2026, 4, 1)
    with pytest.raises(RuleViolation, match="先登记申请人收到"):
        pay(driver, number)
    clock.advance(days=2)
    fees.record_fee_notice_receipt(number, date(2026, 3, 6), actor=driver.actor(Role.REGISTRAR), office=office)
    assert case(office, number).state is CaseState.WAITING_FOR_APPLICANT


def test_a_notice_posted_in_time_stops_the_period_though_it_arrives_after_it(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    number = told(driver, method=DeliveryMethod.POSTAL)
    clock.advance(days=35)
    fees.record_fee_notice_receipt(number, date(2026, 4, 3), actor=driver.actor(Role.REGISTRAR), office=office)
    assert case(office, number).state is CaseState.WAITING_FOR_APPLICANT


def test_by_item_the_earlier_applications_of_the_month_count_first(office: Office, driver: Driver) -> None:
    for _ in range(11):
        driver.register(received_on=date(2026, 3, 2))
    driver.register(received_on=date(2026, 2, 27))
    driver.register(received_on=date(2026, 3, 2), applicant_name="乙某")
    number = proposed(driver)
    driver.step(number, "draft_fee_notice", method=FeeMethod.BY_ITEM, count=1)
    with office.reading() as records:
        letter = records.scalars(select(Letter).where(Letter.application_id == number)).one()
    assert [(step["range"], step["amount"]) for step in letter.facts["steps"]] == [("第12件", "100")]


@pytest.mark.parametrize(
    "draft", [{"method": FeeMethod.BY_PAGE, "count": 30}, {"method": FeeMethod.BY_ITEM, "count": 1}]
)
def test_what_the_tariff_leaves_free_is_not_charged(driver: Driver, draft: dict[str, object]) -> None:
    number = proposed(driver)
    with pytest.raises(RuleViolation, match="不需要缴费"):
        driver.step(number, "draft_fee_notice", **draft)


def test_a_fee_may_be_waived_with_a_reason_and_the_case_goes_on(office: Office, driver: Driver) -> None:
    number = proposed(driver)
    driver.step(number, "draft_fee_notice", charged=False, reason="申请人说明了科研用途，予以支持。")
    driver.run(number)
    assert case(office, number).state is CaseState.ARCHIVED


def test_one_application_never_bears_two_fees(driver: Driver) -> None:
    number = told(driver)
    pay(driver, number)
    with pytest.raises(RuleViolation, match="不得并用"):
        propose(driver, number)


def test_no_fee_is_proposed_once_the_reply_is_being_signed(driver: Driver) -> None:
    number = driver.register().application_id
    driver.run(number, until="review_by_unit")
    with pytest.raises(RuleViolation, match="退回"):
        propose(driver, number)


def test_no_number_of_applications_proposes_a_fee(office: Office, driver: Driver) -> None:
    for _ in range(12):
        driver.register()
    driver.tick()
    with office.reading() as records:
        assert records.scalars(select(HistoryEntry).where(HistoryEntry.event == "fee_proposed")).all() == []


def test_a_draft_says_how_to_pay(driver: Driver) -> None:
    number = proposed(driver)
    with pytest.raises(RuleViolation, match="怎样缴纳"):
        driver.step(number, "draft_fee_notice", payment="")
    assert FeeDraft(charged=True, reason=WHY, payment=PAY).count == 1
