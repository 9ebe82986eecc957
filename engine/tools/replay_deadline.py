"""The dates of a case as its own clock gives them: the history as far as the facts date it, and what the agency did.

An extension told too late, or a reply that the process would not have let out, happened all the same: the clock is
asked as if it stood in the history too.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from engine import case_clock
from engine.errors import DisclosureError
from engine.records import Application, EventName
from engine.rules.reply_clock import ClockEvent, ClockEventName, ReplyClock, reply_clock
from engine.rules.vocabulary import Channel
from engine.rules.working_days import Calendar
from engine.tools.replay_cases import Facts
from engine.tools.replay_days import reply_of, start_of
from engine.tools.replay_walk import Walk

ONLINE = {"online_platform", "email_designated", "email_non_designated"}
KEYS = (
    "start_event", "start_date", "due_date", "due_date_extended", "due_date_after_exclusion", "correction_notice_due",
    "extension_valid", "correction_notice_late", "workdays_used", "late",
)  # fmt: skip

Block = dict[str, Any]


def clock_of(walk: Walk, *, today: date) -> ReplyClock | None:
    """The clock as of the reply, or of today without one; None without a date of receipt or a published calendar."""
    if start_of(walk.whole) is None:
        return None
    reply = reply_of(walk.whole)
    try:
        return reply_clock(
            list(_events(walk)), channel=_channel(walk), as_of=max(today, reply or today), calendar=Calendar.official()
        )
    except DisclosureError:
        return None


def block(walk: Walk, clock: ReplyClock | None) -> Block | None:
    """The dates as case files write them; None where there is no clock."""
    if clock is None:
        return None
    reply, calendar = reply_of(walk.whole), Calendar.official()
    asked = bool(clock.consultations)
    values = (
        start_event(walk.whole),
        clock.received_on,
        clock.base_due_on,
        clock.due_if_extended_on,
        clock.due_without_extension_on if asked else None,
        clock.supplement_notice_due_on,
        clock.extension_valid,
        clock.supplement_notice_late,
        calendar.count(clock.received_on, reply) if reply else None,
        clock.late,
    )
    return {
        key: value.isoformat() if isinstance(value, date) else value for key, value in zip(KEYS, values, strict=True)
    }


def start_event(facts: Facts) -> str:
    """Which event the period starts with, by channel and by the date that the facts hold. 《条例》第31条"""
    channel = facts.word("channel")
    if channel == "in_person":
        return "submitted_in_person"
    if channel in ONLINE and facts.day("received"):
        return "online_confirmed"
    if facts.day("received"):
        return "received"
    if facts.day("system_confirmed") or (channel == "online_platform" and not facts.day("system_received")):
        return "online_confirmed"
    return "email_system_received" if facts.day("system_received") else "submitted_assumed_received"


def _events(walk: Walk) -> Iterator[ClockEvent]:
    given, told = walk.agenda.given, False
    for entry in walk.entries():
        dated = entry.event in case_clock.CLOCK_EVENTS and entry.on in given
        if entry.event is EventName.RECEIVED or (dated and entry.event is not EventName.REPLY_SERVED):
            told = told or entry.event is EventName.EXTENSION_NOTIFIED
            yield case_clock.clock_event(entry)
    if not walk.happened(EventName.RECEIVED):
        yield ClockEvent(walk.agenda.start, ClockEventName.RECEIVED)
    if walk.agenda.extension and not told:
        yield ClockEvent(walk.agenda.extension, ClockEventName.EXTENSION_NOTIFIED)
    if reply := reply_of(walk.whole):
        yield ClockEvent(reply, ClockEventName.REPLY_SERVED)


def _channel(walk: Walk) -> Channel:
    with walk.office.reading() as records:
        return records.get_one(Application, walk.application_id).channel
