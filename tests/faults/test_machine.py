"""What a machine does to us: a full disk, a database that may only be read, a clock set back, a server restarted."""

import threading
import time
from datetime import datetime
from typing import Any

import pytest
from lxml import html
from sqlalchemy import event, select

from engine import scheduler
from engine.clock import BEIJING
from engine.errors import Conflict, TaskNotReady, Unwritable
from engine.office import Office
from engine.permissions import Role
from engine.records import Application, EventName, HistoryEntry, Message, ProcessInstance, migrations
from engine.tools import consistency
from engine.tools.driver import Driver, SetClock
from engine.tools.sample_office import found_office
from tests.conftest import office_on
from tests.faults.visitors import counter_application, filled
from tests.postgres import Postgres
from tests.web.browser import Browser, words_of
from web.app import create_app


def test_a_full_disk_is_said_plainly_and_nothing_is_lost(small_office: Office, clock: SetClock) -> None:
    driver = Driver(small_office)
    case = driver.register().application_id
    full = _limited(small_office, "PRAGMA max_page_count = 1", clock)
    with pytest.raises(Unwritable, match="没有保存"):
        _fill_up(full)
    full.engine.dispose()
    assert _cases(small_office) >= 1
    driver.run(case)
    assert consistency.faults(small_office) == []


def test_a_read_only_database_is_said_plainly_and_can_still_be_read(office: Office, clock: SetClock) -> None:
    Driver(office).register()
    locked = _limited(office, _read_only(office), clock)
    with pytest.raises(Unwritable, match="只读"):
        Driver(locked).register()
    scheduler.tick(locked)
    assert _cases(locked) == 1
    locked.engine.dispose()
    assert consistency.faults(office) == []


def test_with_a_read_only_database_pages_are_read_and_a_form_keeps_what_was_typed(
    office: Office, clock: SetClock
) -> None:
    """Noting that a sign-in was used, which every page does now and then, once made every page an error."""
    app = create_app(office)
    person = Browser.of(app, "dengji")
    form = person.get("/applications/new")
    fields = filled(
        html.fromstring(form.data).xpath("//form[@id='form']")[0], counter_application(office.clock.today())
    )
    whole = office.engine
    office.engine = _limited(office, _read_only(office), clock).engine
    clock.advance(minutes=30)
    looked, refused = person.get("/"), person.post("/applications/new", fields)
    office.engine.dispose()
    office.engine = whole
    assert (looked.status_code, refused.status_code) == (200, 503)
    assert "没有保存" in words_of(refused)
    assert 'value="甲某"' in refused.text
    assert person.post("/applications/new", fields).status_code == 303


def test_a_clock_set_back_an_hour_doubles_and_loses_nothing(office: Office, driver: Driver, clock: SetClock) -> None:
    case = driver.register().application_id
    clock.advance(days=21)
    scheduler.tick(office)
    before = _messages(office)
    clock.advance(hours=-1)
    for _ in range(3):
        scheduler.tick(office)
    second = driver.register().application_id
    clock.advance(hours=1)
    for _ in range(3):
        scheduler.tick(office)
    assert [text for text in _messages(office) if text in before] == before
    assert before != []
    driver.run(case)
    driver.run(second)
    assert consistency.faults(office) == []


@pytest.mark.postgres
def test_a_server_restarted_under_load_answers_conflict_and_loses_no_case(clock: SetClock) -> None:
    server = Postgres()
    server.command("ALTER ROLE mingda SET synchronous_commit = on")  # what was acknowledged must be there afterwards
    try:
        office = office_on(server.url(server.new_database()), clock)
        _found(office)
        stop, done, troubles = threading.Event(), [], []
        threads = [threading.Thread(target=_register_on, args=(office, stop, done, troubles)) for _ in range(4)]
        for thread in threads:
            thread.start()
        _until(lambda: len(done) >= 8)
        server.restart()
        after = len(done)
        _until(lambda: len(done) >= after + 8)
        stop.set()
        for thread in threads:
            thread.join(30)
        assert [t for t in troubles if not isinstance(t, Conflict | Unwritable)] == []
        assert set(done) <= _numbers(office)
        assert len(done) == len(set(done))
        assert consistency.faults(office) == []
        office.engine.dispose()
    finally:
        server.stop()


def test_s14_numbers_at_new_year_have_the_year_of_beijing_and_start_at_one(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    clock.moment = datetime(2026, 12, 31, 23, 59, 30, tzinfo=BEIJING)
    assert driver.register().case_number == "2026-0001"
    clock.moment = datetime(2027, 1, 1, 0, 0, 30, tzinfo=BEIJING)
    assert driver.register().case_number == "2027-0001"


def test_s15_a_step_that_a_timer_has_just_taken_away_is_refused_and_changes_nothing(
    office: Office, driver: Driver
) -> None:
    case = driver.register().application_id
    task = driver.open_tasks(case)[0]
    driver.withdraw(case)
    before = _events(office, case)
    with pytest.raises(TaskNotReady, match="已经办结或不再需要办理"):
        driver.do(task)
    assert _events(office, case) == before
    assert consistency.faults(office) == []


def test_s10_a_case_that_raises_keeps_back_no_other_and_an_administrator_hears_of_it(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    cases = [driver.register().application_id for _ in range(2)]
    with office.transaction() as records:
        query = select(ProcessInstance).where(ProcessInstance.process_id == "escalate_deadline")
        records.scalars(query.where(ProcessInstance.application_id == cases[0])).one().body = b"{}"
    clock.advance(days=21)
    for _ in range(6):
        scheduler.tick(office)
    assert EventName.DEADLINE_ESCALATED in _events(office, cases[1])
    with office.reading() as records:
        alarms = records.scalars(select(Message).where(Message.key.startswith("alarm:timer:"))).all()
        administrators = [driver.actor(Role.ADMINISTRATOR).person_id]
    assert [alarm.person_id for alarm in alarms] == administrators


def _read_only(office: Office) -> str:
    is_sqlite = office.engine.dialect.name == "sqlite"
    return "PRAGMA query_only = ON" if is_sqlite else "SET default_transaction_read_only = on"


def _limited(office: Office, statement: str, clock: SetClock) -> Office:
    """The same database through connections that are limited so."""
    made = office_on(office.settings.database_url, clock)

    def limit(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(statement)
        cursor.close()
        if hasattr(connection, "commit"):
            connection.commit()

    event.listen(made.engine, "connect", limit)
    return made


def _fill_up(office: Office) -> None:
    """Cases are registered until there is no room."""
    for _ in range(50):
        Driver(office).register()


def _found(office: Office) -> None:
    migrations.upgrade(office.engine)
    with office.transaction() as records:
        office.workflow.catalogue.deploy(records, office.clock.now())
    found_office(office)


def _register_on(office: Office, stop: threading.Event, done: list[str], troubles: list[Exception]) -> None:
    while not stop.is_set():
        try:
            done.append(Driver(office).register().case_number)
        except Exception as error:  # noqa: BLE001  # what a person met is looked at afterwards
            troubles.append(error)
            stop.wait(0.05)


def _until(is_so: Any) -> None:
    end = time.monotonic() + 60
    while not is_so() and time.monotonic() < end:
        time.sleep(0.05)
    assert is_so()


def _numbers(office: Office) -> set[str]:
    with office.reading() as records:
        return set(records.scalars(select(Application.case_number)))


def _cases(office: Office) -> int:
    return len(_numbers(office))


def _messages(office: Office) -> list[str]:
    with office.reading() as records:
        return list(records.scalars(select(Message.text).order_by(Message.id)))


def _events(office: Office, case: int) -> list[EventName]:
    with office.reading() as records:
        query = select(HistoryEntry.event).where(HistoryEntry.application_id == case).order_by(HistoryEntry.id)
        return list(records.scalars(query))
