"""Talks with the applicant: what they were about, and when calling is no longer enough.

国办公开办函〔2015〕207号
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.rules.vocabulary import Labelled


class Purpose(Labelled):
    """联系事由: what a talk was about. No talk takes the place of a letter. 内部规定：谈话记录"""

    CONFIRM_RECEIPT = "confirm_receipt", "确认收到"
    EXPLAIN = "explain", "说明解释"
    NARROW = "narrow", "商定缩小范围"
    WITHDRAW = "withdraw", "表示想撤回"
    OTHER = "other", "其他"


class Way(Labelled):
    """联系方式: how the applicant was reached for."""

    PHONE = "phone", "电话"
    IN_PERSON = "in_person", "当面"
    TEXT_MESSAGE = "text_message", "短信"
    EMAIL = "email", "电子邮件"
    INSTANT_MESSAGE = "instant_message", "即时通信"
    LETTER = "letter", "信函"


FAILED_CALLS = 3
"""So many calls in a row without an answer, and the applicant is written to. 内部规定：联系不上的寄信"""


@dataclass(frozen=True)
class Attempt:
    """One try to reach the applicant."""

    way: Way | None
    reached: bool


class Unreached(StrEnum):
    """Why the applicant has to be written to."""

    CALLS_FAILED = "calls_failed"
    NO_NUMBER = "no_number"


def why_write(attempts: Sequence[Attempt], *, has_phone: bool) -> Unreached | None:
    """Why a letter must go to the applicant's address; None while calling will do, or after it has gone out.

    `attempts` are in the order they were made; a talk that came about, or a letter, ends the count.
    """
    ends = [number for number, each in enumerate(attempts) if each.reached or each.way is Way.LETTER]
    since = attempts[ends[-1] + 1 :] if ends else attempts
    if sum(each.way is Way.PHONE for each in since) >= FAILED_CALLS:
        return Unreached.CALLS_FAILED
    return Unreached.NO_NUMBER if not has_phone and not ends else None
