"""The office's table of retention as it stands, how it came to be so, and what it proposes for one case."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.queries.facts import case_row
from engine.records import EventName, HistoryEntry
from engine.records.retention import proposed_retention, retention_table
from engine.rules.retention import FileKind, RetentionPeriod

SHOWN = 20


@dataclass(frozen=True)
class RetentionChange:
    """One row changed on record: when, by whom, which kind, from what to what, by which source."""

    at: datetime
    who: str
    kind: FileKind
    old: str
    new: str
    source: str


@dataclass(frozen=True)
class RetentionView:
    """The whole table, and the changes, the newest first."""

    table: dict[FileKind, RetentionPeriod]
    changes: tuple[RetentionChange, ...]


@dataclass(frozen=True)
class ProposedRetention:
    """What the table proposes for one case."""

    kind: FileKind
    period: str
    source: str


def retention(*, actor: Actor, office: Office) -> RetentionView:
    """The table of retention and its changes."""
    require(actor, Action.MANAGE_AGENCY)
    query = select(HistoryEntry).where(
        HistoryEntry.application_id.is_(None), HistoryEntry.event == EventName.RETENTION_CHANGED
    )
    with office.reading() as records:
        table = retention_table(records)
        entries = records.scalars(query.order_by(HistoryEntry.id.desc()).limit(SHOWN)).all()
    changes = tuple(
        RetentionChange(entry.at, entry.actor_name, FileKind(row["kind"]), row["old"], row["new"], row["source"])
        for entry in entries
        for row in entry.facts["rows"]
    )
    return RetentionView(table, changes)


def proposal(application_id: int, *, actor: Actor, office: Office) -> ProposedRetention:
    """The period that the table proposes for this case. 《条例》第45条"""
    with office.reading() as records:
        kind, row = proposed_retention(records, case_row(records, application_id, actor))
    return ProposedRetention(kind, row.period.value, row.source)
