"""Seal, freeze, serve, archive: from the signed letter to the closed file.

《条例》第33条、第45条
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.commands import announce, enclosures, files, joint_reply, letters, transfers
from engine.commands.files import Upload
from engine.commands.mailing import promise_email
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Actor
from engine.records import Application, EventName, LetterState, history
from engine.records.retention import proposed_retention
from engine.rules.posting import require_lawful_posting
from engine.rules.retention import Retention, RetentionPeriod, is_shorter
from engine.rules.vocabulary import Carrier, DeliveryMethod


@dataclass(frozen=True, kw_only=True)
class Sealing:
    """The seal is set on the letter in ink, entered in the book of seal uses; the stamped scan lies beside the text."""

    register_entry: str
    copies: int = 1
    scans: Sequence[Upload] = ()


@dataclass(frozen=True, kw_only=True)
class Service:
    """How and when the letter reached, or was posted to, the applicant, and what proves it."""

    method: DeliveryMethod
    served_on: date
    recipient: str
    tracking_number: str = ""
    proof: str = ""
    carrier: Carrier = Carrier.POSTAL_ENTERPRISE
    recipient_pays: bool = False


@dataclass(frozen=True, kw_only=True)
class Archiving:
    """Where the closed file lies and how long it is kept; less than the office's table says has its reason."""

    file_number: str
    retention: str
    reason: str = ""


def seal_reply(task_id: int, sealing: Sealing, *, actor: Actor, office: Office) -> None:
    """The use of the seal is recorded, and the outbox freezes the letter.

    内部规定：用印登记
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="seal_reply")
        require_register_entry(sealing)
        letters.seal(records, letters.reply_of(records, task.application), office=office)
        history.add(
            records, task.application, EventName.REPLY_SEALED, actor, office.clock,
            register_entry=sealing.register_entry, copies=sealing.copies,
        )  # fmt: skip
        files.keep_all(records, task.application, sealing.scans, actor=actor, office=office)
        office.workflow.complete(records, task, {"sealed": True})


def serve_reply(task_id: int, service: Service, *, actor: Actor, office: Office) -> None:
    """The reply is served on `served_on`, with proof; the clock of every case it answers stops and reminders end.

    《条例》第33条；国办公开办函〔2016〕235号
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="serve_reply")
        letter = letters.reply_of(records, task.application)
        require_proof(service, dated_on=letter.dated_on, today=office.clock.today())
        require_consent(task.application, service)
        cases = joint_reply.served_with(records, letter)
        for case in cases:
            enclosures.require_lawful(records, case)
            announce.require_announced(records, case, service.served_on, office)
        letter.state = LetterState.SERVED
        promise_email(records, letter, service.method, office=office)
        for case in cases:
            history.add(
                records, case, EventName.REPLY_SERVED, actor, office.clock, on=service.served_on,
                method=service.method.value, tracking_number=service.tracking_number, proof=service.proof,
                letter_id=letter.id, sha256=letter.pdf_sha256, enclosed=list(enclosures.hashes_of(records, case.id)),
            )  # fmt: skip
        office.workflow.complete(records, task, {"served": True})
        joint_reply.end_waiting(records, cases[1:], office=office)
        office.workflow.send_message(records, task.application, "deadline_settled")


def archive_case(task_id: int, archiving: Archiving, *, actor: Actor, office: Office) -> None:
    """The file is closed and lies in the archive room.

    《条例》第45条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="archive_case")
        transfers.require_answered(task.application)
        if not archiving.file_number.strip():
            raise RuleViolation("请填写归档号。", field="file_number")
        kind, proposed = proposed_retention(records, task.application)
        require_retention(archiving, proposed)
        history.add(
            records, task.application, EventName.CASE_ARCHIVED, actor, office.clock,
            file_number=archiving.file_number, retention=archiving.retention, file_kind=kind.value,
            source=proposed.source, reason=archiving.reason,
        )  # fmt: skip
        office.workflow.complete(records, task, {"archived": True})


def require_retention(archiving: Archiving, proposed: RetentionPeriod) -> None:
    """Nothing, if the file is kept at least as long as the office's table says, or a reason is given.

    《条例》第45条
    """
    if archiving.retention not in list(Retention):
        raise RuleViolation("请选择永久、30年或者10年。", field="retention")
    if is_shorter(archiving.retention, proposed.period) and not archiving.reason.strip():
        message = f"保管期限表对这类案卷定为{proposed.period}；选择更短期限的，请写明理由。"
        raise RuleViolation(message, field="reason")


def require_consent(application: Application, service: Service) -> None:
    """Nothing, if the applicant asked for electronic delivery; RuleViolation for e-mail or platform otherwise.

    《条例》第40条
    """
    if service.method.is_electronic and not application.delivery.is_electronic:
        raise RuleViolation(
            "申请人没有选择以电子方式送达，请按申请表所填方式送达；申请人改变主意的，先请其书面确认。",
            "《条例》第40条", field="method",
        )  # fmt: skip


def require_register_entry(sealing: Sealing) -> None:
    """Nothing, if the use of the seal is entered in its book; RuleViolation otherwise.

    内部规定：用印登记
    """
    if not sealing.register_entry.strip():
        raise RuleViolation("请填写用印登记号。", field="register_entry")


def require_proof(service: Service, *, dated_on: date | None, today: date) -> None:
    """Nothing, if day, addressee, carrier and proof of service hold; RuleViolation at the field otherwise.

    国办公开办函〔2016〕235号；《邮政法》第55条
    """
    if service.method is DeliveryMethod.POSTAL:
        require_lawful_posting(service.carrier, recipient_pays=service.recipient_pays)
    if service.served_on > today:
        raise RuleViolation("送达日期不能晚于今天。", field="served_on")
    if dated_on is not None and service.served_on < dated_on:
        raise RuleViolation("送达日期不能早于答复书的成文日期。", field="served_on")
    if service.method is DeliveryMethod.POSTAL and not service.tracking_number.strip():
        raise RuleViolation(
            "邮寄送达须填写邮政 EMS 或者挂号信单号。", "国办公开办函〔2016〕235号", field="tracking_number"
        )
    if not service.recipient.strip():
        raise RuleViolation("请填写收件人或者签收人。", field="recipient")
