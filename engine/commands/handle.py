"""The check and the assignment: from the received application to the people who handle it.

《条例》第4条、第29条、第30条
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Actor, Role
from engine.records import Duty, EventName, Person, Unit, history


@dataclass(frozen=True, kw_only=True)
class ApplicationCheck:
    """Whether the application is complete and clear enough, and whether it asks to correct a record about oneself."""

    clear: bool = True
    correction: bool = False
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """The unit that handles the case, and the handler if one is named."""

    unit_id: int
    handler_id: int | None = None
    remark: str = ""


def check_application(task_id: int, check: ApplicationCheck, *, actor: Actor, office: Office) -> None:
    """The application has been looked through: it goes to be assigned, or the applicant is asked to supplement it.

    It is never 'not accepted'. 《条例》第29条、第30条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="check_application")
        history.add(
            records, task.application, EventName.APPLICATION_CHECKED, actor, office.clock,
            clear=check.clear, remark=check.remark, **_correction(check),
        )  # fmt: skip
        office.workflow.complete(records, task, {"clear": check.clear, **_correction(check)})


def _correction(check: ApplicationCheck) -> dict[str, Any]:
    """Said only of what asks for a record about oneself to be corrected. 《条例》第41条"""
    return {"correction": True} if check.correction else {}


def assign_handler(task_id: int, assignment: Assignment, *, actor: Actor, office: Office) -> None:
    """The case lies with a unit, and with a handler of it if one was named.

    《条例》第4条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="assign_handler")
        unit = records.get(Unit, assignment.unit_id)
        if unit is None or not unit.handles_applications:
            raise RuleViolation("请选择承办处室。", field="unit_id")
        _require_member(records, assignment)
        task.application.handling_unit_id = unit.id
        task.application.handler_id = assignment.handler_id
        history.add(
            records, task.application, EventName.HANDLER_ASSIGNED, actor, office.clock,
            unit=unit.name, handler_id=assignment.handler_id, remark=assignment.remark,
        )  # fmt: skip
        items = {str(item.id): str(item.id) for item in task.application.items}
        office.workflow.complete(records, task, {"unit_id": unit.id}, items=items)


def _require_member(records: Session, assignment: Assignment) -> None:
    if assignment.handler_id is None:
        return
    member = records.scalar(
        select(Person.id)
        .join(Duty)
        .where(Person.id == assignment.handler_id, Person.unit_id == assignment.unit_id, Person.active)
        .where(Duty.role == Role.HANDLER)
    )
    if member is None:
        raise RuleViolation("所选承办人不在该处室，请重新选择。", field="handler_id")
