"""Withdrawals confirmed in writing, supplements that come late, details that change, findings that proved wrong."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.commands import contacts, items, supplement
from engine.commands.contacts import ContactDetails
from engine.errors import NotPermitted, RuleViolation
from engine.office import Office
from engine.permissions import Actor, Role
from engine.queries import letters, tracking
from engine.records import Application, EventName, HistoryEntry, Letter, LetterState
from engine.rules.vocabulary import Channel, DeliveryMethod, Outcome
from engine.tools.driver import Driver, SetClock

UNCLEAR = {"check_application": {"clear": False}}


def _case(office: Office, application_id: int) -> Application:
    with office.reading() as records:
        return records.get_one(Application, application_id)


def _last(office: Office, event: EventName) -> HistoryEntry:
    with office.reading() as records:
        return records.scalars(select(HistoryEntry).where(HistoryEntry.event == event)).all()[-1]


def test_a_confirmed_withdrawal_has_its_confirmation_under_the_case_number(office: Office, driver: Driver) -> None:
    case = driver.register().application_id
    driver.run(case, until="search_item")
    driver.withdraw(case)
    driver.run(case, until="archive_case")
    with office.reading() as records:
        letter = records.scalars(select(Letter).where(Letter.application_id == case)).one()
    assert (letter.kind, letter.document_number, letter.state) == ("D22", None, LetterState.FROZEN)
    assert letter.pdf_sha256
    shown = letters.frozen(letter.id, actor=driver.actor(Role.REGISTRAR), office=office)
    assert shown.content.startswith(b"%PDF")
    assert [own.line.kind for own in tracking.progress(case, office).letters] == ["D22"]


def test_a_paper_withdrawn_before_its_receipt_is_settled_is_confirmed_too(office: Office, driver: Driver) -> None:
    case = driver.register(channel=Channel.ORDINARY_LETTER).application_id
    driver.withdraw(case)
    driver.run(case, until="archive_case")
    with office.reading() as records:
        letter = records.scalars(select(Letter).where(Letter.application_id == case)).one()
    assert letter.facts["received_on"] == _case(office, case).arrived_on.isoformat()


def _period_over(driver: Driver, clock: SetClock) -> int:
    """A case whose period to supplement has run out, not yet judged by a person."""
    case = driver.register(received_on=date(2026, 3, 4)).application_id
    driver.run(case, given=UNCLEAR)
    clock.advance(days=30)
    driver.tick()
    return case


def test_a_supplement_that_came_in_time_is_enterable_after_the_period(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    """The page refused it once the clock had stopped, before anybody had judged the silence."""
    case = _period_over(driver, clock)
    came = date(2026, 3, 11)
    supplement.submit_supplement(case, received_on=came, actor=driver.actor(Role.REGISTRAR), office=office)
    assert _last(office, EventName.SUPPLEMENT_SUBMITTED).on == came
    driver.step(case, "confirm_not_supplemented", arrived_in_time=True)
    driver.step(case, "register_supplement", received_on=came)
    assert _case(office, case).due_on == date(2026, 4, 9)


def test_a_late_supplement_with_a_good_reason_starts_the_period_anew(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    case = _period_over(driver, clock)
    came = office.clock.today()
    supplement.submit_supplement(case, received_on=came, actor=driver.actor(Role.REGISTRAR), office=office)
    driver.step(case, "confirm_not_supplemented", arrived_in_time=False, excuse="申请人住院，有出院记录为证。")
    driver.step(case, "register_supplement", received_on=came)
    with office.reading() as records:
        assert _case(office, case).due_on == office.calendar(records).after(came, 20)


def test_a_supplement_after_the_application_was_given_up_may_reopen_it(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    case = _period_over(driver, clock)
    driver.run(case, until="draft_decision")
    came = office.clock.today()
    supplement.submit_supplement(
        case,
        items=("某小区人防工程2020年验收备案表",),
        received_on=came,
        actor=driver.actor(Role.REGISTRAR),
        office=office,
    )
    items.reexamine_item(case, 1, "申请人住院，逾期有正当理由。", actor=driver.actor(Role.HANDLER), office=office)
    found = _case(office, case)
    with office.reading() as records:
        assert found.due_on == office.calendar(records).after(came, 20)
        assert records.get_one(Application, case).items[0].what == "某小区人防工程2020年验收备案表"
    for step in ("examine_nature", "search_item", "review_secrecy", "weigh_disclosure", "draft_decision"):
        driver.step(case, step)
    with office.reading() as records:
        assert records.get_one(Application, case).items[0].outcome is not Outcome.ABANDONED_UNSUPPLEMENTED


def test_no_supplement_is_entered_that_was_never_asked_for(office: Office, driver: Driver) -> None:
    case = driver.register().application_id
    with pytest.raises(RuleViolation, match="没有要求补正"):
        supplement.submit_supplement(case, actor=driver.actor(Role.REGISTRAR), office=office)


def test_a_supplement_is_not_older_than_the_notice(office: Office, driver: Driver) -> None:
    case = driver.register().application_id
    driver.run(case, given=UNCLEAR)
    day = office.clock.today() - timedelta(days=400)
    with pytest.raises(RuleViolation) as refused:
        supplement.submit_supplement(case, received_on=day, actor=driver.actor(Role.REGISTRAR), office=office)
    assert refused.value.field == "received_on"


def test_changed_contact_details_keep_what_they_were(office: Office, driver: Driver) -> None:
    case = driver.register().application_id
    wanted = ContactDetails(
        phone="13900000000", postcode="430000", address="某省某市示例路9号", delivery=DeliveryMethod.POSTAL
    )
    contacts.change_contacts(case, wanted, actor=driver.actor(Role.REGISTRAR), office=office)
    assert _case(office, case).address == "某省某市示例路9号"
    told = _last(office, EventName.CONTACTS_CHANGED).facts
    assert told["changed"] == ["联系电话", "通信地址"]
    assert told["before"] == {"phone": "13800000000", "address": "某省某市示例路1号"}


def test_delivery_by_mail_needs_its_address(office: Office, driver: Driver) -> None:
    case = driver.register().application_id
    with pytest.raises(RuleViolation) as refused:
        contacts.change_contacts(
            case, ContactDetails(delivery=DeliveryMethod.EMAIL), actor=Actor.applicant("甲某"), office=office
        )
    assert refused.value.field == "email"


def test_a_handler_does_not_change_the_applicants_details(office: Office, driver: Driver) -> None:
    case = driver.register().application_id
    with pytest.raises(NotPermitted):
        contacts.change_contacts(
            case, ContactDetails(delivery=DeliveryMethod.IN_PERSON), actor=driver.actor(Role.HANDLER), office=office
        )
