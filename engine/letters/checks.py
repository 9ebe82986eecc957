"""The faults that courts and reviewers criticise, found before anybody signs: each says what is missing and where.

Whether the outcome itself is right, `outcome.dmn` says; here is only whether the reply shows what it must show.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.errors import RuleViolation
from engine.letters.answers import ItemAnswer
from engine.letters.facts import ReplyFacts
from engine.letters.statutes import own_words
from engine.rules.articles import Article
from engine.rules.evidence import is_home_page, require_lawful_reason
from engine.rules.outcome import overall_remedy
from engine.rules.remedies import remedy_of
from engine.rules.vocabulary import OUTCOME_FACTS, Outcome

_BARE_PHRASES = ("经查。", "经研究。", "经查，", "经研究，", "近日")
_OWN_CITATION = re.compile(r"《(?:中华人民共和国政府信息公开)?条例》第")
_GIVING = frozenset({"disclosed", "partly_disclosed", "disclosed_over_objection", "already_public", "published_work"})
_BARE_ARTICLE_36 = re.compile(r"第(?:三十六|36)条(?!第（)")
_REFUSING_ARTICLE = re.compile(r"第(?:十四|十五|十六|1[456])条")
_PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")
_OLD_BODIES = ("上级", "上一级", "主管部门", "或者")
_REASON_LENGTH, _OWN_WORDS, _OWN_WORDS_OF_A_PART = 30, 15, 8
_NAMED_BODY = frozenset({"RA", "RB", "RAB", "RF", "RT"})

# Outcome → the facts its block prints, each with what to say when it is missing and the article that wants it.
_EVIDENCE: dict[str, tuple[tuple[str, str, Article], ...]] = {
    "already_public": (("places", "请填写能直接找到该信息的网址、公报期号或者查阅场所", Article.parse("36(1)")),),
    "published_work": (("places", "请填写公开出版物的获取途径", Article.parse("39(2)")),),
    "partly_disclosed": (
        ("provided", "请列出公开的部分", Article(37)),
        ("withheld", "请逐处列出不予公开的部分及其依据、理由", Article(37)),
    ),
    "withheld_by_law": (("other_law", "请写明禁止公开的法律、行政法规及其条款", Article(14)),),
    "withheld_security_stability": (
        ("category", "请写明可能危及国家安全、公共安全、经济安全还是社会稳定", Article(14)),
    ),
    "withheld_third_party": (
        ("category", "请写明涉及商业秘密、个人隐私还是其他合法权益", Article(15)),
        ("opinion", "请先书面征求第三方意见，再拟不予公开的答复", Article(32)),
    ),
    "withheld_internal_affairs": (("category", "请写明属于人事管理、后勤管理还是内部工作流程", Article(16, 1)),),
    "withheld_deliberative": (("category", "请写明属于讨论记录、过程稿、磋商信函还是请示报告", Article(16, 2)),),
    "withheld_enforcement_file": (("category", "请写明是哪一件行政执法案卷", Article(16, 2)),),
    "special_access_regime": (
        ("other_law", "请写明作出特别规定的法律、行政法规", Article.parse("36(7)")),
        ("destination", "请写明办理查询的机关和联系方式", Article.parse("36(7)")),
    ),
    "does_not_exist": (("search", "请先完成检索记录，再答复信息不存在", Article.parse("36(4)")),),
    "repeated": (("earlier", "请写明前一次答复的文号和送达日期", Article.parse("36(6)")),),
    "excessive": (("earlier", "请写明说明理由通知书的文号和送达日期", Article(35)),),
    "confirmation_request": (("earlier", "请写明申请人何时、如何取得该信息", Article.parse("36(6)")),),
    "petition_or_complaint": (("category", "请写明属于信访、投诉还是举报", Article(39, 1)),),
    "archive_regime": (("destination", "请写明国家档案馆的名称和联系方式", Article(2)),),
}


@dataclass(frozen=True)
class Fault:
    """One reason not to sign: `field` is `item-N` or the name of a fact. One that does not stop is a warning."""

    message: str
    field: str
    article: str
    stops: bool = True


def require_complete(facts: ReplyFacts) -> None:
    """Nothing, if the reply shows all it must show; RuleViolation with the first fault."""
    for fault in faults(facts):
        raise RuleViolation(fault.message, fault.article, field=fault.field)


def faults(facts: ReplyFacts) -> Iterator[Fault]:
    """Every fault of this reply, in the order of its paragraphs.

    《条例》第36条、第37条
    """
    yield from _unanswered(facts)
    for item in facts.items:
        yield from _missing_evidence(item)
        yield from _thin_search(item)
        yield from _wrong_ground(item)
        yield from _undivided(item)
        yield from _unknown_agency(item)
        yield from _unfit_words(item)
        yield from _thin_reasons(item)
        yield from _personal_numbers(item)
        yield from _unlawful_reason(item)
        yield from _vague_places(item)
    yield from _missing_steps(facts)
    yield from _missing_remedy(facts)


def _unanswered(facts: ReplyFacts) -> Iterator[Fault]:
    wanted, given = len(facts.request_items), [item.number for item in facts.items]
    if sorted(given) != list(range(1, wanted + 1)):
        message = f"申请有{wanted}项内容，答复了{len(given)}项；请逐项答复，不得遗漏或者重复。"
        yield Fault(message, "items", str(Article(36)))


def _missing_evidence(item: ItemAnswer) -> Iterator[Fault]:
    for name, wanted, article in _EVIDENCE.get(item.outcome, ()):
        if not getattr(item, name):
            yield _fault(item, f"{wanted}。", article)
    if item.outcome == "disclosed" and not (item.provided or item.available):
        yield _fault(item, "请列出提供的信息，或者写明获取的方式、途径和时间。", Article.parse("36(2)"))


def _thin_search(item: ItemAnswer) -> Iterator[Fault]:
    search = item.search
    if search and not (search.units and search.systems and search.terms and search.years):
        yield _fault(
            item,
            "检索记录不完整：请写明由谁检索、检索了哪些系统、用了哪些检索词、覆盖哪些年度。",
            Article.parse("36(4)"),
        )


def _wrong_ground(item: ItemAnswer) -> Iterator[Fault]:
    """E2: the articles of the table, down to the item; for a withheld part the article that refuses it."""
    for article in OUTCOME_FACTS[Outcome(item.outcome)].articles:
        if article.printed.removeprefix(article.source) not in item.legal_basis:
            yield _fault(item, f"依据中没有{article.printed}，请按办理结果重新生成。", article)
    if _BARE_ARTICLE_36.search(item.legal_basis):
        yield _fault(item, "引用《条例》第三十六条的，请写明到项。", Article(36))
    for part in item.withheld:
        if not _REFUSING_ARTICLE.search(part.legal_basis):
            message = f"“{part.what}”不予公开的依据只能是《条例》第十四条、第十五条或者第十六条，请写明。"
            yield _fault(item, message, Article(37))


def _thin_reasons(item: ItemAnswer) -> Iterator[Fault]:
    """E4: a refusal has reasons of its own, not the law's words again."""
    if item.is_withheld and (len(item.reasons) < _REASON_LENGTH or own_words(item.reasons) < _OWN_WORDS):
        message = "理由太短或者只是重复法条，请结合这件信息的具体情况写明为什么不予公开（不少于30字）。"
        yield _fault(item, message, Article.parse("36(3)"))
    for part in item.withheld:
        if own_words(part.reasons) < _OWN_WORDS_OF_A_PART:
            yield _fault(item, f"请结合具体情况写明“{part.what}”不予公开的理由，不要只重复法条。", Article(37))


def _personal_numbers(item: ItemAnswer) -> Iterator[Fault]:
    """E15: what the house writes tells nobody's identity or mobile number."""
    parts = (text for part in item.withheld for text in (part.what, part.reasons))
    for text in (item.findings, item.reasons, item.severability, item.available, *parts):
        if found := _PERSONAL_NUMBER.search(text):
            yield _fault(item, f"答复书中不得出现个人的证件号码、手机号码（{found[0][:4]}…），请删去。", Article(15))


def _undivided(item: ItemAnswer) -> Iterator[Fault]:
    if item.is_withheld and not item.severability:
        yield _fault(item, "请写明是否研究过区分处理，以及为什么不能区分。", Article(37))


def _unknown_agency(item: ItemAnswer) -> Iterator[Fault]:
    if item.outcome == "other_agency" and not (item.destination or item.reasons):
        yield _fault(item, "请写明负责公开的机关及其联系方式；不能确定的，请说明理由。", Article.parse("36(5)"))
    if item.destination and item.outcome == "other_agency" and not item.destination.contact:
        yield _fault(item, f"请补充{item.destination.name}的联系方式。", Article.parse("36(5)"))


def _unfit_words(item: ItemAnswer) -> Iterator[Fault]:
    text = item.findings + item.reasons
    for words in _BARE_PHRASES:
        if text.startswith(words) or (words == "近日" and words in text):
            yield _fault(
                item, f"请不要用“{words.rstrip('。，')}”一语带过，写明具体做了什么、何时、结果如何。", Article(36)
            )
    if _OWN_CITATION.search(text):
        yield _fault(item, "依据的条款由系统按办理结果印出，理由中请不要再写《条例》的条款。", Article(36))


def _unlawful_reason(item: ItemAnswer) -> Iterator[Fault]:
    if item.outcome in _GIVING:
        return
    try:
        require_lawful_reason(item.reasons, field=f"item-{item.number}")
    except RuleViolation as error:
        yield Fault(f"第{item.number}项：{error.message}", f"item-{item.number}", error.article)


def _vague_places(item: ItemAnswer) -> Iterator[Fault]:
    for place in item.places:
        if is_home_page(place.where):
            message = f"“{place.where}”只是网站首页，请写明能直接打开的网址或者具体栏目。"
            yield _fault(item, message, Article.parse("36(1)"))


def _missing_steps(facts: ReplyFacts) -> Iterator[Fault]:
    outcomes = {item.outcome for item in facts.items}
    if outcomes & {"still_unclear", "abandoned_unsupplemented"} and facts.supplement is None:
        yield Fault("没有补正告知的记录，不能以未补正或者补正后仍不明确答复。", "supplement", str(Article(30)))
    if "abandoned_unpaid" in outcomes and facts.fee is None:
        yield Fault("没有送达收费通知书的记录，不能以逾期未缴费为由不再处理。", "fee", str(Article(42, 1)))


def _missing_remedy(facts: ReplyFacts) -> Iterator[Fault]:
    remedy = facts.remedy
    if remedy.kind in _NAMED_BODY and not (remedy.review_body and remedy.court):
        message = "尚未填写行政复议机关和人民法院，请管理员先在“机关信息”中填写。"
        yield Fault(message, "remedy", str(Article(23, source="《行政复议法》")))
    if any(words in remedy.review_body for words in _OLD_BODIES):
        message = "行政复议机关应当是一个确定的机关，不能写“上级主管部门”或者由申请人选择，请管理员更正。"
        yield Fault(message, "remedy", str(Article(24, source="《行政复议法》")))
    if remedy.kind != _remedy_due(facts.items):
        message = "救济告知与办理结果不一致：不予公开的，应当先申请行政复议。请退回重新生成答复书。"
        yield Fault(message, "remedy", str(Article(23, source="《行政复议法》")))


def _remedy_due(items: Sequence[ItemAnswer]) -> str:
    """E9: the paragraph that these outcomes call for together."""
    each = (remedy_of(Outcome(item.outcome), has_withheld_part=bool(item.withheld)) for item in items)
    return overall_remedy(each).value


def _fault(item: ItemAnswer, message: str, article: Article) -> Fault:
    return Fault(f"第{item.number}项：{message}", f"item-{item.number}", str(article))
