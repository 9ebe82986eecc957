"""What the handler writes into the letter for each outcome, with what the facts of the case give for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from engine.letters.answers import (
    Destination,
    EarlierPaper,
    ItemAnswer,
    OpinionRecord,
    ProvidedDocument,
    PublicPlace,
    WithheldPart,
)
from engine.rules.vocabulary import Outcome
from engine.tools.replay_cases import Facts
from engine.tools.replay_facts import FILE_ROLES
from engine.tools.sample_answers import sample_answer

RIGHTS = {"privacy": "个人隐私", "privacy_possible": "个人隐私", "both": "商业秘密和个人隐私"}
PLACE = PublicPlace(
    title="公布该信息的页面", where="本机关门户网站“政府信息公开”专栏，https://www.example.gov.cn/zwgk/1.html"
)
MATERIAL = "整个项目的预算、决算文件"
DOCUMENT, ATTACHMENTS = "所申请的文件", "该文件的附件、附图"


def answer_for(facts: Facts, outcome: Outcome, today: date) -> ItemAnswer:
    """A lawful answer for this outcome, fitted to the facts."""
    answer = sample_answer(outcome, today)
    fitted = FITTED[outcome](facts, today) if outcome in FITTED else {}
    return replace(answer, **fitted)


def documents_of(facts: Facts) -> tuple[str, ...]:
    """What the search has found: the document, and what belongs to it where the facts speak of attachments."""
    return (DOCUMENT, ATTACHMENTS) if facts.word("agency_act") == "attachments_left_out" else (DOCUMENT,)


def right_of(facts: Facts) -> str:
    """Which right of the third party the item touches, as letters name it."""
    return RIGHTS.get(facts.word("third_party.kind"), "商业秘密")


def _disclosed(facts: Facts, _: date) -> dict[str, Any]:
    return {"provided": _provided(facts), "reasons": ""}


def _provided(facts: Facts) -> tuple[ProvidedDocument, ...]:
    return tuple(ProvidedDocument(title=title, pages=3, medium="纸质复印件") for title in documents_of(facts))


EXCERPT = "可以公开的部分以摘录形式提供"
"""In replay no file is enclosed, so the letter says how the rest was given."""


def _partly(facts: Facts, _: date) -> dict[str, Any]:
    touched = facts.has("third_party")
    part = WithheldPart(
        what=f"涉及{right_of(facts)}的内容" if touched else "不应当公开的内容",
        legal_basis="《条例》第十五条" if touched else "《条例》第十四条、第十六条",
        reasons="该部分与申请人所需内容无关，公开会造成损害，故予遮盖。",
    )
    return {"withheld": (part,), "provided": _provided(facts), "reasons": "", "available": EXCERPT}


def _over_objection(facts: Facts, today: date) -> dict[str, Any]:
    partly = _partly(facts, today)
    return partly if facts.flag("severable") else {**partly, "withheld": (), "available": ""}


def _third_party(facts: Facts, today: date) -> dict[str, Any]:
    asked_on = facts.day("consult_sent") or today
    opinion = OpinionRecord(asked_on=asked_on, answer="不同意公开", answered_on=facts.day("consult_closed"))
    return {"category": right_of(facts), "opinion": opinion}


def _other_agency(facts: Facts, _: date) -> dict[str, Any]:
    if facts.word("holder") == "joint_nonlead":
        return {"destination": Destination(name="牵头制作该文件的某市人民政府", contact="0000-00000000")}
    return {}


def _petition(_: Facts, __: date) -> dict[str, Any]:
    return {"category": "信访", "destination": Destination(name="某市信访局", contact="0000-00000000")}


def _outside(facts: Facts, _: date) -> dict[str, Any]:
    if facts.word("nature") == "village_affairs" or facts.word("holder") == "village_org":
        return {"destination": Destination(name="该村村民委员会、村务监督委员会", contact="村务公开栏")}
    return {}


def _party(_: Facts, __: date) -> dict[str, Any]:
    return {"destination": Destination(name="制发该文件的党组织", contact="0000-00000000")}


def _archive(_: Facts, __: date) -> dict[str, Any]:
    return {"destination": Destination(name="某市档案馆", contact="0000-00000000")}


def _file(facts: Facts, _: date) -> dict[str, Any]:
    if facts.word("nature") == "case_file_access" or facts.word("applicant_role") in FILE_ROLES:
        return {"available": "请持身份证明到本机关办案机构预约查阅案卷"}
    return {}


def _must_be_made(facts: Facts, _: date) -> dict[str, Any]:
    return {"available": MATERIAL} if facts.word("info_kind") == "project_finance" else {}


def _repeated(facts: Facts, today: date) -> dict[str, Any]:
    served_on = (
        facts.day("prior_reply_sent") or _day(facts.get("repeat.prior_reply_sent")) or today - timedelta(days=90)
    )
    return {"earlier": EarlierPaper(title="政府信息公开申请答复书", number="某防公开〔2020〕3号", served_on=served_on)}


def _excessive(_: Facts, __: date) -> dict[str, Any]:
    return {"reasons": "申请人说明的理由与所申请的信息没有关联，不能说明申请数量、频次的必要，理由不合理。"}


def _security(_: Facts, __: date) -> dict[str, Any]:
    return {"category": "社会稳定"}


def _public(_: Facts, __: date) -> dict[str, Any]:
    return {"places": (PLACE,), "reasons": ""}


def _day(value: object) -> date | None:
    return Facts({"dates": {"day": value}}).day("day")


FITTED: dict[Outcome, Callable[[Facts, date], dict[str, Any]]] = {
    Outcome.DISCLOSED: _disclosed,
    Outcome.ALREADY_PUBLIC: _public,
    Outcome.PARTLY_DISCLOSED: _partly,
    Outcome.DISCLOSED_OVER_OBJECTION: _over_objection,
    Outcome.WITHHELD_THIRD_PARTY: _third_party,
    Outcome.WITHHELD_SECURITY_STABILITY: _security,
    Outcome.WITHHELD_ENFORCEMENT_FILE: _file,
    Outcome.OTHER_AGENCY: _other_agency,
    Outcome.PETITION_OR_COMPLAINT: _petition,
    Outcome.NOT_GOVERNMENT_INFORMATION: _outside,
    Outcome.PARTY_INFORMATION: _party,
    Outcome.ARCHIVE_REGIME: _archive,
    Outcome.NOT_READY_MADE: _must_be_made,
    Outcome.REPEATED: _repeated,
    Outcome.EXCESSIVE: _excessive,
}
"""What the facts change in the usual answer for an outcome."""
