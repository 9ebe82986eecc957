"""The reply clock of one case, from the entries of its history that move it."""

from collections.abc import Sequence
from datetime import date

from engine.records import Application, CaseState, EventName, HistoryEntry
from engine.rules.reading_changes import ReadingsOverTime
from engine.rules.reply_clock import ClockEvent, ClockEventName, Redo, ReplyClock, reply_clock
from engine.rules.vocabulary import ConsultedParty
from engine.rules.working_days import Calendar

CLOCK_EVENTS = frozenset(event for event in EventName if event.value in {name.value for name in ClockEventName})
"""The entries of the history that move the reply clock; they bear the clock's own names."""

STATES_BY_EVENT = {
    EventName.CASE_ARCHIVED: CaseState.ARCHIVED,
    EventName.WITHDRAWN: CaseState.STOPPED,
    EventName.REPLY_SERVED: CaseState.ANSWERED,
}
"""Entries that settle where a case stands, the later ones first."""

BECAUSE_ORDERED, BECAUSE_REASON = "ordered", "good_reason"
"""Why a case was reopened: a review or court ordered it, or the applicant had a good reason for coming late."""


def clock_of(
    application: Application,
    entries: Sequence[HistoryEntry],
    *,
    as_of: date,
    calendar: Calendar,
    readings: ReadingsOverTime,
    besides: Sequence[ClockEvent] = (),
) -> ReplyClock:
    """The reply clock of a received case, judged at `as_of`; with `besides`, as if that had happened too.

    An open case is counted by the readings that hold, an ended one by those it ended with.
    """
    redo = redo_of(entries)
    events = [clock_event(entry) for entry in in_force(entries) if entry.event in CLOCK_EVENTS]
    if redo is not None:
        events.insert(0, ClockEvent(on=redo.on, event=ClockEventName.RECEIVED))
    return reply_clock(
        [*events, *besides],
        channel=application.channel,
        as_of=as_of,
        calendar=calendar,
        readings=readings.kept(application.readings_kept),
        redo=redo,
    )


def in_force(entries: Sequence[HistoryEntry]) -> Sequence[HistoryEntry]:
    """What counts for the present course: after an order to redo only what came since; after a reopening for a good
    reason everything but how it had ended. 《条例》第30条
    """
    last = max((place for place, e in enumerate(entries) if e.event is EventName.CASE_REOPENED), default=None)
    if last is None:
        return entries
    if entries[last].facts["because"] == BECAUSE_ORDERED:
        return entries[last + 1 :]
    return [e for e in entries[:last] if e.event not in STATES_BY_EVENT] + list(entries[last + 1 :])


def redo_of(entries: Sequence[HistoryEntry]) -> Redo | None:
    """The order that the present course answers; None in a first course, or where a good reason reopened it."""
    reopened = [entry for entry in entries if entry.event is EventName.CASE_REOPENED]
    if not reopened or reopened[-1].facts["because"] != BECAUSE_ORDERED:
        return None
    until = reopened[-1].facts.get("due_on")
    return Redo(reopened[-1].on, date.fromisoformat(until) if until else None)


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
        reason_accepted=bool(facts.get("reason_accepted")),
    )
