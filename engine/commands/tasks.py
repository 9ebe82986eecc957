"""Taking a step from the pool, giving it back, handing it to somebody else."""

from collections.abc import Callable, Iterable

from sqlalchemy import select

from engine.errors import DisclosureError, NotPermitted, RuleViolation, TaskNotReady
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import EventName, OpenTask, Person, history


def claim_task(task_id: int, *, actor: Actor, office: Office) -> None:
    """The step is this actor's; claiming what one already holds changes nothing."""
    with office.transaction() as records:
        task = records.get(OpenTask, task_id)
        is_of_report = task is not None and task.report_year is not None
        claim = office.workflow.claim_office_step if is_of_report else office.workflow.claim
        task = claim(records, task_id, actor)
        if task.assignee_id != actor.person_id:
            task.assignee_id, task.claimed_at = actor.person_id, office.clock.now()
            history.add(records, task.application, EventName.TASK_CLAIMED, actor, office.clock, step=task.step)


def release_task(task_id: int, *, actor: Actor, office: Office) -> None:
    """The step is back in the pool for others to take; what a deputy took, with whoever was away."""
    with office.transaction() as records:
        task = records.scalar(select(OpenTask).where(OpenTask.id == task_id).with_for_update(of=OpenTask))
        if task is None:
            raise TaskNotReady
        if task.assignee_id != actor.person_id:
            raise NotPermitted("这一步骤不在您名下。")
        absent = records.get(Person, task.acting_for_id) if task.acting_for_id else None
        task.lie_with(absent if absent is not None and absent.active else None, office.clock.now())
        history.add(records, task.application, EventName.TASK_RELEASED, actor, office.clock, step=task.step)


def reassign_task(task_id: int, person_id: int, reason: str, *, actor: Actor, office: Office) -> None:
    """The step lies with another person who holds its role; why is on record."""
    require(actor, Action.REASSIGN_TASK)
    with office.transaction() as records:
        task = records.scalar(select(OpenTask).where(OpenTask.id == task_id).with_for_update(of=OpenTask))
        if task is None:
            raise TaskNotReady
        person = records.get(Person, person_id)
        if person is None or not person.active or not person.actor().holds(task.role, task.unit_id):
            raise RuleViolation(f"请选择具有“{task.role.label}”角色的在岗人员。", field="person_id")
        if not reason.strip():
            raise RuleViolation("请写明转办的理由。", field="reason")
        task.lie_with(person, office.clock.now())
        history.add(
            records, task.application, EventName.TASK_REASSIGNED, actor, office.clock,
            step=task.step, to=person.id, to_name=person.name, reason=reason,
        )  # fmt: skip


def reassign_tasks(
    task_ids: Iterable[int], person_id: int, reason: str, *, actor: Actor, office: Office
) -> dict[int, str]:
    """Each of these steps lies with this person, or refused; step → why it was refused, empty when it was not.

    One transaction a step, so that one refused leaves the others reassigned.
    """
    return _each(task_ids, lambda task_id: reassign_task(task_id, person_id, reason, actor=actor, office=office))


def claim_tasks(task_ids: Iterable[int], *, actor: Actor, office: Office) -> dict[int, str]:
    """Each of these steps is this actor's, or refused; step → why it was refused, empty when it was not.

    One transaction a step, so that one refused leaves the others claimed.
    """
    return _each(task_ids, lambda task_id: claim_task(task_id, actor=actor, office=office))


def _each(task_ids: Iterable[int], act: Callable[[int], None]) -> dict[int, str]:
    said: dict[int, str] = {}
    for task_id in task_ids:
        try:
            act(task_id)
            said[task_id] = ""
        except DisclosureError as refused:
            said[task_id] = refused.message
    return said
