"""Reasons (说明理由): asked for when number or frequency is clearly beyond reason, and weighed by a person.

Asking never restarts the clock, and no answer decides anything by itself.

《条例》第35条
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.commands import files, letters
from engine.commands.cases import open_case_of
from engine.commands.files import Upload
from engine.commands.merits import close_merits
from engine.errors import RuleViolation
from engine.letters.notices import DelayNoticeFacts, ReasonsNoticeFacts
from engine.office import Office
from engine.permissions import Action, Actor, Role, require
from engine.records import Application, EventName, history
from engine.rules.articles import Article
from engine.rules.outcome import Standing
from engine.rules.readings import DEFAULT
from engine.rules.reply_clock import ClockEvent, ClockEventName
from engine.rules.vocabulary import Labelled

PROCESS = "ask_reasons"
SHORTEST_REASON = 10
ARTICLE = str(Article(35))


class ReasonsVerdict(Labelled):
    """What comes of the applicant's reasons, in a person's judgment. 《条例》第35条"""

    UNREASONABLE = "unreasonable", "理由不合理，不予处理"
    AS_USUAL = "as_usual", "理由合理，按期答复"
    DELAYED = "delayed", "理由合理，但无法按期答复"


@dataclass(frozen=True, kw_only=True)
class ReasonsDraft:
    """The counts that exceed what is reasonable, as the notice states them, and the working days to explain."""

    counts: str
    working_days: int = DEFAULT.reasons_period_days


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """What the applicant explained, the day it came, and what was sent along."""

    received_on: date
    words: str
    uploads: Sequence[Upload] = ()


@dataclass(frozen=True, kw_only=True)
class ReasonsFinding:
    """Our judgment of the reasons with its own reasons; with a delay the day announced and why not sooner."""

    verdict: ReasonsVerdict
    words: str
    due_on: date | None = None
    obstacle: str = ""


def ask_reasons(application_id: int, why: str, *, actor: Actor, office: Office) -> None:
    """The notice that asks for reasons is to be drafted; the reply clock runs on.

    RuleViolation when the case is not assigned yet, or was asked before. 《条例》第35条
    """
    require(actor, Action.ASK_REASONS)
    if len(why.strip()) < SHORTEST_REASON:
        raise RuleViolation("请写明为什么认为数量、频次明显超过合理范围。", ARTICLE, field="why")
    with office.transaction() as records:
        application = open_case_of(records, application_id)
        if application.handling_unit_id is None or application.received_on is None:
            raise RuleViolation("请先审核申请并交办，再要求说明理由。", ARTICLE)
        if history.has(records, application, EventName.REASONS_PROPOSED):
            raise RuleViolation("此件已经要求申请人说明理由，不再重复。", ARTICLE)
        history.add(records, application, EventName.REASONS_PROPOSED, actor, office.clock, reason=why)
        office.workflow.start(records, PROCESS, application, {"application_id": application.id})


def draft_reasons_notice(task_id: int, draft: ReasonsDraft, *, actor: Actor, office: Office) -> None:
    """The notice states the counts and the last day to explain; it goes to be approved.

    RuleViolation when that day leaves no time before the reply is due. 《条例》第35条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="draft_reasons_notice")
        facts = notice_facts(records, task.application, draft, office)
        letter = letters.draft_notice(records, task.application, "D19", facts, actor=actor, office=office)
        history.add(
            records, task.application, EventName.REASONS_NOTICE_DRAFTED, actor, office.clock, letter_id=letter.id
        )
        office.workflow.complete(records, task, {"drafted": True}, letter_id=letter.id, notice_signer="deputy_leader")


def notice_facts(records: Session, application: Application, draft: ReasonsDraft, office: Office) -> ReasonsNoticeFacts:
    """What the notice says; RuleViolation when it states no counts or its period ends too late. 《条例》第35条"""
    if not draft.counts.strip():
        raise RuleViolation("请写明申请的数量、频次和统计的起止。", ARTICLE, field="counts")
    until = office.calendar(records).after(office.clock.today(), draft.working_days)
    if application.due_on is not None and until >= application.due_on:
        raise RuleViolation(
            "说明期限晚于或者等于答复期限届满日，没有时间评估；请缩短说明期限。答复期限不因要求说明理由而停止计算。",
            ARTICLE,
            field="working_days",
        )
    return ReasonsNoticeFacts(**letters.applicant_head(records, application), counts=draft.counts, due_on=until)


def submit_reasons(application_id: int, reasons: Reasons, *, actor: Actor, office: Office) -> None:
    """The applicant's explanation is on record with its real day, and waits to be weighed.

    RuleViolation when none was asked for, or it was weighed already. 《条例》第35条
    """
    if Role.APPLICANT not in actor.roles:
        require(actor, Action.ENTER_APPLICATION)
    if not reasons.words.strip():
        raise RuleViolation("请写明申请人说明的理由。", ARTICLE, field="words")
    with office.transaction() as records:
        application = open_case_of(records, application_id)
        if not history.has(records, application, EventName.REASONS_NOTICE_SERVED):
            raise RuleViolation("此件没有要求申请人说明理由。", ARTICLE)
        if history.has(records, application, EventName.REASONS_WEIGHED):
            raise RuleViolation("申请人的理由已经评估，请在案件页上添加附件留存。", ARTICLE)
        if not application.arrived_on <= reasons.received_on <= office.clock.today():
            raise RuleViolation("收到说明的日期应在来件之后、今天或今天以前。", field="received_on")
        files.keep_all(records, application, reasons.uploads, actor=actor, office=office)
        history.add(
            records, application, EventName.REASONS_SUBMITTED, actor, office.clock, on=reasons.received_on,
            words=reasons.words,
        )  # fmt: skip
        office.workflow.send_message(records, application, "reasons_arrived")


def weigh_reasons(task_id: int, finding: ReasonsFinding, *, actor: Actor, office: Office) -> None:
    """The reasons are judged: the case is answered as not processed, goes on as usual, or has a later day announced.

    RuleViolation without our own reasons, or when the day announced is no later than the present one. 《条例》第35条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="weigh_reasons")
        application = task.application
        if len(finding.words.strip()) < SHORTEST_REASON:
            raise RuleViolation("请写明本机关对理由是否合理的判断和依据。", ARTICLE, field="words")
        history.add(
            records, application, EventName.REASONS_WEIGHED, actor, office.clock,
            verdict=finding.verdict.value, words=finding.words,
        )  # fmt: skip
        facts = {
            "reasonable": finding.verdict is not ReasonsVerdict.UNREASONABLE,
            "in_time": finding.verdict is ReasonsVerdict.AS_USUAL,
        }
        if finding.verdict is ReasonsVerdict.UNREASONABLE:
            close_merits(records, application, Standing.EXCESSIVE, office=office)
        if finding.verdict is not ReasonsVerdict.DELAYED:
            office.workflow.complete(records, task, facts)
            return
        notice = delay_facts(records, application, finding, office)
        letter = letters.draft_notice(records, application, "D20", notice, actor=actor, office=office)
        office.workflow.complete(records, task, facts, letter_id=letter.id, notice_signer="deputy_leader")


def delay_facts(
    records: Session, application: Application, finding: ReasonsFinding, office: Office
) -> DelayNoticeFacts:
    """What the delay notice says; RuleViolation unless its day is a working day after the present due date.

    《条例》第35条
    """
    if not finding.obstacle.strip():
        raise RuleViolation("请写明为什么无法按期答复。", ARTICLE, field="obstacle")
    if finding.due_on is None or not office.calendar(records).is_working_day(finding.due_on):
        raise RuleViolation("请填写延迟答复的日期，并且应当是工作日。", ARTICLE, field="due_on")
    entries = history.of(records, application)
    now = office.reply_clock(records, application, entries)
    told = ClockEvent(on=office.clock.today(), event=ClockEventName.DELAY_ANNOUNCED, until=finding.due_on)
    then = office.reply_clock(records, application, entries, besides=[told])
    if now.due_on is None or now.late or then.due_on != finding.due_on or finding.due_on <= now.due_on:
        raise RuleViolation("延迟答复的日期应当晚于现在的答复期限，并且在其届满之前告知。", ARTICLE, field="due_on")
    return DelayNoticeFacts(
        **letters.applicant_head(records, application), reason=finding.obstacle, due_on=finding.due_on
    )
