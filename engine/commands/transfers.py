"""上级平台转入: a record with its own number and times is a case; the result is told there before it is archived.

内部规定：上级平台转办
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.clock import beijing_date
from engine.commands import files
from engine.commands.files import Upload
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Actor
from engine.records import Application, EventName, PlatformRecord, history, identity

RULE = "内部规定：上级平台转办"
PROCESS = "answer_transfer"


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """One record of a platform: its own number, when the applicant submitted there, when it was passed on to us.

    `answer_by`: the day by which the platform wants the result, where it names one; `text`: the record as it came.
    """

    platform: str
    number: str
    transferred_at: datetime
    submitted_at: datetime | None = None
    answer_by: date | None = None
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class PlatformAnswer:
    """The day on which the result was told on the platform, and what proves it: its receipt's number, or pictures."""

    answered_on: date
    receipt_number: str = ""
    proofs: Sequence[Upload] = ()


PROOF = "上级平台反馈凭证"


def attach(
    records: Session, application: Application, transfer: Transfer, *, number: str, actor: Actor, office: Office
) -> None:
    """The case has the platform's record beside it, and the answer there is awaited.

    The applicant's identity number is masked in the record's text.
    RuleViolation at the field when the record was taken before, or its times cannot be.
    """
    require_sound(transfer, today=office.clock.today())
    if (known := taken_as(records, transfer.platform, transfer.number)) is not None:
        message = f"平台编号“{transfer.number.strip()}”已经登记为 {known}，没有重复登记。"
        raise RuleViolation(message, field="number")
    record = PlatformRecord(
        application_id=application.id,
        platform=transfer.platform.strip(),
        number=transfer.number.strip(),
        submitted_at=transfer.submitted_at,
        transferred_at=transfer.transferred_at,
        answer_by=transfer.answer_by,
        text=transfer.text.replace(number, identity.masked(number)) if number else transfer.text,
    )
    application.platform_record = record
    records.flush()
    history.add(
        records, application, EventName.PLATFORM_RECORD_TAKEN, actor, office.clock,
        on=beijing_date(transfer.transferred_at), platform_number=record.number,
    )  # fmt: skip
    await_answer(records, application, office=office)


def await_answer(records: Session, application: Application, *, office: Office) -> None:
    """Once there is a result, it is to be told on the platform; said again for a case that is handled anew."""
    record = application.platform_record
    if record is None:
        return
    for instance in office.workflow.instances(records, application):
        if instance.process_id == PROCESS:
            office.workflow.end(records, instance)
    record.answered_on, record.receipt_number = None, ""
    own = record.answer_by.isoformat() if record.answer_by else ""
    facts = {"application_id": application.id, "own_due_on": own}
    office.workflow.start(records, PROCESS, application, facts)


def answer_platform(task_id: int, answer: PlatformAnswer, *, actor: Actor, office: Office) -> None:
    """The result stands on the platform, with proof in the file; the case may be archived.

    内部规定：上级平台转办
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="answer_platform")
        record = records.get_one(PlatformRecord, task.application_id)
        if not answer.receipt_number.strip() and not answer.proofs:
            raise RuleViolation("请填写平台的回执号，或者上传反馈页面的截图。", RULE, field="receipt_number")
        if not beijing_date(record.transferred_at) <= answer.answered_on <= office.clock.today():
            raise RuleViolation("反馈日期应在平台转来之后、今天或今天以前。", field="answered_on")
        record.answered_on, record.receipt_number = answer.answered_on, answer.receipt_number.strip()
        files.keep_all(records, task.application, answer.proofs, actor=actor, office=office)
        history.add(
            records, task.application, EventName.PLATFORM_ANSWERED, actor, office.clock, on=answer.answered_on,
            receipt_number=record.receipt_number or "见反馈凭证",
        )  # fmt: skip
        office.workflow.complete(records, task, {"answered": True})


def require_answered(application: Application) -> None:
    """Nothing, if no platform waits for the result; RuleViolation before a case is archived otherwise.

    内部规定：上级平台转办
    """
    record = application.platform_record
    if record is not None and record.answered_on is None:
        raise RuleViolation(
            f"这件申请由{record.platform}转来（编号{record.number}），办理结果还没有反馈到该平台，不能归档。"
            "请登记人先办理“反馈上级平台”。",
            RULE,
        )


def taken_as(records: Session, platform: str, number: str) -> str | None:
    """The case number under which the platform's record was registered; None when it is new."""
    query = select(Application.case_number).join(PlatformRecord)
    found: str | None = records.scalar(
        query.where(PlatformRecord.platform == platform.strip(), PlatformRecord.number == number.strip())
    )
    return found


def require_sound(transfer: Transfer, *, today: date) -> None:
    """Nothing, if platform, number and times can be; RuleViolation at the field otherwise."""
    if not transfer.platform.strip():
        raise RuleViolation("请填写是哪个平台转来的。", RULE, field="platform")
    if not transfer.number.strip():
        raise RuleViolation("请填写该平台的编号。", RULE, field="number")
    if beijing_date(transfer.transferred_at) > today:
        raise RuleViolation("转来的日期不能晚于今天，请核对。", field="transferred_on")
    if transfer.submitted_at is not None and transfer.submitted_at > transfer.transferred_at:
        raise RuleViolation("申请人提交的时间不能晚于平台转来的时间，请核对。", field="submitted_on")
