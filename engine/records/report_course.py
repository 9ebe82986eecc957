"""The course of a year's report: the dates of its open steps and of its next reminder.

《条例》第49条
"""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.clock import beijing_moment
from engine.records.cases import HistoryEntry
from engine.records.processes import OpenTask, PlannedTimer
from engine.records.words import EventName
from engine.rules import escalation
from engine.rules.escalation import REMINDER_AT, Rung
from engine.rules.report_deadline import report_due_on
from engine.rules.working_days import Calendar

TIMER = "report_rung"
"""The name of the drawn timer that wakes the reminders of a report."""


def entries_of_year(records: Session, year: int, *events: EventName) -> list[HistoryEntry]:
    """What happened to the report of the year, in the order it was entered; of these events only."""
    query = select(HistoryEntry).where(HistoryEntry.application_id.is_(None), HistoryEntry.event.in_(events))
    return [entry for entry in records.scalars(query.order_by(HistoryEntry.id)) if entry.facts.get("year") == year]


def date_steps(records: Session, year: int, ladder: Sequence[Rung], calendar: Calendar) -> None:
    """Every open step of the report bears its day, and its reminder the next rung above those already told."""
    due_on = report_due_on(year, calendar)
    told = [
        entry.facts["rung"]
        for entry in entries_of_year(records, year, EventName.REPORT_REMINDED)
        if entry.facts["due_on"] == due_on.isoformat()
    ]
    day = escalation.next_day(ladder, due_on, notified=max(told, default=0), calendar=calendar)
    moment = beijing_moment(day, REMINDER_AT) if day else None
    records.execute(update(OpenTask).where(OpenTask.report_year == year).values(due_on=due_on))
    mine = (PlannedTimer.report_year == year, PlannedTimer.name == TIMER)
    records.execute(update(PlannedTimer).where(*mine).values(due_at=moment))


def date_all(records: Session, ladder: Sequence[Rung], calendar: Calendar) -> None:
    """The same for every report under way."""
    for year in set(records.scalars(select(OpenTask.report_year).where(OpenTask.report_year.is_not(None)))):
        if year is not None:
            date_steps(records, year, ladder, calendar)
