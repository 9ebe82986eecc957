"""Moving running cases to the current version of their drawing; the default is to let each end as it began."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application, EventName, ProcessInstance, ProcessVersion, history


@dataclass(frozen=True)
class Move:
    """One run that is not on the current version, and why it must stay there; empty when it may be moved."""

    instance_id: int
    case_number: str
    process_id: str
    number: int
    objections: tuple[str, ...]


def outdated(office: Office, *, process_id: str = "") -> Iterator[Move]:
    """Every run on an older version, tried on a copy: nothing is changed."""
    current = set(office.workflow.catalogue.current.values())
    query = (
        select(ProcessInstance, Application.case_number, ProcessVersion.number)
        .join(Application, Application.id == ProcessInstance.application_id)
        .join(ProcessVersion, ProcessVersion.spec_hash == ProcessInstance.spec_hash)
        .where(ProcessInstance.is_running, ProcessInstance.spec_hash.not_in(current))
        .order_by(ProcessInstance.id)
    )
    if process_id:
        query = query.where(ProcessInstance.process_id == process_id)
    with office.reading() as records:
        for instance, case_number, number in records.execute(query).all():
            objections = office.workflow.objections(records, instance)
            yield Move(instance.id, case_number, instance.process_id, number, tuple(objections))


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
