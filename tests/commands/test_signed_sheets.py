"""What leaders and units without sign-ins signed in ink, entered by the office."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.commands import assist, review
from engine.commands.files import Upload
from engine.commands.sheets import SignedSheet
from engine.errors import NotPermitted, RuleViolation
from engine.letters.fingerprint import short_code
from engine.office import Office
from engine.permissions import Role
from engine.queries import case_page
from engine.records import Duty, EventName, HistoryEntry, Letter, OpenTask, Person, Unit, UnitAnswer, UnitQuestion
from engine.tools.driver import Driver, SetClock

SCAN = Upload("签字的办理单", "办理单.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")


def _waiting_for_signature(office: Office, driver: Driver) -> tuple[OpenTask, review.Opinion]:
    """A reply that waits for the deputy leader, and the opinion that was signed on its printed sheet."""
    case = driver.register().application_id
    driver.run(case, until="sign_as_deputy")
    task = driver.open_tasks(case)[0]
    with office.reading() as records:
        letter = records.scalars(select(Letter).where(Letter.application_id == case)).one()
        leader = records.scalars(select(Person).join(Duty).where(Duty.role == Role.DEPUTY_LEADER)).first()
        assert leader is not None
        code, name = short_code(letter.fingerprint), leader.name
    signed = review.Opinion(
        agreed=True, words="同意。", given_on=office.clock.today(), signed_by=name, sheet_code=code, scans=(SCAN,)
    )
    return task, signed


def test_the_office_enters_what_a_leader_signed_on_paper(office: Office, driver: Driver) -> None:
    task, signed = _waiting_for_signature(office, driver)
    registrar = driver.actor(Role.REGISTRAR)
    review.sign_as_deputy(task.id, signed, actor=registrar, office=office)
    page = case_page.case_page(task.application_id, actor=registrar, office=office)
    line = next(line for line in page.lines if line.event is EventName.REPLY_SIGNED)
    assert line.who == registrar.name
    assert f"纸质签字：{signed.signed_by}" in line.details
    assert [file.name for file in page.files] == ["办理单.pdf"]
    assert [each.step for each in page.tasks] == ["verify_reply"]


def test_a_paper_opinion_keeps_the_leaders_own_date(office: Office, driver: Driver, clock: SetClock) -> None:
    task, signed = _waiting_for_signature(office, driver)
    day = office.clock.today()
    clock.advance(days=1)
    review.sign_as_deputy(task.id, signed, actor=driver.actor(Role.DOCUMENT_CHECKER), office=office)
    with office.reading() as records:
        query = select(HistoryEntry.on).where(HistoryEntry.event == EventName.REPLY_SIGNED)
        assert records.scalars(query).one() == day


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"scans": ()}, "file"),
        ({"signed_by": ""}, "signed_by"),
        ({"signed_by": "王不相干"}, "signed_by"),
        ({"given_on": None}, "given_on"),
        ({"given_on": date(2099, 1, 1)}, "given_on"),
        ({"sheet_code": ""}, "sheet_code"),
        ({"sheet_code": "0000-0000-0000-0000"}, "sheet_code"),
    ],
)
def test_a_paper_opinion_needs_signer_day_code_and_scan(
    office: Office, driver: Driver, missing: dict[str, object], field: str
) -> None:
    task, signed = _waiting_for_signature(office, driver)
    with pytest.raises(RuleViolation) as refused:
        review.sign_as_deputy(
            task.id,
            replace(signed, **missing),
            actor=driver.actor(Role.REGISTRAR),
            office=office,  # type: ignore[arg-type]
        )
    assert refused.value.field == field


def test_who_signs_for_the_leader_names_the_authorisation(office: Office, driver: Driver) -> None:
    task, signed = _waiting_for_signature(office, driver)
    registrar = driver.actor(Role.REGISTRAR)
    stands_in = replace(signed, signed_by="周代签", acting_for=signed.signed_by)
    with pytest.raises(RuleViolation, match="授权依据"):
        review.sign_as_deputy(task.id, stands_in, actor=registrar, office=office)
    authorised = replace(stands_in, authorisation="2026年3月1日授权书")
    review.sign_as_deputy(task.id, authorised, actor=registrar, office=office)
    page = case_page.case_page(task.application_id, actor=registrar, office=office)
    said = next(line for line in page.lines if line.event is EventName.REPLY_SIGNED).details
    assert f"纸质签字：周代签（代{signed.signed_by}签，授权：2026年3月1日授权书）" in said


def test_nobody_enters_a_leaders_opinion_without_a_sheet(office: Office, driver: Driver) -> None:
    task, _ = _waiting_for_signature(office, driver)
    with pytest.raises(NotPermitted):
        review.sign_as_deputy(task.id, review.Opinion(agreed=True), actor=driver.actor(Role.REGISTRAR), office=office)


def test_a_handler_enters_no_sheet(office: Office, driver: Driver) -> None:
    task, signed = _waiting_for_signature(office, driver)
    with pytest.raises(NotPermitted):
        review.sign_as_deputy(task.id, signed, actor=driver.actor(Role.HANDLER), office=office)


def test_the_verification_is_never_entered_from_paper(office: Office, driver: Driver) -> None:
    task, signed = _waiting_for_signature(office, driver)
    driver.do(task)
    verify = driver.open_tasks(task.application_id)[0]
    with pytest.raises(NotPermitted):
        review.verify_reply(verify.id, signed, actor=driver.actor(Role.REGISTRAR), office=office)


def test_the_office_enters_the_sheet_of_a_unit_without_sign_ins(office: Office, driver: Driver) -> None:
    case = driver.register().application_id
    driver.run(case, until="search_item")
    with office.transaction() as records:
        unit = records.scalars(select(Unit).where(Unit.handles_applications).order_by(Unit.id.desc())).first()
        assert unit is not None
        for person in records.scalars(select(Person).where(Person.unit_id == unit.id)):
            person.active = False
    today = office.clock.today()
    question = assist.Question(unit_id=unit.id, question="是否存有该项目的验收文件？", due_on=today + timedelta(days=5))
    assist.ask_unit(case, question, actor=driver.actor(Role.HANDLER), office=office)
    task = next(task for task in driver.open_tasks(case) if task.step == "answer_unit")
    sheet = SignedSheet(signed_by="吴站长", signed_on=today, scans=(SCAN,))
    reply = assist.UnitReply(answer=UnitAnswer.HELD, reason="存有一份。", on_sheet=True, sheet=sheet)
    assist.answer_unit(task.id, reply, actor=driver.actor(Role.REGISTRAR), office=office)
    with office.reading() as records:
        assert records.scalars(select(UnitQuestion)).one().answer is UnitAnswer.HELD
        told = records.scalars(select(HistoryEntry).where(HistoryEntry.event == EventName.UNIT_ANSWERED)).one()
        assert told.facts["sheet"] == {"signed_by": "吴站长"}


@pytest.mark.parametrize(("is_subordinate", "days"), [(False, 3), (True, 5)])
def test_a_unit_has_three_working_days_and_a_subordinate_body_five(
    office: Office, driver: Driver, is_subordinate: bool, days: int
) -> None:
    """内部规定：协办答复"""
    case = driver.register().application_id
    driver.run(case, until="search_item")
    with office.reading() as records:
        query = select(Unit).where(Unit.handles_applications, Unit.is_subordinate == is_subordinate)
        unit = records.scalars(query).first()
        assert unit is not None
        expected = office.calendar(records).after(office.clock.today(), days)
    assist.ask_unit(
        case, assist.Question(unit_id=unit.id, question="是否存有？"), actor=driver.actor(Role.HANDLER), office=office
    )
    with office.reading() as records:
        assert records.scalars(select(UnitQuestion)).one().due_on == expected
