"""The mail log: what is signed for is the day of receipt, every envelope has an end, and none is forgotten."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from engine import scheduler
from engine.clock import BEIJING
from engine.commands import envelope_ends, envelopes, register, supplement
from engine.commands.envelope_ends import Filing, Passing
from engine.commands.envelopes import EnvelopeEntry
from engine.commands.files import Upload
from engine.commands.register import Registered, Registration
from engine.errors import NotPermitted, RuleViolation, TaskNotReady
from engine.office import Office
from engine.permissions import Role
from engine.queries import duty
from engine.queries import envelopes as queries
from engine.records import Application, Envelope, EventName, HistoryEntry, Message, Person, StoredFile
from engine.rules.envelopes import Carrier, EnvelopeState, Paper
from engine.rules.vocabulary import Channel, StrayChannel
from engine.tools.driver import Driver, SetClock

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
SATURDAY = datetime(2026, 3, 7, 10, 20, tzinfo=BEIJING)
UNCLEAR = {"check_application": {"clear": False}}


def log(driver: Driver, **given: Any) -> int:
    """An envelope as the mail room logs it; say only what matters."""
    usual: dict[str, Any] = {
        "entry_key": str(uuid4()), "sender": "甲某（示例）", "carrier": Carrier.EMS,
        "tracking_number": f"EX{uuid4().int % 10**9:09d}CN", "signed_by": "门卫（示例）",
        "signed_at": driver.office.clock.now(),
    }  # fmt: skip
    photos = given.pop("photos", ())
    return envelopes.log_envelope(
        EnvelopeEntry(**usual | given), photos, actor=driver.actor(Role.MAIL_ROOM), office=driver.office
    )


def taken(driver: Driver, **given: Any) -> int:
    """An envelope that a registrar has taken over from the mail room."""
    envelope = log(driver, **given)
    registrar = driver.actor(Role.REGISTRAR)
    with driver.office.reading() as records:
        clerk = records.scalars(select(Person).where(Person.account == "shoufa")).one().actor()
    envelopes.hand_over([envelope], registrar.person_id, actor=clerk, office=driver.office)
    envelopes.take_over([envelope], actor=registrar, office=driver.office)
    return envelope


def register_from(driver: Driver, envelope: int, received_on: date, **given: Any) -> Registered:
    """An application registered from its envelope."""
    entry = driver.entry(**{"channel": Channel.MAIL_SIGNED, "arrived_on": received_on, **given})
    registration = Registration(received_on=received_on, evidence="EMS 签收单", envelope_id=envelope)
    return register.register_application(entry, registration, actor=driver.actor(Role.REGISTRAR), office=driver.office)


def row(office: Office, envelope: int) -> Envelope:
    with office.reading() as records:
        return records.get_one(Envelope, envelope)


def file(driver: Driver, envelope: int, case_number: str, paper: Paper, **given: Any) -> int:
    filing = Filing(case_number=case_number, paper=paper, **given)
    return envelope_ends.file_with_case(envelope, filing, actor=driver.actor(Role.REGISTRAR), office=driver.office)


def test_an_envelope_signed_for_on_a_day_off_is_logged_with_that_day(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    clock.moment = SATURDAY
    found = row(office, log(driver))
    assert (found.number, found.signed_on, found.state) == ("收2026-0001", date(2026, 3, 7), EnvelopeState.LOGGED)


def test_a_repeated_click_logs_one_envelope(office: Office, driver: Driver) -> None:
    key = str(uuid4())
    assert log(driver, entry_key=key) == log(driver, entry_key=key)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"sender": " "}, "sender"),
        ({"signed_by": ""}, "signed_by"),
        ({"tracking_number": ""}, "tracking_number"),
        ({"signed_at": datetime(2026, 3, 4, 9, 1, tzinfo=BEIJING)}, "signed_on"),
    ],
)
def test_what_proves_the_signature_is_asked_for(driver: Driver, given: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        log(driver, **given)
    assert refused.value.field == field


def test_one_consignment_is_logged_once_however_its_number_is_typed(driver: Driver) -> None:
    log(driver, tracking_number="ex 123456789 cn")
    with pytest.raises(RuleViolation, match="收2026-0001"):
        log(driver, tracking_number="EX123456789CN")


def test_no_picture_is_kept_of_an_envelope_with_a_level_mark(driver: Driver) -> None:
    with pytest.raises(RuleViolation) as refused:
        log(driver, bears_level_mark=True, photos=[Upload("信封", "正面.png", PNG)])
    assert refused.value.article == "《条例》第17条"


def test_a_slip_is_set_right_before_the_envelope_is_handed_on(office: Office, driver: Driver, clock: SetClock) -> None:
    envelope = log(driver, tracking_number="EX123456789CN", photos=[Upload("信封", "正面.png", PNG)])
    wanted = EnvelopeEntry(
        entry_key="", sender="甲某（示例）", carrier=Carrier.EMS, tracking_number="EX123456789CN",
        signed_by="门卫（示例）", signed_at=clock.moment - timedelta(days=1), bears_level_mark=True,
    )  # fmt: skip
    envelopes.correct_envelope(envelope, wanted, actor=_clerk(office), office=office)
    found = queries.envelope(envelope, actor=_clerk(office), office=office)
    assert (found.signed_on, found.photos) == (date(2026, 3, 3), ())
    with office.reading() as records:
        told = records.scalars(select(HistoryEntry).where(HistoryEntry.event == EventName.ENVELOPE_CORRECTED)).one()
    assert set(told.facts["before"]) == {"signed_at", "bears_level_mark"}
    envelopes.hand_over([envelope], driver.actor(Role.REGISTRAR).person_id, actor=_clerk(office), office=office)
    with pytest.raises(TaskNotReady):
        envelopes.correct_envelope(envelope, wanted, actor=_clerk(office), office=office)


def test_the_handover_has_both_names_and_both_times(office: Office, driver: Driver, clock: SetClock) -> None:
    envelope = log(driver)
    registrar = driver.actor(Role.REGISTRAR)
    clock.advance(minutes=5)
    envelopes.hand_over([envelope], registrar.person_id, actor=_clerk(office), office=office)
    assert row(office, envelope).state is EnvelopeState.HANDED_OVER
    clock.advance(minutes=5)
    envelopes.take_over([envelope], actor=registrar, office=office)
    found = row(office, envelope)
    assert (found.handed_by, found.taken_by) == ("收发员（示例）", "登记员（示例）")
    assert found.handed_at is not None
    assert found.taken_at == found.handed_at + timedelta(minutes=5)


def test_what_was_not_handed_on_cannot_be_taken(office: Office, driver: Driver) -> None:
    with pytest.raises(TaskNotReady):
        envelopes.take_over([log(driver)], actor=driver.actor(Role.REGISTRAR), office=office)


def test_the_mail_room_does_not_decide_what_an_envelope_is(office: Office, driver: Driver) -> None:
    passing = Passing(passed_to="财务", reason="账单", asks_for_information=False)
    with pytest.raises(NotPermitted):
        envelope_ends.pass_on(taken(driver), passing, actor=_clerk(office), office=office)


def test_a_registration_from_an_envelope_has_its_day_and_its_picture(office: Office, driver: Driver) -> None:
    envelope = taken(driver, photos=[Upload("信封", "正面.png", PNG)])
    case = register_from(driver, envelope, date(2026, 3, 4)).application_id
    found = row(office, envelope)
    assert (found.state, found.application_id) == (EnvelopeState.REGISTERED, case)
    with office.reading() as records:
        assert records.get_one(Application, case).received_on == date(2026, 3, 4)
        assert records.scalars(select(StoredFile.purpose).where(StoredFile.application_id == case)).all() == ["信封"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"received_on": date(2026, 3, 4)}, "arrived_on"),
        ({"channel": Channel.ORDINARY_LETTER}, "channel"),
        ({"stray_channel": StrayChannel.PRIVATE_COURIER}, "channel"),
    ],
)
def test_a_registration_does_not_leave_the_day_of_the_signature(
    driver: Driver, clock: SetClock, given: dict[str, Any], field: str
) -> None:
    clock.advance(days=-1)
    envelope = taken(driver)
    clock.advance(days=1)
    with pytest.raises(RuleViolation) as refused:
        register_from(driver, envelope, **{"received_on": date(2026, 3, 3), **given})
    assert (refused.value.field, refused.value.article) == (field, "《条例》第31条")


def test_a_receipt_later_than_the_logged_signature_is_refused_without_the_link_too(
    driver: Driver, clock: SetClock
) -> None:
    log(driver, tracking_number="EX123456789CN")
    clock.advance(days=2)
    with pytest.raises(RuleViolation) as refused:
        driver.register(channel=Channel.MAIL_SIGNED, evidence="EMS EX123456789CN，收发室签收")
    assert (refused.value.field, refused.value.article) == ("received_on", "《条例》第31条第（二）项")


def test_an_ordinary_letter_counts_from_the_day_of_confirmation_all_the_same(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    envelope = taken(driver, carrier=Carrier.ORDINARY_MAIL, tracking_number="")
    case = register_from(driver, envelope, date(2026, 3, 4), channel=Channel.ORDINARY_LETTER).application_id
    clock.advance(days=1)
    driver.step(case, "confirm_receipt")
    with office.reading() as records:
        assert records.get_one(Application, case).received_on == date(2026, 3, 5)


def test_a_case_registered_late_is_linked_only_with_its_day_set_right(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    envelope = taken(driver)
    clock.advance(days=2)
    case = driver.register(channel=Channel.MAIL_SIGNED)
    with pytest.raises(RuleViolation) as refused:
        file(driver, envelope, case.case_number, Paper.APPLICATION)
    assert refused.value.field == "corrects_receipt"
    file(driver, envelope, case.case_number, Paper.APPLICATION, corrects_receipt=True)
    with office.reading() as records:
        found = records.get_one(Application, case.application_id)
    assert (found.received_on, found.due_on) == (date(2026, 3, 4), date(2026, 4, 1))


def test_a_supplement_does_not_count_from_later_than_its_envelope(driver: Driver, clock: SetClock) -> None:
    case = driver.register()
    driver.run(case.application_id, given=UNCLEAR)
    clock.advance(days=5)
    file(driver, taken(driver), case.case_number, Paper.SUPPLEMENT)
    came = driver.office.clock.today()
    clock.advance(days=1)
    with pytest.raises(RuleViolation) as refused:
        _supplement(driver, case.application_id, came + timedelta(days=1))
    assert refused.value.article == "《条例》第31条第（二）项"
    _supplement(driver, case.application_id, came)


def test_a_letter_that_asks_for_information_is_never_passed_on(office: Office, driver: Driver) -> None:
    passing = Passing(passed_to="信访室", reason="反映物业问题，同时要求公开验收文件", asks_for_information=True)
    with pytest.raises(RuleViolation) as refused:
        envelope_ends.pass_on(taken(driver), passing, actor=driver.actor(Role.REGISTRAR), office=office)
    assert refused.value.article == "《条例》第39条第1款"


def test_what_is_not_ours_goes_on_with_the_reason_on_record(office: Office, driver: Driver) -> None:
    envelope = taken(driver)
    passing = Passing(passed_to="财务", reason="设备公司的对账单", asks_for_information=False)
    envelope_ends.pass_on(envelope, passing, actor=driver.actor(Role.REGISTRAR), office=office)
    found = row(office, envelope)
    assert (found.state, found.passed_to, found.settled_by) == (EnvelopeState.PASSED_ON, "财务", "登记员（示例）")
    with office.reading() as records:
        events = records.scalars(select(HistoryEntry.event).where(HistoryEntry.application_id.is_(None))).all()
    assert EventName.ENVELOPE_SETTLED in events


def test_an_envelope_ends_once(driver: Driver) -> None:
    envelope = taken(driver)
    case = driver.register()
    file(driver, envelope, case.case_number, Paper.OTHER)
    with pytest.raises(TaskNotReady, match="已归入案件"):
        file(driver, envelope, case.case_number, Paper.OTHER)


def _clerk(office: Office) -> Any:
    with office.reading() as records:
        return records.scalars(select(Person).where(Person.account == "shoufa")).one().actor()


def _supplement(driver: Driver, case: int, received_on: date) -> None:
    supplement.submit_supplement(
        case, received_on=received_on, actor=driver.actor(Role.REGISTRAR), office=driver.office
    )


def _told(office: Office, account: str) -> list[str]:
    with office.reading() as records:
        query = select(Message.text).join(Person, Message.person_id == Person.id)
        return list(records.scalars(query.where(Person.account == account).order_by(Message.id)))


def test_an_envelope_nobody_took_alarms_the_next_working_morning(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    clock.moment = SATURDAY
    log(driver)
    scheduler.look(office)
    clock.moment = datetime(2026, 3, 8, 10, 0, tzinfo=BEIJING)
    scheduler.look(office)
    clock.moment = datetime(2026, 3, 9, 8, 29, tzinfo=BEIJING)
    scheduler.look(office)
    driver.tick()
    assert _told(office, "dengji") == []
    clock.advance(minutes=1)
    scheduler.look(office)
    driver.tick()
    assert "收2026-0001" in _told(office, "dengji")[0]
    assert len(_told(office, "shoufa")) == 1


def test_the_alarm_comes_once_an_envelope_and_day(office: Office, driver: Driver, clock: SetClock) -> None:
    log(driver)
    for hours in (24, 1, 23):
        clock.advance(hours=hours)
        scheduler.look(office)
        driver.tick()
    assert len(_told(office, "dengji")) == 2
    assert len(_told(office, "zhuren")) == 1  # two working days on, the head hears of it


def test_what_lies_with_a_registrar_without_an_end_alarms_that_one_alone(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    taken(driver)
    clock.advance(days=1)
    scheduler.look(office)
    driver.tick()
    assert "还没有去向" in _told(office, "dengji")[0]
    assert _told(office, "shoufa") == []


def test_an_envelope_that_ended_meanwhile_alarms_nobody(office: Office, driver: Driver, clock: SetClock) -> None:
    envelope = taken(driver)
    clock.advance(days=1)
    scheduler.look(office)
    file(driver, envelope, driver.register().case_number, Paper.OTHER)
    driver.tick()
    assert _told(office, "dengji") == []


def test_the_years_envelopes_without_a_case_are_named_with_what_became_of_them(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    passed = taken(driver, sender="乙公司（示例）")
    passing = Passing(passed_to="财务", reason="对账单", asks_for_information=False)
    envelope_ends.pass_on(passed, passing, actor=driver.actor(Role.REGISTRAR), office=office)
    file(driver, taken(driver), driver.register().case_number, Paper.OTHER)
    clock.advance(days=1)
    log(driver, sender="丙某（示例）")
    with office.reading() as records:
        year = queries.unregistered(records, date(2026, 1, 1), date(2026, 12, 31))
        yesterday = queries.unregistered(records, date(2026, 3, 4), date(2026, 3, 4))
    assert [(each.sender, each.state.value, each.reason) for each in year] == [
        ("乙公司（示例）", "passed_on", "对账单"),
        ("丙某（示例）", "logged", ""),
    ]
    assert [each.sender for each in yesterday] == ["乙公司（示例）"]


def test_a_case_is_named_in_the_log_only_to_those_who_may_see_it(office: Office, driver: Driver) -> None:
    case = driver.register()
    envelope = taken(driver)
    file(driver, envelope, case.case_number, Paper.OTHER)
    seen = queries.envelope(envelope, actor=driver.actor(Role.REGISTRAR), office=office)
    unseen = queries.envelope(envelope, actor=_clerk(office), office=office)
    assert (seen.case_number, unseen.case_number) == (case.case_number, "")


def test_a_duty_day_without_mail_shows_that_somebody_looked(office: Office, driver: Driver, clock: SetClock) -> None:
    clock.moment = SATURDAY
    envelopes.write_duty_note(
        date(2026, 3, 7), "门卫（示例）", "无来件", actor=driver.actor(Role.MAIL_ROOM), office=office
    )
    saturday, friday, *_ = duty.duty_days(date(2026, 3, 7), office=office)
    assert (saturday.is_working, saturday.is_silent, friday.is_silent) == (False, False, True)
