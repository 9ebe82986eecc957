"""The append-only log: one function adds, one reads."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.clock import Clock
from engine.permissions import Actor
from engine.records.cases import Application, HistoryEntry
from engine.records.words import EventName

MOST_NAME = 60
"""A longer name is cut here; whole it stands with its application or consultation."""


@dataclass
class Touched:
    """A case that this transaction has changed: what it added to the history, and whether a timer is to be dated."""

    application: Application
    added: set[EventName] = field(default_factory=set)
    timer_undated: bool = False


def add(
    records: Session,
    application: Application | None,
    event: EventName,
    actor: Actor,
    clock: Clock,
    *,
    on: date | None = None,
    **facts: Any,
) -> HistoryEntry:
    """The event stands in the log, with the day it happened (`on`, default today) and the moment it was entered.

    What is cached of the case's dates is computed anew when the transaction ends, where the event can move it.
    """
    entry = HistoryEntry(
        application_id=application.id if application else None,
        event=event,
        on=on or clock.today(),
        at=clock.now(),
        actor_id=actor.person_id,
        actor_name=actor.name[:MOST_NAME],
        acting_for=_acting_for(records, application, actor),
        facts=facts,
    )
    records.add(entry)
    if application is not None:
        _of_case(records, application).added.add(event)
    return entry


def act_for(records: Session, application_id: int | None, name: str) -> None:
    """What people add to the history of this case until the transaction ends, they do for whoever bears this name."""
    records.info.setdefault("acting_for", {})[application_id] = name[:MOST_NAME]


def has(records: Session, application: Application, event: EventName) -> bool:
    """Whether this has happened to the case."""
    query = select(HistoryEntry.id).where(HistoryEntry.application_id == application.id, HistoryEntry.event == event)
    return records.scalars(query).first() is not None


def touch(records: Session, application: Application) -> None:
    """A timer of the case is new or used up: it is dated when the transaction ends."""
    _of_case(records, application).timer_undated = True


def touched(records: Session) -> list[Touched]:
    """The cases this transaction touched, in the order it did; the list is then empty."""
    return list(records.info.pop("touched", {}).values())


def of(records: Session, application: Application, only: Collection[EventName] = ()) -> Sequence[HistoryEntry]:
    """Every entry of one case in the order it was entered, or only those of these events."""
    query = select(HistoryEntry).where(HistoryEntry.application_id == application.id).order_by(HistoryEntry.id)
    return records.scalars(query.where(HistoryEntry.event.in_(only)) if only else query).all()


def last(entries: Sequence[HistoryEntry], *events: EventName) -> HistoryEntry | None:
    """The latest of these entries that is one of these events; None when there is none."""
    return next((entry for entry in reversed(entries) if entry.event in events), None)


def _of_case(records: Session, application: Application) -> Touched:
    found: Touched = records.info.setdefault("touched", {}).setdefault(application.id, Touched(application))
    return found


def _acting_for(records: Session, application: Application | None, actor: Actor) -> str:
    """For whom the actor stands in; the calendar and the outside stand in for nobody."""
    if actor.person_id is None:
        return ""
    found: str = records.info.get("acting_for", {}).get(application.id if application else None, "")
    return found
