"""The applicant takes the application back, at any time before the reply is served."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.commands import joint_reply, letters
from engine.errors import NotFound, RuleViolation, TaskNotReady
from engine.letters.notices import WithdrawalFacts
from engine.office import Office
from engine.permissions import Action, Actor, Role, require
from engine.records import Application, EventName, LetterState, history, intake


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """The day of the written statement, how the person's identity was checked, and its words as far as typed here."""

    stated_on: date
    identity_checked: str
    words: str = ""


def record_withdrawal(application_id: int, withdrawal: Withdrawal, *, actor: Actor, office: Office) -> None:
    """The case has left its normal course and waits for the withdrawal to be confirmed; the clock has stopped.

    内部规定：撤回须书面提出并核验身份，且在答复送达之前
    """
    if Role.APPLICANT not in actor.roles:
        require(actor, Action.RECORD_WITHDRAWAL)
    with office.transaction() as records:
        application = records.get(Application, application_id)
        if application is None:
            raise NotFound("没有找到这件申请。")
        if not application.arrived_on <= withdrawal.stated_on <= office.clock.today():
            raise RuleViolation("撤回日期应在来件之后、今天或今天以前。", field="stated_on")
        if not withdrawal.identity_checked.strip():
            raise RuleViolation("请写明如何核验了申请人的身份。", field="identity_checked")
        history.add(
            records, application, EventName.WITHDRAWN, actor, office.clock, on=withdrawal.stated_on,
            identity_checked=withdrawal.identity_checked, words=withdrawal.words,
        )  # fmt: skip
        if not office.workflow.send_message(records, application, "withdrawn"):
            raise TaskNotReady("此件已经答复送达或者已经终止，不能再撤回。")
        office.workflow.send_message(records, application, "deadline_settled")
        joint_reply.release(records, application)


def confirm_withdrawal(task_id: int, remark: str, *, actor: Actor, office: Office) -> None:
    """The registrar has confirmed the withdrawal: the confirmation is made out under the case number, sealed, and
    will be frozen; the case goes to the archive.
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="confirm_withdrawal")
        application = task.application
        facts = confirmation_facts(records, application)
        letter = letters.draft_notice(records, application, "D22", facts, actor=actor, office=office)
        letter.drafted_by = None  # drawn up by the system from what was stated; who confirms it signs
        if application.received_on is None:  # nothing was received yet: there is no proof of receipt to look for
            letter.dated_on, letter.approved_fingerprint = office.clock.today(), letter.fingerprint
            letter.state = LetterState.SIGNED
        else:
            letters.sign(records, letter, actor=actor, office=office)
        letters.seal(records, letter, office=office)
        history.add(
            records, application, EventName.WITHDRAWAL_CONFIRMED, actor, office.clock, remark=remark,
            letter_id=letter.id, method=application.delivery.value,
        )  # fmt: skip
        office.workflow.complete(records, task, {"confirmed": True})


def confirmation_facts(records: Session, application: Application) -> WithdrawalFacts:
    """What the confirmation says: when and how it was withdrawn, how the person was identified.

    A paper that was withdrawn before its day of receipt was settled is named by the day it came in.
    """
    stated = next(e for e in reversed(history.of(records, application)) if e.event is EventName.WITHDRAWN)
    return WithdrawalFacts(
        **letters.house_head(records, application),
        **intake.named_in_letters(application),
        received_on=application.received_on or application.arrived_on,
        channel=application.channel.value,
        request_items=tuple(item.what for item in application.items),
        withdrawn_on=stated.on,
        withdrawn_by="书面形式",
        identity_check=stated.facts["identity_checked"],
    )
