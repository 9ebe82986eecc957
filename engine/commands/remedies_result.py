"""How a review, suit or complaint ends: its result, whether it is final, what has to be done about it.

《行政复议法》第75条、第77条；《行政诉讼法》第85条、第94条
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands.redo import redo
from engine.commands.remedies import DRAWINGS, remedy_of, remedy_row
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import EventName, OpenTask, RemedyCase, RemedyDecision, RemedyKind, history
from engine.records.remedies import CORRECTED, DECISIONS, EARLY, FINAL_AT_ONCE, MAY_ORDER_REDO, ORDERS_REDO, VIOLATIONS
from engine.rules.remedies import last_day_to_appeal


@dataclass(frozen=True, kw_only=True)
class RemedyEnding:
    """What was decided, when, when it reached us, and by when we must answer again (twenty working days if unsaid)."""

    decision: RemedyDecision
    number: str
    decided_on: date
    received_on: date
    orders_redo: bool = False
    redo_due_on: date | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Measures:
    """What is done about the decision: the case handled again, or what was put right; and the report on it."""

    words: str
    redo: bool = True


def record_result(task_id: int, ending: RemedyEnding, *, actor: Actor, office: Office) -> None:
    """The result is on record. A review or complaint has ended; a judgment still waits for the time to appeal.

    RuleViolation when the ending does not belong to the kind, or a day cannot be right. 《行政复议法》第75条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="record_result")
        remedy = remedy_of(records, task)
        _require_sound(remedy, ending, office.clock.today())
        _keep(remedy, ending)
        if remedy.kind is not RemedyKind.LITIGATION:
            remedy.ended_on = ending.decided_on
        _note_result(records, remedy, ending, actor=actor, office=office)
        office.workflow.complete(records, task, {"has_duty": ending.decision in CORRECTED})


def confirm_final(task_id: int, *, appealed: bool, words: str, actor: Actor, office: Office) -> None:
    """Somebody appealed and the second judgment is awaited; or the judgment stands and the suit has ended.

    RuleViolation while the time to appeal still runs. 《行政诉讼法》第85条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="confirm_final")
        remedy = remedy_of(records, task)
        if not words.strip():
            raise RuleViolation("请写明核实的情况：谁在哪天上诉，或者怎样得知没有上诉。", field="words")
        if appealed and remedy.facts.get("appealed"):
            raise RuleViolation("二审判决、裁定是终审的，不能再上诉。", "《行政诉讼法》第89条", field="appealed")
        if not appealed:
            _require_final(records, remedy, office)
        history.add(
            records, task.application, EventName.APPEAL_RECORDED, actor, office.clock, key=task.subject_key,
            appealed=appealed, words=words.strip(),
        )  # fmt: skip
        has_duty = not appealed and remedy.decision in CORRECTED
        if appealed:
            remedy.facts = {**remedy.facts, "appealed": True}
            remedy.decision = None
        else:
            remedy.ended_on = date.fromisoformat(remedy.facts["decided_on"])
        office.workflow.complete(records, task, {"appealed": appealed, "has_duty": has_duty})


def carry_out(task_id: int, measures: Measures, *, actor: Actor, office: Office) -> None:
    """What was decided is carried out: where a new answer is ordered, the case runs again with a new clock.

    《行政复议法》第77条；《行政诉讼法》第94条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="carry_out")
        remedy = remedy_of(records, task)
        if not measures.words.strip():
            raise RuleViolation("请写明怎样履行、怎样避免再犯。", "《行政复议法》第77条", field="words")
        is_ordered = bool(remedy.facts.get("orders_redo")) and measures.redo
        remedy.carried_out_on = office.clock.today()
        history.add(
            records, task.application, EventName.DECISION_CARRIED_OUT, actor, office.clock, key=task.subject_key,
            redo=is_ordered, words=measures.words.strip(),
        )  # fmt: skip
        office.workflow.complete(records, task, {"redo": is_ordered})
        if is_ordered:
            redo(records, remedy, actor=actor, office=office)


def end_early(remedy_id: int, ending: RemedyEnding, *, actor: Actor, office: Office) -> None:
    """The review or suit ended before its course: withdrawn, settled, not admitted; what was open of it is closed.

    One about something never registered here has no steps: it ends here however it does.
    《行政复议法》第41条；《行政诉讼法》第62条
    """
    require(actor, Action.REGISTER_REMEDY)
    with office.transaction() as records:
        remedy = remedy_row(records, remedy_id)
        if remedy.ended_on is not None:
            raise RuleViolation("这一案件已经了结。")
        if remedy.application_id is not None and ending.decision not in EARLY:
            raise RuleViolation("只有撤回、和解、调解、终止和不予受理可以提前了结。", field="decision")
        _require_sound(remedy, ending, office.clock.today())
        _keep(remedy, ending)
        remedy.ended_on = ending.decided_on
        _note_result(records, remedy, ending, actor=actor, office=office)
        _close_runs(records, remedy, office)


def _close_runs(records: Session, remedy: RemedyCase, office: Office) -> None:
    if remedy.application is None:
        return
    office.workflow.send_message(records, remedy.application, "defence_settled", key=str(remedy.id))
    for instance in {task.instance for task in _open_steps(records, remedy)}:
        office.workflow.end(records, instance)


def _open_steps(records: Session, remedy: RemedyCase) -> list[OpenTask]:
    query = select(OpenTask).where(
        OpenTask.application_id == remedy.application_id, OpenTask.subject_key == str(remedy.id)
    )
    return [task for task in records.scalars(query) if task.instance.process_id in DRAWINGS.values()]


def _require_sound(remedy: RemedyCase, ending: RemedyEnding, today: date) -> None:
    if ending.decision not in DECISIONS[remedy.kind]:
        raise RuleViolation(f"“{ending.decision.label}”不是{remedy.kind.label}的结果，请重新选择。", field="decision")
    if not remedy.filed_on <= ending.decided_on <= ending.received_on <= today:
        raise RuleViolation("作出日期应在提起之后、收到之前，收到日期不能晚于今天。", field="decided_on")
    if ending.decision in CORRECTED and not ending.number.strip():
        raise RuleViolation("请填写决定书或者判决书的文号。", field="number")
    if ending.orders_redo and ending.decision not in ORDERS_REDO | MAY_ORDER_REDO:
        raise RuleViolation("这一结果不要求重新答复，请核对。", field="orders_redo")
    if ending.redo_due_on is not None and ending.redo_due_on < ending.received_on:
        raise RuleViolation("重新答复的期限不能早于收到决定的日期。", field="redo_due_on")


def _keep(remedy: RemedyCase, ending: RemedyEnding) -> None:
    orders_redo = ending.orders_redo or ending.decision in ORDERS_REDO
    remedy.decision, remedy.decision_number = ending.decision, ending.number.strip()
    remedy.decision_received_on = ending.received_on
    remedy.redo_due_on = ending.redo_due_on if orders_redo else None
    remedy.facts = {**remedy.facts, "orders_redo": orders_redo, "decided_on": ending.decided_on.isoformat()}


def _note_result(records: Session, remedy: RemedyCase, ending: RemedyEnding, *, actor: Actor, office: Office) -> None:
    """The result stands in the history; a confirmed violation also under its own name, as liability is asked for it."""
    facts = {"key": str(remedy.id), "decision": ending.decision.value, "number": ending.number.strip()}
    history.add(
        records, remedy.application, EventName.REMEDY_DECIDED, actor, office.clock, on=ending.decided_on, **facts,
        result=ending.decision.label, words=ending.words.strip(),
    )  # fmt: skip
    if ending.decision in VIOLATIONS:
        history.add(
            records, remedy.application, EventName.VIOLATION_CONFIRMED, actor, office.clock, on=ending.decided_on,
            **facts,
        )  # fmt: skip


def _require_final(records: Session, remedy: RemedyCase, office: Office) -> None:
    """Nothing, if nobody can appeal any more. 《行政诉讼法》第85条"""
    if remedy.facts.get("appealed") or remedy.decision in FINAL_AT_ONCE or remedy.decision_received_on is None:
        return
    last_day = last_day_to_appeal(remedy.decision_received_on, office.calendar(records))
    if office.clock.today() <= last_day:
        raise RuleViolation(
            f"上诉期限至{last_day.year}年{last_day.month}月{last_day.day}日，期满才能认定没有上诉。",
            "《行政诉讼法》第85条",
            field="appealed",
        )
