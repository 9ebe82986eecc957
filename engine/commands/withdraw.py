"""The applicant takes the application back, at any time before the reply is served."""

from dataclasses import dataclass
from datetime import date

from engine.errors import NotFound, RuleViolation, TaskNotReady
from engine.office import Office
from engine.permissions import Action, Actor, Role, require
from engine.records import Application, EventName, history


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


def confirm_withdrawal(task_id: int, remark: str, *, actor: Actor, office: Office) -> None:
    """The registrar has confirmed the withdrawal; the case goes to the archive."""
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="confirm_withdrawal")
        history.add(records, task.application, EventName.WITHDRAWAL_CONFIRMED, actor, office.clock, remark=remark)
        office.workflow.complete(records, task, {"confirmed": True})
