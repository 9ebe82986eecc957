"""What an administrator does about failures: try again, let it be with a reason, settle a mail that broke off."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from engine.commands.mailing import promise_sending
from engine.errors import NotFound, RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application, Dispatch, DispatchState, EventName, OutboxEntry, PlannedTimer, history
from engine.records.processes import NEEDED_PROMISES


def retry_promise(entry_id: int, *, actor: Actor, office: Office) -> None:
    """The promise is tried again at the next tick, as if for the first time."""
    require(actor, Action.RETRY_FAILURES)
    with office.transaction() as records:
        entry = _open_entry(records, entry_id)
        entry.tries, entry.next_try_at = 0, office.clock.now()
        _note(records, entry.application_id, "再试一次", actor, office, outbox=entry.id, kind=entry.kind)


def skip_promise(entry_id: int, reason: str, *, actor: Actor, office: Office) -> None:
    """The promise will not be kept, and the history says why; a letter that must be frozen cannot be skipped."""
    require(actor, Action.RETRY_FAILURES)
    if not reason.strip():
        raise RuleViolation("请写明为什么不再办理。", field="reason")
    with office.transaction() as records:
        entry = _open_entry(records, entry_id)
        if entry.kind in NEEDED_PROMISES:
            raise RuleViolation("文书定稿不能跳过，请排除原因后再试。", field="reason")
        entry.done_at, entry.trouble = office.clock.now(), f"不再办理：{reason}"[:400]
        _note(records, entry.application_id, f"不再办理：{reason}", actor, office, outbox=entry.id, kind=entry.kind)


def retry_timer(timer_id: int, *, actor: Actor, office: Office) -> None:
    """The process is woken again at the next tick."""
    require(actor, Action.RETRY_FAILURES)
    with office.transaction() as records:
        timer = records.get(PlannedTimer, timer_id)
        if timer is None:
            raise NotFound("这个时钟已经走完，无需再试。")
        timer.failures = 0
        _note(records, timer.application_id, "时钟再试一次", actor, office, timer=timer.name)


def settle_dispatch(dispatch_id: int, arrived: str, *, actor: Actor, office: Office) -> None:
    """Whether a mail that broke off has arrived was found out: it stands as sent, or is sent again."""
    require(actor, Action.RETRY_FAILURES)
    with office.transaction() as records:
        dispatch = records.get(Dispatch, dispatch_id)
        if dispatch is None or dispatch.state is not DispatchState.SENDING:
            raise NotFound("这封邮件已经核实过了。")
        if arrived == "yes":
            dispatch.state, dispatch.sent_at, dispatch.trouble = DispatchState.SENT, office.clock.now(), ""
            history.add(
                records, dispatch.application, EventName.LETTER_EMAILED, actor, office.clock,
                letter_id=dispatch.letter_id, message_id=dispatch.message_id, checked=True,
            )  # fmt: skip
        else:
            dispatch.state, dispatch.trouble, dispatch.delays = DispatchState.QUEUED, "", dispatch.delays + 1
            promise_sending(records, dispatch, office, after=timedelta(0))
            _note(records, dispatch.application_id, "核实未收到，重新发送", actor, office, letter_id=dispatch.letter_id)


def _open_entry(records: Session, entry_id: int) -> OutboxEntry:
    entry = records.get(OutboxEntry, entry_id)
    if entry is None or entry.done_at is not None:
        raise NotFound("这一项已经办完，无需处理。")
    return entry


def _note(records: Session, application_id: int | None, words: str, actor: Actor, office: Office, **facts: Any) -> None:
    application = records.get_one(Application, application_id) if application_id else None
    history.add(records, application, EventName.FAILURE_HANDLED, actor, office.clock, note=words, **facts)
