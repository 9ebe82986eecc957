"""Moving running cases: on to the current version of their drawing, back from it, back by one step.

The default is to let each case end on the version it began with, and to leave a step that is done as it is.
"""

from sqlalchemy.orm import Session

from engine.commands.cases import case_of
from engine.commands.items import BESIDE_THE_DRAFT
from engine.errors import NotFound, RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application, EventName, ProcessInstance, history, holding


def move_case(instance_id: int, reason: str, *, actor: Actor, office: Office) -> None:
    """The run goes on on the current version; RuleViolation, and nothing changed, when that is not safe."""
    require(actor, Action.RETRY_FAILURES)
    _require_reason(reason, "请写明为什么调整流程。")
    with office.transaction() as records:
        instance = records.get_one(ProcessInstance, instance_id)
        before = instance.spec_hash
        if faults := office.workflow.migrate(records, instance):
            raise RuleViolation("不能迁移到现行版本：" + "；".join(faults) + "。请让此件按原版本办完。")
        history.add(
            records, instance.application, EventName.CASE_MOVED, actor, office.clock,
            process=instance.process_id, before=before, after=instance.spec_hash, reason=reason,
        )  # fmt: skip


def undo_move(instance_id: int, reason: str, *, actor: Actor, office: Office) -> None:
    """The run stands on the version it was moved from, as it stood then; TaskNotReady once it has gone on since."""
    require(actor, Action.RETRY_FAILURES)
    _require_reason(reason, "请写明为什么退回原版本。")
    with office.transaction() as records:
        instance, application = _held(records, instance_id)
        if instance.has_former and instance.former_step:
            raise RuleViolation("迁移之后已经办了新的步骤，不能再退回原版本。")
        before = instance.spec_hash
        office.workflow.step_back(records, instance)
        history.add(
            records, application, EventName.CASE_MOVED, actor, office.clock,
            process=instance.process_id, before=before, after=instance.spec_hash, reason=reason,
        )  # fmt: skip


def send_back(instance_id: int, reason: str, *, actor: Actor, office: Office) -> None:
    """The step that was done last in this run is open again, and the history says why.

    RuleViolation for a step that had an effect outside, or while the case is being looked at anew beside it.
    """
    require(actor, Action.RETRY_FAILURES)
    _require_reason(reason, "请写明为什么退回重办。")
    with office.transaction() as records:
        instance, application = _held(records, instance_id)
        step = instance.former_step
        if not instance.is_returnable:
            raise RuleViolation("刚办的步骤已经编号、送达或者影响期限，不能退回重办，请按流程办理更正。")
        if any(run.process_id in BESIDE_THE_DRAFT for run in office.workflow.instances(records, application)):
            raise RuleViolation("此件还有内容正在重新审查，请办完后再退回。")
        office.workflow.step_back(records, instance)
        history.add(
            records, application, EventName.STEP_REOPENED, actor, office.clock,
            process=instance.process_id, reopened=step, reason=reason,
        )  # fmt: skip


def _held(records: Session, instance_id: int) -> tuple[ProcessInstance, Application]:
    instance = records.get(ProcessInstance, instance_id)
    if instance is None or instance.application_id is None:
        raise NotFound("没有这条流程记录。")
    application = case_of(records, instance.application_id)
    holding.hold_case(records, application.id)
    records.refresh(instance)
    return instance, application


def _require_reason(reason: str, words: str) -> None:
    if not reason.strip():
        raise RuleViolation(words, field="reason")
