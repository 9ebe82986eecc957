"""The one function that refreshes what is cached of the clock: due date, state, planned timers.

History is the truth; the reply clock is computed from it by `engine.rules.reply_clock`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.clock import Clock, beijing_moment
from engine.permissions import Actor
from engine.records import Application, CaseState, EventName, HistoryEntry, OpenTask, PlannedTimer, history
from engine.records.report import refresh_units
from engine.rules import escalation
from engine.rules.escalation import REMINDER_AT, Rung
from engine.rules.reply_clock import ClockEvent, ClockEventName, ClockState, ReplyClock, reply_clock
from engine.rules.vocabulary import ConsultedParty
from engine.rules.working_days import Calendar

CLOCK_EVENTS = frozenset(event for event in EventName if event.value in {name.value for name in ClockEventName})
"""The entries of the history that move the reply clock; they bear the clock's own names."""

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


@dataclass(frozen=True)
class Case:
    """A case as its timers are dated from it: the rows, the history, the clock if it runs."""

    application: Application
    entries: Sequence[HistoryEntry]
    clock: ReplyClock | None
    keeper: Timekeeper


def clock_of(
    application: Application,
    entries: Sequence[HistoryEntry],
    *,
    as_of: date,
    calendar: Calendar,
    besides: Sequence[ClockEvent] = (),
) -> ReplyClock:
    """The reply clock of a received case, judged at `as_of`; with `besides`, as if that had happened too."""
    events = [clock_event(entry) for entry in entries if entry.event in CLOCK_EVENTS]
    return reply_clock([*events, *besides], channel=application.channel, as_of=as_of, calendar=calendar)


def clock_event(entry: HistoryEntry) -> ClockEvent:
    """One entry of the history as a dated event of the clock."""
    facts = entry.facts
    return ClockEvent(
        on=entry.on,
        event=ClockEventName(entry.event.value),
        key=str(facts.get("key", "")),
        to=ConsultedParty(facts["to"]) if "to" in facts else None,
        working_days=facts.get("working_days"),
        until=date.fromisoformat(facts["until"]) if facts.get("until") else None,
    )


@dataclass(frozen=True)
class Standing:
    """What the history of a case says about its date and its state."""

    due_on: date | None
    is_provisional: bool
    state: CaseState


def standing(application: Application, entries: Sequence[HistoryEntry], keeper: Timekeeper) -> Standing:
    """Where the case stands by its history alone, judged today."""
    return _standing(_case(application, entries, keeper))


def refresh(records: Session, application: Application, keeper: Timekeeper) -> None:
    """`due_on`, `state`, the dates of open steps and every planned timer of the case say what its history says."""
    case = _case(application, history.of(records, application), keeper)
    refresh_units(records, application, case.entries)
    now = _standing(case)
    application.state, application.due_is_provisional = now.state, now.is_provisional
    if now.due_on != application.due_on:
        _move(records, application, now.due_on, keeper)
    for timer in records.scalars(select(PlannedTimer).where(PlannedTimer.application_id == application.id)):
        timer.due_at = TIMERS[timer.name](case, timer.key)


def _case(application: Application, entries: Sequence[HistoryEntry], keeper: Timekeeper) -> Case:
    received = any(entry.event is EventName.RECEIVED for entry in entries)
    today = keeper.clock.today()
    clock = clock_of(application, entries, as_of=today, calendar=keeper.calendar) if received else None
    return Case(application, entries, clock, keeper)


def _standing(case: Case) -> Standing:
    happened = {entry.event for entry in case.entries}
    if case.clock is None:
        return Standing(None, False, _settled(happened, CaseState.ENTERED))
    state = _settled(happened, STATE_OF_CLOCK[case.clock.state])
    return Standing(case.clock.due_on, case.clock.is_provisional, state)


def _settled(happened: set[EventName], otherwise: CaseState) -> CaseState:
    return next((state for event, state in STATES_BY_EVENT.items() if event in happened), otherwise)


def _move(records: Session, application: Application, due_on: date | None, keeper: Timekeeper) -> None:
    """The case and its open steps carry the new date; that it changed is itself history."""
    if application.due_on is not None:
        old, new = application.due_on.isoformat(), due_on.isoformat() if due_on else None
        history.add(records, application, EventName.DUE_DATE_CHANGED, Actor.calendar(), keeper.clock, old=old, new=new)
    application.due_on = due_on
    records.execute(update(OpenTask).where(OpenTask.application_id == application.id).values(due_on=due_on))


def next_rung(case: Case, _: str) -> datetime | None:
    """The moment of the next reminder for the present due date; None while the clock stands still."""
    due_on = case.application.due_on
    if due_on is None or case.application.state is not CaseState.RUNNING:
        return None
    notified = [
        entry.facts["rung"]
        for entry in case.entries
        if entry.event is EventName.DEADLINE_ESCALATED and entry.facts["due_on"] == due_on.isoformat()
    ]
    day = escalation.next_day(
        case.keeper.ladder, due_on, notified=max(notified, default=0), calendar=case.keeper.calendar
    )
    return beijing_moment(day, REMINDER_AT) if day else None


def supplement_period(case: Case, _: str) -> datetime | None:
    """Midnight after the last day on which the applicant may supplement. 《条例》第30条"""
    return _midnight_after(case.clock.supplement_due_on if case.clock else None)


def fee_period(case: Case, _: str) -> datetime | None:
    """Midnight after the last day on which the applicant may pay. 《收费办法》第6条"""
    return _midnight_after(case.clock.fee_due_on if case.clock else None)


def reasons_period(case: Case, _: str) -> datetime | None:
    """Midnight after the last day that the notice leaves the applicant to explain. 《条例》第35条"""
    served = [e for e in case.entries if e.event is EventName.REASONS_NOTICE_SERVED]
    return _midnight_after(date.fromisoformat(served[-1].facts["until"]) if served else None)


def opinion_window(case: Case, key: str) -> datetime | None:
    """Midnight after the last day on which a consulted party may answer; None until its receipt is proven.

    《条例》第32条、第34条
    """
    letters = case.clock.consultations if case.clock else ()
    return _midnight_after(next((letter.last_day for letter in letters if letter.key == key), None))


def unit_answer(case: Case, key: str) -> datetime | None:
    """The reminder to a unit that has not answered by its day: half past eight on the next working day."""
    asked = [e for e in case.entries if e.event is EventName.UNIT_ASKED and e.facts["key"] == key]
    if not asked:
        return None
    due_on = date.fromisoformat(asked[0].facts["due_on"])
    return beijing_moment(case.keeper.calendar.after(due_on, 1), REMINDER_AT)


def _midnight_after(day: date | None) -> datetime | None:
    return beijing_moment(day + timedelta(days=1), time(0, 0)) if day else None


TIMERS: dict[str, Callable[[Case, str], datetime | None]] = {
    "next_rung": next_rung,
    "supplement_period": supplement_period,
    "reasons_period": reasons_period,
    "fee_period": fee_period,
    "opinion_window": opinion_window,
    "unit_answer": unit_answer,
}
"""NAME of a drawn `sla:NAME` timer → the function that dates it."""
