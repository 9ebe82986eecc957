"""The one function that refreshes what is cached of the clock: due date, state, planned timers.

History is the truth; the reply clock is computed from it by `engine.rules.reply_clock`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.case_clock import CLOCK_EVENTS, STATES_BY_EVENT, clock_of, in_force
from engine.clock import Clock, beijing_moment
from engine.permissions import Actor
from engine.records import (
    OPEN_STATES,
    Application,
    CaseState,
    EventName,
    HistoryEntry,
    OpenTask,
    PlannedTimer,
    ProcessInstance,
    history,
    intake,
)
from engine.records.history import Touched
from engine.records.report import COUNTING, refresh_units
from engine.rules import escalation, remedies
from engine.rules.escalation import REMINDER_AT, Rung
from engine.rules.reading_changes import ReadingsOverTime
from engine.rules.reply_clock import ClockState, ReplyClock
from engine.rules.working_days import Calendar

STATE_OF_CLOCK = {
    ClockState.RUNNING: CaseState.RUNNING,
    ClockState.PAUSED: CaseState.PAUSED,
    ClockState.WAITING_FOR_APPLICANT: CaseState.WAITING_FOR_APPLICANT,
    ClockState.STOPPED: CaseState.STOPPED,
}

DATING = CLOCK_EVENTS | frozenset(STATES_BY_EVENT) | {
    EventName.CASE_REOPENED, EventName.DEADLINE_ESCALATED, EventName.REASONS_NOTICE_SERVED, EventName.UNIT_ASKED,
    EventName.REMEDY_REGISTERED, EventName.DEFENCE_REMINDED,
}  # fmt: skip
"""The entries from which a case's date, state and timers come; no other moves any of them, however many there are."""

DEFENCES = ("defend_reconsideration", "defend_litigation", "defend_complaint")
"""Runs whose steps have a date of their own, apart from the reply's."""


@dataclass(frozen=True)
class Timekeeper:
    """What the refresh needs besides the rows; the calendar is provisional where a year is not yet published."""

    clock: Clock
    ladder: Sequence[Rung]
    calendar: Calendar
    readings: ReadingsOverTime


@dataclass(frozen=True)
class Case:
    """A case as its timers are dated from it: the rows, the history, the clock if it runs."""

    application: Application
    entries: Sequence[HistoryEntry]
    clock: ReplyClock | None
    keeper: Timekeeper


@dataclass(frozen=True)
class Standing:
    """What the history of a case says about its date and its state."""

    due_on: date | None
    is_provisional: bool
    state: CaseState


def standing(application: Application, entries: Sequence[HistoryEntry], keeper: Timekeeper) -> Standing:
    """Where the case stands by its history alone, judged today."""
    return _standing(case_of(application, entries, keeper))


def can_move(touched: Touched) -> bool:
    """Whether anything cached of the case can have changed: no other entry moves it, however many there are."""
    return touched.timer_undated or not touched.added.isdisjoint(DATING | COUNTING)


def refresh(records: Session, touched: Touched, keeper: Timekeeper) -> None:
    """`due_on`, `state`, the dates of open steps and every planned timer of the case say what its history says.

    So do the rows that the report counts, where what was added can change them.
    """
    application = touched.application
    case, now = _judged(application, history.of(records, application, DATING), keeper)
    if touched.added & COUNTING:
        refresh_units(records, application)
    application.state, application.due_is_provisional = now.state, now.is_provisional
    if now.due_on != application.due_on:
        _move(records, application, now.due_on, keeper)
    for timer in records.scalars(select(PlannedTimer).where(PlannedTimer.application_id == application.id)):
        timer.due_at = TIMERS[timer.name](case, timer.key)


def case_of(application: Application, entries: Sequence[HistoryEntry], keeper: Timekeeper) -> Case:
    """The case with its clock, for whoever dates its timers."""
    received = any(entry.event is EventName.RECEIVED for entry in entries)
    today = keeper.clock.today()
    if not received:
        return Case(application, entries, None, keeper)
    clock = clock_of(application, entries, as_of=today, calendar=keeper.calendar, readings=keeper.readings)
    return Case(application, entries, clock, keeper)


def _judged(application: Application, entries: Sequence[HistoryEntry], keeper: Timekeeper) -> tuple[Case, Standing]:
    """The case where it stands; one that has just ended keeps its readings, one that goes on again has the new ones."""
    case = case_of(application, entries, keeper)
    now = _standing(case)
    if now.state in OPEN_STATES and application.readings_kept is not None:
        application.readings_kept = None
        return _judged(application, entries, keeper)
    if now.state not in OPEN_STATES and application.readings_kept is None:
        application.readings_kept = keeper.readings.last
    return case, now


def _standing(case: Case) -> Standing:
    happened = {entry.event for entry in in_force(case.entries)}
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
    defences = select(ProcessInstance.id).where(
        ProcessInstance.application_id == application.id, ProcessInstance.process_id.in_(DEFENCES)
    )
    steps = update(OpenTask).where(OpenTask.application_id == application.id)
    records.execute(steps.where(OpenTask.process_instance_id.not_in(defences)).values(due_on=due_on))


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

    Another agency has no term: the day that our letter named stands for it. 《条例》第11条、第32条、第34条
    """
    named = [
        e.facts["reply_by"]
        for e in case.entries
        if e.event is EventName.CONSULTATION_SENT and e.facts.get("key") == key and "reply_by" in e.facts
    ]
    if named:
        return _midnight_after(date.fromisoformat(named[-1]))
    letters = case.clock.consultations if case.clock else ()
    return _midnight_after(next((letter.last_day for letter in letters if letter.key == key), None))


def unit_answer(case: Case, key: str) -> datetime | None:
    """The reminder to a unit that has not answered by its day: half past eight on the next working day."""
    asked = [e for e in case.entries if e.event is EventName.UNIT_ASKED and e.facts["key"] == key]
    if not asked:
        return None
    due_on = date.fromisoformat(asked[0].facts["due_on"])
    return beijing_moment(case.keeper.calendar.after(due_on, 1), REMINDER_AT)


def platform_answer(case: Case, _: str) -> datetime | None:
    """Half past eight on the day by which a platform that passed the case on wants the result.

    内部规定：上级平台转办
    """
    day = intake.answer_wanted_on(case.application.platform_record, case.entries, case.keeper.calendar)
    return beijing_moment(day, REMINDER_AT) if day else None


def defence_reminder(case: Case, key: str) -> datetime | None:
    """The next reminder that a review or court waits for our answer; None after the last.

    《行政复议法》第48条；《行政诉讼法》第67条
    """
    due_on = remedies.defence_due_on([(entry.event.value, entry.facts) for entry in case.entries], key)
    told = [
        entry.facts["reminder"]
        for entry in case.entries
        if entry.event is EventName.DEFENCE_REMINDED and entry.facts["key"] == key
    ]
    if due_on is None:
        return None
    day = remedies.next_reminder_day(due_on, told=max(told, default=0), calendar=case.keeper.calendar)
    return beijing_moment(day, REMINDER_AT) if day else None


def _midnight_after(day: date | None) -> datetime | None:
    return beijing_moment(day + timedelta(days=1), time(0, 0)) if day else None


TIMERS: dict[str, Callable[[Case, str], datetime | None]] = {
    "next_rung": next_rung,
    "supplement_period": supplement_period,
    "reasons_period": reasons_period,
    "fee_period": fee_period,
    "opinion_window": opinion_window,
    "unit_answer": unit_answer,
    "defence_reminder": defence_reminder,
    "platform_answer": platform_answer,
}
"""NAME of a drawn `sla:NAME` timer → the function that dates it."""
