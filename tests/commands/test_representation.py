"""Applicant, agent and recipient are three: who counts, who acts with which power, who is written to."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.commands import representation
from engine.commands.letters import facts_of
from engine.commands.representation import Representatives
from engine.errors import Conflict, NotPermitted, RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.queries import applications, papers
from engine.records import Application, EventName, HistoryEntry, Letter, ReportUnit, Representation, identity, search
from engine.rules.representation import Power, PowerScope, counted_kind, doubts_about, is_law_firm
from engine.rules.vocabulary import ApplicantKind
from engine.tools.driver import Driver
from web.forms.supplement import SupplementNoticeForm

TODAY = date(2026, 3, 4)
LAWYER = Representatives(
    agent_name="丁律师",
    agent_firm="某某律师事务所",
    agent_identity_kind="居民身份证",
    agent_identity_number="11010119900307109X",
    has_power=True,
    power_scope=(PowerScope.APPLY, PowerScope.RECEIVE),
    granted_on=date(2026, 2, 1),
    recipient_name="丁律师",
    recipient_postcode="430001",
    recipient_address="某省某市律所路8号",
)


def _columns(office: Office, case: int) -> set[ApplicantKind]:
    """The columns of table three in which the case is counted."""
    with office.reading() as records:
        return set(records.scalars(select(ReportUnit.applicant_kind).where(ReportUnit.application_id == case)))


def test_a_law_firm_in_its_own_name_is_counted_among_the_legal_services(office: Office, driver: Driver) -> None:
    case = driver.register(applicant_name="某某律师事务所", applicant_kind=ApplicantKind.ENTERPRISE).application_id
    assert _columns(office, case) == {ApplicantKind.LEGAL_SERVICE}


def test_a_lawyer_for_a_client_is_counted_in_the_clients_column(office: Office, driver: Driver) -> None:
    case = driver.register(representatives=LAWYER).application_id
    assert _columns(office, case) == {ApplicantKind.NATURAL_PERSON}


def test_a_client_is_not_a_legal_service_because_a_lawyer_acts(driver: Driver) -> None:
    with pytest.raises(RuleViolation, match="申请人填委托人") as refused:
        driver.register(applicant_kind=ApplicantKind.LEGAL_SERVICE, representatives=LAWYER)
    assert refused.value.field == "applicant_kind"


@pytest.mark.parametrize(
    ("name", "firm"),
    [
        ("某某律师事务所", True),
        ("某某（某市）律师事务所", True),
        ("某某律师事务所（示例）", True),
        ("某镇法律服务所", True),
        ("某某律师", False),
        ("某某律师事务所服务有限公司", False),
    ],
)
def test_a_law_firm_is_known_by_its_name(name: str, firm: bool) -> None:
    assert is_law_firm(name) is firm
    assert (counted_kind(name, ApplicantKind.ENTERPRISE) is ApplicantKind.LEGAL_SERVICE) is firm


def test_a_power_in_order_leaves_nothing_to_ask_for() -> None:
    power = Power(is_shown=True, scope=frozenset(PowerScope), valid_until=TODAY)
    assert doubts_about(power, today=TODAY) == ()


@pytest.mark.parametrize(
    ("power", "words"),
    [
        (Power(is_shown=False), "没有提交授权委托书"),
        (Power(is_shown=True, scope=frozenset(PowerScope), valid_until=date(2026, 3, 3)), "2026年3月3日期满"),
        (Power(is_shown=True, scope=frozenset({PowerScope.RECEIVE})), "没有写明代为提出申请"),
        (Power(is_shown=True, scope=frozenset({PowerScope.APPLY}), receives=True), "没有写明代收文书"),
    ],
)
def test_what_a_power_lacks_is_named_with_its_cure(power: Power, words: str) -> None:
    (doubt,) = doubts_about(power, today=TODAY)
    assert words in doubt.what
    assert doubt.cure


def test_a_missing_power_turns_nobody_away_and_stands_in_the_notice_to_supplement(
    office: Office, driver: Driver
) -> None:
    case = driver.register(representatives=Representatives(agent_name="丁某")).application_id
    facts = applications.case_facts(case, actor=driver.actor(Role.REGISTRAR), office=office)
    begun = SupplementNoticeForm(start=SupplementNoticeForm.beginning(facts))
    assert "授权委托书" in begun.rows["defects"].forms[0]["what"].text


def test_several_signers_are_one_case_with_one_who_receives(office: Office, driver: Driver) -> None:
    with pytest.raises(RuleViolation, match="由谁收件"):
        driver.register(representatives=Representatives(co_applicants=("乙某", "丙某")))
    joint = Representatives(co_applicants=("乙某", "丙某"), recipient_name="乙某")
    case = driver.register(representatives=joint).application_id
    with office.reading() as records:
        assert len(records.scalars(select(Application)).all()) == 1
    assert _columns(office, case) == {ApplicantKind.NATURAL_PERSON}


def _reply(office: Office, case: int) -> Letter:
    with office.reading() as records:
        return records.scalars(select(Letter).where(Letter.application_id == case)).one()


def test_the_reply_names_all_who_signed_and_who_receives_it(office: Office, driver: Driver) -> None:
    joint = Representatives(co_applicants=("乙某", "丙某"), recipient_name="乙某")
    case = driver.register(representatives=joint).application_id
    driver.run(case, until="review_by_unit")
    facts = _reply(office, case).facts
    assert (facts["applicant_name"], facts["in_care_of"]) == ("甲某、乙某、丙某", "乙某")
    page = office.letters.html("reply", facts_of(_reply(office, case)))
    assert "甲某、乙某、丙某（乙某代收）：" in page
    assert "你们" in page


def test_envelope_and_proof_of_service_go_to_the_recipient(office: Office, driver: Driver) -> None:
    case = driver.register(representatives=LAWYER).application_id
    driver.run(case, until="serve_reply")
    with office.reading() as records:
        letter = records.scalars(select(Letter).where(Letter.application_id == case)).one()
        to = papers.recipient(records, letter)
        proof = papers.proof_facts(records, letter)
    assert (to.name, to.address, to.postcode) == ("丁律师", "某省某市律所路8号", "430001")
    assert proof.recipient == "甲某（丁律师代收）"
    facts = applications.case_facts(case, actor=driver.actor(Role.DISPATCHER), office=office)
    assert facts.addressee == "丁律师"


def test_a_recipient_without_an_address_has_the_applicants(office: Office, driver: Driver) -> None:
    case = driver.register(representatives=Representatives(recipient_name="乙某")).application_id
    driver.run(case, until="serve_reply")
    with office.reading() as records:
        letter = records.scalars(select(Letter).where(Letter.application_id == case)).one()
        to = papers.recipient(records, letter)
    assert (to.name, to.address, to.postcode) == ("乙某", "某省某市示例路1号", "430000")


def test_another_recipient_ends_the_approval(office: Office, driver: Driver) -> None:
    case = driver.register().application_id
    driver.run(case, until="seal_reply")
    wanted = Representatives(recipient_name="乙某")
    representation.change_representation(case, wanted, actor=driver.actor(Role.REGISTRAR), office=office)
    with pytest.raises(Conflict):
        driver.step(case, "seal_reply")


def test_what_was_changed_stands_in_the_history_and_the_number_stays_sealed(office: Office, driver: Driver) -> None:
    case = driver.register(representatives=LAWYER).application_id
    wanted = Representatives(**{**vars(LAWYER), "agent_phone": "13900000000", "agent_identity_number": ""})
    representation.change_representation(case, wanted, actor=driver.actor(Role.REGISTRAR), office=office)
    with office.reading() as records:
        told = records.scalars(select(HistoryEntry).where(HistoryEntry.event == EventName.REPRESENTATION_CHANGED)).one()
        row = records.get_one(Representation, case)
        number = identity.unseal(row.agent_identity_sealed, key=office.settings.identity_key, owner=case)
    assert told.facts == {"changed": ["代理人电话"]}
    assert number == "11010119900307109X"
    assert b"11010119900307109X" not in row.agent_identity_sealed


def test_a_case_is_found_by_its_agent_and_its_recipient(office: Office, driver: Driver) -> None:
    case = driver.register(
        representatives=Representatives(agent_name="欧阳律师", recipient_name="司徒某")
    ).application_id
    with office.reading() as records:
        assert {"欧阳", "司徒"} <= search.kept(records, [case])[case]
        assert search.expected(records, [case]) == search.kept(records, [case])


def test_nothing_changed_is_said(office: Office, driver: Driver) -> None:
    case = driver.register(representatives=LAWYER).application_id
    with pytest.raises(RuleViolation, match="没有改动"):
        representation.change_representation(case, LAWYER, actor=driver.actor(Role.REGISTRAR), office=office)


def test_only_the_counter_says_who_acts_for_whom(office: Office, driver: Driver) -> None:
    case = driver.register().application_id
    with pytest.raises(NotPermitted):
        representation.change_representation(case, LAWYER, actor=driver.actor(Role.HANDLER), office=office)
