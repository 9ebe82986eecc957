"""《条例》第35条 through real commands: asked by a person, weighed by a person, and the clock runs on."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.commands import reasons
from engine.commands.reasons import ReasonsVerdict
from engine.errors import NotPermitted, RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.queries import volume
from engine.records import Application, HistoryEntry, Letter
from engine.rules.vocabulary import Outcome
from engine.tools import consistency
from engine.tools.driver import Driver, SetClock

WHY = "两个月内就同一地块分拆提出十二件申请，内容相互重复。"


def case(office: Office, application_id: int) -> Application:
    with office.reading() as records:
        return records.get_one(Application, application_id)


def steps(driver: Driver, application_id: int) -> list[str]:
    return [task.step for task in driver.open_tasks(application_id)]


def ask(driver: Driver, application_id: int) -> None:
    reasons.ask_reasons(application_id, WHY, actor=driver.actor(Role.HANDLER), office=driver.office)


def asked(driver: Driver) -> int:
    """A case under review whose applicant has been served with the notice."""
    number = driver.register(received_on=date(2026, 3, 4)).application_id
    driver.run(number, until="examine_nature")
    ask(driver, number)
    for step in ("draft_reasons_notice", "approve_notice", "sign_notice", "seal_notice"):
        driver.step(number, step)
        driver.tick()
    driver.step(number, "serve_notice")
    return number


def explain(driver: Driver, application_id: int, words: str = "用于核对征收范围。") -> None:
    given = reasons.Reasons(received_on=driver.office.clock.today(), words=words)
    reasons.submit_reasons(application_id, given, actor=driver.actor(Role.REGISTRAR), office=driver.office)


def outcomes(office: Office, application_id: int) -> list[Outcome | None]:
    with office.reading() as records:
        return [item.outcome for item in records.get_one(Application, application_id).items]


def test_asking_for_reasons_never_restarts_or_stops_the_clock(office: Office, driver: Driver, clock: SetClock) -> None:
    number = asked(driver)
    before = case(office, number).due_on
    clock.advance(days=5)
    explain(driver, number)
    assert case(office, number).due_on == before == date(2026, 4, 1)


def test_unreasonable_reasons_end_the_review_and_are_answered_by_letter(office: Office, driver: Driver) -> None:
    number = asked(driver)
    explain(driver, number)
    assert steps(driver, number) == ["examine_nature", "weigh_reasons"]
    driver.step(number, "weigh_reasons")
    assert steps(driver, number) == ["draft_decision"]
    driver.run(number)
    assert outcomes(office, number) == [Outcome.EXCESSIVE]
    with office.reading() as records:
        assert [letter.kind for letter in records.scalars(select(Letter).order_by(Letter.id))] == ["D19", "D49"]
    assert consistency.faults(office) == []


def test_reasonable_reasons_leave_the_case_on_its_course(office: Office, driver: Driver) -> None:
    number = asked(driver)
    explain(driver, number)
    driver.step(number, "weigh_reasons", verdict=ReasonsVerdict.AS_USUAL)
    assert steps(driver, number) == ["examine_nature"]
    driver.run(number)
    assert outcomes(office, number) == [Outcome.DISCLOSED]


def test_a_delayed_reply_has_the_day_that_was_announced(office: Office, driver: Driver) -> None:
    number = asked(driver)
    explain(driver, number)
    driver.step(
        number, "weigh_reasons", verdict=ReasonsVerdict.DELAYED, due_on=date(2026, 6, 30),
        obstacle="涉及十二个年度的案卷，需逐卷核对。",
    )  # fmt: skip
    assert case(office, number).due_on == date(2026, 4, 1), "nothing moves before the applicant is told"
    for step in ("approve_notice", "sign_notice", "seal_notice"):
        driver.step(number, step)
        driver.tick()
    driver.step(number, "serve_notice")
    assert case(office, number).due_on == date(2026, 6, 30)


@pytest.mark.parametrize("day", [None, date(2026, 4, 1), date(2026, 6, 28)], ids=["none", "no later", "a day off"])
def test_a_delay_needs_a_later_working_day(driver: Driver, day: date | None) -> None:
    number = asked(driver)
    explain(driver, number)
    with pytest.raises(RuleViolation, match="延迟答复的日期"):
        driver.step(number, "weigh_reasons", verdict=ReasonsVerdict.DELAYED, due_on=day, obstacle="案卷众多。")


def test_silence_decides_nothing_by_itself(office: Office, driver: Driver, clock: SetClock) -> None:
    number = asked(driver)
    clock.advance(days=15)
    driver.tick()
    assert steps(driver, number) == ["examine_nature", "weigh_reasons"]
    assert outcomes(office, number) == [None]


def test_a_judgment_without_reasons_is_none(driver: Driver) -> None:
    number = asked(driver)
    explain(driver, number)
    with pytest.raises(RuleViolation, match="判断和依据"):
        driver.step(number, "weigh_reasons", words="不合理。")


def test_reasons_are_asked_once_and_by_whoever_handles_the_case(driver: Driver) -> None:
    number = asked(driver)
    with pytest.raises(RuleViolation, match="已经要求"):
        ask(driver, number)
    with pytest.raises(NotPermitted):
        reasons.ask_reasons(number, WHY, actor=driver.actor(Role.ARCHIVIST), office=driver.office)


def test_a_period_to_explain_that_outlasts_the_reply_is_refused(driver: Driver) -> None:
    number = driver.register(received_on=date(2026, 3, 4)).application_id
    driver.run(number, until="examine_nature")
    ask(driver, number)
    with pytest.raises(RuleViolation, match="没有时间评估"):
        driver.step(number, "draft_reasons_notice", working_days=20)


def test_a_reply_being_signed_is_sent_back_before_the_case_is_not_processed(driver: Driver) -> None:
    number = asked(driver)
    driver.run(number, until="review_by_unit")
    explain(driver, number)
    with pytest.raises(RuleViolation, match="退回"):
        driver.step(number, "weigh_reasons")


def test_no_number_of_applications_starts_anything(office: Office, driver: Driver) -> None:
    numbers = [driver.register().application_id for _ in range(12)]
    driver.tick()
    counted = volume.volume(numbers[-1], actor=driver.actor(Role.OFFICE_HEAD), office=office)
    assert (counted.this_year, counted.this_month) == (12, 12)
    with office.reading() as records:
        asked_for = select(HistoryEntry).where(HistoryEntry.event == "reasons_proposed")
        assert records.scalars(asked_for).all() == []
