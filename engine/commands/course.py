"""What happened on the way to the reply, as the reply letter recounts it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import deadlines
from engine.letters.facts import ExtensionRecord, FeeRecord, SupplementRecord
from engine.office import Office
from engine.records import Application, EventName, HistoryEntry, Letter, history


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
    letter = _notice(records, application, "D11")
    if letter is None or _last(records, application, EventName.EXTENSION_NOTIFIED) is None:
        return None
    return ExtensionRecord(
        notice_number=letter.document_number or "", due_on=date.fromisoformat(letter.facts["due_on"])
    )


def fee_record(records: Session, application: Application, office: Office) -> FeeRecord | None:
    """The fee notice that the applicant got, whether it was paid or not; None when there was none.

    《收费办法》第6条
    """
    sent, letter = _last(records, application, EventName.FEE_NOTICE_SENT), _notice(records, application, "D18")
    if sent is None or letter is None:
        return None
    clock = deadlines.clock_of(
        application, history.of(records, application), as_of=office.clock.today(), calendar=office.calendar(records)
    )
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
