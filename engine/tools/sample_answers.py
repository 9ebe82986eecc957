"""Lawful sample answers, one for each outcome, for the demo, the replay and the tests."""

from collections.abc import Callable
from datetime import date
from typing import Any

from engine.commands.weigh import Ruling
from engine.letters.answers import (
    Destination,
    EarlierPaper,
    ItemAnswer,
    OpinionRecord,
    ProvidedDocument,
    PublicPlace,
    SearchAccount,
    WithheldPart,
)
from engine.records import RequestedItem
from engine.rules.objection import ObjectionRuling
from engine.rules.origin import Source, Transfer
from engine.rules.outcome import Ground, ItemFacts, Regime, Responsibility
from engine.rules.vocabulary import Outcome

NATURE_EVIDENCE = "已核对文件来源、职责分工和此前的答复。"
GROUND_EVIDENCE = "已逐页核对，依据《中华人民共和国保守国家秘密法》和案卷材料，理由见审查记录。"


def origin_of(facts: ItemFacts) -> dict[str, Any]:
    """How the information came to the office, as the examination of these facts would have found it."""
    if facts.regime is Regime.ARCHIVE:
        return {"transfer": Transfer.ARCHIVED, "handed_over_on": date(2015, 6, 1)}
    source = Source.FROM_AGENCY if facts.responsibility is Responsibility.OTHER_AGENCY else Source.MADE_BY_US
    return {"source": source, **({"regime": facts.regime} if facts.regime else {})}


def ruling_of(item: RequestedItem, facts: ItemFacts) -> Ruling:
    """Our own judgment after the opinions, as these facts have it."""
    return Ruling(
        item_id=item.id,
        ground=facts.ground or Ground.NONE,
        severable=bool(facts.severable),
        reasons="对方所述理由有合同约定和保密措施佐证，本机关经审查予以采信。",
        objection=ObjectionRuling(reasonable=facts.ground is Ground.THIRD_PARTY),
    )


def sample_answer(outcome: Outcome, today: date) -> ItemAnswer:
    """A lawful answer for this outcome, with the evidence its letter needs and no other."""
    return ItemAnswer(number=0, what="", outcome=outcome.value, legal_basis="", **_evidence(outcome, today))


def _evidence(outcome: Outcome, today: date) -> dict[str, Any]:
    every: dict[str, Any] = {
        "findings": "本机关已查阅工程管理处保存的备案材料。",
        "reasons": "该信息与申请人所述事项直接相关，经逐页核对，其内容符合上述规定所列情形，本机关据此作出处理。",
    }
    if outcome.value.startswith("withheld_"):
        every |= {"category": WITHHELD_CATEGORY.get(outcome, ""), "severability": "经逐页审查，不能区分处理。"}
    return every | (EVIDENCE_OF[outcome](today) if outcome in EVIDENCE_OF else {})


WITHHELD_CATEGORY = {
    Outcome.WITHHELD_SECURITY_STABILITY: "公共安全",
    Outcome.WITHHELD_THIRD_PARTY: "商业秘密",
    Outcome.WITHHELD_INTERNAL_AFFAIRS: "内部工作流程",
    Outcome.WITHHELD_DELIBERATIVE: "请示报告",
    Outcome.WITHHELD_ENFORCEMENT_FILE: "某防罚〔2025〕3号行政处罚案卷",
}


def _provided(_: date) -> dict[str, Any]:
    return {
        "provided": (
            ProvidedDocument(title="竣工验收备案表", number="某防备〔2024〕12号", pages=3, medium="纸质复印件"),
        )
    }


def _places(_: date) -> dict[str, Any]:
    return {"places": (PublicPlace(title="备案结果公示", where="本机关门户网站“信息公开”栏目"),)}


def _partly(today: date) -> dict[str, Any]:
    part = WithheldPart(
        what="联系人电话", legal_basis="《条例》第十五条", reasons="属于个人隐私，公开会损害其合法权益。"
    )
    return {**_provided(today), "withheld": (part,), "available": "可以公开的部分以摘录形式提供"}


def _searched(today: date) -> dict[str, Any]:
    systems = ("公文管理系统", "机关档案室")
    account = SearchAccount(
        units=("工程管理处",), systems=systems, terms=("人防工程",), years="2015年至2026年", searched_on=today
    )
    return {"search": account}


def _destination(_: date) -> dict[str, Any]:
    return {"destination": Destination(name="某市住房和城乡建设局", contact="027-00000000")}


def _special_law(today: date) -> dict[str, Any]:
    return {"other_law": "《档案法》第十五条", **_destination(today)}


def _earlier(_: date) -> dict[str, Any]:
    paper = EarlierPaper(title="政府信息公开申请答复书", number="某防公开〔2025〕3号", served_on=date(2025, 6, 3))
    return {"earlier": paper}


EVIDENCE_OF: dict[Outcome, Callable[[date], dict[str, Any]]] = {
    Outcome.DISCLOSED: _provided,
    Outcome.ALREADY_PUBLIC: _places,
    Outcome.PUBLISHED_WORK: _places,
    Outcome.PARTLY_DISCLOSED: _partly,
    Outcome.DOES_NOT_EXIST: _searched,
    Outcome.OTHER_AGENCY: _destination,
    Outcome.SPECIAL_ACCESS_REGIME: _special_law,
    Outcome.WITHHELD_BY_LAW: _special_law,
    Outcome.WITHHELD_THIRD_PARTY: lambda today: {"opinion": OpinionRecord(asked_on=today, answer="不同意公开")},
    Outcome.ARCHIVE_REGIME: _destination,
    Outcome.REPEATED: _earlier,
    Outcome.EXCESSIVE: _earlier,
    Outcome.CONFIRMATION_REQUEST: _earlier,
    Outcome.PETITION_OR_COMPLAINT: lambda _: {"category": "投诉"},
}
"""What each outcome must show besides findings and reasons."""
