"""Our ruling on what a third party objects: whether its reason is reasonable, and apart from that the public interest.

《条例》第15条、第32条
"""

from dataclasses import dataclass

from engine.errors import RuleViolation
from engine.rules.articles import Article
from engine.rules.outcome import Ground

SHORTEST_BALANCE = 10
GIVING = (Ground.NONE, Ground.THIRD_PARTY_OVERRIDDEN)


@dataclass(frozen=True, kw_only=True)
class ObjectionRuling:
    """Whether the reason holds, and what would suffer if the information were withheld; None: nobody objected."""

    reasonable: bool | None = None
    public_interest: str = ""


NOT_OBJECTED = ObjectionRuling()
"""Where nobody objected there is nothing to rule on."""


def require_ruled(ground: Ground, ruling: ObjectionRuling, *, objected: bool, what: str, field: str) -> None:
    """Nothing, if the ground follows from the ruling on the objection; RuleViolation otherwise.

    A reasonable objection yields to a major public interest alone; one without a reason binds nobody.
    《条例》第32条
    """
    if not objected:
        return
    article = str(Article(32))
    if ruling.reasonable is None:
        raise RuleViolation(f"{what}：第三方不同意公开，请认定其理由是否合理。", article, field=field)
    if not ruling.reasonable and ground is Ground.THIRD_PARTY:
        message = f"{what}：认定第三方的理由不合理的，不能再以第三方不同意为由不予公开。"
        raise RuleViolation(message, article, field=field)
    if ruling.reasonable and ground in GIVING and len(ruling.public_interest.strip()) < SHORTEST_BALANCE:
        message = f"{what}：第三方的理由合理而仍公开的，请写明不公开会对公共利益造成什么重大影响。"
        raise RuleViolation(message, article, field=field)
