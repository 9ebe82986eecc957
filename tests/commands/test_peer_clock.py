"""S-01 to S-09 and S-26: the clock faults of comparable systems, each as one test."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from engine.clock import BEIJING
from engine.commands import calendar_days, extend, receive
from engine.commands.calendar_days import DayEntry
from engine.errors import DisclosureError, RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.queries import calendar_days as changes
from engine.queries import case_page, tracking
from engine.records import Application, CaseState, EventName, history
from engine.rules.reply_clock import ClockEvent, ClockEventName, ClockState, ReplyClock, reply_clock
from engine.rules.vocabulary import Channel, ConsultedParty
from engine.rules.working_days import Calendar, DayChange
from engine.tools.driver import Driver, SetClock

N = ClockEventName
CALENDAR = Calendar.official()


def clock_of(*events: ClockEvent, as_of: date) -> ReplyClock:
    return reply_clock(events, channel=None, as_of=as_of, calendar=CALENDAR)


def case(office: Office, number: int) -> Application:
    with office.reading() as records:
        return records.get_one(Application, number)


def at(clock: SetClock, *when: int) -> None:
    clock.moment = datetime(*when, tzinfo=BEIJING)  # type: ignore[misc, arg-type]


S01 = [(date(2026, 9, 16), date(2026, 10, 20)), (date(2026, 2, 6), date(2026, 3, 12))]


@pytest.mark.parametrize(("received_on", "due_on"), S01)
def test_s01_make_up_working_weekends_count(received_on: date, due_on: date) -> None:
    assert clock_of(ClockEvent(received_on, N.RECEIVED), as_of=received_on).due_on == due_on


def test_s01_the_limit_of_the_supplement_notice_counts_them_too() -> None:
    clock = clock_of(ClockEvent(date(2026, 2, 6), N.RECEIVED), as_of=date(2026, 2, 6))
    assert clock.supplement_notice_due_on == date(2026, 2, 24)


def test_s02_a_calendar_change_reaches_open_cases_after_it_was_shown(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    at(clock, 2026, 6, 8, 9)
    open_one, closed = driver.register().application_id, driver.register().application_id
    driver.run(closed)
    assert case(office, open_one).due_on == date(2026, 7, 7)
    entry, admin = (
        DayEntry(day=date(2026, 6, 22), is_working=False, source="示例通知"),
        driver.actor(Role.ADMINISTRATOR),
    )
    change = DayChange(entry.day, entry.is_working, entry.source)
    shown = changes.change_of(change, actor=admin, office=office)
    assert [line.new for line in shown.moves.moved] == [date(2026, 7, 8)]
    assert calendar_days.set_day(entry, actor=admin, office=office) == 1
    assert case(office, open_one).due_on == date(2026, 7, 8)
    with office.reading() as records:
        moved = [e for e in history.of(records, case(office, open_one)) if e.event is EventName.DUE_DATE_CHANGED]
        untouched = [e for e in history.of(records, case(office, closed)) if e.event is EventName.DUE_DATE_CHANGED]
    assert (len(moved), untouched) == (1, [])


def test_s03_the_date_can_be_explained_and_the_applicant_reads_the_same(office: Office, driver: Driver) -> None:
    number = driver.register(received_on=date(2026, 3, 2)).application_id
    page = case_page.case_page(number, actor=driver.actor(Role.OFFICE_HEAD), office=office)
    assert page.clock is not None
    lines = page.clock.explanation
    total = next(line for line in lines if line.is_total)
    assert total.days == sum(line.days or 0 for line in lines if not line.is_total)
    assert tracking.progress(number, office).reasons == tuple(str(line) for line in lines)


def test_s04_just_after_midnight_is_the_day_in_beijing(office: Office, driver: Driver, clock: SetClock) -> None:
    at(clock, 2026, 5, 6, 23, 50)
    number = driver.register(channel=Channel.ONLINE_PLATFORM).application_id
    task = driver.open_tasks(number)[0]
    at(clock, 2026, 5, 7, 0, 20)
    confirmation = receive.Confirmation(confirmed_on=office.clock.today(), evidence="平台双方确认记录")
    receive.confirm_receipt(task.id, confirmation, actor=driver.actor_of(task), office=office)
    assert (case(office, number).received_on, case(office, number).due_on) == (date(2026, 5, 7), date(2026, 6, 3))


S05 = (
    ClockEvent(date(2026, 3, 2), N.RECEIVED),
    ClockEvent(date(2026, 3, 10), N.SUPPLEMENT_NOTICE_SERVED),
    ClockEvent(date(2026, 3, 24), N.SUPPLEMENT_RECEIVED),
)


def test_s05_a_supplement_restarts_the_clock_and_clears_the_false_alarm() -> None:
    clock = clock_of(*S05, as_of=date(2026, 4, 1))
    assert (clock.due_on, clock.late, clock.first_due_on) == (date(2026, 4, 22), False, date(2026, 3, 30))
    late = clock_of(S05[0], ClockEvent(date(2026, 3, 12), N.SUPPLEMENT_NOTICE_SERVED), as_of=date(2026, 3, 13))
    assert (late.supplement_notice_late, late.due_on) == (True, date(2026, 3, 30))
    assert late.warnings


def test_s05_a_second_supplement_notice_changes_nothing() -> None:
    again = ClockEvent(date(2026, 3, 26), N.SUPPLEMENT_NOTICE_SERVED)
    assert clock_of(*S05, again, as_of=date(2026, 4, 1)).due_on == date(2026, 4, 22)


S06 = (
    ClockEvent(date(2026, 7, 1), N.RECEIVED),
    ClockEvent(date(2026, 7, 8), N.CONSULTATION_SENT, key="a", to=ConsultedParty.THIRD_PARTY),
    ClockEvent(date(2026, 7, 8), N.CONSULTATION_RECEIVED, key="a"),
    ClockEvent(date(2026, 7, 20), N.OPINION_RECEIVED, key="a"),
    ClockEvent(date(2026, 7, 15), N.CONSULTATION_SENT, key="b", to=ConsultedParty.OTHER_AGENCY),
    ClockEvent(date(2026, 7, 24), N.OPINION_RECEIVED, key="b"),
)


def test_s06_overlapping_pauses_count_once() -> None:
    clock = clock_of(*S06, as_of=date(2026, 7, 30))
    assert (len(clock.excluded_days), clock.due_on) == (12, date(2026, 8, 14))


def test_s06_a_pause_ended_and_opened_again_on_one_day_lengthens_once() -> None:
    again: Sequence[ClockEvent] = [
        ClockEvent(date(2026, 7, 20), N.CONSULTATION_SENT, key="c", to=ConsultedParty.OTHER_AGENCY),
        ClockEvent(date(2026, 7, 24), N.OPINION_RECEIVED, key="c"),
    ]
    assert clock_of(*S06, *again, as_of=date(2026, 7, 30)).due_on == date(2026, 8, 14)


def test_s07_after_an_extension_the_old_date_alarms_nobody(office: Office, driver: Driver, clock: SetClock) -> None:
    number = driver.register(received_on=date(2026, 3, 4)).application_id
    driver.run(number, until="examine_nature")
    at(clock, 2026, 3, 30, 9)
    wanted = extend.ExtensionRequest(reason="涉及文件较多，需要时间逐份核对。")
    extend.request_extension(number, wanted, actor=driver.actor(Role.OFFICE_HEAD), office=office)
    assert case(office, number).due_on == date(2026, 4, 1), "asked for is not granted"
    for step in ("approve_extension", "approve_notice", "sign_notice", "seal_notice", "serve_notice"):
        if any(task.step == step for task in driver.open_tasks(number)):
            driver.step(number, step)
            driver.tick()
    extended = case(office, number).due_on
    assert extended == date(2026, 4, 30)
    at(clock, 2026, 4, 2, 9)
    before = len(driver.open_tasks(number))
    driver.tick()
    with office.reading() as records:
        rung = [e for e in history.of(records, case(office, number)) if e.event is EventName.DEADLINE_ESCALATED]
    assert all(entry.at.date() < date(2026, 4, 1) for entry in rung)
    assert len(driver.open_tasks(number)) == before


@pytest.mark.parametrize("answered_on", [date(2026, 7, 17), date(2026, 7, 18)])
def test_s08_an_answer_on_the_day_of_receipt_or_on_a_day_off_took_no_working_day(answered_on: date) -> None:
    clock = clock_of(
        ClockEvent(date(2026, 7, 17), N.RECEIVED), ClockEvent(answered_on, N.REPLY_SERVED), as_of=date(2026, 7, 20)
    )
    assert (clock.working_days_used, clock.state, clock.late) == (0, ClockState.STOPPED, False)


def test_s09_the_day_of_signing_drives_the_clock_not_the_day_of_registration(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    at(clock, 2026, 8, 6, 10)
    letter = {"channel": Channel.MAIL_SIGNED, "received_on": date(2026, 8, 3), "evidence": "EMS 1234567890123"}
    row = case(office, driver.register(**letter).application_id)
    assert (row.received_on, row.entered_at.astimezone(BEIJING).date()) == (date(2026, 8, 3), date(2026, 8, 6))
    with pytest.raises(DisclosureError, match="凭"):
        driver.register(**{**letter, "evidence": ""})
    with pytest.raises(RuleViolation) as refused:
        driver.register(**{**letter, "received_on": date(2026, 8, 7), "arrived_on": date(2026, 8, 6)})
    assert refused.value.field
    ordinary = driver.register(channel=Channel.ORDINARY_LETTER).application_id
    assert case(office, ordinary).received_on is None


def test_s26_overdue_means_that_the_agency_is_late(office: Office, driver: Driver, clock: SetClock) -> None:
    late, waiting = (driver.register(received_on=date(2026, 3, 4)).application_id for _ in range(2))
    driver.run(
        waiting,
        until="serve_notice",
        given={"check_application": {"clear": False}, "draft_supplement_notice": {"working_days": 25}},
    )
    driver.step(waiting, "serve_notice")
    at(clock, 2026, 4, 2, 9)
    with office.transaction() as records:
        for number in (late, waiting):
            history.touch(records, records.get_one(Application, number))
    states = {number: (case(office, number).state, case(office, number).due_on) for number in (late, waiting)}
    assert states[late] == (CaseState.RUNNING, date(2026, 4, 1))
    assert states[waiting] == (CaseState.WAITING_FOR_APPLICANT, None)
