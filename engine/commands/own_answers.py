"""What the applicant answers to our notices on their own page: reasons explained, a fee said to be paid.

Neither decides anything: a person weighs the reasons, and a person looks for the money before payment is on record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands import files, reasons
from engine.commands.cases import case_of, open_case_of
from engine.commands.fees import PERIOD
from engine.commands.files import Upload
from engine.commands.reasons import Reasons
from engine.commands.watch import KIND
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Actor, Role
from engine.records import Application, EventName, HistoryEntry, OutboxEntry, history
from engine.records.promises import promise


@dataclass(frozen=True, kw_only=True)
class OwnPayment:
    """On which day the applicant paid, and how it can be found: payer, voucher or serial number."""

    paid_on: date
    words: str
    uploads: Sequence[Upload] = ()


def explain_own(application_id: int, *, words: str, uploads: Sequence[Upload], office: Office) -> None:
    """The applicant's reasons wait to be weighed; only for a browser that has named its pass phrase.

    RuleViolation when none were asked for, or they were weighed already. 《条例》第35条
    """
    applicant = _applicant(application_id, office)
    given = Reasons(received_on=office.clock.today(), words=words, uploads=uploads)
    reasons.submit_reasons(application_id, given, actor=applicant, office=office)


def declare_paid(application_id: int, payment: OwnPayment, *, office: Office) -> None:
    """It is on record that the applicant says the fee is paid, and the handler hears of it; the clock stands as it did.

    Payment itself is registered by a person who has found the money. RuleViolation when no fee was asked for, payment
    is on record, or the day lies before the notice or after today. 《收费办法》第6条
    """
    applicant = _applicant(application_id, office)
    with office.transaction() as records:
        application = open_case_of(records, application_id)
        sent = _notice_of(records, application)
        if not sent.on <= payment.paid_on <= office.clock.today():
            raise RuleViolation("缴费日期应在收费通知书发出之后、今天或今天以前。", PERIOD, field="paid_on")
        if not payment.words.strip():
            raise RuleViolation("请写明缴款人、缴款凭证号或者流水号，便于核对。", PERIOD, field="words")
        files.keep_all(records, application, payment.uploads, actor=applicant, office=office)
        history.add(
            records, application, EventName.FEE_DECLARED, applicant, office.clock, on=payment.paid_on,
            remark=payment.words.strip(),
        )  # fmt: skip
        _tell(records, application, payment.paid_on, office)


def _notice_of(records: Session, application: Application) -> HistoryEntry:
    entries = history.of(records, application)
    sent = [entry for entry in entries if entry.event is EventName.FEE_NOTICE_SENT]
    if not sent:
        raise RuleViolation("本机关没有就此件发出收费通知书，不需要缴费。", PERIOD)
    if any(entry.event in (EventName.FEE_PAID, EventName.UNPAID_CONFIRMED) for entry in entries):
        raise RuleViolation("此件的缴费情况已经核实登记，不必再填写。", PERIOD)
    return sent[-1]


def _tell(records: Session, application: Application, paid_on: date, office: Office) -> None:
    """One message to the handler for each day that the applicant names."""
    key = f"fee-declared:{application.id}:{paid_on.isoformat()}"
    day = f"{paid_on.year}年{paid_on.month}月{paid_on.day}日"
    words = f"申请人告知已于{day}缴费，请核对到账情况后登记缴费；登记之前，期限不变。"
    if records.scalar(select(OutboxEntry.id).where(OutboxEntry.key == key)) is not None:
        return
    facts = {"recipient": Role.HANDLER, "words": words}
    records.add(promise(KIND, key, facts, now=office.clock.now(), application_id=application.id))


def _applicant(application_id: int, office: Office) -> Actor:
    with office.reading() as records:
        return Actor.applicant(case_of(records, application_id).applicant_name)
