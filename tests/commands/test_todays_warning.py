"""At five in the afternoon of a working day: what came in today and is not registered or confirmed. 《条例》第31条"""

from datetime import datetime

from sqlalchemy import select

from engine import scheduler
from engine.clock import BEIJING
from engine.commands import register
from engine.office import Office
from engine.permissions import Role
from engine.records import Message, Person
from engine.rules.vocabulary import Channel
from engine.tools.driver import Driver, SetClock

WORDS = "今天收件"


def test_registrar_and_head_hear_once_of_what_is_not_registered_by_five(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    _comes_in(office, driver)
    _look(office, clock, 4, 16, 59)
    assert _heard(office) == []
    for minute in (0, 10, 20):
        _look(office, clock, 4, 17, minute)
    heard = _heard(office)
    assert len(heard) == len(set(heard))
    assert {_somebody(office, Role.REGISTRAR), _somebody(office, Role.OFFICE_HEAD)} <= set(heard)


def test_a_case_whose_receipt_waits_for_confirmation_is_one_too(small_office: Office, clock: SetClock) -> None:
    Driver(small_office).register(channel=Channel.ORDINARY_LETTER)
    _look(small_office, clock, 4, 17, 0)
    assert any("尚未与申请人确认收到" in text for text in _texts(small_office))


def test_what_is_received_or_came_in_yesterday_warns_nobody(small_office: Office, clock: SetClock) -> None:
    driver = Driver(small_office)
    driver.register()
    _comes_in(small_office, driver)
    _look(small_office, clock, 5, 17, 0)
    assert _heard(small_office) == []


def test_what_is_registered_before_the_message_goes_out_needs_none(small_office: Office, clock: SetClock) -> None:
    driver = Driver(small_office)
    case = _comes_in(small_office, driver)
    clock.moment = datetime(2026, 3, 4, 17, 0, tzinfo=BEIJING)
    scheduler.look(small_office)
    driver.run(case, until="check_application")
    scheduler.tick(small_office)
    assert _heard(small_office) == []


def test_nobody_is_warned_on_a_day_off(small_office: Office, clock: SetClock) -> None:
    clock.moment = datetime(2026, 3, 7, 9, 0, tzinfo=BEIJING)
    _comes_in(small_office, Driver(small_office))
    _look(small_office, clock, 7, 17, 0)
    assert _heard(small_office) == []


def _comes_in(office: Office, driver: Driver) -> int:
    entry = driver.entry(channel=Channel.ONLINE_PLATFORM)
    return register.apply_online(entry, office=office).application_id


def _look(office: Office, clock: SetClock, day: int, hour: int, minute: int) -> None:
    clock.moment = datetime(2026, 3, day, hour, minute, tzinfo=BEIJING)
    scheduler.look(office)
    scheduler.tick(office)


def _heard(office: Office) -> list[int]:
    """Who has the warning, once for each message."""
    with office.reading() as records:
        return list(records.scalars(select(Message.person_id).where(Message.text.contains(WORDS))))


def _texts(office: Office) -> list[str]:
    with office.reading() as records:
        return list(records.scalars(select(Message.text).where(Message.text.contains(WORDS))))


def _somebody(office: Office, role: Role) -> int:
    person = Driver(office).actor(role).person_id
    with office.reading() as records:
        assert person is not None
        return records.get_one(Person, person).id
