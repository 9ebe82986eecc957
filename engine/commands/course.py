"""What happened on the way to the reply, as the reply letter recounts it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.case_clock import BECAUSE_ORDERED
from engine.letters.facts import ExtensionRecord, FeeRecord, RenewalRecord, SupplementRecord
from engine.office import Office
from engine.records import Application, EventName, HistoryEntry, Letter, RemedyCase, RemedyKind, history

PAPERS = {
    RemedyKind.RECONSIDERATION: "行政复议决定书",
    RemedyKind.LITIGATION: "行政判决书",
    RemedyKind.COMPLAINT: "责令改正通知书",
    RemedyKind.CORRECTION: "纠正决定",
}
"""What the decision of each kind is called in the new reply."""


def supplement_record(records: Session, application: Application) -> SupplementRecord | None:
    """The supplement notice and what came of it; None when none was served.

    《条例》第30条
    """
    served = _last(records, application, EventName.SUPPLEMENT_NOTICE_SERVED)
    letter = _notice(records, application, "D10")
    if served is None or letter is None:
        return None
    answered = _last(records, application, EventName.SUPPLEMENT_RECEIVED)
    return SupplementRecord(
        notice_number=letter.document_number or "",
        served_on=served.on,
        due_on=date.fromisoformat(letter.facts["due_on"]),
        answered_on=answered.on if answered else None,
    )


def extension_record(records: Session, application: Application) -> ExtensionRecord | None:
    """The extension notice that was served; None when there was none.

    《条例》第33条第2款
    """
    letter, told = _notice(records, application, "D11"), _last(records, application, EventName.EXTENSION_NOTIFIED)
    reopened = _last(records, application, EventName.CASE_REOPENED)
    if letter is None or told is None or (reopened is not None and told.id < reopened.id):
        return None
    return ExtensionRecord(
        notice_number=letter.document_number or "", due_on=date.fromisoformat(letter.facts["due_on"])
    )


def renewal_record(records: Session, application: Application) -> RenewalRecord | None:
    """The decision that ordered this reply, and the reply it replaces; None in a first course.

    《行政复议法》第77条；《行政诉讼法》第70条
    """
    reopened = _last(records, application, EventName.CASE_REOPENED)
    served = _last(records, application, EventName.REPLY_SERVED)
    if reopened is None or served is None or reopened.facts["because"] != BECAUSE_ORDERED:
        return None
    remedy = records.get_one(RemedyCase, reopened.facts["remedy_id"])
    old = records.get_one(Letter, served.facts["letter_id"])
    return RenewalRecord(
        decided_by=remedy.body,
        paper=PAPERS[remedy.kind],
        number=remedy.decision_number,
        decided_on=remedy.ended_on or reopened.on,
        old_number=old.document_number or "",
        old_dated_on=old.dated_on or served.on,
        due_on=remedy.redo_due_on,
    )


def fee_record(records: Session, application: Application, office: Office) -> FeeRecord | None:
    """The fee notice that the applicant got, whether it was paid or not; None when there was none.

    《收费办法》第6条
    """
    sent, letter = _last(records, application, EventName.FEE_NOTICE_SENT), _notice(records, application, "D18")
    if sent is None or letter is None:
        return None
    clock = office.reply_clock(records, application, history.of(records, application))
    if clock.fee_due_on is None:
        return None
    return FeeRecord(
        notice_number=letter.document_number or "",
        served_on=sent.on,
        due_on=clock.fee_due_on,
        amount=letter.facts["total"],
    )


def _last(records: Session, application: Application, event: EventName) -> HistoryEntry | None:
    query = select(HistoryEntry).where(HistoryEntry.application_id == application.id, HistoryEntry.event == event)
    return records.scalars(query.order_by(HistoryEntry.id.desc())).first()


def _notice(records: Session, application: Application, code: str) -> Letter | None:
    query = select(Letter).where(Letter.application_id == application.id, Letter.kind == code)
    return records.scalars(query.order_by(Letter.id.desc())).first()
