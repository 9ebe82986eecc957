"""What the case must hold before a letter is signed: dates, people, steps and addresses that the letter does not show.

The caller reads these facts from the history; here is only what they must be. A fault that does not stop is shown and
kept in the file: a late reply is still a reply and goes out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.errors import RuleViolation
from engine.letters.checks import Fault
from engine.letters.chinese import chinese_date
from engine.letters.defence import ReconsiderationReplyFacts
from engine.letters.facts import ApplicantLetterFacts, LetterFacts, ReplyFacts
from engine.letters.notice_checks import paper_faults
from engine.letters.notices import ExtensionNoticeFacts, SupplementNoticeFacts
from engine.rules.articles import Article
from engine.rules.vocabulary import DeliveryMethod

_INNER_OFFICE = re.compile(r"(?:处|科|科室|股)$")
_HOUSE_LINE = re.compile(r"\d|[号室栋幢座楼村组]")
_POSTCODE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where the letter goes, and whether an e-mail to there came back."""

    delivery: DeliveryMethod
    address: str = ""
    postcode: str = ""
    email: str = ""
    has_bounced: bool = False


@dataclass(frozen=True, kw_only=True)
class CaseRecord:
    """What the file says around a letter on the day it is to be signed. An empty text or None: not there.

    `due_on` and `extended_to` come from the one calendar service; `others` are people whom this letter must not name.
    """

    today: date
    due_on: date | None
    extended_to: date | None = None
    receipt_evidence: str
    signed_for_on: date | None = None
    approved_on: date | None
    drafted_by: str
    secrecy_reviewed_by: str = ""
    signed_by: str = ""
    search_repeated_by: str = ""
    supplement_notices: int = 0
    consultations_open: int = 0
    third_party_asked_on: date | None = None
    has_redacted_copy: bool = True
    is_wording_checked: bool = False
    others: tuple[str, ...] = ()
    address: Address


def require_signable(facts: LetterFacts, case: CaseRecord, *, text: str) -> None:
    """Nothing, if this letter may be signed today; RuleViolation with the first thing that stops it.

    `text` is all that the letter says, as the renderer's `paragraphs` give it.
    """
    for fault in signing_faults(facts, case, text=text):
        if fault.stops:
            raise RuleViolation(fault.message, fault.article, field=fault.field)


def signing_faults(facts: LetterFacts, case: CaseRecord, *, text: str) -> Iterator[Fault]:
    """Every fault of the letter itself, then of the case around it, warnings included.

    《条例》第33条、第36条
    """
    yield from paper_faults(facts)
    yield from _late(facts, case)
    yield from _receipt(facts, case)
    yield from _issuer(facts, case)
    yield from _people(facts, case)
    yield from _steps(facts, case)
    yield from _wrong_term(facts, case)
    yield from _names_of_others(case, text)
    yield from address_faults(case.address)


def address_faults(to: Address) -> Iterator[Fault]:
    """S-17: no address, no dispatch; the missing field is named.

    《条例》第29条第2款、第40条
    """
    article = str(Article(40))
    if to.delivery is DeliveryMethod.POSTAL:
        if not _POSTCODE.fullmatch(to.postcode):
            yield Fault("邮寄送达须有6位邮政编码，请补充。", "postcode", article)
        if not to.address.strip() or not _HOUSE_LINE.search(to.address):
            yield Fault("邮寄送达须有写到门牌号的地址，请补充。", "address", article)
    if to.delivery is DeliveryMethod.EMAIL:
        if "@" not in to.email:
            yield Fault("电子邮件送达须有电子邮箱，请补充。", "email", article)
        elif to.has_bounced:
            yield Fault(f"发往{to.email}的邮件曾被退回，请与申请人核对邮箱或者改用其他方式。", "email", article)


def _late(facts: LetterFacts, case: CaseRecord) -> Iterator[Fault]:
    """E1: an extension is only told before the term ends; a late reply is told as late and still goes out."""
    if case.due_on is None or case.today <= case.due_on:
        return
    if isinstance(facts, ExtensionNoticeFacts):
        message = f"答复期限已于{chinese_date(case.due_on)}届满，不能再告知延期，请立即答复。"
        yield Fault(message, "due_on", str(Article(33, 2)))
    elif isinstance(facts, ReplyFacts):
        message = f"答复期限已于{chinese_date(case.due_on)}届满，本件已逾期；请立即签发送达，并在审批表中写明原因。"
        yield Fault(message, "due_on", str(Article(33, 2)), stops=False)


def _receipt(facts: LetterFacts, case: CaseRecord) -> Iterator[Fault]:
    """E10: the day of receipt has its proof, and is not later than the day somebody signed for the mail."""
    if not isinstance(facts, ApplicantLetterFacts):
        return
    if not case.receipt_evidence.strip():
        yield Fault("请补充收到日期的凭证（签收单、信封、平台记录或者电话确认记录）。", "received_on", str(Article(31)))
    if case.signed_for_on and facts.received_on > case.signed_for_on:
        message = f"收到日期晚于邮件签收日期（{chinese_date(case.signed_for_on)}），请更正。"
        yield Fault(message, "received_on", str(Article(31)))


def _issuer(facts: LetterFacts, case: CaseRecord) -> Iterator[Fault]:
    """E11: in the agency's name, dated not before its approval."""
    if _INNER_OFFICE.search(facts.agency.name):
        message = f"文书须以行政机关的名义作出，不能以内设机构（{facts.agency.name}）的名义。"
        yield Fault(message, "agency", str(Article(4)))
    if case.approved_on is None and isinstance(facts, ReplyFacts):
        yield Fault("本件尚未审批，不能签发。", "approved_on", str(Article(33, 2)))
    elif case.approved_on and facts.dated_on and facts.dated_on < case.approved_on:
        message = f"成文日期早于审批日期（{chinese_date(case.approved_on)}），请更正。"
        yield Fault(message, "dated_on", str(Article(33, 2)))


def _people(facts: LetterFacts, case: CaseRecord) -> Iterator[Fault]:
    """Nobody signs or clears his own draft."""
    if case.signed_by and case.signed_by == case.drafted_by:
        yield Fault("拟稿人不能签发自己拟的文稿。", "signed_by", str(Article(45)))
    if isinstance(facts, ReplyFacts) and not case.secrecy_reviewed_by:
        yield Fault("请先完成保密审查。", "secrecy_review", str(Article(17, 2)))
    elif isinstance(facts, ReconsiderationReplyFacts):
        return  # it discloses nothing: whoever reviewed the secrecy of the reply may answer for it
    elif case.secrecy_reviewed_by and case.secrecy_reviewed_by == case.drafted_by:
        yield Fault("保密审查人与承办人不能是同一人。", "secrecy_review", str(Article(17, 2)))


def _steps(facts: LetterFacts, case: CaseRecord) -> Iterator[Fault]:
    """E3, E6, E8, E16: searched twice, third party asked and heard, one supplement notice, wording read again."""
    if isinstance(facts, SupplementNoticeFacts) and case.supplement_notices:
        yield Fault("本件已经告知过补正；补正应当一次告知，不能再次发出。", "supplement_notices", str(Article(30)))
    if not isinstance(facts, ReplyFacts):
        return
    outcomes = {item.outcome for item in facts.items}
    if "does_not_exist" in outcomes and not case.search_repeated_by:
        message = "答复信息不存在的，请先由另一名工作人员复查检索。"
        yield Fault(message, "search_record", str(Article.parse("36(4)")))
    if outcomes & {"withheld_third_party", "disclosed_over_objection"} and case.third_party_asked_on is None:
        yield Fault("没有书面征求第三方意见的记录，请先征求意见。", "consultation", str(Article(32)))
    if case.consultations_open:
        message = f"还有{case.consultations_open}件征求意见没有结束，请等收到意见或者期限届满后再答复。"
        yield Fault(message, "consultation", str(Article(32)))
    yield from _form_of_the_rest(facts, case)
    if (facts.withheld_numbers or facts.partly_withheld_numbers) and not case.is_wording_checked:
        message = "请由审核人确认：答复书对不予公开内容的描述没有泄露该内容。"
        yield Fault(message, "is_wording_checked", str(Article(14)))


def _form_of_the_rest(facts: ReplyFacts, case: CaseRecord) -> Iterator[Fault]:
    """What can be given is given: in a checked, blackened copy, or in a form that the letter names. 《条例》第37条"""
    for item in facts.items:
        if item.withheld and not item.available and not case.has_redacted_copy:
            message = (
                f"第{item.number}项部分公开，但没有随附经复核的区分处理件；请随附，"
                "或者写明可以公开的部分以何种形式提供（例如摘录、现场查阅）。"
            )
            yield Fault(message, f"item-{item.number}", str(Article(37)))


def _wrong_term(facts: LetterFacts, case: CaseRecord) -> Iterator[Fault]:
    """E17: the day a letter names is the day the one calendar gives; a pause after an extension only makes it later."""
    if isinstance(facts, ExtensionNoticeFacts):
        for told, reckoned, field in (
            (facts.original_due_on, case.due_on, "original_due_on"),
            (facts.due_on, case.extended_to, "due_on"),
        ):
            if reckoned and told != reckoned:
                message = (
                    f"告知的期限{chinese_date(told)}与系统按工作日计算的{chinese_date(reckoned)}不一致，请重新生成。"
                )
                yield Fault(message, field, str(Article(33, 2)))
    if isinstance(facts, ReplyFacts) and facts.extension and case.due_on and facts.extension.due_on > case.due_on:
        message = f"答复书所述延长后的期限与系统计算的{chinese_date(case.due_on)}不一致，请重新生成。"
        yield Fault(message, "extension", str(Article(33, 2)))


def _names_of_others(case: CaseRecord, text: str) -> Iterator[Fault]:
    """E15: a third party is not named to the applicant, nor the applicant to others."""
    for name in case.others:
        if name and name in text:
            yield Fault("文书中出现了不应向收件人透露的当事人姓名或者名称，请删去。", "others", str(Article(15)))
            return
