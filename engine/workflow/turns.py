"""Whose turn an open step is: its lane, whoever holds it, and who stands in for whoever is away."""

from datetime import date

from sqlalchemy.orm import Session

from engine.errors import NotPermitted, TaskNotReady
from engine.permissions import Actor
from engine.records import OpenTask, Person, absences, history


def require_turn(records: Session, task: OpenTask, actor: Actor, today: date) -> OpenTask:
    """The step, if it is the actor's to do; what is done for somebody who is away says so in the history.

    The actor's own roles count, never those of the person who is away. NotPermitted when the lane is none of the
    actor's; TaskNotReady when the step lies with somebody for whom the actor does not stand in today.
    """
    if not actor.holds(task.role, task.unit_id):
        raise NotPermitted(f"“{task.title}”由{task.role.label}办理，您没有这一角色。")
    if task.assignee_id not in (None, actor.person_id):
        if not absences.stands_in(records, actor.person_id, task.assignee_id, today):
            raise TaskNotReady("这一步骤已由他人领取，请联系对方退回或由负责人转办。")
        task.acting_for_id = task.acting_for_id or task.assignee_id
    absent = records.get(Person, task.acting_for_id) if task.acting_for_id not in (None, actor.person_id) else None
    history.act_for(records, task.application_id, absent.name if absent else "")
    return task
