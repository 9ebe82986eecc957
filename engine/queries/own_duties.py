"""What our notices ask of the applicant now: to explain the reasons, to pay a fee. Shown on their own page alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound, TaskNotReady
from engine.office import Office
from engine.queries.access import NOT_THERE
from engine.records import OPEN_STATES, Application, EventName, HistoryEntry, Letter, history
from engine.rules.time_limits import FEE_PAYMENT


@dataclass(frozen=True, kw_only=True)
class ReasonsAsked:
    """The counts the notice states, the last day to explain, and what was explained already."""

    case_number: str
    counts: str
    until: date
    is_late: bool
    given: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FeeAsked:
    """The amount in yuan and how to pay; `due_on` is None until it is proven when the applicant got the notice.

    `declared_on` is the day on which the applicant says to have paid; a person has still to find the money.
    """

    case_number: str
    notice_number: str
    amount: str
    lines: tuple[str, ...]
    payment: str
    working_days: int
    due_on: date | None
    is_late: bool
    declared_on: date | None


@dataclass(frozen=True)
class OwnDuties:
    """What is asked of the applicant at present."""

    reasons: ReasonsAsked | None
    fee: FeeAsked | None


def duties(application_id: int, office: Office) -> OwnDuties:
    """What the applicant may answer now; only for a browser that has named its pass phrase.

    《条例》第35条、第42条
    """
    with office.reading() as records:
        application = records.get(Application, application_id)
        if application is None:
            raise NotFound(NOT_THERE)
        if application.state not in OPEN_STATES:
            return OwnDuties(None, None)
        entries = history.of(records, application)
        return OwnDuties(
            _reasons(records, application, entries, office.clock.today()), _fee(records, application, entries, office)
        )


def reasons_asked(application_id: int, office: Office) -> ReasonsAsked:
    """What is to be explained; TaskNotReady when nothing is asked, or no longer. 《条例》第35条"""
    asked = duties(application_id, office).reasons
    if asked is None:
        raise TaskNotReady("此件现在不需要说明理由。")
    return asked


def fee_asked(application_id: int, office: Office) -> FeeAsked:
    """What is to be paid; TaskNotReady when nothing is asked, or it is settled. 《收费办法》第6条"""
    asked = duties(application_id, office).fee
    if asked is None:
        raise TaskNotReady("此件现在不需要缴费。")
    return asked


def _reasons(
    records: Session, application: Application, entries: Sequence[HistoryEntry], today: date
) -> ReasonsAsked | None:
    served = history.last(entries, EventName.REASONS_NOTICE_SERVED)
    if served is None or history.last(entries, EventName.REASONS_WEIGHED) is not None:
        return None
    until = date.fromisoformat(served.facts["until"])
    return ReasonsAsked(
        case_number=application.case_number,
        counts=str(_notice(records, application, "D19").get("counts", "")),
        until=until,
        is_late=until < today,
        given=tuple(e.facts["words"] for e in entries if e.event is EventName.REASONS_SUBMITTED),
    )


def _fee(
    records: Session, application: Application, entries: Sequence[HistoryEntry], office: Office
) -> FeeAsked | None:
    ended = history.last(entries, EventName.FEE_PAID, EventName.UNPAID_CONFIRMED)
    if history.last(entries, EventName.FEE_NOTICE_SENT) is None or ended is not None:
        return None
    today = office.clock.today()
    clock = office.reply_clock(records, application, entries)
    facts, declared = _notice(records, application, "D18"), history.last(entries, EventName.FEE_DECLARED)
    return FeeAsked(
        case_number=application.case_number,
        notice_number=str(facts.get("doc_number") or ""),
        amount=str(facts.get("total", "")),
        lines=tuple(f"{s['range']}：{s['count']}{facts['unit']}，{s['amount']}元" for s in facts.get("steps", ())),
        payment=str(facts.get("payment", "")),
        working_days=FEE_PAYMENT.working_days,
        due_on=clock.fee_due_on,
        is_late=clock.fee_due_on is not None and clock.fee_due_on < today,
        declared_on=declared.on if declared else None,
    )


def _notice(records: Session, application: Application, kind: str) -> Mapping[str, Any]:
    """The facts of the last notice of this kind, with its number."""
    query = select(Letter).where(Letter.application_id == application.id, Letter.kind == kind)
    letter = records.scalars(query.order_by(Letter.id.desc())).first()
    return {**letter.facts, "doc_number": letter.document_number} if letter else {}
