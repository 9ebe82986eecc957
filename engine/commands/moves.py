"""Moving running cases to the current version of their drawing; the default is to let each end as it began."""

from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import EventName, ProcessInstance, history


def move_case(instance_id: int, reason: str, *, actor: Actor, office: Office) -> None:
    """The run goes on on the current version; RuleViolation, and nothing changed, when that is not safe."""
    require(actor, Action.RETRY_FAILURES)
    if not reason.strip():
        raise RuleViolation("请写明为什么调整流程。", field="reason")
    with office.transaction() as records:
        instance = records.get_one(ProcessInstance, instance_id)
        before = instance.spec_hash
        if faults := office.workflow.migrate(records, instance):
            raise RuleViolation("不能迁移到现行版本：" + "；".join(faults) + "。请让此件按原版本办完。")
        history.add(
            records, instance.application, EventName.CASE_MOVED, actor, office.clock,
            process=instance.process_id, before=before, after=instance.spec_hash, reason=reason,
        )  # fmt: skip
