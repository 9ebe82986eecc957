"""How a case's dates stand: the supplement that was asked for, the extension that could be granted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine.office import Office
from engine.permissions import Actor
from engine.queries.facts import case_row
from engine.records import Application, EventName, HistoryEntry, history
from engine.rules.reply_clock import ClockEvent, ClockEventName
from engine.rules.time_limits import EXTENSION


@dataclass(frozen=True)
class Extended:
    """The due date if the applicant were told today of so many working days more."""

    working_days: int
    due_on: date
    is_provisional: bool


@dataclass(frozen=True)
class ExtensionChoices:
    """The present due date, and each length with its new one; no lengths when nothing can be extended any more."""

    due_on: date | None
    is_provisional: bool
    lengths: tuple[Extended, ...]
    asked_days: int | None
    reason: str

    @property
    def asked(self) -> Extended | None:
        """The length that was asked for last."""
        return next((each for each in self.lengths if each.working_days == self.asked_days), None)


@dataclass(frozen=True)
class SupplementCourse:
    """The notice that was served, the applicant's last day, whether we were late, and what was sent since."""

    served_on: date | None
    due_on: date | None
    notice_was_late: bool
    sent_items: tuple[str, ...]
    sent_words: str
    sent_on: date | None
    before: tuple[str, ...]


@dataclass(frozen=True)
class GivenReasons:
    """One explanation of the applicant, and the day it came."""

    received_on: date
    words: str


@dataclass(frozen=True)
class ReasonsCourse:
    """The notice that asked for reasons, its last day, and what the applicant explained since."""

    served_on: date | None
    until: date | None
    given: tuple[GivenReasons, ...]


def reasons(application_id: int, *, actor: Actor, office: Office) -> ReasonsCourse:
    """How the reasons asked for stand; NotFound when the case is not this actor's to see.

    《条例》第35条
    """
    with office.reading() as records:
        entries = history.of(records, case_row(records, application_id, actor))
    served = history.last(entries, EventName.REASONS_NOTICE_SERVED)
    given = [e for e in entries if e.event is EventName.REASONS_SUBMITTED]
    return ReasonsCourse(
        served_on=served.on if served else None,
        until=date.fromisoformat(served.facts["until"]) if served else None,
        given=tuple(GivenReasons(e.on, e.facts["words"]) for e in given),
    )


def extension(application_id: int, *, actor: Actor, office: Office) -> ExtensionChoices:
    """What an extension told today would make of the due date; NotFound when the case is not this actor's to see.

    《条例》第33条第2款
    """
    with office.reading() as records:
        application = case_row(records, application_id, actor)
        entries = history.of(records, application)
        asked = _last(entries, EventName.EXTENSION_REQUESTED)
        return ExtensionChoices(
            application.due_on,
            application.due_is_provisional,
            _lengths(records, application, entries, office),
            asked.get("working_days"),
            asked.get("reason", ""),
        )


def supplement(application_id: int, *, actor: Actor, office: Office) -> SupplementCourse:
    """How the supplement of this case stands; NotFound when the case is not this actor's to see.

    《条例》第30条
    """
    with office.reading() as records:
        application = case_row(records, application_id, actor)
        entries = history.of(records, application)
        clock = office.reply_clock(records, application, entries)
    days = {entry.event: entry.on for entry in entries}
    sent = _last(entries, EventName.SUPPLEMENT_SUBMITTED)
    return SupplementCourse(
        served_on=days.get(EventName.SUPPLEMENT_NOTICE_SERVED),
        due_on=clock.supplement_due_on,
        notice_was_late=bool(clock.supplement_notice_late),
        sent_items=tuple(sent.get("items", ())),
        sent_words=sent.get("words", ""),
        sent_on=days.get(EventName.SUPPLEMENT_SUBMITTED),
        before=tuple(_last(entries, EventName.SUPPLEMENT_REGISTERED).get("before", ())),
    )


def _last(entries: Sequence[HistoryEntry], event: EventName) -> dict[str, Any]:
    found = history.last(entries, event)
    return dict(found.facts) if found else {}


def _lengths(
    records: Session, application: Application, entries: Sequence[HistoryEntry], office: Office
) -> tuple[Extended, ...]:
    if application.due_on is None:
        return ()
    found = []
    for days in range(EXTENSION.working_days, 0, -1):
        told = ClockEvent(on=office.clock.today(), event=ClockEventName.EXTENSION_NOTIFIED, working_days=days)
        clock = office.reply_clock(records, application, entries, besides=[told])
        if clock.due_on is None or not clock.extension_valid:
            return ()
        found.append(Extended(days, clock.due_on, clock.is_provisional))
    return tuple(found)
