"""The ladder of reminders: each rung once for each date, catch-up after a stop, quiet hours, the urging answered."""

from collections import Counter
from datetime import date, datetime

import pytest
from sqlalchemy import select

from engine import scheduler
from engine.clock import BEIJING
from engine.commands import watch
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.records import EventName, HistoryEntry, Message, OutboxEntry, Person
from engine.rules.working_days import Calendar
from engine.tools.driver import Driver, SetClock

DUE = date(2026, 10, 9)
RECEIVED = Calendar.official().before(DUE, 20)


def test_s10_the_first_reminder_comes_five_working_days_before_counted_over_the_holiday(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    case = _case(driver, clock)
    _at(clock, 2026, 9, 23, 17)
    scheduler.tick(office)
    assert _rungs(office, case) == []
    _at(clock, 2026, 9, 24, 8, 31)
    scheduler.tick(office)
    assert _rungs(office, case) == [1]


def test_s10_a_missed_morning_is_made_up_for_once_with_the_wording_of_the_day(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    case = _case(driver, clock)
    _at(clock, 2026, 10, 9, 9)
    for _ in range(3):
        scheduler.tick(office)
    assert _rungs(office, case) == [4]
    assert all("今天到期" in text for text in _texts(office))


def test_the_whole_ladder_reaches_the_head_of_the_agency_each_rung_once(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    case = _case(driver, clock)
    for day in Calendar.official().between(date(2026, 9, 20), date(2026, 11, 2)):
        _at(clock, day.year, day.month, day.day, 9)
        scheduler.tick(office)
        scheduler.tick(office)
    assert _rungs(office, case) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert _count(office, EventName.CASE_URGED) == 1
    with office.reading() as records:
        keys = Counter((m.person_id, m.key) for m in records.scalars(select(Message)))
    assert max(keys.values()) == 1


def test_the_urging_must_be_answered_and_the_supervisor_hears_of_it(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    case = _case(driver, clock)
    _at(clock, 2026, 10, 12, 9)
    scheduler.tick(office)
    assert "answer_urging" in [task.step for task in driver.open_tasks(case)]
    with pytest.raises(RuleViolation, match="请写明逾期原因"):
        driver.step(case, "answer_urging", reason=" ")
    driver.step(case, "answer_urging")
    scheduler.tick(office)
    assert any("督办已答复" in text for text in _texts(office, Role.SUPERVISOR))


def test_a_withdrawal_ends_the_urging(office: Office, driver: Driver, clock: SetClock) -> None:
    case = _case(driver, clock)
    _at(clock, 2026, 10, 12, 9)
    scheduler.tick(office)
    driver.withdraw(case)
    assert [task.step for task in driver.open_tasks(case)] == ["confirm_withdrawal"]


def test_nobody_is_reminded_at_night(office: Office, driver: Driver, clock: SetClock) -> None:
    _case(driver, clock)
    _at(clock, 2026, 10, 9, 22)
    scheduler.tick(office)
    assert _texts(office) == []
    _at(clock, 2026, 10, 10, 8, 31)
    scheduler.tick(office)
    assert _texts(office) != []


def test_a_step_nobody_takes_is_remembered_once_for_its_pool_and_once_for_the_head(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    _case(driver, clock)
    _at(clock, 2026, 9, 10, 9)
    assert watch.remind_standing(office) > 0
    assert watch.remind_standing(office) == 0
    scheduler.tick(office)
    assert any("无人领取" in text for text in _texts(office))


def test_two_processes_looking_at_once_promise_each_thing_once(office: Office, driver: Driver, clock: SetClock) -> None:
    _case(driver, clock)
    _at(clock, 2026, 9, 10, 9)
    scheduler.look(office)
    scheduler.look(office)
    with office.reading() as records:
        keys = list(records.scalars(select(OutboxEntry.key).where(OutboxEntry.kind == watch.KIND)))
    assert len(keys) == len(set(keys)) > 0


def _case(driver: Driver, clock: SetClock) -> int:
    _at(clock, RECEIVED.year, RECEIVED.month, RECEIVED.day, 9)
    return driver.register(received_on=RECEIVED).application_id


def _at(clock: SetClock, year: int, month: int, day: int, hour: int, minute: int = 0) -> None:
    clock.moment = datetime(year, month, day, hour, minute, tzinfo=BEIJING)


def _rungs(office: Office, case: int) -> list[int]:
    with office.reading() as records:
        query = select(HistoryEntry).where(
            HistoryEntry.application_id == case, HistoryEntry.event == EventName.DEADLINE_ESCALATED
        )
        return [entry.facts["rung"] for entry in records.scalars(query.order_by(HistoryEntry.id))]


def _texts(office: Office, role: Role | None = None) -> list[str]:
    with office.reading() as records:
        people = {person.id: person.actor().roles for person in records.scalars(select(Person))}
        messages = records.scalars(select(Message)).all()
    return [m.text for m in messages if role is None or role in people[m.person_id]]


def _count(office: Office, event: EventName) -> int:
    with office.reading() as records:
        return len(records.scalars(select(HistoryEntry).where(HistoryEntry.event == event)).all())
