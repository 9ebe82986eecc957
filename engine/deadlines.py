"""The one function that refreshes what is cached of the clock: due date, state, planned timers.

History is the truth; the reply clock is computed from it by `engine.rules.reply_clock`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.clock import Clock, beijing_moment
from engine.permissions import Actor
from engine.records import Application, CaseState, EventName, HistoryEntry, OpenTask, PlannedTimer, history
from engine.rules import escalation
from engine.rules.escalation import Rung
from engine.rules.reply_clock import ClockEvent, ClockEventName, ClockState, ReplyClock, reply_clock
from engine.rules.working_days import Calendar

REMINDER_AT = time(8, 30)
"""Reminders go at half past eight in Beijing on their day."""

CLOCK_EVENTS = {
    EventName.REGISTERED: ClockEventName.RECEIVED,
    EventName.REPLY_SERVED: ClockEventName.REPLY_SERVED,
    EventName.WITHDRAWN: ClockEventName.WITHDRAWN,
}
"""Which entries of the history move the reply clock, and as what."""

STATE_OF_CLOCK = {
    ClockState.RUNNING: CaseState.RUNNING,
    ClockState.PAUSED: CaseState.PAUSED,
    ClockState.WAITING_FOR_APPLICANT: CaseState.WAITING_FOR_APPLICANT,
    ClockState.STOPPED: CaseState.STOPPED,
}

STATES_BY_EVENT = {
    EventName.CASE_ARCHIVED: CaseState.ARCHIVED,
    EventName.WITHDRAWN: CaseState.STOPPED,
    EventName.REPLY_SERVED: CaseState.ANSWERED,
}
"""Entries that settle where a case stands, the later ones first."""


@dataclass(frozen=True)
class Timekeeper:
    """What the refresh needs besides the rows; the calendar is provisional where a year is not yet published."""

    clock: Clock
    ladder: Sequence[Rung]
    calendar: Calendar


def clock_of(
    application: Application, entries: Sequence[HistoryEntry], *, as_of: date, calendar: Calendar
) -> ReplyClock:
    """The reply clock of a registered case, judged at `as_of`; days of a missing calendar year are provisional."""
    events = [clock_event(entry) for entry in entries if entry.event in CLOCK_EVENTS]
    return reply_clock(events, channel=application.channel, as_of=as_of, calendar=calendar)


def clock_event(entry: HistoryEntry) -> ClockEvent:
    """One entry of the history as a dated event of the clock."""
    return ClockEvent(on=entry.on, event=CLOCK_EVENTS[entry.event], key=str(entry.facts.get("key", "")))


@dataclass(frozen=True)
class Standing:
    """What the history of a case says about its date and its state."""

    due_on: date | None
    is_provisional: bool
    state: CaseState


def standing(application: Application, entries: Sequence[HistoryEntry], keeper: Timekeeper) -> Standing:
    """Where the case stands by its history alone, judged today."""
    happened = {entry.event for entry in entries}
    if EventName.REGISTERED not in happened:
        return Standing(None, False, _settled(happened, CaseState.ENTERED))
    clock = clock_of(application, entries, as_of=keeper.clock.today(), calendar=keeper.calendar)
    return Standing(clock.due_on, clock.is_provisional, _settled(happened, STATE_OF_CLOCK[clock.state]))


def refresh(records: Session, application: Application, keeper: Timekeeper) -> None:
    """`due_on`, `state`, the dates of open steps and every planned timer of the case say what its history says."""
    entries = history.of(records, application)
    now = standing(application, entries, keeper)
    application.state, application.due_is_provisional = now.state, now.is_provisional
    if now.due_on != application.due_on:
        _move(records, application, now.due_on, keeper)
    for timer in records.scalars(select(PlannedTimer).where(PlannedTimer.application_id == application.id)):
        timer.due_at = TIMERS[timer.name](application, entries, keeper)


def _settled(happened: set[EventName], otherwise: CaseState) -> CaseState:
    return next((state for event, state in STATES_BY_EVENT.items() if event in happened), otherwise)


def _move(records: Session, application: Application, due_on: date | None, keeper: Timekeeper) -> None:
    """The case and its open steps carry the new date; that it changed is itself history."""
    if application.due_on is not None:
        old, new = application.due_on.isoformat(), due_on.isoformat() if due_on else None
        history.add(records, application, EventName.DUE_DATE_CHANGED, Actor.calendar(), keeper.clock, old=old, new=new)
    application.due_on = due_on
    records.execute(update(OpenTask).where(OpenTask.application_id == application.id).values(due_on=due_on))


def next_rung(application: Application, entries: Sequence[HistoryEntry], keeper: Timekeeper) -> datetime | None:
    """The moment of the next reminder for the present due date; None while the clock stands still."""
    if application.due_on is None or application.state is not CaseState.RUNNING:
        return None
    due_on = application.due_on.isoformat()
    notified = [
        entry.facts["rung"]
        for entry in entries
        if entry.event is EventName.DEADLINE_ESCALATED and entry.facts["due_on"] == due_on
    ]
    day = escalation.next_day(
        keeper.ladder, application.due_on, notified=max(notified, default=0), calendar=keeper.calendar
    )
    return beijing_moment(day, REMINDER_AT) if day else None


TIMERS = {"next_rung": next_rung}
"""NAME of a drawn `sla:NAME` timer → the function that dates it."""
