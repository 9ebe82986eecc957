"""The rows beside the engine state: open steps, planned timers and awaited messages, equal to what the engine holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition, MultipleEventDefinition
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.permissions import UNIT_ROLES, Role
from engine.records import Application, OpenTask, PlannedTimer, ProcessInstance, history
from engine.workflow.timers import SlaTimer

TimerKey = tuple[str, str]
ROLE_OF_LABEL = {role.label: role for role in Role}


def project(records: Session, instance: ProcessInstance, case: Any, *, at: datetime) -> None:
    """The rows of this run say what the engine says; one flush writes them with all that waited to be written."""
    _project_open_tasks(records, instance, case, at)
    _project_timers(records, instance, case)
    instance.awaits = " ".join(sorted(awaited_messages(case)))
    records.flush()


def rows_of(records: Session, instance: ProcessInstance) -> tuple[dict[str, OpenTask], dict[TimerKey, PlannedTimer]]:
    """The open steps of the run by the engine's name, and its timers by name and key, as they were last projected."""
    with records.no_autoflush:
        tasks = records.scalars(select(OpenTask).where(OpenTask.process_instance_id == instance.id))
        timers = records.scalars(select(PlannedTimer).where(PlannedTimer.process_instance_id == instance.id))
        return {task.engine_task_id: task for task in tasks}, {(timer.name, timer.key): timer for timer in timers}


def clear(records: Session, instance: ProcessInstance) -> None:
    """No open step, timer or awaited message of this run is left."""
    records.execute(delete(OpenTask).where(OpenTask.process_instance_id == instance.id))
    records.execute(delete(PlannedTimer).where(PlannedTimer.process_instance_id == instance.id))
    instance.awaits = ""


def open_steps(case: Any) -> dict[str, Any]:
    """Engine id → engine task of every human step that is open."""
    return {str(task.id): task for task in case.get_tasks(state=TaskState.READY, manual=True)}


def awaited_timers(case: Any) -> set[tuple[str, str]]:
    """(NAME, key) of every `sla:` timer that the drawing waits at."""
    return {(event.expression, event.key(task)) for task, event in _awaited(case) if isinstance(event, SlaTimer)}


def awaited_messages(case: Any) -> set[str]:
    """The names of the messages that the drawing waits for."""
    return {event.name for _, event in _awaited(case) if isinstance(event, MessageEventDefinition)}


def _awaited(case: Any) -> Iterator[tuple[Any, Any]]:
    """Each waiting task with each event it waits for; an event-based gateway waits for several."""
    for task in case.event_manager.tasks.values():
        event = task.task_spec.event_definition
        several = event.event_definitions if isinstance(event, MultipleEventDefinition) else [event]
        yield from ((task, one) for one in several)


@dataclass(frozen=True)
class StepMarks:
    """Element ids by where the run stands: people work at `open`, the drawing waits at `waiting`."""

    open: frozenset[str]
    waiting: frozenset[str]


def marks(case: Any) -> StepMarks:
    """Where the run stands, called drawings included."""
    waiting = {task.task_spec.bpmn_id for task in case.event_manager.tasks.values()}
    running = case.get_tasks(state=TaskState.STARTED)
    return StepMarks(
        open=frozenset(task.task_spec.bpmn_id for task in open_steps(case).values()),
        waiting=frozenset(waiting | {task.task_spec.bpmn_id for task in running if task.task_spec.bpmn_id}),
    )


def differences(records: Session, instance: ProcessInstance, case: Any) -> list[str]:
    """Each way in which the rows of a run differ from its engine state."""
    tasks = set(records.scalars(select(OpenTask.engine_task_id).where(OpenTask.process_instance_id == instance.id)))
    timers = records.scalars(select(PlannedTimer).where(PlannedTimer.process_instance_id == instance.id))
    pairs = {
        "open tasks": (tasks, set(open_steps(case))),
        "timers": ({(timer.name, timer.key) for timer in timers}, awaited_timers(case)),
        "messages": (set(instance.awaits.split()), awaited_messages(case)),
        "running": (instance.is_running, not case.completed),
    }
    return [f"{what}: rows {rows}, engine {engine}" for what, (rows, engine) in pairs.items() if rows != engine]


def _project_open_tasks(records: Session, instance: ProcessInstance, case: Any, at: datetime) -> None:
    want, have = open_steps(case), case.context.tasks
    for engine_id in have.keys() - want.keys():
        records.delete(have[engine_id])
    for engine_id in want.keys() - have.keys():
        records.add(_open_task(instance, engine_id, want[engine_id], at))


def _open_task(instance: ProcessInstance, engine_id: str, task: Any, at: datetime) -> OpenTask:
    spec = task.task_spec
    role = ROLE_OF_LABEL[spec.lane]
    application = instance.application
    return OpenTask(
        process_instance_id=instance.id,
        instance=instance,
        application_id=instance.application_id,
        application=application,
        report_year=instance.report_year,
        engine_task_id=engine_id,
        step=spec.bpmn_id,
        title=spec.bpmn_name or spec.bpmn_id,
        role=role,
        subject_key=str(task.data.get("key", "")),
        letter_id=task.data.get("letter_id"),
        unit_id=_unit(task, application) if role in UNIT_ROLES else None,
        assignee_id=_assignee(task, application, role),
        opened_at=at,
        due_on=_due_on(task, application) if instance.report_year is None else None,
    )


def _due_on(task: Any, application: Application) -> date | None:
    """The reply's date, or that of a run with a date of its own; such a run says so by `own_due_on`."""
    own = task.data.get("own_due_on")
    return application.due_on if own is None else date.fromisoformat(own) if own else None


def _unit(task: Any, application: Application) -> int | None:
    """The unit that a run was started for (a unit asked for help), or the one that handles the case."""
    asked: int | None = task.data.get("unit_id")
    return asked or application.handling_unit_id


def _assignee(task: Any, application: Application, role: Role) -> int | None:
    """The handler's steps go to the case's handler; another unit's, and all others, to their pool."""
    if role is not Role.HANDLER:
        return None
    asks_another_unit = task.data.get("unit_id") not in (None, application.handling_unit_id)
    return None if asks_another_unit else application.handler_id


def _project_timers(records: Session, instance: ProcessInstance, case: Any) -> None:
    want, have = awaited_timers(case), case.context.timers
    for gone in have.keys() - want:
        records.delete(have[gone])
    if instance.report_year is None and want - have.keys():
        history.touch(records, instance.application)
    for name, key in want - have.keys():
        records.add(
            PlannedTimer(
                process_instance_id=instance.id,
                instance=instance,
                application_id=instance.application_id,
                report_year=instance.report_year,
                name=name,
                key=key,
            )
        )
