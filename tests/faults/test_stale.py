"""What is kept to be fast never shows a stale date or a step that is gone: a second process's office races each."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from sqlalchemy import select

from engine.clock import BEIJING
from engine.commands import calendar_days, readings, reminders, tasks
from engine.commands.calendar_days import DayEntry
from engine.errors import TaskNotReady
from engine.office import Office
from engine.permissions import Role
from engine.records import Application, PlannedTimer
from engine.rules.reading_changes import NewReading
from engine.tools import consistency
from engine.tools.driver import Driver, SetClock
from tests.conftest import office_on

MONDAY = datetime(2026, 6, 8, 9, tzinfo=BEIJING)
DAY_OFF = DayEntry(day=date(2026, 6, 22), is_working=False, source="国办发明电〔2026〕1号")
ROUNDS = 10


@pytest.fixture
def other(founded_url: str, office: Office, clock: SetClock) -> Iterator[Office]:
    """Another process's office on the same database, with caches of its own that are warm."""
    clock.moment = MONDAY
    second = office_on(founded_url, clock)
    Driver(second).register(received_on=MONDAY.date())
    yield second
    second.engine.dispose()


def test_a_day_off_entered_elsewhere_dates_the_very_next_case(office: Office, other: Office) -> None:
    calendar_days.set_day(DAY_OFF, actor=Driver(office).actor(Role.ADMINISTRATOR), office=office)
    case = Driver(other).register(received_on=MONDAY.date()).application_id
    assert _due_on(other, case) == date(2026, 7, 8)


def test_a_day_off_that_comes_and_goes_beside_registrations_leaves_no_case_with_an_old_date(
    office: Office, other: Office
) -> None:
    """Whoever came first, every case bears the date of the calendar as it stands at the end."""
    administrator, desk = Driver(office).actor(Role.ADMINISTRATOR), Driver(other)
    with ThreadPoolExecutor(1) as pool:
        registered = pool.submit(lambda: [desk.register(received_on=MONDAY.date()) for _ in range(ROUNDS * 2)])
        for _ in range(ROUNDS):
            calendar_days.set_day(DAY_OFF, actor=administrator, office=office)
            calendar_days.remove_day(DAY_OFF.day, actor=administrator, office=office)
        calendar_days.set_day(DAY_OFF, actor=administrator, office=office)
        cases = [each.application_id for each in registered.result()]
    assert {_due_on(office, case) for case in cases} == {date(2026, 7, 8)}
    assert consistency.faults(office) == []


def test_days_of_reminder_set_elsewhere_move_the_next_alarm(office: Office, other: Office) -> None:
    reminders.set_reminder_days([9, 4, 2], actor=Driver(office).actor(Role.ADMINISTRATOR), office=office)
    case = Driver(other).register(received_on=MONDAY.date()).application_id
    with other.reading() as records:
        query = select(PlannedTimer.due_at).where(PlannedTimer.application_id == case, PlannedTimer.name == "next_rung")
        assert records.scalar(query) == datetime(2026, 6, 24, 8, 30, tzinfo=BEIJING)


def test_a_reading_changed_elsewhere_dates_the_very_next_case(office: Office, other: Office) -> None:
    counted = NewReading(name="count_receipt_day", value=True, reason="法制审核会议纪要")
    readings.set_reading(counted, actor=Driver(office).actor(Role.ADMINISTRATOR), office=office)
    case = Driver(other).register(received_on=MONDAY.date()).application_id
    assert _due_on(other, case) == date(2026, 7, 6)


def test_a_reading_that_changes_beside_registrations_leaves_no_case_with_an_old_date(
    office: Office, other: Office
) -> None:
    """Whoever came first, every open case bears the date of the reading that holds at the end."""
    administrator, desk = Driver(office).actor(Role.ADMINISTRATOR), Driver(other)
    with ThreadPoolExecutor(1) as pool:
        registered = pool.submit(lambda: [desk.register(received_on=MONDAY.date()) for _ in range(ROUNDS)])
        for value in (True, False) * (ROUNDS // 2) + (True,):
            wanted = NewReading(name="count_receipt_day", value=value, reason="法制审核会议纪要")
            readings.set_reading(wanted, actor=administrator, office=office)
        cases = [each.application_id for each in registered.result()]
    assert {_due_on(office, case) for case in cases} == {date(2026, 7, 6)}
    assert consistency.faults(office) == []


def test_a_step_done_elsewhere_is_gone_at_once(office: Office, other: Office) -> None:
    driver, desk = Driver(office), Driver(other)
    case = driver.register(received_on=MONDAY.date()).application_id
    task = desk.open_tasks(case)[0]
    actor = desk.actor_of(task)
    driver.step(case)
    assert task.id not in {each.id for each in desk.open_tasks(case)}
    with pytest.raises(TaskNotReady):
        tasks.claim_task(task.id, actor=actor, office=other)


def _due_on(office: Office, case: int) -> date | None:
    with office.reading() as records:
        return records.scalar(select(Application.due_on).where(Application.id == case))
