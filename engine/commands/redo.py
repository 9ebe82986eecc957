"""An ended case is handled once more: because a review or court ordered it, or the applicant had a good reason.

《行政复议法》第77条；《行政诉讼法》第70条、第72条；《条例》第30条
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.case_clock import BECAUSE_ORDERED, BECAUSE_REASON
from engine.commands import transfers
from engine.commands.cases import case_of
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import OPEN_STATES, Application, EventName, RemedyCase, history
from engine.rules.outcome import Standing

COURSES = frozenset({"handle_application", "answer_again"})
"""The runs that carry a case from its receipt, or its reopening, to the archive."""


@dataclass(frozen=True, kw_only=True)
class GoodReason:
    """Why the applicant could not supplement in time, the supplement as items, and the day it reached us."""

    reason: str
    evidence: str
    received_on: date
    items: tuple[str, ...]


def reopen_for_good_reason(application_id: int, given: GoodReason, *, actor: Actor, office: Office) -> None:
    """A case that counted as given up is handled again; its period runs anew from the day the supplement reached us.

    RuleViolation when it was not given up, or the reason or the day is missing. 《条例》第30条
    """
    require(actor, Action.REOPEN_CASE)
    with office.transaction() as records:
        application = case_of(records, application_id)
        _require_given_up(records, application, given, office)
        for item, text in zip(application.items, given.items, strict=True):
            item.what = text.strip()
        application.request_text = "\n".join(item.what for item in application.items)
        _reopen(
            records, application, because=BECAUSE_REASON, on=given.received_on, actor=actor, office=office,
            reason=given.reason.strip(), evidence=given.evidence.strip(),
        )  # fmt: skip
        history.add(
            records, application, EventName.SUPPLEMENT_RECEIVED, actor, office.clock, on=given.received_on,
            reason_accepted=True,
        )  # fmt: skip


def redo(records: Session, remedy: RemedyCase, *, actor: Actor, office: Office) -> None:
    """The case of this review or suit has a new clock, and if it had ended a second run; its old letter stays.

    The period is the one that the decision sets, or twenty working days from its receipt. 《行政复议法》第77条
    """
    if remedy.application is None or remedy.decision_received_on is None:
        raise RuleViolation("这一案件没有对应的申请，或者没有登记收到决定的日期，不能重新办理。")
    _reopen(
        records, remedy.application, because=BECAUSE_ORDERED, on=remedy.decision_received_on, actor=actor,
        office=office, remedy_id=remedy.id, decision_number=remedy.decision_number,
        due_on=remedy.redo_due_on.isoformat() if remedy.redo_due_on else "",
        reason=f"{remedy.body}{remedy.decision_number}：{remedy.decision.label if remedy.decision else ''}",
    )  # fmt: skip


def _reopen(  # why, from which day, by whom, and what the history keeps of it
    records: Session,
    application: Application,
    *,
    because: str,
    on: date,
    actor: Actor,
    office: Office,
    **facts: object,
) -> None:
    """What still runs for the archive is over; the second run begins with its items as if nothing had been found."""
    is_open = application.state in OPEN_STATES
    history.add(records, application, EventName.CASE_REOPENED, actor, office.clock, on=on, because=because, **facts)
    if is_open:
        return
    for instance in office.workflow.instances(records, application):
        if instance.process_id in COURSES:
            office.workflow.end(records, instance)
    for item in application.items:
        item.facts = {"standing": Standing.OPEN.value}
    start = {"application_id": application.id, "standing": Standing.OPEN.value}
    office.workflow.start(records, "answer_again", application, start)
    office.workflow.start(records, "escalate_deadline", application, {"application_id": application.id})
    transfers.await_answer(records, application, office=office)


def _require_given_up(records: Session, application: Application, given: GoodReason, office: Office) -> None:
    events = [entry.event for entry in history.of(records, application)]
    if EventName.SUPPLEMENT_PERIOD_ENDED not in events or EventName.CASE_REOPENED in events:
        raise RuleViolation("只有因逾期不补正而终止的申请，才能以正当理由恢复办理，并且只恢复一次。", "《条例》第30条")
    if application.state in OPEN_STATES:
        raise RuleViolation("终止办理的告知书尚未送达，请在本件的补正步骤中处理。", "《条例》第30条")
    if not given.reason.strip() or not given.evidence.strip():
        raise RuleViolation("请写明正当理由及其依据，例如住院、灾害和相应的证明。", "《条例》第30条", field="reason")
    if len(given.items) != len(application.items) or not all(text.strip() for text in given.items):
        raise RuleViolation("请逐项填写补正后的申请内容。", "《条例》第30条", field="items")
    if not application.arrived_on <= given.received_on <= office.clock.today():
        raise RuleViolation("收到补正的日期应在来件之后、今天或今天以前。", field="received_on")
