"""What the tariff comes to for one application, shown before anybody decides; and how an asked fee stands.

《条例》第42条；《收费办法》第3条至第6条
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.office import Office
from engine.permissions import Actor
from engine.queries.facts import case_row
from engine.records import EventName, history, same_applicant
from engine.rules import fees
from engine.rules.fees import Fee


@dataclass(frozen=True)
class FeeProposal:
    """Why a fee was proposed; the applicant's earlier applications of the month; what one item would cost."""

    why: str
    earlier_this_month: int
    by_item: Fee


@dataclass(frozen=True)
class FeeCourse:
    """The notice that was sent and received, the last day to pay, the amount as printed, the payment."""

    sent_on: date | None
    received_on: date | None
    due_on: date | None
    amount: str
    paid_on: date | None


def proposal(application_id: int, *, actor: Actor, office: Office) -> FeeProposal:
    """What the tariff says today; NotFound when the case is not this actor's to see.

    《收费办法》第4条
    """
    with office.reading() as records:
        application = case_row(records, application_id, actor)
        others = same_applicant.others_of(records, application, key=office.settings.identity_key)
        own = (application.received_on or office.clock.today(), application.id)
        before = [o.received_on for o in others if o.received_on and (o.received_on, o.id) < own]
        earlier = fees.earlier_in_month(before, own[0])
        said = [e for e in history.of(records, application) if e.event is EventName.FEE_PROPOSED]
    return FeeProposal(
        why=said[-1].facts["reason"] if said else "",
        earlier_this_month=earlier,
        by_item=fees.fee_by_item(1, earlier_this_month=earlier),
    )


def course(application_id: int, *, actor: Actor, office: Office) -> FeeCourse:
    """How the fee stands; NotFound when the case is not this actor's to see.

    《收费办法》第6条
    """
    with office.reading() as records:
        application = case_row(records, application_id, actor)
        entries = history.of(records, application)
        clock = office.reply_clock(records, application, entries)
    days: dict[EventName, date] = {entry.event: entry.on for entry in entries}
    drafted: list[dict[str, Any]] = [e.facts for e in entries if e.event is EventName.FEE_NOTICE_DRAFTED]
    return FeeCourse(
        sent_on=days.get(EventName.FEE_NOTICE_SENT),
        received_on=days.get(EventName.FEE_NOTICE_RECEIVED),
        due_on=clock.fee_due_on,
        amount=drafted[-1]["amount"] if drafted else "",
        paid_on=days.get(EventName.FEE_PAID),
    )
