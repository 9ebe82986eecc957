"""E1 to E17: each error that reviewers and courts criticise stops the signing, and says why and where."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from engine.errors import RuleViolation
from engine.letters.answers import WithheldPart
from engine.letters.case_checks import Address, CaseRecord, address_faults, require_signable, signing_faults
from engine.letters.checks import faults
from engine.letters.facts import LetterFacts, ReplyFacts
from engine.letters.notice_checks import paper_faults
from engine.letters.statutes import own_words
from engine.rules.vocabulary import DeliveryMethod
from tests.letters.press import SAMPLES, Press

TODAY = date(2026, 1, 30)
POST = Address(delivery=DeliveryMethod.POSTAL, address="江城市滨江路18号", postcode="430000")
CASE = CaseRecord(
    today=TODAY,
    due_on=date(2026, 2, 2),
    receipt_evidence="邮件签收单",
    signed_for_on=date(2026, 1, 5),
    approved_on=date(2026, 1, 29),
    drafted_by="江二舟",
    secrecy_reviewed_by="江四海",
    signed_by="江八荒",
    search_repeated_by="江十方",
    third_party_asked_on=date(2026, 1, 9),
    is_wording_checked=True,
    address=POST,
)
SHORT = [name for name in SAMPLES if not name.endswith(("_long", "_extreme"))]


def found(facts: LetterFacts, **case: Any) -> dict[str, str]:
    """Field and message of every fault of this letter in this case."""
    record = dataclasses.replace(CASE, **case)
    return {fault.field: fault.message for fault in signing_faults(facts, record, text="")}


def reply(name: str, **item: Any) -> ReplyFacts:
    """A sample reply with its first item changed."""
    facts = SAMPLES[name].facts
    assert isinstance(facts, ReplyFacts)
    return dataclasses.replace(facts, items=(dataclasses.replace(facts.items[0], **item), *facts.items[1:]))


def changed(name: str, **facts: Any) -> LetterFacts:
    """A sample with its facts changed."""
    return dataclasses.replace(SAMPLES[name].facts, **facts)


@pytest.mark.parametrize("name", SHORT)
def test_the_samples_may_be_signed(press: Press, name: str) -> None:
    """A complete paper in a complete case has no fault, whatever its kind."""
    sample = SAMPLES[name]
    record = dataclasses.replace(CASE, approved_on=sample.facts.dated_on or TODAY, extended_to=date(2026, 3, 10))
    if name == "mixed":
        record = dataclasses.replace(record, due_on=date(2026, 3, 10))
    text = "".join(press.renderer.paragraphs(sample.template, sample.facts))
    assert list(signing_faults(sample.facts, record, text=text)) == []
    require_signable(sample.facts, record, text=text)


def test_e1_no_extension_after_the_last_day() -> None:
    """The extension comes too late on the next day; a late reply is said to be late, and goes out."""
    late = date(2026, 2, 3)
    assert "不能再告知延期" in found(SAMPLES["extension_notice"].facts, today=late)["due_on"]
    assert "due_on" not in found(SAMPLES["extension_notice"].facts, today=date(2026, 2, 2))
    facts = SAMPLES["disclosed"].facts
    record = dataclasses.replace(CASE, today=late)
    (warning,) = signing_faults(facts, record, text="")
    assert "已逾期" in warning.message
    assert not warning.stops
    require_signable(facts, record, text="")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"working_days": 21}, "不得超过20个工作日"),
        ({"reason": ""}, "理由"),
        ({"due_on": date(2026, 2, 2)}, "晚于原期限"),
    ],
)
def test_e1_an_extension_has_its_measure(change: dict[str, Any], words: str) -> None:
    """At most twenty working days, with a reason, to a later day."""
    assert any(words in message for message in found(changed("extension_notice", **change)).values())


@pytest.mark.parametrize(
    ("name", "basis", "words"),
    [
        ("disclosed", "《条例》第三十六条", "写明到项"),
        ("disclosed", "《条例》第二十一条第（一）项", "没有《条例》第三十六条第（二）项"),
        ("withheld_deliberative", "《条例》第十四条、第三十六条第（三）项", "没有《条例》第十六条第二款"),
        ("not_ready_made", "《条例》第三十六条第（四）项", "没有《条例》第三十八条"),
    ],
)
def test_e2_the_articles_of_the_table_to_the_item(name: str, basis: str, words: str) -> None:
    """A wrong ground, one of the old text, or article 36 alone."""
    assert any(words in fault.message for fault in faults(reply(name, legal_basis=basis)))


def test_e2_a_withheld_part_has_its_refusing_article() -> None:
    """Article 37 orders the division; what refuses is 14, 15 or 16."""
    part = WithheldPart(
        what="会审记录", legal_basis="《条例》第三十七条", reasons="会审时的个人意见，没有对外生效，结论已在表中公开"
    )
    assert any(
        "只能是《条例》第十四条" in fault.message for fault in faults(reply("partly_disclosed", withheld=(part,)))
    )


def test_e3_the_search_is_repeated_by_another() -> None:
    """指导性案例101号: 信息不存在 rests on a full search, made twice."""
    assert "复查" in found(SAMPLES["does_not_exist"].facts, search_repeated_by="")["search_record"]
    record = changed("search_record", repeated_by="江二舟")
    assert "不得为同一人" in found(record)["repeated_by"]
    assert "places" in found(changed("search_record", places=()))
    thin = dataclasses.replace(SAMPLES["search_record"].facts.places[0], terms=" ")  # type: ignore[attr-defined]
    assert "检索词" in found(changed("search_record", places=(thin,)))["place-1"]


@pytest.mark.parametrize(
    "reasons",
    [
        "不宜公开。",
        "该信息属于行政机关在履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息，可以不予公开。",
        "依法确定为国家秘密的政府信息，法律、行政法规禁止公开的政府信息，以及公开后可能危及国家安全的，不予公开。",
    ],
)
def test_e4_the_law_again_is_no_reason(reasons: str) -> None:
    """Too short, or the statute's words in other order."""
    assert any("重复法条" in fault.message for fault in faults(reply("withheld_deliberative", reasons=reasons)))


def test_e4_own_words_are_counted() -> None:
    """What the law says doesn't count, what the case is about does."""
    assert own_words("行政机关的内部事务信息，包括人事管理、后勤管理、内部工作流程等方面的信息，可以不予公开。") == 0
    assert own_words("食堂采购的比价单只用于后勤管理") >= 10


def test_e5_severance_was_considered() -> None:
    """A refusal says that dividing was looked at."""
    assert any("区分处理" in fault.message for fault in faults(reply("withheld_by_law", severability="")))


def test_e6_the_third_party_was_asked() -> None:
    """In writing, and its time is over, before its secret is a ground."""
    facts = SAMPLES["withheld_third_party"].facts
    assert "先征求意见" in found(facts, third_party_asked_on=None)["consultation"]
    assert "没有结束" in found(facts, consultations_open=1)["consultation"]


def test_what_can_be_given_is_given_in_some_form() -> None:
    """Partly disclosed: a checked copy goes along, or the letter says how the rest is given. 《条例》第37条"""
    facts = reply("partly_disclosed")
    assert "何种形式" in found(facts, has_redacted_copy=False)["item-1"]
    assert "item-1" not in found(facts, has_redacted_copy=True)
    assert "item-1" not in found(reply("partly_disclosed", available="以摘录形式提供"), has_redacted_copy=False)


def test_e7_every_item_is_answered() -> None:
    """Items skipped or answered twice are counted."""
    facts = dataclasses.replace(reply("mixed"), items=reply("mixed").items[:-1])
    assert any("不得遗漏" in fault.message for fault in faults(facts))


def test_e8_one_supplement_notice_with_cures() -> None:
    """Once, each defect with what to do."""
    facts = SAMPLES["supplement_notice"].facts
    assert "一次告知" in found(facts, supplement_notices=1)["supplement_notices"]
    defect = dataclasses.replace(facts.defects[0], cure=" ")  # type: ignore[attr-defined]
    assert "怎样补正" in found(changed("supplement_notice", defects=(defect,)))["defect-1"]
    assert "逐项" in found(changed("supplement_notice", defects=()))["defects"]


@pytest.mark.parametrize(
    ("name", "remedy", "words"),
    [
        ("disclosed", {"review_body": "江汉省人民政府或者国家国防动员委员会"}, "一个确定的机关"),
        ("disclosed", {"review_body": "上级主管部门"}, "一个确定的机关"),
        ("disclosed", {"review_body": ""}, "行政复议机关"),
        ("withheld_by_law", {"kind": "RA"}, "不一致"),
        ("withheld_by_law", {"kind": "RAB"}, "不一致"),
        ("partly_disclosed", {"kind": "RB"}, "不一致"),
        ("mixed", {"kind": "RB"}, "不一致"),
        ("special_access_regime", {"kind": "RB"}, "不一致"),
    ],
)
def test_e9_the_remedy_is_the_one_due(name: str, remedy: dict[str, str], words: str) -> None:
    """No second body, no choice where review comes first, no review first where the choice is free."""
    facts = reply(name)
    wrong = dataclasses.replace(facts, remedy=dataclasses.replace(facts.remedy, **remedy))
    assert any(words in fault.message for fault in faults(wrong))


def test_e10_the_day_of_receipt_has_its_proof() -> None:
    """Evidence is there, and the day is not later than the signature for the mail."""
    facts = SAMPLES["disclosed"].facts
    assert "凭证" in found(facts, receipt_evidence=" ")["received_on"]
    assert "晚于邮件签收日期（2026年1月4日）" in found(facts, signed_for_on=date(2026, 1, 4))["received_on"]


def test_e11_in_the_agencys_name_after_its_approval() -> None:
    """No inner office, no date before the approval, no letter without one."""
    facts = SAMPLES["disclosed"].facts
    office = dataclasses.replace(facts.agency, name="江汉省人民防空办公室政策法规处")
    assert "内设机构" in found(dataclasses.replace(facts, agency=office))["agency"]
    assert "早于审批日期" in found(facts, approved_on=date(2026, 1, 31))["dated_on"]
    assert "尚未审批" in found(facts, approved_on=None)["approved_on"]


def test_nobody_signs_or_clears_his_own_draft() -> None:
    """The drafter is neither the signer nor the secrecy reviewer."""
    facts = SAMPLES["disclosed"].facts
    assert "自己拟的文稿" in found(facts, signed_by="江二舟")["signed_by"]
    assert "同一人" in found(facts, secrecy_reviewed_by="江二舟")["secrecy_review"]
    assert "先完成保密审查" in found(facts, secrecy_reviewed_by="")["secrecy_review"]


def test_e12_the_post_alone_carries_it() -> None:
    """《邮政法》第55条: no private courier, and a posting has its number."""
    assert "快递企业" in found(changed("proof_of_service", carrier="某达快递"))["carrier"]
    assert "邮件号" in found(changed("proof_of_service", mail_number=""))["mail_number"]
    assert not found(changed("proof_of_service", way=DeliveryMethod.IN_PERSON, carrier="", mail_number=""))


def test_e13_nobody_is_asked_what_for() -> None:
    """The purpose has not been a condition since 2019."""
    defect = dataclasses.replace(
        SAMPLES["supplement_notice"].facts.defects[0],  # type: ignore[attr-defined]
        what="没有说明所需信息的用途",
    )
    assert "不需要说明用途" in found(changed("supplement_notice", defects=(defect,)))["defect-1"]


def test_e14_the_agency_that_can_help_has_a_way_to_it() -> None:
    """Name and contact, or why it can't be said."""
    assert any("负责公开的机关" in fault.message for fault in faults(reply("other_agency", destination=None)))


def test_e15_nobody_is_told_who_the_other_is() -> None:
    """Neither by name nor by an identity or mobile number."""
    facts = SAMPLES["third_party_letter"].facts
    record = dataclasses.replace(CASE, approved_on=None, others=("喆祎堃", ""))
    (fault,) = signing_faults(facts, record, text="申请人喆祎堃提出申请")
    assert "不应向收件人透露" in fault.message
    for number in ("42010619900101001X", "13900000000"):
        text = f"经联系当事人（{number}），其不同意公开。"
        assert any("证件号码" in fault.message for fault in faults(reply("disclosed", findings=text)))
    assert not list(faults(reply("disclosed", findings="该文件编号为2020121234567890123，共2页。")))


def test_e16_the_wording_was_read_again() -> None:
    """A refusal that describes too well gives the thing away."""
    for name in ("withheld_state_secret", "partly_disclosed"):
        assert "没有泄露" in found(SAMPLES[name].facts, is_wording_checked=False)["is_wording_checked"]
    assert not found(SAMPLES["disclosed"].facts, is_wording_checked=False)


def test_e17_the_days_are_those_of_the_one_calendar() -> None:
    """A notice that names another day than the clock is not signed."""
    facts = SAMPLES["extension_notice"].facts
    assert "2026年3月11日不一致" in found(facts, extended_to=date(2026, 3, 11))["due_on"]
    assert "original_due_on" in found(facts, due_on=date(2026, 2, 3))
    assert "extension" in found(SAMPLES["mixed"].facts, due_on=date(2026, 3, 9))


@pytest.mark.parametrize(
    ("to", "field"),
    [
        (Address(delivery=DeliveryMethod.POSTAL, address="江城市滨江路18号", postcode=""), "postcode"),
        (Address(delivery=DeliveryMethod.POSTAL, address="江城市滨江路18号", postcode="４３００００"), "postcode"),
        (Address(delivery=DeliveryMethod.POSTAL, address="江城市滨江区", postcode="430000"), "address"),
        (Address(delivery=DeliveryMethod.POSTAL, address="", postcode="430000"), "address"),
        (Address(delivery=DeliveryMethod.EMAIL, email=""), "email"),
        (Address(delivery=DeliveryMethod.EMAIL, email="a@example.com", has_bounced=True), "email"),
    ],
)
def test_s17_no_address_no_dispatch(to: Address, field: str) -> None:
    """S-17: the signing stops with the field named, before anything is marked as sent."""
    assert [fault.field for fault in address_faults(to)] == [field]
    with pytest.raises(RuleViolation) as stopped:
        require_signable(SAMPLES["disclosed"].facts, dataclasses.replace(CASE, address=to), text="")
    assert stopped.value.field == field


@pytest.mark.parametrize(
    ("name", "change", "field"),
    [
        ("third_party_letter", {"working_days": 10}, "working_days"),
        ("third_party_letter", {"information": ()}, "information"),
        ("third_party_decision", {"reasons": " "}, "reasons"),
        ("third_party_decision", {"disclosed_from": date(2026, 1, 9)}, "disclosed_from"),
        ("fee_notice", {"unit": "件和页"}, "unit"),
        ("fee_notice", {"count": 200}, "count"),
        ("correction_made", {"new_value": ""}, "result"),
        ("correction_refused", {"reasons": ""}, "result"),
        ("correction_forwarded", {"forwarded_on": None}, "result"),
        ("correction_referred", {"competent": None}, "result"),
        ("secrecy_review", {"is_kept_out": False}, "is_kept_out"),
        ("secrecy_review", {"items": ()}, "items"),
        ("spot_refusal", {"written_reply_follows": False}, "written_reply_follows"),
    ],
)
def test_notices_and_forms_show_what_they_must(name: str, change: dict[str, Any], field: str) -> None:
    """Each with the field in which it is mended and the article that wants it."""
    (fault,) = paper_faults(changed(name, **change))
    assert fault.field == field
    assert fault.article.startswith(("《", "国办"))


def test_a_redaction_has_two_people() -> None:
    """The one who blacks out is not the one who checks."""
    place = dataclasses.replace(SAMPLES["redaction_list"].facts.places[0], checked_by="江二舟")  # type: ignore[attr-defined]
    (fault,) = paper_faults(changed("redaction_list", places=(place,)))
    assert "复核" in fault.message
