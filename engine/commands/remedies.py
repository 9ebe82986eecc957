"""Reviews, lawsuits and complaints: registered, answered with all evidence in the legal days, heard.

《行政复议法》第48条、第54条；《行政诉讼法》第67条；《条例》第47条
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.commands.cases import case_of
from engine.errors import NotFound, RuleViolation
from engine.letters.defence import Evidence
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application, EventName, OpenTask, RemedyCase, RemedyDecision, RemedyKind, history
from engine.rules import remedies as rules
from engine.rules.working_days import Calendar

DRAWINGS = {
    RemedyKind.RECONSIDERATION: "defend_reconsideration",
    RemedyKind.LITIGATION: "defend_litigation",
    RemedyKind.COMPLAINT: "defend_complaint",
    RemedyKind.CORRECTION: "defend_complaint",
}
"""By which drawing each kind is handled."""

SUBMITTED = {"own_due_on": ""}
"""What the drawing reads once our answer is out: no step after it has a last day of its own."""


@dataclass(frozen=True, kw_only=True)
class RemedyNotice:
    """What the notice of the review body, the court or the competent department says.

    `answer_due_on` is set by the notice of a complaint alone; for a review and a suit the law sets it.
    """

    kind: RemedyKind
    claimant: str
    body: str
    number: str = ""
    claims: str = ""
    filed_on: date
    notice_received_on: date
    is_simple: bool = False
    is_after_reconsideration: bool = False
    counted_here: bool = True
    answer_due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Submission:
    """Our answer with its evidence has gone out: when, how, and what proves it."""

    submitted_on: date
    way: str
    proof: str


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """How the review body heard the parties; no day where there was no hearing."""

    held_on: date | None = None
    words: str


def register_remedy(application_id: int, notice: RemedyNotice, *, actor: Actor, office: Office) -> int:
    """The review, suit or complaint has its row, its last day to answer and its own run beside the case.

    RuleViolation when a name or day is missing or cannot be right. 《行政复议法》第48条；《行政诉讼法》第67条
    """
    require(actor, Action.REGISTER_REMEDY)
    with office.transaction() as records:
        application = case_of(records, application_id)
        require_sound(notice, application.arrived_on, office.clock.today())
        due_on = answer_due_on(notice, office.calendar(records))
        remedy = RemedyCase(**asdict(notice) | {"answer_due_on": due_on}, application=application)
        if notice.kind is RemedyKind.CORRECTION:
            _take_as_decided(remedy)
        records.add(remedy)
        records.flush()
        about = {"key": str(remedy.id), "remedy_kind": remedy.kind.value, "number": remedy.number}
        due = due_on.isoformat() if due_on else ""
        history.add(
            records, application, EventName.REMEDY_REGISTERED, actor, office.clock, on=notice.notice_received_on,
            **about, answer_due_on=due,
        )  # fmt: skip
        start = {"application_id": application.id, "key": str(remedy.id), "own_due_on": due}
        decided = {"is_decided": notice.kind is RemedyKind.CORRECTION}
        office.workflow.start(records, DRAWINGS[notice.kind], application, {**start, **decided})
        if due_on is not None and notice.kind is not RemedyKind.CORRECTION:
            office.workflow.start(records, "watch_defence", application, start)
        return remedy.id


def answer_due_on(notice: RemedyNotice, calendar: Calendar) -> date | None:
    """The last day for our answer; None where neither the law nor the notice sets one.

    《行政复议法》第48条、第54条；《行政诉讼法》第67条
    """
    if notice.kind is RemedyKind.RECONSIDERATION:
        return rules.last_day_to_answer_reconsideration(notice.notice_received_on, calendar, is_simple=notice.is_simple)
    if notice.kind is RemedyKind.LITIGATION:
        return rules.last_day_to_defend_in_court(notice.notice_received_on, calendar)
    return notice.answer_due_on


def prepare_evidence(task_id: int, lines: Sequence[Evidence], *, actor: Actor, office: Office) -> None:
    """The list of evidence is complete; what is not in it does not count.

    《行政复议法》第70条；《行政诉讼法》第34条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="prepare_evidence")
        if not lines or not all(line.name.strip() and line.proves.strip() for line in lines):
            raise RuleViolation("请列出证据，并逐项写明证明什么。", "《行政复议法》第70条", field="lines")
        remedy = remedy_of(records, task)
        remedy.facts = {**remedy.facts, "evidence": [asdict(line) for line in lines]}
        _note(records, task, EventName.EVIDENCE_PREPARED, actor, office, evidence=f"共{len(lines)}项")
        office.workflow.complete(records, task, {"prepared": len(lines)})


def submit_defence(task_id: int, sent: Submission, *, actor: Actor, office: Office) -> None:
    """Answer and evidence have gone to the court with proof; the watch over the last day ends.

    《行政诉讼法》第34条、第67条
    """
    _submit(task_id, "submit_defence", sent, actor=actor, office=office)


def answer_complaint(task_id: int, sent: Submission, *, actor: Actor, office: Office) -> None:
    """The competent department has our account of what was done.

    《条例》第47条第2款
    """
    _submit(task_id, "answer_complaint", sent, actor=actor, office=office)


def record_hearing(task_id: int, hearing: Hearing, *, actor: Actor, office: Office) -> None:
    """How the parties were heard is on record, also that they were not.

    《行政复议法》第49条、第50条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="record_hearing")
        remedy = remedy_of(records, task)
        if hearing.held_on is not None and not remedy.notice_received_on <= hearing.held_on <= office.clock.today():
            raise RuleViolation("听取意见的日期应在收到通知之后、今天或今天以前。", field="held_on")
        if not hearing.words.strip():
            raise RuleViolation("请写明听取意见的情况；没有听证的也请写明。", field="words")
        remedy.heard_on = hearing.held_on
        _note(records, task, EventName.REMEDY_HEARD, actor, office, on=hearing.held_on, words=hearing.words.strip())
        office.workflow.complete(records, task, {"heard": hearing.held_on is not None})


def keep_submission(
    records: Session, application: Application, remedy: RemedyCase, sent: Submission, *, actor: Actor, office: Office
) -> None:
    """The review body, court or department has our answer, late or not; the watch over the last day ends.

    《行政复议法》第70条；《行政诉讼法》第34条
    """
    remedy.answered_on = sent.submitted_on
    late = remedy.answer_due_on is not None and sent.submitted_on > remedy.answer_due_on
    history.add(
        records, application, EventName.DEFENCE_SUBMITTED, actor, office.clock, on=sent.submitted_on,
        key=str(remedy.id), way=sent.way.strip(), proof=sent.proof.strip(), late=late,
    )  # fmt: skip
    office.workflow.send_message(records, application, "defence_settled", key=str(remedy.id))


def remedy_of(records: Session, task: OpenTask) -> RemedyCase:
    """The review, suit or complaint that a step is about."""
    return remedy_row(records, int(task.subject_key))


def remedy_row(records: Session, remedy_id: int) -> RemedyCase:
    """The row; NotFound when there is none."""
    remedy = records.get(RemedyCase, remedy_id)
    if remedy is None:
        raise NotFound("没有找到这件复议、诉讼或者投诉。")
    return remedy


def _note(  # a step, what it is called in the history, by whom and what it says
    records: Session,
    task: OpenTask,
    event: EventName,
    actor: Actor,
    office: Office,
    *,
    on: date | None = None,
    **facts: object,
) -> None:
    history.add(records, task.application, event, actor, office.clock, on=on, key=task.subject_key, **facts)


def _submit(task_id: int, step: str, sent: Submission, *, actor: Actor, office: Office) -> None:
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step=step)
        remedy = remedy_of(records, task)
        if not remedy.notice_received_on <= sent.submitted_on <= office.clock.today():
            raise RuleViolation("提交日期应在收到通知之后、今天或今天以前。", field="submitted_on")
        if not sent.way.strip() or not sent.proof.strip():
            raise RuleViolation("请写明提交方式和凭证，例如邮政单号或者收件回执。", field="proof")
        office.workflow.complete(records, task, {"submitted": True}, **SUBMITTED)
        keep_submission(records, task.application, remedy, sent, actor=actor, office=office)


def require_sound(notice: RemedyNotice, arrived_on: date, today: date) -> None:
    """Nothing, if the notice names everybody and its days can be right."""
    if not notice.claimant.strip() or not notice.body.strip():
        raise RuleViolation("请填写提起人和受理机关的名称。", field="claimant" if notice.body.strip() else "body")
    if not arrived_on <= notice.filed_on <= notice.notice_received_on <= today:
        raise RuleViolation("提起日期应在来件之后、收到通知之前，收到通知的日期不能晚于今天。", field="filed_on")
    if notice.answer_due_on is not None and notice.answer_due_on < notice.notice_received_on:
        raise RuleViolation("说明情况的期限不能早于收到通知的日期。", field="answer_due_on")
    if notice.kind is RemedyKind.COMPLAINT and notice.answer_due_on is None:
        raise RuleViolation("请按转办通知填写说明情况的期限。", "《条例》第47条第2款", field="answer_due_on")


def _take_as_decided(remedy: RemedyCase) -> None:
    """A correction by a higher body comes as a decision: it is at once to be carried out. 《条例》第51条"""
    remedy.decision, remedy.decision_number = RemedyDecision.COMPLAINT_UPHELD, remedy.number
    remedy.ended_on, remedy.decision_received_on = remedy.filed_on, remedy.notice_received_on
    remedy.facts = {"orders_redo": True, "decided_on": remedy.filed_on.isoformat()}
