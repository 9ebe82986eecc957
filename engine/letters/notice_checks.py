"""What a notice or a form must show before it may leave, kind by kind; the reply's own faults are in `checks`."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from engine.letters.checks import Fault, faults
from engine.letters.dispatch import ProofOfServiceFacts, RedactionListFacts, SpotAnswerFacts
from engine.letters.facts import LetterFacts, ReplyFacts
from engine.letters.forms import SearchRecordFacts, SecrecyReviewFacts
from engine.letters.notices import (
    CorrectionReplyFacts,
    CorrectionResult,
    ExtensionNoticeFacts,
    FeeNoticeFacts,
    SupplementNoticeFacts,
    ThirdPartyDecisionFacts,
    ThirdPartyLetterFacts,
)
from engine.rules.articles import Article
from engine.rules.vocabulary import DeliveryMethod

POSTAL_ENTERPRISES = ("邮政", "EMS")
MOST_EXTRA_DAYS = 20
_PURPOSE = re.compile(r"用途|特殊需要|(?:生产|生活|科研)[、等]")


def paper_faults(facts: LetterFacts) -> Iterator[Fault]:
    """Every fault that this paper shows by itself, whatever its kind."""
    if isinstance(facts, ReplyFacts):
        yield from faults(facts)
    for kind, check in _CHECKS.items():
        if isinstance(facts, kind):
            yield from check(facts)


def _supplement(facts: SupplementNoticeFacts) -> Iterator[Fault]:
    """E8, E13: each defect with its cure, and the purpose is not one of them."""
    if not facts.defects:
        yield Fault("请逐项写明需要补正的内容。", "defects", str(Article(30)))
    for number, defect in enumerate(facts.defects, start=1):
        if not (defect.what.strip() and defect.cure.strip()):
            message = f"请写明第{number}项怎样补正，给予指导和释明。"
            yield Fault(message, f"defect-{number}", str(Article(30)))
        if _PURPOSE.search(defect.what + defect.cure):
            message = f"第{number}项要求申请人说明用途。申请人不需要说明用途，请删去。"
            yield Fault(message, f"defect-{number}", str(Article(29, 2)))


def _extension(facts: ExtensionNoticeFacts) -> Iterator[Fault]:
    """E1: at most twenty more working days, with a reason, to a later day."""
    if not 1 <= facts.working_days <= MOST_EXTRA_DAYS:
        yield Fault("延长的期限不得超过20个工作日。", "working_days", str(Article(33, 2)))
    if not facts.reason.strip():
        yield Fault("请写明延长答复期限的理由。", "reason", str(Article(33, 2)))
    if facts.due_on <= facts.original_due_on:
        yield Fault("延长后的期限应当晚于原期限，请核对。", "due_on", str(Article(33, 2)))


def _third_party(facts: ThirdPartyLetterFacts) -> Iterator[Fault]:
    if not facts.information:
        yield Fault("请写明征求意见的信息。", "information", str(Article(32)))
    if facts.working_days != 15:
        yield Fault("第三方提出意见的期限为15个工作日。", "working_days", str(Article(32)))


def _decision(facts: ThirdPartyDecisionFacts) -> Iterator[Fault]:
    """The third party has days to turn to a court before the information is out."""
    if not facts.reasons.strip():
        yield Fault("请写明决定公开的理由。", "reasons", str(Article(32)))
    if facts.dated_on and facts.disclosed_from <= facts.dated_on:
        message = "公开的日期应当与决定的日期相隔若干日，使第三方能够寻求救济。"
        yield Fault(message, "disclosed_from", str(Article(32)))


def _fee(facts: FeeNoticeFacts) -> Iterator[Fault]:
    if facts.unit not in {"件", "页"}:
        yield Fault("只能按件或者按页计收，不能两种并用。", "unit", "《收费办法》第3条")
    if sum(step.count for step in facts.steps) != facts.count:
        yield Fault("各计费区间的数量之和与总数不符，请核对。", "count", str(Article(42, 1)))


def _correction(facts: CorrectionReplyFacts) -> Iterator[Fault]:
    wanted = {
        CorrectionResult.CORRECTED: (
            facts.old_value and facts.new_value and facts.corrected_on,
            "原记录、更正后的内容和更正日期",
        ),
        CorrectionResult.REFUSED: (facts.reasons, "不予更正的理由"),
        CorrectionResult.FORWARDED: (facts.competent and facts.forwarded_on, "转送的机关和日期"),
        CorrectionResult.REFERRED: (facts.competent, "有权更正的行政机关"),
    }
    present, words = wanted[facts.result]
    if not present:
        yield Fault(f"请写明{words}。", "result", str(Article(41)))


def _search(facts: SearchRecordFacts) -> Iterator[Fault]:
    """E3: where, with which words, over which time, what came of it, by whom."""
    if not facts.places:
        yield Fault("请至少写明一处检索范围。", "places", str(Article.parse("36(4)")))
    for number, place in enumerate(facts.places, start=1):
        if not all(each.strip() for each in (place.place, place.terms, place.period, place.hits)):
            message = f"第{number}处检索范围不完整：请写明系统或者库房、检索词、年度范围和命中情况。"
            yield Fault(message, f"place-{number}", str(Article.parse("36(4)")))
    if facts.repeated_by and facts.repeated_by == facts.searched_by:
        yield Fault("复查人与检索人不得为同一人。", "repeated_by", str(Article.parse("36(4)")))


def _secrecy(facts: SecrecyReviewFacts) -> Iterator[Fault]:
    if not facts.is_kept_out:
        message = "请先确认涉及国家秘密的内容没有录入本系统；已经录入的，立即停止办理并报告保密工作机构。"
        yield Fault(message, "is_kept_out", str(Article(17, 2)))
    if not facts.items:
        yield Fault("请逐件写明审查的信息和结论。", "items", str(Article(17, 2)))


def _redactions(facts: RedactionListFacts) -> Iterator[Fault]:
    for number, place in enumerate(facts.places, start=1):
        if not place.checked_by or place.checked_by == place.redacted_by:
            yield Fault(f"第{number}处遮盖须由遮盖人以外的人复核。", "places", str(Article(37)))


def _service(facts: ProofOfServiceFacts) -> Iterator[Fault]:
    """E12: the post alone carries official letters, and a posting has its day and number."""
    if facts.way is not DeliveryMethod.POSTAL:
        return
    if facts.carrier and not any(name in facts.carrier for name in POSTAL_ENTERPRISES):
        message = f"国家机关公文不得交由快递企业寄递，请改由邮政企业寄送（现填“{facts.carrier}”）。"
        yield Fault(message, "carrier", str(Article(55, source="《邮政法》")))
    if facts.posted_on and not (facts.carrier and facts.mail_number):
        yield Fault("请补充寄递单位和邮件号，并附邮件详情单。", "mail_number", "国办公开办函〔2016〕235号")


def _spot(facts: SpotAnswerFacts) -> Iterator[Fault]:
    """A refusal across the counter gets its written reply all the same."""
    if (facts.withheld_numbers or facts.partly_withheld_numbers) and not facts.written_reply_follows:
        message = "不予公开的，除当场告知外还应当制作并送达书面答复书。"
        yield Fault(message, "written_reply_follows", str(Article.parse("36(3)")))


_CHECKS: dict[type[LetterFacts], Callable[[Any], Iterator[Fault]]] = {
    SupplementNoticeFacts: _supplement,
    ExtensionNoticeFacts: _extension,
    ThirdPartyLetterFacts: _third_party,
    ThirdPartyDecisionFacts: _decision,
    FeeNoticeFacts: _fee,
    CorrectionReplyFacts: _correction,
    SearchRecordFacts: _search,
    SecrecyReviewFacts: _secrecy,
    RedactionListFacts: _redactions,
    ProofOfServiceFacts: _service,
    SpotAnswerFacts: _spot,
}
