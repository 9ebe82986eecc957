"""Applicant, agent, recipient: who counts as the applicant, and what a power of attorney must show.

The Regulation asks for no power of attorney; that one is handed in is common practice. What is missing or has run out
is therefore asked for in the one notice to supplement, and is no ground to turn anybody away.
《条例》第27条、第29条、第30条
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.rules.vocabulary import ApplicantKind, Labelled

_LAW_FIRM = re.compile(r"(?:律师事务所|法律服务所|法律援助中心|公证处)$")
_REMARK = re.compile(r"[（(][^（）()]*[）)]$")


class PowerScope(Labelled):
    """代理权限: what the agent may do in the applicant's place."""

    APPLY = "apply", "代为提出申请"
    SUPPLEMENT = "supplement", "代为补正"
    RECEIVE = "receive", "代收文书"
    WITHDRAW = "withdraw", "代为撤回申请"


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """What is known of the power of attorney; `valid_until` None: until the case is closed.

    `receives`: letters are to go to the agent.
    """

    is_shown: bool
    scope: frozenset[PowerScope] = frozenset()
    granted_on: date | None = None
    valid_until: date | None = None
    receives: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing the power of attorney lacks, and how the applicant can mend it."""

    what: str
    cure: str


def is_law_firm(name: str) -> bool:
    """Whether an applicant of this name is itself a 法律服务机构; a remark in brackets at its end does not count."""
    return bool(_LAW_FIRM.search(_REMARK.sub("", name.strip())))


def counted_kind(name: str, kind: ApplicantKind) -> ApplicantKind:
    """The kind under which the report counts the applicant: a law firm in its own name is 法律服务机构.

    国办公开办函〔2021〕30号
    """
    return ApplicantKind.LEGAL_SERVICE if is_law_firm(name) else kind


def doubts_about(power: Power, *, today: date) -> tuple[Doubt, ...]:
    """What should be asked for when a supplement is asked for anyway; empty when the power is in order.

    《条例》第29条、第30条
    """
    return tuple(_doubts(power, today))


def _doubts(power: Power, today: date) -> Iterator[Doubt]:
    if not power.is_shown:
        yield Doubt(
            "代理人没有提交授权委托书", "请提交申请人签名或者盖章的授权委托书，写明委托权限和期限，并附双方身份证明。"
        )
        return
    if power.valid_until is not None and power.valid_until < today:
        day = power.valid_until
        yield Doubt(
            f"授权委托书已于{day.year}年{day.month}月{day.day}日期满", "请提交新的授权委托书，或者由申请人本人办理。"
        )
    if PowerScope.APPLY not in power.scope:
        yield Doubt("授权委托书没有写明代为提出申请", "请由申请人补充授权，或者由申请人本人确认这件申请。")
    if power.receives and PowerScope.RECEIVE not in power.scope:
        yield Doubt(
            "授权委托书没有写明代收文书，而收件人填的是代理人", "请补充代收文书的授权，或者改由申请人本人收件。"
        )
