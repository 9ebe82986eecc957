"""Supplement (补正): asked for once, within seven working days, with guidance; silence ends the case by a person's act.

《条例》第30条
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands import envelope_ends, files, letters
from engine.commands.cases import case_of
from engine.commands.files import Upload
from engine.errors import RuleViolation
from engine.letters.notices import Defect, SupplementNoticeFacts
from engine.office import Office
from engine.permissions import Action, Actor, Role, require
from engine.records import Application, EventName, HistoryEntry, history
from engine.rules.evidence import require_lawful_reason
from engine.rules.outcome import Standing
from engine.rules.readings import DEFAULT


@dataclass(frozen=True, kw_only=True)
class SupplementDraft:
    """Every defect with its cure, and the applicant's period in working days from service."""

    defects: tuple[Defect, ...]
    working_days: int = DEFAULT.supplement_period_days
    submit_to: str = ""


@dataclass(frozen=True, kw_only=True)
class Supplement:
    """The supplemented request, item by item, and the day it was received."""

    received_on: date
    items: tuple[str, ...]
    evidence: str = ""


def draft_supplement_notice(task_id: int, draft: SupplementDraft, *, actor: Actor, office: Office) -> None:
    """The notice names every defect at once and how to cure it; it goes to be approved.

    RuleViolation when one was served before: the law allows one notice. 《条例》第30条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="draft_supplement_notice")
        application = task.application
        facts = notice_facts(records, application, draft, office)
        letter = letters.draft_notice(records, application, "D10", facts, actor=actor, office=office)
        history.add(records, application, EventName.SUPPLEMENT_NOTICE_DRAFTED, actor, office.clock, letter_id=letter.id)
        office.workflow.complete(records, task, {"drafted": True}, letter_id=letter.id, notice_signer="office_head")


def notice_facts(
    records: Session, application: Application, draft: SupplementDraft, office: Office
) -> SupplementNoticeFacts:
    """What the notice says; RuleViolation when it is not the first, names no cure, or asks what may not be asked.

    《条例》第30条
    """
    _require_first(records, application)
    for defect in draft.defects:
        require_lawful_reason(defect.what + defect.cure, field="defects")
    if not draft.defects or not all(d.what.strip() and d.cure.strip() for d in draft.defects):
        raise RuleViolation("请逐条写明需要补正的内容和补正的办法，一次告知。", "《条例》第30条", field="defects")
    return SupplementNoticeFacts(
        **letters.applicant_head(records, application),
        defects=draft.defects,
        due_on=office.calendar(records).after(office.clock.today(), draft.working_days),
        submit_to=draft.submit_to or letters.agency_of(records).contact_office,
    )


def submit_supplement(  # noqa: PLR0913  # what a supplement brings along, one by one
    application_id: int,
    *,
    items: Sequence[str] = (),
    words: str = "",
    received_on: date | None = None,
    uploads: Sequence[Upload] = (),
    actor: Actor,
    office: Office,
) -> None:
    """The supplement has arrived, with what it says as far as it is known here, on its real day (default today).

    It waits to be registered; one that comes after its period, or is typed after it, lies before whoever judges
    that. RuleViolation when none was asked for, or the reply is out. 《条例》第30条
    """
    if Role.APPLICANT not in actor.roles:
        require(actor, Action.ENTER_APPLICATION)
    with office.transaction() as records:
        application = case_of(records, application_id)
        _require_asked_for(records, application, received_on, office)
        if actor.person_id is not None:
            envelope_ends.require_supplement_day(records, application, received_on or office.clock.today(), words)
        office.workflow.send_message(records, application, "supplement_arrived")
        files.keep_all(records, application, uploads, actor=actor, office=office)
        history.add(
            records, application, EventName.SUPPLEMENT_SUBMITTED, actor, office.clock,
            on=received_on, items=[text.strip() for text in items], words=words.strip(),
        )  # fmt: skip


def register_supplement(task_id: int, supplement: Supplement, *, actor: Actor, office: Office) -> None:
    """The items read as supplemented, and the answer period runs anew from the day of receipt.

    《条例》第30条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="register_supplement")
        application = task.application
        before = [item.what for item in application.items]
        wanted = [text.strip() for text in supplement.items]
        if len(wanted) != len(before) or not all(wanted):
            raise RuleViolation("请逐项填写补正后的申请内容。", "《条例》第30条", field="items")
        if not application.arrived_on <= supplement.received_on <= office.clock.today():
            raise RuleViolation("收到补正的日期应在来件之后、今天或今天以前。", field="received_on")
        envelope_ends.require_supplement_day(records, application, supplement.received_on, supplement.evidence)
        for item, text in zip(application.items, wanted, strict=True):
            item.what = text
        application.request_text = "\n".join(wanted)
        history.add(
            records, application, EventName.SUPPLEMENT_REGISTERED, actor, office.clock, before=before,
            evidence=supplement.evidence,
        )  # fmt: skip
        history.add(
            records, application, EventName.SUPPLEMENT_RECEIVED, actor, office.clock, on=supplement.received_on,
            reason_accepted=_excused(records, application),
        )  # fmt: skip
        office.workflow.complete(records, task, {"registered": True})


def confirm_not_supplemented(  # what a person found out about the silence, one by one
    task_id: int, *, arrived_in_time: bool, excuse: str = "", legal_opinion: str = "", actor: Actor, office: Office
) -> None:
    """A person has looked whether a supplement came in time after all; if not, the application counts as given up.

    One that came late for a good reason (`excuse`, 正当理由) is registered like any other. RuleViolation when our
    notice was late and no legal officer has said what is to be done. 《条例》第30条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="confirm_not_supplemented")
        counts = arrived_in_time or bool(excuse.strip())
        if not counts and not legal_opinion.strip():
            _require_timely_notice(records, task.application, office)
        history.add(
            records, task.application, EventName.NOT_SUPPLEMENTED_CONFIRMED, actor, office.clock,
            arrived_in_time=arrived_in_time, reason=excuse.strip(), legal_opinion=legal_opinion,
        )  # fmt: skip
        if counts:
            office.workflow.complete(records, task, {"arrived_in_time": True})
            return
        history.add(records, task.application, EventName.SUPPLEMENT_PERIOD_ENDED, actor, office.clock)
        _set_standing(task.application, Standing.NOT_SUPPLEMENTED)
        office.workflow.complete(records, task, {"arrived_in_time": False}, standing=Standing.NOT_SUPPLEMENTED.value)


def accept_late(records: Session, application: Application, reason: str, *, actor: Actor, office: Office) -> None:
    """A supplement that came after the application was given up counts after all: the period runs from its real day.

    RuleViolation when none came. 《条例》第30条
    """
    entries = history.of(records, application)
    given_up = [e.id for e in entries if e.event is EventName.SUPPLEMENT_PERIOD_ENDED]
    late = [e for e in entries if e.event is EventName.SUPPLEMENT_SUBMITTED and given_up and e.id > given_up[-1]]
    if not late:
        raise RuleViolation("此件已经办结或者终止，不能再办理此事。")
    sent = late[-1].facts.get("items") or []
    if len(sent) == len(application.items) and all(sent):
        for item, text in zip(application.items, sent, strict=True):
            item.what = text
        application.request_text = "\n".join(sent)
    history.add(
        records, application, EventName.SUPPLEMENT_RECEIVED, actor, office.clock, on=late[-1].on, reason=reason,
        reason_accepted=True,
    )  # fmt: skip
    _set_standing(application, Standing.OPEN)


def check_supplement(task_id: int, *, clear: bool, remark: str, actor: Actor, office: Office) -> None:
    """What was supplemented is clear enough, or it is answered that it still is not: a second notice is not allowed.

    《条例》第30条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="check_supplement")
        if not clear and not remark.strip():
            raise RuleViolation("请写明补正后仍不明确之处。", "《条例》第30条", field="remark")
        history.add(
            records, task.application, EventName.SUPPLEMENT_CHECKED, actor, office.clock, clear=clear, remark=remark
        )
        standing = Standing.OPEN if clear else Standing.STILL_UNCLEAR
        _set_standing(task.application, standing)
        office.workflow.complete(records, task, {"clear": clear}, standing=standing.value)


def _set_standing(application: Application, standing: Standing) -> None:
    for item in application.items:
        item.facts = {**item.facts, "standing": standing.value}


def _require_timely_notice(records: Session, application: Application, office: Office) -> None:
    clock = office.reply_clock(records, application, history.of(records, application))
    if clock.supplement_notice_late:
        raise RuleViolation(
            "补正告知书送达时已超过7个工作日，不能径以逾期未补正为由终止办理；请填写法制审核人的处理意见。",
            "《条例》第30条",
            field="legal_opinion",
        )


def _excused(records: Session, application: Application) -> bool:
    """Whether a person found a good reason for the supplement's coming late."""
    found = [e for e in history.of(records, application) if e.event is EventName.NOT_SUPPLEMENTED_CONFIRMED]
    return bool(found and found[-1].facts.get("reason"))


def _require_asked_for(records: Session, application: Application, received_on: date | None, office: Office) -> None:
    """Nothing, if a supplement was asked for and the reply is not out yet; its day lies between the two.

    《条例》第30条
    """
    entries = history.of(records, application)
    asked = history.last(entries, EventName.SUPPLEMENT_NOTICE_SERVED)
    ended = {EventName.SUPPLEMENT_RECEIVED, EventName.REPLY_SERVED, EventName.WITHDRAWN}
    if asked is None or any(entry.event in ended for entry in entries):
        raise RuleViolation("此件没有要求补正、已经收到补正或者已经答复，现在不能登记补正。", "《条例》第30条")
    if received_on is not None and not asked.on <= received_on <= office.clock.today():
        raise RuleViolation("收到补正的日期应在补正告知之后、今天或今天以前。", field="received_on")


def _require_first(records: Session, application: Application) -> None:
    served = records.scalars(
        select(HistoryEntry.id).where(
            HistoryEntry.application_id == application.id,
            HistoryEntry.event == EventName.SUPPLEMENT_NOTICE_SERVED,
        )
    ).first()
    if served is not None:
        raise RuleViolation(
            "补正只能告知一次，此件已经送达过补正告知书；仍不明确的，按无法提供答复。", "《条例》第30条"
        )
