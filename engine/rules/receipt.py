"""The day of receipt (收到申请之日) by channel, and the evidence each channel asks for."""

from dataclasses import dataclass
from datetime import date

from engine.errors import RuleViolation
from engine.rules.articles import Article
from engine.rules.readings import DEFAULT, Readings
from engine.rules.vocabulary import Channel, StrayChannel


@dataclass(frozen=True, slots=True)
class ReceiptRule:
    """What counts as receipt on one channel, and what the file must hold to prove it."""

    article: Article
    counts: str
    evidence: str
    needs_confirmation: bool = False


RECEIPT_RULES: dict[Channel, ReceiptRule] = {
    Channel.IN_PERSON: ReceiptRule(
        Article(31, item=1), "当面提交的，提交之日为收到申请之日", "接收回执编号或者接收人签名"
    ),
    Channel.MAIL_SIGNED: ReceiptRule(
        Article(31, item=2),
        "邮寄提交的，行政机关签收之日为收到申请之日，收发室、门卫签收也算",
        "邮件号码和签收人",
    ),
    Channel.ORDINARY_LETTER: ReceiptRule(
        Article(31, item=2),
        "平常信函无需签收，与申请人确认之日为收到申请之日",
        "与申请人确认的时间、电话和通话结果",
        needs_confirmation=True,
    ),
    Channel.ONLINE_PLATFORM: ReceiptRule(
        Article(31, item=3),
        "通过互联网提交的，双方确认之日为收到申请之日",
        "提交时间和双方确认的记录",
        needs_confirmation=True,
    ),
    Channel.EMAIL_DESIGNATED: ReceiptRule(
        Article(31, item=3),
        "通过电子邮件提交的，双方确认之日为收到申请之日",
        "来信时间和双方确认的往来邮件或者通话记录",
        needs_confirmation=True,
    ),
    Channel.FAX: ReceiptRule(
        Article(31, item=3),
        "通过传真提交的，双方确认之日为收到申请之日",
        "来件时间和双方确认的通话记录",
        needs_confirmation=True,
    ),
    Channel.ORAL: ReceiptRule(
        Article(29, 1),
        "口头申请的，申请人确认代填申请表之日为收到申请之日",
        "申请人确认的申请表",
        needs_confirmation=True,
    ),
    Channel.HIGHER_PLATFORM: ReceiptRule(
        Article(31, item=3),
        "经上级平台转来的，双方确认之日为收到申请之日",
        "转办单号和双方确认的记录",
        needs_confirmation=True,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The day proposed as day of receipt, the day the paper or message came in, and the proof."""

    channel: Channel
    arrived_on: date
    received_on: date
    evidence: str
    replied_on: date | None = None


def proposed_received_on(channel: Channel, arrived_on: date, readings: Readings = DEFAULT) -> date | None:
    """The day of receipt that follows from the arrival alone; None where the applicant must still be asked.

    《条例》第31条
    """
    return None if _needs_confirmation(channel, readings) else arrived_on


def require_receipt(receipt: Receipt, *, today: date, readings: Readings = DEFAULT) -> None:
    """Nothing, if the day of receipt stands; RuleViolation at the field that is wrong or missing.

    《条例》第31条
    """
    _require_past(receipt, today)
    rule = RECEIPT_RULES[receipt.channel]
    needs_confirmation = _needs_confirmation(receipt.channel, readings)
    if not needs_confirmation and receipt.received_on > receipt.arrived_on:
        raise RuleViolation(
            f"{rule.counts}，不得以内部流转或者登记的日期代替：收到日期应当不晚于{receipt.arrived_on.isoformat()}。",
            str(rule.article),
            field="received_on",
        )
    if needs_confirmation and receipt.received_on < receipt.arrived_on:
        raise RuleViolation(
            f"{rule.counts}：收到日期不能早于来件日期，请填写与申请人确认的日期。",
            str(rule.article),
            field="received_on",
        )
    if not receipt.evidence.strip():
        raise RuleViolation(f"请填写收到日期的凭据：{rule.evidence}。", str(rule.article), field="evidence")


def _require_past(receipt: Receipt, today: date) -> None:
    article = str(Article(31))
    if receipt.arrived_on > today:
        raise RuleViolation("来件日期不能晚于今天，请核对。", article, field="arrived_on")
    if receipt.received_on > today:
        raise RuleViolation("收到日期不能晚于今天，请核对。", article, field="received_on")
    if receipt.replied_on is not None and receipt.received_on > receipt.replied_on:
        raise RuleViolation("收到日期不能晚于已经登记的答复日期，请核对。", article, field="received_on")


SETTLED, CONFIRM, READ_BACK, WRONG_CHANNEL = "settled", "confirm", "read_back", "wrong_channel"
"""How the day of receipt is fixed: by the channel itself, by asking the applicant, by reading the form back; or not
at all, because the message came to a mailbox that is no channel."""


def way_of(channel: Channel, stray: StrayChannel | None = None, readings: Readings = DEFAULT) -> str:
    """How the day of receipt is fixed: one of SETTLED, CONFIRM, READ_BACK, WRONG_CHANNEL.

    A paper that has come into the house is never turned away: brought by a private courier, or sent to another office
    or person, it is handled like an ordinary letter (国办公开办函〔2015〕207号).
    《条例》第28条、第29条第1款、第31条
    """
    if stray is StrayChannel.EMAIL_NON_DESIGNATED:
        return WRONG_CHANNEL
    counted_as = channel_counted(channel, stray)
    if counted_as is Channel.ORAL:
        return READ_BACK
    return CONFIRM if _needs_confirmation(counted_as, readings) else SETTLED


def channel_counted(channel: Channel, stray: StrayChannel | None) -> Channel:
    """The channel whose rule a paper follows that came astray: nobody signed for it, so it is an ordinary letter.

    国办公开办函〔2015〕207号
    """
    return channel if stray in (None, StrayChannel.EMAIL_NON_DESIGNATED) else Channel.ORDINARY_LETTER


def _needs_confirmation(channel: Channel, readings: Readings) -> bool:
    is_confirmed_by_platform = channel is Channel.ONLINE_PLATFORM and readings.platform_receipt_confirms
    return RECEIPT_RULES[channel].needs_confirmation and not is_confirmed_by_platform
