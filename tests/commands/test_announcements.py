"""Telling of a consultation: the applicant that the clock stands, the objector that we disclose all the same."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.commands import announce, consult, items, letters, weigh
from engine.commands.announce import Announcement
from engine.commands.consult import Opinion
from engine.commands.review import Opinion as Review
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.records import Application, CaseState, Consultation, Letter, LetterState, RequestedItem
from engine.rules.objection import ObjectionRuling
from engine.rules.outcome import Ground
from engine.rules.vocabulary import ConsultedParty
from engine.tools.driver import Driver, SetClock

BASELESS = ObjectionRuling(reasonable=False)
REASONABLE = ObjectionRuling(
    reasonable=True, public_interest="该工程的结构安全关系小区居民的人身安全，不公开将妨碍排除隐患。"
)
REASONS = "合同价款已在招标公告中公布，不属于商业秘密，公开涉及公共安全的重大公共利益。"


def _asked(office: Office, driver: Driver) -> int:
    """A case in which one third party has been asked."""
    case = driver.register(received_on=date(2026, 3, 4)).application_id
    driver.run(case, until="weigh_disclosure")
    finding = items.DisclosureFinding(ground=Ground.THIRD_PARTY, ask=(ConsultedParty.THIRD_PARTY,))
    task = driver.open_tasks(case)[0]
    items.weigh_disclosure(task.id, finding, actor=driver.actor_of(task), office=office)
    for step in ("plan_consultations", "draft_consultation", "approve_notice", "sign_notice", "seal_notice"):
        driver.step(case, step)
        driver.tick()
    driver.step(case, "serve_notice")
    return case


def _overruled(office: Office, driver: Driver, objection: ObjectionRuling = BASELESS) -> int:
    """A case in which the third party objected and we mean to disclose all the same."""
    case = _asked(office, driver)
    registrar = driver.actor(Role.REGISTRAR)
    said = Opinion(received_on=office.clock.today(), agrees=False, words="涉及合同价款。")
    with office.reading() as records:
        consultation = records.scalars(select(Consultation.id)).one()
        item = records.scalars(select(RequestedItem.id)).one()
    consult.register_opinion(consultation, said, actor=registrar, office=office)
    ruling = weigh.Ruling(
        item_id=item, ground=Ground.THIRD_PARTY_OVERRIDDEN, severable=False, reasons=REASONS, objection=objection
    )
    driver.step(case, "weigh_opinions", rulings=[ruling])
    return case


def _letter(office: Office, kind: str) -> Letter:
    with office.reading() as records:
        return records.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.id.desc())).first()  # type: ignore[return-value]


def test_who_objected_is_told_what_is_disclosed_why_and_from_when(office: Office, driver: Driver) -> None:
    _overruled(office, driver)
    letter = _letter(office, "D17")
    assert letter.facts["addressee"] == "示例建设有限公司"
    assert REASONS.rstrip("。") in letter.facts["reasons"]
    with office.reading() as records:
        earliest = office.calendar(records).after(office.clock.today(), office.readings.disclosure_interval_days)
    assert letter.facts["disclosed_from"] == earliest.isoformat()
    assert letter.facts["remedy"]["kind"] == "RT"


def test_nothing_is_released_before_the_interval_is_over(office: Office, driver: Driver, clock: SetClock) -> None:
    case = _overruled(office, driver)
    driver.run(case, until="serve_reply")
    assert _letter(office, "D17").state is LetterState.SERVED
    with pytest.raises(RuleViolation, match="在此之前不得送达") as refused:
        driver.step(case, "serve_reply")
    assert refused.value.field == "served_on"
    clock.advance(days=14)
    driver.step(case, "serve_reply")


def test_nothing_is_released_before_the_objector_was_told(office: Office, driver: Driver) -> None:
    case = _overruled(office, driver)
    sent_back = {"approve_notice": {"opinion": _sent_back()}}
    driver.run(case, until="serve_reply", given=sent_back)
    with pytest.raises(RuleViolation, match="须先书面告知"):
        driver.step(case, "serve_reply")


def test_a_notice_that_was_sent_back_is_drafted_anew(office: Office, driver: Driver, clock: SetClock) -> None:
    case = _overruled(office, driver)
    driver.step(case, "approve_notice", opinion=_sent_back())
    with office.reading() as records:
        consultation = records.scalars(select(Consultation.id)).one()
    again = Announcement(reasons=REASONS)
    announce.announce_disclosure(consultation, again, actor=driver.actor(Role.HANDLER), office=office)
    driver.run(case, until="serve_reply")
    clock.advance(days=14)
    driver.step(case, "serve_reply")


def test_the_announced_day_leaves_an_interval(office: Office, driver: Driver) -> None:
    _overruled(office, driver)
    with office.reading() as records:
        consultation = records.scalars(select(Consultation.id)).one()
    at_once = Announcement(reasons=REASONS, disclosed_from=office.clock.today())
    with pytest.raises(RuleViolation) as refused:
        announce.announce_disclosure(consultation, at_once, actor=driver.actor(Role.HANDLER), office=office)
    assert refused.value.field == "disclosed_from"


def test_the_applicant_is_told_that_a_third_party_is_asked_without_its_name(office: Office, driver: Driver) -> None:
    case = _asked(office, driver)
    handler = driver.actor(Role.HANDLER)
    announce.announce_consultation(case, actor=handler, office=office)
    letter = _letter(office, "D14")
    assert (letter.facts["consulted"], letter.facts["began_on"]) == ("第三方", office.clock.today().isoformat())
    with pytest.raises(RuleViolation, match="正在发文"):
        announce.announce_consultation(case, actor=handler, office=office)


def test_nobody_is_told_of_a_consultation_that_has_not_begun(office: Office, driver: Driver) -> None:
    case = driver.register().application_id
    driver.run(case, until="search_item")
    with pytest.raises(RuleViolation, match="还没有发出"):
        announce.announce_consultation(case, actor=driver.actor(Role.HANDLER), office=office)


def _sent_back() -> Review:
    return Review(agreed=False, words="理由不足，请补充。")


def _agency_asked(office: Office, driver: Driver) -> int:
    """A case in which another agency was asked to confirm what we mean to disclose."""
    case = driver.register(received_on=date(2026, 3, 4)).application_id
    driver.run(case, until="weigh_disclosure")
    finding = items.DisclosureFinding(ask=(ConsultedParty.OTHER_AGENCY,))
    task = driver.open_tasks(case)[0]
    items.weigh_disclosure(task.id, finding, actor=driver.actor_of(task), office=office)
    plan = consult.PlannedConsultation(
        to=ConsultedParty.OTHER_AGENCY, name="某市住房和城乡建设局", address="某市示例路3号",
        information=("人防工程验收备案表",), concerns="备案信息是否准确一致，可否公开", item_numbers=(1,),
    )  # fmt: skip
    driver.step(case, "plan_consultations", planned=(plan,))
    for step in ("draft_consultation", "approve_notice", "sign_notice", "seal_notice"):
        driver.step(case, step)
        driver.tick()
    driver.step(case, "serve_notice", recipient="某市住房和城乡建设局")
    return case


def test_another_agency_is_asked_to_confirm_and_the_clock_stands(office: Office, driver: Driver) -> None:
    """《条例》第11条、第33条第3款"""
    case = _agency_asked(office, driver)
    assert _letter(office, "D16").facts["question"] == "备案信息是否准确一致，可否公开"
    with office.reading() as records:
        application = records.get_one(Application, case)
        assert (application.state, application.due_on) == (CaseState.PAUSED, None)


def test_the_silence_of_another_agency_is_no_consent_and_ends_the_pause(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    """《条例》第11条"""
    case = _agency_asked(office, driver)
    clock.advance(days=21)
    driver.tick()
    driver.step(case, "confirm_silence")
    with office.reading() as records:
        assert records.scalars(select(Consultation)).one().agrees is None
        application = records.get_one(Application, case)
        assert application.state is CaseState.RUNNING
        assert application.due_on is not None
    driver.run(case, until="draft_decision")


def test_another_agency_answers_and_the_case_goes_on(office: Office, driver: Driver) -> None:
    case = _agency_asked(office, driver)
    with office.reading() as records:
        consultation = records.scalars(select(Consultation.id)).one()
    said = Opinion(received_on=office.clock.today(), agrees=True, words="备案信息准确，可以公开。")
    consult.register_opinion(consultation, said, actor=driver.actor(Role.REGISTRAR), office=office)
    assert "weigh_opinions" in [task.step for task in driver.open_tasks(case)]


def test_the_notice_says_what_was_found_of_the_objection(office: Office, driver: Driver) -> None:
    _overruled(office, driver, BASELESS)
    letter = _letter(office, "D17")
    words = "".join(office.letters.paragraphs(letter.template, letters.facts_of(letter)))
    assert "所述不同意公开的理由不成立" in words


def test_a_reasonable_objection_yields_to_the_public_interest_alone_and_the_notice_names_it(
    office: Office, driver: Driver
) -> None:
    _overruled(office, driver, REASONABLE)
    letter = _letter(office, "D17")
    assert letter.facts["public_interest"] == REASONABLE.public_interest.rstrip("。")
    words = "".join(office.letters.paragraphs(letter.template, letters.facts_of(letter)))
    assert "不公开可能对公共利益造成重大影响：该工程的结构安全" in words
    assert "理由不成立" not in words
