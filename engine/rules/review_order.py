"""The questions of the review in their order, and how far the recorded facts of one item answer them.

The order is the law's: what comes first may end the review, and nothing later is asked then. 《条例》第2条至第42条
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from engine.rules.articles import Article
from engine.rules.outcome import Ground, Held, ItemFacts, Nature, Regime, Responsibility
from engine.rules.vocabulary import Labelled, Outcome


class Answered(Labelled):
    """How far a question is answered."""

    YES = "answered", "已查明"
    DECIDES = "decides", "据此得出结论"
    OPEN = "open", "尚未查明"
    NEEDLESS = "needless", "不需要再问"


@dataclass(frozen=True, slots=True)
class Check:
    """One question, its article, what was found, and whether that already decides the item."""

    question: str
    article: str
    finding: str
    state: Answered


NATURES = {
    Nature.GOVERNMENT_INFORMATION: "索要政府信息",
    Nature.PETITION_OR_COMPLAINT: "信访、投诉、举报",
    Nature.PUBLICATION: "索要公开出版物",
    Nature.CONFIRMATION: "要求确认或者重新出具",
    Nature.ENQUIRY: "咨询、要求解释",
    Nature.NOT_GOVERNMENT_INFORMATION: "不是政府信息",
    Nature.PARTY_INFORMATION: "党务信息",
}
REGIMES = {Regime.ORDINARY: "没有特别规定", Regime.SPECIAL_ACCESS: "另有查询规定", Regime.ARCHIVE: "已移交国家档案馆"}
DUTIES = {Responsibility.OURS: "由本机关负责公开", Responsibility.OTHER_AGENCY: "不属于本机关负责公开"}
FOUND = {Held.YES: "检索到", Held.NO: "检索不到", Held.MUST_BE_MADE: "没有现成的，需加工、分析"}
GROUNDS = {
    Ground.NONE: "没有不予公开的理由",
    Ground.STATE_SECRET: "国家秘密",
    Ground.BY_LAW: "法律、行政法规禁止公开",
    Ground.SECURITY_STABILITY: "危及三安全一稳定",
    Ground.THIRD_PARTY: "第三方合法权益",
    Ground.THIRD_PARTY_OVERRIDDEN: "第三方不同意，仍应当公开",
    Ground.INTERNAL_AFFAIRS: "内部事务信息",
    Ground.DELIBERATIVE: "过程性信息",
    Ground.ENFORCEMENT_FILE: "行政执法案卷",
}
SEVERED = {True: "可以区分处理", False: "不能区分处理"}


def checks(facts: ItemFacts, *, secrecy_reviewed: bool, asked: Collection[str]) -> list[Check]:
    """The questions in their order; after the one that decides, the others need not be asked."""
    listed: list[Check] = []
    decided = facts.standing != "open"
    for question, article, finding, decides in _asked(facts, secrecy_reviewed=secrecy_reviewed, asked=asked):
        state = Answered.NEEDLESS if decided else Answered.OPEN
        if not decided and finding:
            state = Answered.DECIDES if decides else Answered.YES
        listed.append(Check(question, str(article), "" if state is Answered.NEEDLESS else finding, state))
        decided = decided or (bool(finding) and decides)
    return listed


def _asked(
    facts: ItemFacts, *, secrecy_reviewed: bool, asked: Collection[str]
) -> Iterator[tuple[str, Article, str, bool]]:
    """Question, article, what was found (empty: nothing yet), and whether the finding ends the review."""
    kind, ours = facts.nature, facts.responsibility
    yield "是不是政府信息公开申请", Article(2), NATURES.get(kind, "") if kind else "", kind not in (
        None, Nature.GOVERNMENT_INFORMATION
    )  # fmt: skip
    repeated = {True: "同一申请人的同一内容已经答复过", False: "不是重复申请"}
    yield (
        "是不是重复申请",
        Article(36, item=6),
        repeated[facts.repeated] if facts.repeated is not None else "",
        bool(facts.repeated),
    )
    yield (
        "获取有没有特别规定，是否已移交档案馆", Article(36, item=7), REGIMES[facts.regime] if facts.regime else "",
        facts.regime not in (None, Regime.ORDINARY),
    )  # fmt: skip
    yield "由谁负责公开", Article(10), DUTIES[ours] if ours else "", ours is Responsibility.OTHER_AGENCY
    yield "有没有，是不是现成的", Article(36, item=4), FOUND[facts.held] if facts.held else "", facts.held in (
        Held.NO, Held.MUST_BE_MADE
    )  # fmt: skip
    public = {True: "已经主动公开", False: "没有公开过"}
    is_public = "" if facts.already_public is None else public[facts.already_public]
    yield "是否已经主动公开", Article(36, item=1), is_public, bool(facts.already_public)
    yield "保密审查", Article(17), "已经承办人以外的人审查" if secrecy_reviewed else "", False
    told = f"已征求{'、'.join(asked)}的意见" if asked else "不需要征求"
    yield "要不要征求第三方、共同制作机关的意见", Article(32), told if facts.ground is not None else "", False
    yield (
        "有没有不予公开的理由",
        Article(16),
        GROUNDS[facts.ground] if facts.ground else "",
        facts.ground is Ground.NONE,
    )
    yield "能不能区分处理", Article(37), SEVERED[facts.severable] if facts.severable is not None else "", True


GENEROUS: dict[Outcome, tuple[Outcome, ...]] = {
    Outcome.WITHHELD_INTERNAL_AFFAIRS: (Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED),
    Outcome.WITHHELD_DELIBERATIVE: (Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED),
    Outcome.WITHHELD_ENFORCEMENT_FILE: (Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED),
    Outcome.NOT_READY_MADE: (Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED),
    Outcome.ALREADY_PUBLIC: (Outcome.DISCLOSED,),
    Outcome.REPEATED: (Outcome.DISCLOSED,),
}
"""What a handler may answer instead of what the table says, with a reason: where the law says 可以, more may be given.

Nothing may be withheld or left unanswered that the table does not withhold: whoever thinks the facts are others
has the item examined anew. 《条例》第16条、第36条、第38条
"""


def may_instead(outcome: Outcome) -> tuple[Outcome, ...]:
    """The outcomes that may be proposed in place of this one."""
    return GENEROUS.get(outcome, ())
