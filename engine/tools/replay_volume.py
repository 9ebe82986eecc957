"""Number and frequency in a walked case: reasons asked for and judged, a fee told, paid or left unpaid.

《条例》第35条、第42条
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.commands import fees, reasons
from engine.errors import DisclosureError
from engine.permissions import Role
from engine.records import EventName, OpenTask
from engine.rules.fees import FeeMethod
from engine.tools import replay_facts
from engine.tools.replay_cases import Facts

if TYPE_CHECKING:
    from engine.tools.replay_walk import Walk

ASKED, CHARGED = "reasons", "fee"
PAGES_WITHOUT_A_COUNT = 31
"""The fewest pages that cost anything, where the facts charge by page and count none."""

WHY = "短期内反复提出，内容相互重复，数量、频次明显超过合理范围。"
JUDGMENTS = {
    reasons.ReasonsVerdict.UNREASONABLE: "所述理由与所申请的信息没有关联，不能说明数量、频次的必要。",
    reasons.ReasonsVerdict.AS_USUAL: "所述理由与所申请的信息直接关联，予以采信，按期答复。",
}


def ask(walk: "Walk") -> bool:
    """A person asks for reasons as soon as the case is assigned; nothing is refused for its number before that."""
    is_due = walk.whole.flag("volume.excessive") is True and ASKED not in walk.marks
    if all(replay_facts.ends_before_volume(facts) for facts in walk.facts):
        return False
    if not is_due or not walk.happened(EventName.HANDLER_ASSIGNED) or not walk.is_open():
        return False
    walk.marks.add(ASKED)
    try:
        reasons.ask_reasons(walk.application_id, WHY, actor=walk.actor(Role.OFFICE_HEAD), office=walk.office)
    except DisclosureError as error:
        walk.refusals.append(error)
    return True


def explain(walk: "Walk") -> bool:
    """The applicant has explained, where the facts say how the explanation is to be judged."""
    if walk.whole.flag("volume.reasons_reasonable") is None or not walk.awaits("reasons_arrived"):
        return False
    given = reasons.Reasons(received_on=walk.today, words="申请人书面说明了申请这些信息的理由。")
    reasons.submit_reasons(walk.application_id, given, actor=walk.actor(Role.REGISTRAR), office=walk.office)
    return True


def were_asked(walk: "Walk") -> bool:
    """Whether the facts say that the notice went out."""
    return walk.whole.flag("volume.reasons_asked") is True or walk.whole.flag("volume.reasons_reasonable") is not None


def weigh(walk: "Walk", _: OpenTask) -> Mapping[str, Any] | None:
    """The judgment that the facts carry; None while they carry none."""
    reasonable = walk.whole.flag("volume.reasons_reasonable")
    if reasonable is None:
        return None
    verdict = reasons.ReasonsVerdict.AS_USUAL if reasonable else reasons.ReasonsVerdict.UNREASONABLE
    return {"verdict": verdict, "words": JUDGMENTS[verdict]}


def charge(walk: "Walk") -> bool:
    """A person proposes the fee where the facts say what became of it. 《条例》第42条"""
    is_due = was_charged(walk.whole) and CHARGED not in walk.marks
    if not is_due or not walk.happened(EventName.HANDLER_ASSIGNED) or not walk.is_open():
        return False
    walk.marks.add(CHARGED)
    try:
        fees.propose_fee(walk.application_id, WHY, actor=walk.actor(Role.OFFICE_HEAD), office=walk.office)
    except DisclosureError as error:
        walk.refusals.append(error)
    return True


def was_charged(facts: Facts) -> bool:
    """Whether the facts say that a fee was told and what became of it."""
    return facts.flag("fee.paid_in_time") is not None


def pay(walk: "Walk") -> bool:
    """The fee is paid the day it is told, where the facts say that it was paid in time. 《收费办法》第6条"""
    if walk.whole.flag("fee.paid_in_time") is not True or not walk.awaits("fee_arrived"):
        return False
    payment = fees.Payment(paid_on=walk.today, receipt_number="财政票据第1号")
    fees.register_payment(walk.application_id, payment, actor=walk.actor(Role.REGISTRAR), office=walk.office)
    return True


def draft_fee(walk: "Walk", _: OpenTask) -> Mapping[str, Any]:
    """By page or by item as the facts say; never both. 《收费办法》第3条"""
    count = walk.whole.number("volume.pages") or PAGES_WITHOUT_A_COUNT
    return {"method": FeeMethod.BY_PAGE, "count": count}


def confirm_unpaid(walk: "Walk", _: OpenTask) -> Mapping[str, Any] | None:
    """A person finds no payment, where the facts say that there was none. 《收费办法》第6条"""
    return {"payment": None} if walk.whole.flag("fee.paid_in_time") is False else None
