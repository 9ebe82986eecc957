"""What a finding must be shown by before it may stand: a claim, a label or a word of the other side is no finding.

The words are the handler's; here is only whether they say something, and whether they rest on what the law knows.
"""

import re
from collections.abc import Collection

from engine.errors import RuleViolation
from engine.rules.articles import Article
from engine.rules.outcome import Ground, ItemFacts, Nature, Regime, Responsibility

_NATURES: dict[Nature, tuple[str, Article]] = {
    Nature.PARTY_INFORMATION: ("请写明发文主体和文号，没有证据不能认定为党务信息", Article(2)),
    Nature.NOT_GOVERNMENT_INFORMATION: ("请写明该内容由谁、履行什么职责形成", Article(2)),
}
_GROUNDS: dict[Ground, tuple[str, Article]] = {
    Ground.STATE_SECRET: ("请写明定密的依据、密级和保密期限", Article(14)),
    Ground.BY_LAW: ("请写明禁止公开的法律、行政法规及其条款", Article(14)),
    Ground.SECURITY_STABILITY: ("请写明公开与危害之间的因果，不能只称危及安全、稳定", Article(14)),
    Ground.THIRD_PARTY: ("请写明公开会怎样损害第三方的合法权益", Article(15)),
    Ground.THIRD_PARTY_OVERRIDDEN: ("请写明公共利益何在，或者应当公开的规定", Article(32)),
    Ground.INTERNAL_AFFAIRS: ("请写明为什么纯属内部事务、对外不产生效力", Article(16, 1)),
    Ground.DELIBERATIVE: ("请写明属于哪一类过程性信息及其内容，不能只看文种", Article(16, 2)),
    Ground.ENFORCEMENT_FILE: ("请写明是哪一件行政执法案卷", Article(16, 2)),
}

_STATUTE = re.compile(r"《[^《》]*(?:法|法典|条例)》")
_OWN_REGULATIONS = re.compile(r"《(?:中华人民共和国)?(?:政府信息公开)?条例》")

_NO_GROUNDS: tuple[tuple[re.Pattern[str], str, Article], ...] = (
    (
        re.compile(r"特殊需要|三需要|自身生产、?生活、?科研"),
        "申请人不必说明用途，不得以没有特殊需要为由",
        Article(27),
    ),
    (
        re.compile(r"(?:形成|制作|产生)[于在]?.{0,12}(?:条例|法)》?.{0,4}(?:施行|实施|生效)[之以]?前"),
        "形成时间早于《条例》施行不是不公开的理由",
        Article(13, 1),
    ),
    (
        re.compile(
            r"(?:属于?|系|是|为|标有|标注|标明|印有|载有)[为“”\"「]*(?:工作秘密|内部(?:资料|文件|材料|信息|使用|掌握))"
        ),
        "“工作秘密”“内部资料”等标记不是定密，也不是不予公开的理由，请写明属于第14条至第16条的哪一种情形，或者予以公开",
        Article(13, 1),
    ),
    (re.compile(r"公示(?:的)?(?:规定|办法|制度)"), "公示规定不能代替《条例》作为不公开的依据", Article(13, 1)),
)
"""What agencies have refused with and no article knows: the words, what to say, the article against it."""

HOME_PAGE = re.compile(
    r"(?:请)?(?:到|在|登录|登陆|访问|查阅|浏览|通过)?(?:本机关|我局|我委|我办|本单位)?(?:的)?"
    r"(?:政府|门户|官方|政务)*(?:网站|官网|网)(?:首页|主页)?(?:上)?(?:自行)?(?:查询|查阅|查看|获取)?"
)
_BARE_ADDRESS = re.compile(r"(?:https?://)?[\w.-]+\.[a-z]{2,}(?::\d+)?/?(?:index\.\w+)?", re.IGNORECASE | re.ASCII)


def require_nature_evidence(facts: ItemFacts, evidence: str) -> None:
    """Nothing, if what ends the review of an item at its first question is shown; RuleViolation otherwise.

    《条例》第2条、第10条、第36条第（五）项至第（七）项
    """
    if evidence.strip() or facts.nature is None:
        return
    if facts.nature in _NATURES:
        raise _missing(*_NATURES[facts.nature])
    if facts.nature is not Nature.GOVERNMENT_INFORMATION:
        return
    if facts.repeated:
        raise _missing("请写明前次答复的文号、送达日期，并核查此后事实有无变化", Article(36, item=6))
    if facts.regime is Regime.SPECIAL_ACCESS:
        raise _missing("请写明作出特别规定的法律、行政法规", Article(36, item=7))
    if facts.regime is Regime.ARCHIVE:
        raise _missing("请写明移交的档案馆和移交日期，移交期限是否届满", Article(2))
    if facts.responsibility is Responsibility.OTHER_AGENCY:
        raise _missing("请写明核查的情况：由哪个机关制作或者最初获取", Article(36, item=5))


def require_ground_evidence(ground: Ground, evidence: str) -> None:
    """Nothing, if the ground against disclosure is shown by something the law knows; RuleViolation otherwise.

    《条例》第13条第1款、第14条至第16条
    """
    if ground is Ground.NONE:
        return
    wanted, article = _GROUNDS[ground]
    if not evidence.strip():
        raise _missing(wanted, article)
    require_lawful_reason(evidence, field="evidence")
    if ground is Ground.BY_LAW and not _names_statute(evidence):
        raise _missing(f"{wanted}，部门规章、地方规定和内部文件不能禁止公开", article)


def require_lawful_reason(text: str, *, field: str) -> None:
    """Nothing, if the text gives no reason that the law has done away with; RuleViolation at `field` otherwise.

    《条例》第13条第1款、第27条
    """
    for words, message, article in _NO_GROUNDS:
        if words.search(text):
            raise RuleViolation(f"{message}，请按《条例》的规定重写。", str(article), field=field)


def require_accounted(
    found: Collection[str], provided: Collection[str], withheld: Collection[str], *, field: str
) -> None:
    """Nothing, if what is given is what the search found, and nothing of it is passed over; RuleViolation otherwise.

    Asked only of an answer that gives something and of a search that says what it found.
    《条例》第36条第（二）项、第37条
    """
    if not found or not provided:
        return
    article = str(Article(36, item=2))
    if other := [title for title in provided if title not in found]:
        raise RuleViolation(f"检索没有找到“{other[0]}”，提供的应当是所申请的信息。", article, field=field)
    if left_out := [title for title in found if title not in (*provided, *withheld)]:
        raise RuleViolation(
            f"附件、附图是文件的组成部分：请一并提供“{left_out[0]}”，或者写明不予公开的理由。", article, field=field
        )


def is_home_page(where: str) -> bool:
    """Whether a place of publication names nothing but a site, so that nobody finds the page.

    《条例》第36条第（一）项
    """
    bare = re.sub(r"[\s，。；,;“”\"]", "", where)
    return bool(HOME_PAGE.fullmatch(bare) or _BARE_ADDRESS.fullmatch(bare))


def _names_statute(evidence: str) -> bool:
    return bool(_STATUTE.search(_OWN_REGULATIONS.sub("", evidence)))


def _missing(wanted: str, article: Article) -> RuleViolation:
    return RuleViolation(f"{wanted}。", str(article), field="evidence")
