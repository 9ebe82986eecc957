"""Extension (延长): asked for with a reason, agreed by the head of the disclosure office, told in time.

《条例》第33条第2款
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.commands import letters
from engine.commands.cases import open_case_of
from engine.commands.review import Opinion, require_sheet
from engine.commands.sheets import claim_step
from engine.errors import RuleViolation
from engine.letters.notices import ExtensionNoticeFacts
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application, EventName, OpenTask, history
from engine.rules.reply_clock import ClockEvent, ClockEventName
from engine.rules.time_limits import EXTENSION


@dataclass(frozen=True, kw_only=True)
class ExtensionRequest:
    """How many working days more, and why."""

    working_days: int = EXTENSION.working_days
    reason: str


def request_extension(application_id: int, wanted: ExtensionRequest, *, actor: Actor, office: Office) -> None:
    """The request lies with the head of the disclosure office; the clock runs on until the applicant is told.

    RuleViolation when the length is beyond the law, the reason is missing, or one is under way.
    《条例》第33条第2款
    """
    require(actor, Action.REQUEST_EXTENSION)
    if not 1 <= wanted.working_days <= EXTENSION.working_days:
        raise RuleViolation(
            f"延长期限最长不得超过{EXTENSION.working_days}个工作日。", "《条例》第33条第2款", field="working_days"
        )
    if not wanted.reason.strip():
        raise RuleViolation("请写明需要延长的理由。", "《条例》第33条第2款", field="reason")
    with office.transaction() as records:
        application = open_case_of(records, application_id)
        running = [i for i in office.workflow.instances(records, application) if i.process_id == "extend_reply"]
        if running:
            raise RuleViolation("此件已有一项延期正在办理。")
        history.add(
            records, application, EventName.EXTENSION_REQUESTED, actor, office.clock,
            working_days=wanted.working_days, reason=wanted.reason,
        )  # fmt: skip
        facts = {"application_id": application.id, "working_days": wanted.working_days, "reason": wanted.reason}
        office.workflow.start(records, "extend_reply", application, facts)


def approve_extension(task_id: int, opinion: Opinion, *, actor: Actor, office: Office) -> None:
    """The head of the disclosure office agrees, and the notice with the new date is drafted; or refuses.

    《条例》第33条第2款
    """
    with office.transaction() as records:
        task = claim_step(records, task_id, opinion.sheet(), step="approve_extension", actor=actor, office=office)
        if not opinion.agreed and not opinion.words.strip():
            raise RuleViolation("不同意延期的，请写明理由。", field="words")
        require_sheet(opinion, None, today=office.clock.today())
        history.add(
            records, task.application, EventName.EXTENSION_APPROVED, actor, office.clock,
            agreed=opinion.agreed, words=opinion.words, sheet=opinion.paper_facts(),
        )  # fmt: skip
        if not opinion.agreed:
            office.workflow.complete(records, task, {"agreed": False})
            return
        facts = _notice_facts(records, task, office)
        letter = letters.draft_notice(records, task.application, "D11", facts, actor=actor, office=office)
        letter.drafted_by = None  # drawn up by the system from the request; who agrees here also signs it
        office.workflow.complete(records, task, {"agreed": True}, letter_id=letter.id, notice_signer="office_head")


def due_if_extended(
    records: Session, application: Application, working_days: int, office: Office
) -> ExtensionNoticeFacts:
    """What the notice would say if the applicant were told of it today.

    RuleViolation when the period has run out already. 《条例》第33条第2款
    """
    return _facts(records, application, working_days, "", office)


def notice_facts(
    records: Session, application: Application, wanted: ExtensionRequest, office: Office
) -> ExtensionNoticeFacts:
    """The same with the reason, as the applicant would read it. 《条例》第33条第2款"""
    return _facts(records, application, wanted.working_days, wanted.reason, office)


def _notice_facts(records: Session, task: OpenTask, office: Office) -> ExtensionNoticeFacts:
    request = [e for e in history.of(records, task.application) if e.event is EventName.EXTENSION_REQUESTED][-1]
    return _facts(records, task.application, request.facts["working_days"], request.facts["reason"], office)


def _facts(
    records: Session, application: Application, working_days: int, reason: str, office: Office
) -> ExtensionNoticeFacts:
    entries = history.of(records, application)
    now = office.reply_clock(records, application, entries)
    told = ClockEvent(on=office.clock.today(), event=ClockEventName.EXTENSION_NOTIFIED, working_days=working_days)
    then = office.reply_clock(records, application, entries, besides=[told])
    if now.due_on is None or then.due_on is None or not then.extension_valid:
        raise RuleViolation("答复期限已经届满或者没有在计算，不能再延长。", "《条例》第33条第2款")
    return ExtensionNoticeFacts(
        **letters.applicant_head(records, application),
        original_due_on=now.due_on,
        working_days=working_days,
        due_on=then.due_on,
        reason=reason,
    )
