"""Carries out what transactions promised: letters to freeze, reminders to deliver. Safe to repeat, safe to kill."""

import logging
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, not_, or_, select
from sqlalchemy.orm import Session

from engine.commands import alarm, deliver, dispatch, envelope_watch, remedy_notices, report_reminders, watch
from engine.errors import DisclosureError
from engine.office import Office
from engine.records import OutboxEntry

log = logging.getLogger("mingda.outbox")

LEASE_SECONDS = 120
MOST_TRIES = 8
PATIENT_TRIES = 48
PATIENT = ("email_letter", "webhook")
"""What depends on somebody else's server, which may be down for a day: tried for longer, at least every hour."""
ALARM_AT = 5
NOT_DONE = "有文书、提醒或者对外发送未能完成，请在“运行情况”中查看原因并处理。"

KINDS: dict[str, Callable[[int, Office], None]] = {
    "freeze_letter": deliver.freeze_letter,
    "reminder": deliver.deliver_reminder,
    "unit_reminder": deliver.deliver_unit_reminder,
    "defence_reminder": remedy_notices.deliver_defence_reminder,
    "report_reminder": report_reminders.deliver_report_reminder,
    "urging_answered": deliver.deliver_urging_answer,
    "standing_reminder": watch.deliver_standing_reminder,
    envelope_watch.KIND: envelope_watch.deliver_envelope_reminder,
    "email_letter": dispatch.send_email,
    "webhook": dispatch.call_webhook,
}


def carry_out_due(office: Office, *, most: int = 100) -> int:
    """Up to `most` promises that are due have been carried out; returns how many were taken up."""
    for taken in range(most):
        entry_id = _take(office)
        if entry_id is None:
            return taken
        _carry_out(entry_id, office)
    return most


def _take(office: Office) -> int | None:
    """One due promise, leased to this process for two minutes; None when nothing is due."""
    with office.transaction() as records:
        entry = records.scalar(_due(office).with_for_update(skip_locked=True))
        if entry is None:
            return None
        entry.tries += 1
        entry.next_try_at = office.clock.now() + timedelta(seconds=LEASE_SECONDS)
        return entry.id


def _due(office: Office) -> Select[OutboxEntry]:
    return (
        select(OutboxEntry)
        .where(OutboxEntry.done_at.is_(None), OutboxEntry.next_try_at <= office.clock.now())
        .where(_may_try())
        .order_by(OutboxEntry.next_try_at, OutboxEntry.id)
        .limit(1)
    )


def _may_try() -> ColumnElement[bool]:
    patient = and_(OutboxEntry.kind.in_(PATIENT), OutboxEntry.tries < PATIENT_TRIES)
    return or_(OutboxEntry.tries < MOST_TRIES, patient)


def _carry_out(entry_id: int, office: Office) -> None:
    with office.reading() as records:
        kind = records.get_one(OutboxEntry, entry_id).kind
    try:
        KINDS[kind](entry_id, office)
    except DisclosureError as error:
        log.error("promise failed", extra={"outbox": entry_id, "kind": kind})
        _note_trouble(entry_id, error.message, office)
    except Exception as error:  # the edge of the job: one bad promise must not keep back all others
        log.exception("promise failed unexpectedly", extra={"outbox": entry_id, "kind": kind})
        _note_trouble(entry_id, f"意外错误（{type(error).__name__}），详见运行日志。", office)


def _note_trouble(entry_id: int, trouble: str, office: Office) -> None:
    """The promise waits longer each time, and an administrator sees why; after the last try it waits for a person."""
    with office.transaction() as records:
        entry = records.get_one(OutboxEntry, entry_id)
        entry.trouble = trouble[:400]
        wait = 30 * 2 ** min(entry.tries, MOST_TRIES)
        entry.next_try_at = office.clock.now() + timedelta(seconds=min(wait, 3600) if entry.kind in PATIENT else wait)
        if entry.tries >= (ALARM_AT if entry.kind in PATIENT else MOST_TRIES):
            alarm.raise_alarm(records, f"outbox:{entry.id}", NOT_DONE, office)


def stuck(records: Session) -> list[OutboxEntry]:
    """Promises that have failed as often as they may: a person must look."""
    query = select(OutboxEntry).where(OutboxEntry.done_at.is_(None), not_(_may_try()))
    return list(records.scalars(query))
