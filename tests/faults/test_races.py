"""Two people, two processes, two clicks at the same moment: one winner, clear refusals, numbers without gaps."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from engine import bootstrap, outbox
from engine.clock import BEIJING
from engine.commands import deliver, drafts, handle, review, tasks
from engine.errors import Conflict, TaskNotReady
from engine.office import Office
from engine.permissions import Actor, Role
from engine.records import (
    EventName,
    HistoryEntry,
    Letter,
    Message,
    OutboxEntry,
    Person,
    ProcessVersion,
)
from engine.tools import consistency
from engine.tools.driver import Driver, SetClock
from engine.tools.seed import copies_of
from engine.tools.steps import AGREED
from tests.conftest import office_on, settings_for
from tests.faults.at_once import at_once, kinds


def test_a_step_sent_twice_at_once_is_done_once(office: Office, driver: Driver) -> None:
    case = driver.register().application_id
    driver.run(case, until="check_application")
    task, actor = driver.open_tasks(case)[0], driver.actor(Role.REGISTRAR)
    check = partial(handle.check_application, task.id, handle.ApplicationCheck(), actor=actor, office=office)
    outcomes = at_once([check] * 2)
    assert kinds(outcomes) in (["NoneType", "TaskNotReady"], ["Conflict", "NoneType"])
    assert _count(office, HistoryEntry.event == EventName.APPLICATION_CHECKED) == 1
    assert [task.step for task in driver.open_tasks(case)] == ["assign_handler"]
    assert consistency.faults(office) == []


def test_of_two_who_claim_at_once_one_has_the_step(office: Office, driver: Driver) -> None:
    for _ in range(10):
        case = driver.register().application_id
        driver.run(case, until="examine_nature")
        task = driver.open_tasks(case)[0]
        handlers = [_person(office, account) for account in ("gongcheng1", "gongcheng2")]
        outcomes = at_once([partial(tasks.claim_task, task.id, actor=one, office=office) for one in handlers])
        assert kinds(outcomes) == ["NoneType", "TaskNotReady"]
        winner = handlers[outcomes.index(None)]
        assert driver.open_tasks(case)[0].assignee_id == winner.person_id
    assert _count(office, HistoryEntry.event == EventName.TASK_CLAIMED) == 10


def test_a_step_done_while_the_applicant_withdraws_leaves_one_course(office: Office, driver: Driver) -> None:
    for _ in range(8):
        case = driver.register().application_id
        driver.run(case, until="check_application")
        outcomes = at_once([partial(driver.step, case), partial(driver.withdraw, case)])
        assert all(isinstance(outcome, str | None | TaskNotReady | Conflict) for outcome in outcomes)
        assert len(driver.open_tasks(case)) == 1
    assert consistency.faults(office) == []


def test_fifty_registrations_at_once_have_consecutive_numbers(office: Office, driver: Driver) -> None:
    numbers = [one.case_number for one in at_once([driver.register] * 50)]
    assert sorted(numbers) == [f"2026-{number:04d}" for number in range(1, 51)]
    assert consistency.faults(office) == []


def test_one_form_sent_by_five_clicks_at_once_registers_once(office: Office, driver: Driver) -> None:
    outcomes = at_once([partial(driver.register, entry_key="the same form")] * 5)
    assert {one.case_number for one in outcomes} == {"2026-0001"}
    assert sum(bool(one.pass_phrase) for one in outcomes) == 1
    assert driver.register().case_number == "2026-0002"


def test_at_new_year_in_beijing_the_series_starts_again(office: Office, driver: Driver, clock: SetClock) -> None:
    clock.moment = datetime(2026, 12, 31, 23, 59, 30, tzinfo=BEIJING)
    old = [one.case_number for one in at_once([driver.register] * 10)]
    clock.moment = datetime(2027, 1, 1, 0, 0, 30, tzinfo=BEIJING)
    new = [one.case_number for one in at_once([driver.register] * 10)]
    assert sorted(old) == [f"2026-{number:04d}" for number in range(1, 11)]
    assert sorted(new) == [f"2027-{number:04d}" for number in range(1, 11)]


@pytest.fixture
def at_midnight(office: Office) -> Iterator[list[Driver]]:
    """Two processes on one database: by the clock of one the old year is not over, by the other's it is."""
    old = SetClock(datetime(2026, 12, 31, 23, 59, 30, tzinfo=BEIJING))
    new = SetClock(datetime(2027, 1, 1, 0, 0, 30, tzinfo=BEIJING))
    drivers = [Driver(office_on(office.settings.database_url, moment)) for moment in (old, new)]
    yield drivers
    for one in drivers:
        one.office.engine.dispose()


def test_fifty_registrations_while_the_year_turns_have_the_year_of_their_own_moment(at_midnight: list[Driver]) -> None:
    numbers = [one.case_number for one in at_once([one.register for one in at_midnight * 25])]
    assert sorted(numbers) == [f"{year}-{number:04d}" for year in (2026, 2027) for number in range(1, 26)]


def test_fifty_signings_while_the_year_turns_are_numbered_in_the_year_of_their_own_moment(
    office: Office, driver: Driver, at_midnight: list[Driver]
) -> None:
    case = driver.register().application_id
    _work(driver, case, "sign_as_deputy")
    actor = driver.actor(Role.DEPUTY_LEADER)
    signings = [
        partial(review.sign_as_deputy, driver.open_tasks(each)[0].id, AGREED, actor=actor, office=one.office)
        for each, one in zip(copies_of(case, 50, office), at_midnight * 25, strict=True)
    ]
    assert at_once(signings) == [None] * 50
    with office.reading() as records:
        found = records.scalars(select(Letter.document_number)).all()
    assert sorted(found) == sorted(f"某防公开〔{year}〕{number}号" for year in (2026, 2027) for number in range(1, 26))


def test_four_processes_carry_out_each_promise_once(office: Office, driver: Driver, clock: SetClock) -> None:
    case = driver.register(received_on=date(2026, 1, 5)).application_id
    _work(driver, case, "sign_as_deputy")
    for each in copies_of(case, 6, office):
        while driver.step(each) != "seal_reply":
            pass
    deliver.wake_due(office)
    taken = at_once([partial(_until_done, outbox.carry_out_due, office)] * 4)
    with office.reading() as records:
        promises = records.scalars(select(OutboxEntry)).all()
        assert [entry.tries for entry in promises] == [1] * len(promises)
        assert all(entry.done_at for entry in promises)
    assert sum(taken) == len(promises)
    assert _count(office, HistoryEntry.event == EventName.LETTER_FROZEN) == 6
    assert consistency.faults(office) == []


def test_four_processes_wake_each_timer_once(office: Office, driver: Driver, clock: SetClock) -> None:
    for _ in range(12):
        driver.register()
    clock.advance(days=21)  # the first rung has come, the second not yet
    at_once([partial(_until_done, deliver.wake_due, office)] * 4)
    outbox.carry_out_due(office)
    assert _count(office, HistoryEntry.event == EventName.DEADLINE_ESCALATED) == 12
    with office.reading() as records:
        doubled = select(Message.person_id, Message.key).group_by(Message.person_id, Message.key)
        assert records.execute(doubled.having(func.count() > 1)).all() == []
    assert consistency.faults(office) == []


def test_several_processes_that_start_at_once_deploy_each_drawing_once(founded_url: str, clock: SetClock) -> None:
    first = office_on(founded_url, clock)
    with first.transaction() as records:
        for version in records.scalars(select(ProcessVersion)):
            records.delete(version)
    first.engine.dispose()
    offices = at_once([partial(bootstrap.build, settings_for(founded_url), clock=clock)] * 4)
    with offices[0].reading() as records:
        found = records.scalars(select(ProcessVersion.spec_hash)).all()
    assert sorted(found) == sorted(offices[0].workflow.catalogue.current.values())
    for one in offices:
        one.engine.dispose()


def test_a_draft_saved_twice_at_once_is_one_draft(office: Office, driver: Driver) -> None:
    actor = driver.actor(Role.REGISTRAR)
    save = partial(drafts.save_draft, "/applications/new", {"phone": ["1"]}, actor=actor, office=office)
    assert set(kinds(at_once([save] * 6))) <= {"NoneType", "Conflict"}


def test_the_number_of_a_finished_step_is_never_given_to_another(office: Office, driver: Driver) -> None:
    """On SQLite the highest number was given anew: an old page would have finished the step of another case."""
    first = driver.register().application_id
    driver.run(first, until="archive_case")
    finished = driver.open_tasks(first)[0].id
    driver.step(first)
    second = driver.register().application_id
    assert driver.open_tasks(second)[0].id > finished


def _work(driver: Driver, application_id: int, until: str) -> None:
    """Step after step without timers or outbox between, which have nothing to do on this way."""
    while (step := driver.open_tasks(application_id)[0].step) != until:
        driver.step(application_id, step)


def _until_done(job: Callable[[Office], int], office: Office) -> int:
    done = 0
    while more := job(office):
        done += more
    return done


def _count(office: Office, condition: Any) -> int:
    with office.reading() as records:
        return records.scalar(select(func.count()).select_from(HistoryEntry).where(condition)) or 0


def _person(office: Office, account: str) -> Actor:
    with office.reading() as records:
        return records.scalars(select(Person).where(Person.account == account)).one().actor()
