"""移交: what lies with somebody who leaves or changes posts goes to a colleague, or back to where others take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound, RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, Role, require
from engine.records import IS_OPEN, Application, EventName, OpenTask, Person, history, holding


@dataclass(frozen=True)
class HandedOver:
    """How many steps the heir has, how many lie in their pools, and how many cases have another handler or none."""

    given: int
    pooled: int
    cases: int


def hand_over_steps(person_id: int, heir_id: int | None, reason: str, *, actor: Actor, office: Office) -> HandedOver:
    """Nothing lies with this person any more: the heir has the steps whose role the heir holds, pools have the rest.

    With None as heir everything is back in its pool. Open cases have the heir as handler, or none. All or nothing.
    RuleViolation without a reason, for somebody absent or the person as heir, or for one who can do none of it.
    """
    require(actor, Action.MANAGE_PEOPLE)
    if not reason.strip():
        raise RuleViolation("请写明移交的理由。", field="reason")
    with office.transaction() as records:
        person = records.get(Person, person_id)
        if person is None:
            raise NotFound("没有找到这位人员。")
        heir = _heir(records, person, heir_id)
        tasks, cases = _held(records, person)
        if heir is not None and (tasks or cases) and not _can_any(heir, tasks, cases):
            raise RuleViolation(f"{heir.name}没有办理这些步骤的角色，请另选一位，或者退回待领取。", field="heir_id")
        for task in tasks:
            _give(records, task, heir, reason, actor, office)
        for case in cases:
            _change_handler(records, case, heir, reason, actor, office)
        given = sum(task.assignee_id is not None for task in tasks)
        return HandedOver(given, len(tasks) - given, len(cases))


def take_from(records: Session, person: Person, office: Office) -> None:
    """Of what lies with the person, only what the person may still do does; the rest is back in its pool."""
    now, reason = person.actor(), f"{person.name}离岗或者变动岗位，退回待领取"
    tasks, cases = _held(records, person)
    for task in tasks:
        if not person.active or not now.holds(task.role, task.unit_id):
            _give(records, task, None, reason, Actor.calendar(), office)
    for case in cases:
        if not person.active or not now.holds(Role.HANDLER, case.handling_unit_id):
            _change_handler(records, case, None, reason, Actor.calendar(), office)


def _heir(records: Session, person: Person, heir_id: int | None) -> Person | None:
    if heir_id is None:
        return None
    heir = records.get(Person, heir_id)
    if heir is None or not heir.active or heir.id == person.id:
        raise RuleViolation("请选择另一位在岗人员，或者退回待领取。", field="heir_id")
    return heir


def _held(records: Session, person: Person) -> tuple[Sequence[OpenTask], Sequence[Application]]:
    """The open steps that lie with the person and the open cases handled by the person, all held."""
    mine, handled = OpenTask.assignee_id == person.id, (IS_OPEN, Application.handler_id == person.id)
    ids = {*records.scalars(select(OpenTask.application_id).where(mine, OpenTask.application_id.is_not(None)))}
    ids |= {*records.scalars(select(Application.id).where(*handled))}
    holding.hold_cases(records, ids)
    tasks = select(OpenTask).where(mine).order_by(OpenTask.id).with_for_update(of=OpenTask)
    cases = select(Application).where(*handled).order_by(Application.id)
    fresh = {"populate_existing": True}
    return (
        records.scalars(tasks, execution_options=fresh).all(),
        records.scalars(cases, execution_options=fresh).all(),
    )


def _can_any(heir: Person, tasks: Sequence[OpenTask], cases: Sequence[Application]) -> bool:
    holds = heir.actor().holds
    return any(holds(task.role, task.unit_id) for task in tasks) or any(
        holds(Role.HANDLER, case.handling_unit_id) for case in cases
    )


def _give(records: Session, task: OpenTask, heir: Person | None, reason: str, actor: Actor, office: Office) -> None:
    taker = heir if heir is not None and heir.actor().holds(task.role, task.unit_id) else None
    task.lie_with(taker, office.clock.now())
    event = EventName.TASK_REASSIGNED if taker else EventName.TASK_RELEASED
    to: dict[str, Any] = {"to": taker.id, "to_name": taker.name} if taker else {}
    history.add(records, task.application, event, actor, office.clock, step=task.step, reason=reason.strip(), **to)


def _change_handler(
    records: Session, case: Application, heir: Person | None, reason: str, actor: Actor, office: Office
) -> None:
    taker = heir if heir is not None and heir.actor().holds(Role.HANDLER, case.handling_unit_id) else None
    case.handler = taker
    to: dict[str, Any] = {"handler_id": taker.id, "to_name": taker.name} if taker else {}
    history.add(records, case, EventName.HANDLER_CHANGED, actor, office.clock, reason=reason.strip(), **to)
