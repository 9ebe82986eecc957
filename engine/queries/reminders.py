"""The days of the reminders as they stand, and how they came to be so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.office import Office
from engine.permissions import Action, Actor, Role, require
from engine.records import EventName, HistoryEntry

SHOWN = 20


@dataclass(frozen=True)
class ReminderRung:
    """One rung of the ladder: working days from the due date (negative before), whom it reaches."""

    offset: int
    recipient: str
    is_urging: bool


@dataclass(frozen=True)
class ReminderChange:
    """One change on record: when, by whom, from which days to which."""

    at: datetime
    who: str
    old: Sequence[int]
    new: Sequence[int]


@dataclass(frozen=True)
class Reminders:
    """The whole ladder, and the changes, the newest first."""

    ladder: tuple[ReminderRung, ...]
    changes: tuple[ReminderChange, ...]

    @property
    def days(self) -> list[int]:
        """The working days before the due date, of each rung before it."""
        return [-rung.offset for rung in self.ladder if rung.offset < 0]


def reminders(*, actor: Actor, office: Office) -> Reminders:
    """The ladder of reminders and its changes."""
    require(actor, Action.MANAGE_AGENCY)
    query = select(HistoryEntry).where(
        HistoryEntry.application_id.is_(None), HistoryEntry.event == EventName.REMINDERS_CHANGED
    )
    with office.reading() as records:
        ladder = tuple(
            ReminderRung(rung.offset, Role(rung.recipient).label, rung.action == "urge")
            for rung in office.workflow.ladder(records)
        )
        entries = records.scalars(query.order_by(HistoryEntry.id.desc()).limit(SHOWN)).all()
    changes = tuple(ReminderChange(e.at, e.actor_name, e.facts["old"], e.facts["new"]) for e in entries)
    return Reminders(ladder, changes)
