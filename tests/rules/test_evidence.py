"""What a finding must be shown by: a label, a claim or a reason the law has done away with is refused."""

from dataclasses import replace

import pytest

from engine.errors import RuleViolation
from engine.rules.evidence import (
    is_home_page,
    require_accounted,
    require_ground_evidence,
    require_lawful_reason,
    require_nature_evidence,
)
from engine.rules.outcome import DISCLOSABLE, Ground, ItemFacts, Nature, Regime, Responsibility

ENDING_AT_ONCE = [
    (replace(DISCLOSABLE, nature=Nature.PARTY_INFORMATION), "文号", "《条例》第2条"),
    (replace(DISCLOSABLE, nature=Nature.NOT_GOVERNMENT_INFORMATION), "职责", "《条例》第2条"),
    (replace(DISCLOSABLE, repeated=True), "有无变化", "《条例》第36条第（六）项"),
    (replace(DISCLOSABLE, regime=Regime.SPECIAL_ACCESS), "特别规定", "《条例》第36条第（七）项"),
    (replace(DISCLOSABLE, regime=Regime.ARCHIVE), "移交期限", "《条例》第2条"),
    (replace(DISCLOSABLE, responsibility=Responsibility.OTHER_AGENCY), "核查的情况", "《条例》第36条第（五）项"),
]


@pytest.mark.parametrize(("facts", "message", "article"), ENDING_AT_ONCE)
def test_what_ends_the_review_at_its_first_question_must_be_shown(facts: ItemFacts, message: str, article: str) -> None:
    with pytest.raises(RuleViolation, match=message) as refused:
        require_nature_evidence(facts, " ")
    assert (refused.value.article, refused.value.field) == (article, "evidence")
    require_nature_evidence(facts, "已查明，见核对记录。")


@pytest.mark.parametrize("nature", [Nature.GOVERNMENT_INFORMATION, Nature.ENQUIRY, Nature.PUBLICATION])
def test_what_the_request_itself_shows_needs_no_more_evidence(nature: Nature) -> None:
    require_nature_evidence(replace(DISCLOSABLE, nature=nature), "")


@pytest.mark.parametrize("ground", [ground for ground in Ground if ground is not Ground.NONE])
def test_no_ground_against_disclosure_stands_by_its_label_alone(ground: Ground) -> None:
    with pytest.raises(RuleViolation, match="请写明"):
        require_ground_evidence(ground, "")
    require_ground_evidence(ground, "依据《中华人民共和国保守国家秘密法》第13条及案卷第3页。")


BANS = [
    ("《中华人民共和国统计法》第9条", True),
    ("《中华人民共和国保守国家秘密法实施条例》第2条", True),
    ("《某部信息保密规定》第5条", False),
    ("《中华人民共和国政府信息公开条例》第14条", False),
    ("上级文件要求不予公开", False),
]


@pytest.mark.parametrize(("evidence", "stands"), BANS)
def test_only_a_law_or_an_administrative_regulation_forbids_disclosure(evidence: str, stands: bool) -> None:
    if stands:
        require_ground_evidence(Ground.BY_LAW, evidence)
        return
    with pytest.raises(RuleViolation, match="不能禁止公开"):
        require_ground_evidence(Ground.BY_LAW, evidence)


NO_REASONS = [
    ("申请人未能证明其生产生活的特殊需要。", "《条例》第27条"),
    ("该文件形成于《条例》施行之前，不予公开。", "《条例》第13条第1款"),
    ("根据行政处罚公示规定，警告类处罚不公示。", "《条例》第13条第1款"),
]


@pytest.mark.parametrize(("text", "article"), NO_REASONS)
def test_reasons_that_the_law_has_done_away_with_are_refused(text: str, article: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        require_lawful_reason(text, field="item-1")
    assert (refused.value.article, refused.value.field) == (article, "item-1")


LAWFUL = ["公开会泄露企业的成本构成，损害其竞争地位。", "该条例施行后已作修改，现行文本见附件。", "结果已在网站公示。"]


@pytest.mark.parametrize("text", LAWFUL)
def test_an_ordinary_reason_stands(text: str) -> None:
    require_lawful_reason(text, field="item-1")


PLACES = [
    ("本机关门户网站", True),
    ("请到我局官方网站自行查询。", True),
    ("https://www.example.gov.cn/", True),
    ("www.example.gov.cn", True),
    ("本机关门户网站“信息公开”栏目", False),
    ("https://www.example.gov.cn/zwgk/2024/t123.html", False),
    ("《某省人民政府公报》2024年第3期第12页", False),
]


@pytest.mark.parametrize(("where", "vague"), PLACES)
def test_a_home_page_is_no_place_where_anybody_finds_the_information(where: str, vague: bool) -> None:
    assert is_home_page(where) is vague


def test_what_is_given_is_what_was_found_and_all_of_it() -> None:
    require_accounted(("批复", "附图"), ("批复",), ("附图",), field="item-1")
    require_accounted((), ("批复",), (), field="item-1")
    with pytest.raises(RuleViolation, match="附图"):
        require_accounted(("批复", "附图"), ("批复",), (), field="item-1")
    with pytest.raises(RuleViolation, match="检索没有找到“另一份文件”"):
        require_accounted(("批复",), ("另一份文件",), (), field="item-1")
