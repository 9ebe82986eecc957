"""Letters by e-mail: sent once, with what came back; returned letters are served again; the webhook.

A mail whose sending broke off half-way is never sent again by itself: it stands under what was not sent.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands.alarm import raise_alarm
from engine.commands.deliver import still_open
from engine.commands.mailing import promise_email, promise_sending
from engine.commands.serve import Service, require_proof
from engine.errors import NotFound, RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.post import incoming, smtp, webhook
from engine.records import (
    Application,
    Dispatch,
    DispatchState,
    EventName,
    IncomingMail,
    Letter,
    LetterState,
    MailKind,
    OutboxEntry,
    history,
)

RETRY_HOURS = 6
MOST_DELAYS = 3
UNSURE = "上次发送中断，不能确定对方是否收到；请核实后再决定是否重发。"


@dataclass(frozen=True, kw_only=True)
class Return:
    """A letter that came back, on which day and why."""

    letter_id: int
    returned_on: date
    reason: str


def send_email(entry_id: int, office: Office) -> None:
    """The mail server has the mail, and the case says so; refused for good, the letter counts as returned."""
    mail = _begun(entry_id, office)
    if mail is None:
        return
    try:
        smtp.send(mail, office.settings)
    except smtp.Refused as error:
        with office.transaction() as records:
            dispatch = _dispatch_of(records, entry_id)
            records.get_one(OutboxEntry, entry_id).done_at = office.clock.now()
            _bounced(records, dispatch, error.message, office)
    except smtp.NotSent:
        with office.transaction() as records:
            _dispatch_of(records, entry_id).state = DispatchState.QUEUED
        raise
    else:
        with office.transaction() as records:
            _sent(records, entry_id, office)


def take_in(original: bytes, office: Office) -> MailKind:
    """A mail that came in is kept untouched, once; a bounce finds its letter. Nothing here answers for a person.

    A permanent bounce takes the service back and opens a delivery step; a full mailbox is tried again, then raised;
    an automatic reply is filed.
    """
    mail = incoming.read(original)
    digest = hashlib.sha256(original).hexdigest()
    with office.transaction() as records:
        if records.scalar(select(IncomingMail.id).where(IncomingMail.sha256 == digest)) is not None:
            return mail.kind
        dispatch = records.scalar(select(Dispatch).where(Dispatch.message_id.in_(mail.answers)))
        records.add(
            IncomingMail(
                dispatch_id=dispatch.id if dispatch else None, kind=mail.kind, sha256=digest,
                received_at=office.clock.now(), original=original,
            )
        )  # fmt: skip
        if dispatch is not None and dispatch.state is DispatchState.SENT:
            _heard(records, dispatch, mail.kind, office)
    return mail.kind


def return_letter(application_id: int, given: Return, *, actor: Actor, office: Office) -> None:
    """A served letter came back: it counts as not served, and a step to serve it again is open."""
    require(actor, Action.RECORD_RETURN)
    with office.transaction() as records:
        letter = records.get(Letter, given.letter_id)
        if letter is None or letter.application_id != application_id or letter.state is not LetterState.SERVED:
            raise NotFound("这份文书没有送达记录，无从退回。")
        if given.returned_on > office.clock.today():
            raise RuleViolation("退回日期不能晚于今天。", field="returned_on")
        _returned(records, letter, given.reason, actor, office, on=given.returned_on)


def serve_again(task_id: int, service: Service, *, actor: Actor, office: Office) -> None:
    """The letter that came back is served once more, with proof; the reply date is not touched.

    国办公开办函〔2016〕235号
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="serve_again")
        letter = records.get_one(Letter, task.letter_id)
        require_proof(service, dated_on=letter.dated_on, today=office.clock.today())
        letter.state = LetterState.SERVED
        promise_email(records, letter, service.method, office=office)
        history.add(
            records, task.application, EventName.LETTER_SERVED_AGAIN, actor, office.clock, on=service.served_on,
            letter_id=letter.id, method=service.method.value, tracking_number=service.tracking_number,
            proof=service.proof,
        )  # fmt: skip
        office.workflow.complete(records, task, {"served": True})


def call_webhook(entry_id: int, office: Office) -> None:
    """The other system has the message; called twice, it knows the call by its id."""
    with office.reading() as records:
        entry = records.get_one(OutboxEntry, entry_id)
        key, facts = entry.key, entry.facts
    webhook.call(office.settings, key=key, facts=facts, now=int(office.clock.now().timestamp()))
    with office.transaction() as records:
        done = still_open(records, entry_id)
        if done is not None:
            done.done_at, done.trouble = office.clock.now(), ""


def _begun(entry_id: int, office: Office) -> smtp.Mail | None:
    """The mail to send, marked as being sent; None when it is sent already or nobody can say whether it was."""
    with office.transaction() as records:
        entry = still_open(records, entry_id)
        if entry is None:
            return None
        dispatch = _dispatch_of(records, entry_id)
        if dispatch.state is not DispatchState.QUEUED:
            entry.done_at = office.clock.now()
            if dispatch.state is DispatchState.SENDING:
                dispatch.trouble = UNSURE
                raise_alarm(records, f"dispatch:{dispatch.id}", "有电子邮件发送中断，请在“运行情况”中核实。", office)
            return None
        dispatch.state = DispatchState.SENDING
        return _mail(dispatch)


def _mail(dispatch: Dispatch) -> smtp.Mail:
    letter, number = dispatch.letter, dispatch.application.case_number
    text = (
        f"您好：\n\n您的政府信息公开申请（编号 {number}）的文书见附件。"
        "请下载保存；如有疑问，请按文书所列方式联系我们。\n\n本邮件由系统发出，请勿直接回复。\n"
    )
    name = (letter.document_number or number).replace("/", "_")
    return smtp.Mail(
        to=dispatch.recipient, subject=f"政府信息公开申请文书（{number}）", text=text,
        message_id=dispatch.message_id, pdf=letter.pdf or b"", pdf_name=f"{name}.pdf",
    )  # fmt: skip


def _sent(records: Session, entry_id: int, office: Office) -> None:
    entry, dispatch = records.get_one(OutboxEntry, entry_id), _dispatch_of(records, entry_id)
    entry.done_at = dispatch.sent_at = office.clock.now()
    entry.trouble, dispatch.state, dispatch.trouble = "", DispatchState.SENT, ""
    history.add(
        records, dispatch.application, EventName.LETTER_EMAILED, Actor.calendar(), office.clock,
        letter_id=dispatch.letter_id, message_id=dispatch.message_id,
    )  # fmt: skip


def _dispatch_of(records: Session, entry_id: int) -> Dispatch:
    return records.get_one(Dispatch, records.get_one(OutboxEntry, entry_id).facts["dispatch_id"])


def _heard(records: Session, dispatch: Dispatch, kind: MailKind, office: Office) -> None:
    if kind is MailKind.BOUNCE:
        _bounced(records, dispatch, "对方邮箱永久退信", office)
    elif kind is MailKind.DELAYED and dispatch.delays + 1 >= MOST_DELAYS:
        _bounced(records, dispatch, f"对方邮箱暂时不能接收，已重发{dispatch.delays}次", office)
    elif kind is MailKind.DELAYED:
        dispatch.delays, dispatch.state = dispatch.delays + 1, DispatchState.QUEUED
        promise_sending(records, dispatch, office, after=timedelta(hours=RETRY_HOURS))


def _bounced(records: Session, dispatch: Dispatch, reason: str, office: Office) -> None:
    dispatch.state, dispatch.trouble = DispatchState.BOUNCED, reason[:400]
    _returned(records, dispatch.letter, reason, Actor.calendar(), office, on=office.clock.today())


def _returned(records: Session, letter: Letter, reason: str, actor: Actor, office: Office, *, on: date) -> None:
    letter.state = LetterState.FROZEN
    application: Application = letter.application
    history.add(
        records, application, EventName.LETTER_RETURNED, actor, office.clock, on=on, letter_id=letter.id, reason=reason
    )
    facts = {"application_id": application.id, "letter_id": letter.id}
    office.workflow.start(records, "return_letter", application, facts)
