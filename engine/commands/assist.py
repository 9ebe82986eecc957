"""Asking our own units and subordinate bodies for help (协办): none of it stops the legal clock.

内部规定：协办答复
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.commands.cases import open_case_of
from engine.commands.sheets import SignedSheet, claim_step
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import EventName, Unit, UnitAnswer, UnitQuestion, history


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a unit is asked, and by when (default: three working days, five for a subordinate body)."""

    unit_id: int
    question: str
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class UnitReply:
    """The unit's signed answer with its reason; `disagrees` puts it to the leader in charge."""

    answer: UnitAnswer
    reason: str
    disagrees: bool = False
    on_sheet: bool = False
    sheet: SignedSheet | None = None


def ask_unit(application_id: int, question: Question, *, actor: Actor, office: Office) -> None:
    """The unit has the question in its own pool, with its day; the lead unit's work goes on beside it."""
    require(actor, Action.ASK_UNIT)
    with office.transaction() as records:
        application = open_case_of(records, application_id)
        unit = records.get(Unit, question.unit_id)
        if unit is None or not unit.handles_applications:
            raise RuleViolation("请选择协办处室或者单位。", field="unit_id")
        if not question.question.strip():
            raise RuleViolation("请写明需要协办处室答复的问题。", field="question")
        due_on = question.due_on or _usual_day(records, unit, office)
        if due_on < office.clock.today():
            raise RuleViolation("答复日期不能早于今天。", field="due_on")
        asked = UnitQuestion(application_id=application.id, unit_id=unit.id, question=question.question, due_on=due_on)
        records.add(asked)
        records.flush()
        history.add(
            records, application, EventName.UNIT_ASKED, actor, office.clock,
            key=asked.key, unit=unit.name, due_on=due_on.isoformat(),
        )  # fmt: skip
        facts = {"application_id": application.id, "unit_id": unit.id, "key": asked.key}
        office.workflow.start(records, "consult_unit", application, facts)


UNIT_ANSWER_DAYS, SUBORDINATE_ANSWER_DAYS = 3, 5
"""Working days in which our own units, and the bodies under us, usually answer. 内部规定：协办答复"""


def _usual_day(records: Session, unit: Unit, office: Office) -> date:
    days = SUBORDINATE_ANSWER_DAYS if unit.is_subordinate else UNIT_ANSWER_DAYS
    return office.calendar(records).after(office.clock.today(), days)


def answer_unit(task_id: int, reply: UnitReply, *, actor: Actor, office: Office) -> None:
    """The unit's answer is on record; silence never is one. A disagreement goes to the leader in charge."""
    with office.transaction() as records:
        sheet = reply.sheet if reply.on_sheet else None
        task = claim_step(records, task_id, sheet, step="answer_unit", actor=actor, office=office)
        if not reply.reason.strip():
            raise RuleViolation("请写明理由或者查找情况。", field="reason")
        asked = records.get_one(UnitQuestion, int(task.subject_key))
        asked.answer, asked.reason = reply.answer, reply.reason
        signed = {"signed_by": sheet.signed_by} if sheet and sheet.signed_by else {}
        history.add(
            records, task.application, EventName.UNIT_ANSWERED, actor, office.clock,
            on=sheet.signed_on if sheet else None, key=asked.key, answer=reply.answer.value, on_sheet=reply.on_sheet,
            sheet=signed,
        )  # fmt: skip
        office.workflow.complete(records, task, {"disagrees": reply.disagrees})


def settle_disagreement(task_id: int, ruling: str, *, actor: Actor, office: Office) -> None:
    """The leader in charge has ruled."""
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="settle_disagreement")
        if not ruling.strip():
            raise RuleViolation("请写明裁定意见。", field="ruling")
        records.get_one(UnitQuestion, int(task.subject_key)).ruling = ruling
        history.add(
            records, task.application, EventName.DISAGREEMENT_SETTLED, actor, office.clock, key=task.subject_key
        )
        office.workflow.complete(records, task, {"settled": True})
