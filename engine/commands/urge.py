"""督办: a case that is past its date is urged once for each date, and its unit must answer for it.

《条例》第46条、第47条
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Actor
from engine.records import OPEN_STATES, Application, EventName, HistoryEntry, history
from engine.records.promises import promise


@dataclass(frozen=True, kw_only=True)
class UrgingAnswer:
    """Why the case is late, and the day by which it will be done."""

    reason: str
    finish_on: date


def urge_case(records: Session, application: Application, due_on: str, *, office: Office) -> None:
    """The unit has the urging to answer: once for each due date, and only while the case is open."""
    if application.state not in OPEN_STATES or _was_urged(records, application, due_on):
        return
    history.add(records, application, EventName.CASE_URGED, Actor.calendar(), office.clock, due_on=due_on)
    facts = {"application_id": application.id, "due_on": due_on}
    office.workflow.start(records, "urge_case", application, facts)


def answer_urging(task_id: int, answer: UrgingAnswer, *, actor: Actor, office: Office) -> None:
    """The unit has said why the case is late and when it will be done; whoever supervises is told.

    《条例》第46条、第47条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="answer_urging")
        if not answer.reason.strip():
            raise RuleViolation("请写明逾期原因和现在的进展。", field="reason")
        if answer.finish_on < office.clock.today():
            raise RuleViolation("保证办结的日期不能早于今天。", field="finish_on")
        history.add(
            records, task.application, EventName.URGING_ANSWERED, actor, office.clock,
            reason=answer.reason, finish_on=answer.finish_on.isoformat(),
        )  # fmt: skip
        records.add(
            promise(
                "urging_answered", f"urging_answered:{task.id}", {"finish_on": answer.finish_on.isoformat()},
                now=office.clock.now(), application_id=task.application_id,
            )
        )  # fmt: skip
        office.workflow.complete(records, task, {"answered": True})


def _was_urged(records: Session, application: Application, due_on: str) -> bool:
    query = select(HistoryEntry).where(
        HistoryEntry.application_id == application.id, HistoryEntry.event == EventName.CASE_URGED
    )
    return any(entry.facts["due_on"] == due_on for entry in records.scalars(query))
