"""The dated events that move the reply clock, and the states it can be in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine.rules.vocabulary import ConsultedParty, Labelled


class ClockEventName(Labelled):
    """What can happen to the answer period. 《条例》第30条至第35条、第42条"""

    RECEIVED = "received", "收到申请"
    SUPPLEMENT_NOTICE_SERVED = "supplement_notice_served", "补正告知书送达"
    SUPPLEMENT_RECEIVED = "supplement_received", "收到补正后的申请"
    SUPPLEMENT_PERIOD_ENDED = "supplement_period_ended", "补正期满"
    CONSULTATION_SENT = "consultation_sent", "发出征求意见书"
    CONSULTATION_RECEIVED = "consultation_received", "对方收到征求意见书"
    OPINION_RECEIVED = "opinion_received", "收到意见"
    CONSULTATION_RETURNED = "consultation_returned", "征求意见书退回"
    EXTENSION_NOTIFIED = "extension_notified", "告知延期"
    DELAY_ANNOUNCED = "delay_announced", "告知延迟答复"
    FEE_NOTICE_SENT = "fee_notice_sent", "发出收费通知"
    FEE_NOTICE_RECEIVED = "fee_notice_received", "申请人收到收费通知"
    FEE_PAID = "fee_paid", "缴费完成"
    WITHDRAWN = "withdrawn", "申请人撤回"
    REPLY_SERVED = "reply_served", "答复送达"


class ClockState(Labelled):
    """Where the answer period stands on the day of judgment."""

    RUNNING = "running", "正在计算"
    PAUSED = "paused", "征求意见，暂不计算"
    WAITING_FOR_APPLICANT = "waiting_for_applicant", "等待申请人"
    STOPPED = "stopped", "不再计算"


_ORDER_IN_A_DAY = {name: place for place, name in enumerate(ClockEventName)}


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One event on one day of Beijing time.

    `key` tells consultations apart; `to` says who is consulted; `working_days` is the length granted (extension)
    or set for the applicant (supplement notice); `until` the last day set instead of a length, or the day announced
    for a delayed reply; `reason_accepted` reopens a case whose supplement came late for a good reason.
    """

    on: date
    event: ClockEventName
    key: str = ""
    to: ConsultedParty | None = None
    working_days: int | None = None
    until: date | None = None
    reason_accepted: bool = False


@dataclass(frozen=True, slots=True)
class Redo:
    """An order to answer again: the day its decision reached us, and the last day it sets, if it sets one.

    《行政复议法》第77条；《行政诉讼法》第70条
    """

    on: date
    until: date | None = None


def chinese_date(day: date) -> str:
    """The day as sentences write it: 2026年1月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def in_order(events: Iterable[ClockEvent]) -> list[ClockEvent]:
    """The events by day, and within a day in the order in which they can follow one another."""
    return sorted(events, key=_place)


def _place(event: ClockEvent) -> tuple[date, int, str, str, int, date, bool]:
    return (
        event.on,
        _ORDER_IN_A_DAY[event.event],
        event.key,
        event.to or "",
        event.working_days or 0,
        event.until or date.max,
        event.reason_accepted,
    )
