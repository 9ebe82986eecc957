"""What the mail room signs for: by whom an envelope came, the channel that follows, and the day it may not be past.

《条例》第31条
"""

from dataclasses import dataclass
from datetime import date

from engine.errors import RuleViolation
from engine.rules.articles import Article
from engine.rules.receipt import SETTLED, way_of
from engine.rules.vocabulary import Channel, Labelled, StrayChannel

SIGNED_FOR = Article(31, item=2)


class Carrier(Labelled):
    """寄递方式: who brought the envelope. 《条例》第31条"""

    EMS = "ems", "邮政特快专递（EMS）"
    REGISTERED_MAIL = "registered_mail", "挂号信"
    ORDINARY_MAIL = "ordinary_mail", "平信"
    PRIVATE_COURIER = "private_courier", "民营快递"
    BY_HAND = "by_hand", "专人送达"


class EnvelopeState(Labelled):
    """来件状态: where an envelope lies; the last three are ends, and there is no other."""

    LOGGED = "logged", "待交接"
    HANDED_OVER = "handed_over", "已交，待接收"
    TAKEN = "taken", "已接收，待处理"
    REGISTERED = "registered", "已登记为申请"
    FILED = "filed", "已归入案件"
    PASSED_ON = "passed_on", "已转出"


class Paper(Labelled):
    """来件材料: what an envelope for a case holds. 《条例》第29条、第30条、第32条、第34条、第35条"""

    APPLICATION = "application", "申请书（案件已经登记）"
    SUPPLEMENT = "supplement", "补正材料"
    OPINION = "opinion", "征求意见的答复"
    REASONS = "reasons", "理由说明"
    WITHDRAWAL = "withdrawal", "撤回申请"
    PAYMENT = "payment", "缴费凭证"
    RETURNED_LETTER = "returned_letter", "退回的文书"
    REMEDY = "remedy", "复议诉讼文书"
    OTHER = "other", "其他材料"


OPEN_ENVELOPES = (EnvelopeState.LOGGED, EnvelopeState.HANDED_OVER, EnvelopeState.TAKEN)
"""Envelopes that still wait for somebody."""

UNCLAIMED = (EnvelopeState.LOGGED, EnvelopeState.HANDED_OVER)
"""Envelopes that no registrar has taken over yet."""

NUMBERED = frozenset({Carrier.EMS, Carrier.REGISTERED_MAIL, Carrier.PRIVATE_COURIER})
"""What bears a number that can be looked up with whoever carried it."""

_CHANNELS: dict[Carrier, tuple[Channel, StrayChannel | None]] = {
    Carrier.EMS: (Channel.MAIL_SIGNED, None),
    Carrier.REGISTERED_MAIL: (Channel.MAIL_SIGNED, None),
    Carrier.ORDINARY_MAIL: (Channel.ORDINARY_LETTER, None),
    Carrier.PRIVATE_COURIER: (Channel.ORDINARY_LETTER, StrayChannel.PRIVATE_COURIER),
    Carrier.BY_HAND: (Channel.IN_PERSON, None),
}


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Under which number of the mail log an envelope stands, who brought it, and the day it was signed for."""

    number: str
    carrier: Carrier
    signed_on: date


def channel_of(carrier: Carrier) -> tuple[Channel, StrayChannel | None]:
    """The channel of an application that came this way.

    《条例》第31条第（一）项、第（二）项
    """
    return _CHANNELS[carrier]


def require_way(signature: Signature, channel: Channel, stray: StrayChannel | None, *, arrived_on: date) -> None:
    """Nothing, if channel and day of arrival are those of the mail log; RuleViolation at the field that differs.

    Mail for another office or person keeps its own rule. 《条例》第31条
    """
    logged, logged_stray = channel_of(signature.carrier)
    if stray is not StrayChannel.OTHER_OFFICE and (channel, stray) != (logged, logged_stray):
        raise RuleViolation(
            f"收发登记 {signature.number} 是{signature.carrier.label}，申请渠道应为“{(logged_stray or logged).label}”，"
            "不得改按其他渠道确定收到之日。",
            "《条例》第31条",
            field="channel",
        )
    if arrived_on != signature.signed_on:
        raise RuleViolation(
            f"来件日期应与收发登记一致：{signature.number} 于{signature.signed_on.isoformat()}签收。",
            "《条例》第31条",
            field="arrived_on",
        )


def require_not_past(
    signature: Signature, channel: Channel, stray: StrayChannel | None, *, received_on: date, field: str = "received_on"
) -> None:
    """Nothing, if the application counts as received no later than it was signed for, where signing settles the day.

    《条例》第31条第（一）项、第（二）项
    """
    if way_of(channel, stray) == SETTLED:
        require_day(signature, received_on, field=field)


def require_day(signature: Signature, received_on: date, *, field: str = "received_on") -> None:
    """Nothing, if the day is not later than the signature in the mail log; RuleViolation at `field` otherwise.

    《条例》第31条第（二）项
    """
    if received_on > signature.signed_on:
        raise RuleViolation(
            f"收到日期晚于收发登记的签收日：{signature.number} 已于{signature.signed_on.isoformat()}签收。"
            "行政机关签收之日为收到之日，收发室、门卫签收也算，不得以交接或者登记的日期代替。",
            str(SIGNED_FOR),
            field=field,
        )
