"""The rows beside the engine state: open steps, planned timers and awaited messages, equal to what the engine holds."""

from datetime import datetime
from typing import Any

from SpiffWorkflow import TaskState
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.permissions import UNIT_ROLES, Role
from engine.records import Application, OpenTask, PlannedTimer, ProcessInstance
from engine.workflow.timers import SlaTimer

ROLE_OF_LABEL = {role.label: role for role in Role}


def project(records: Session, instance: ProcessInstance, case: Any, *, at: datetime) -> None:
    """The rows of this run say what the engine says."""
    _project_open_tasks(records, instance, case, at)
    _project_timers(records, instance, case)
    instance.awaits = " ".join(sorted(awaited_messages(case)))


def open_steps(case: Any) -> dict[str, Any]:
    """Engine id → engine task of every human step that is open."""
    return {str(task.id): task for task in case.get_tasks(state=TaskState.READY, manual=True)}


def awaited_timers(case: Any) -> set[tuple[str, str]]:
    """(NAME, key) of every `sla:` timer that the drawing waits at."""
    return {
        (task.task_spec.event_definition.expression, task.task_spec.event_definition.key(task))
        for task in case.event_manager.tasks.values()
        if isinstance(task.task_spec.event_definition, SlaTimer)
    }


def awaited_messages(case: Any) -> set[str]:
    """The names of the messages that the drawing waits for."""
    return {event.name for event in case.waiting_events() if event.event_type == "MessageEventDefinition"}


def _project_open_tasks(records: Session, instance: ProcessInstance, case: Any, at: datetime) -> None:
    want = open_steps(case)
    rows = records.scalars(select(OpenTask).where(OpenTask.process_instance_id == instance.id))
    have = {row.engine_task_id: row for row in rows}
    for engine_id in have.keys() - want.keys():
        records.delete(have[engine_id])
    for engine_id in want.keys() - have.keys():
        records.add(_open_task(instance, engine_id, want[engine_id].task_spec, at))
    records.flush()


def _open_task(instance: ProcessInstance, engine_id: str, spec: Any, at: datetime) -> OpenTask:
    role = ROLE_OF_LABEL[spec.lane]
    application = instance.application
    return OpenTask(
        process_instance_id=instance.id,
        instance=instance,
        application_id=application.id,
        application=application,
        engine_task_id=engine_id,
        step=spec.bpmn_id,
        title=spec.bpmn_name or spec.bpmn_id,
        role=role,
        unit_id=application.handling_unit_id if role in UNIT_ROLES else None,
        assignee_id=_assignee(application, role),
        opened_at=at,
        due_on=application.due_on,
    )


def _assignee(application: Application, role: Role) -> int | None:
    """The handler's steps go to the case's handler; all others to their pool."""
    return application.handler_id if role is Role.HANDLER else None


def _project_timers(records: Session, instance: ProcessInstance, case: Any) -> None:
    want = awaited_timers(case)
    rows = records.scalars(select(PlannedTimer).where(PlannedTimer.process_instance_id == instance.id))
    have = {(row.name, row.key): row for row in rows}
    for gone in have.keys() - want:
        records.delete(have[gone])
    for name, key in want - have.keys():
        records.add(
            PlannedTimer(
                process_instance_id=instance.id,
                instance=instance,
                application_id=instance.application_id,
                name=name,
                key=key,
            )
        )
    records.flush()
