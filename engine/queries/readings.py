"""The open readings of the law as they hold in this office, how they came to be so, and what a change would do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import EventName, HistoryEntry
from engine.redate import Moves, redatings
from engine.rules.reading_changes import NewReading, Value, question_of, require_change
from engine.rules.readings import DEFAULT, QUESTIONS, OpenQuestion, Readings

SHOWN = 50


@dataclass(frozen=True)
class Reading:
    """One question, the cautious answer to it, and the one that holds, in words and as the rules take it."""

    name: str
    question: OpenQuestion
    cautious: str
    now: str
    value: Value
    first: Value

    @property
    def is_cautious(self) -> bool:
        """Whether the office keeps to the cautious answer."""
        return self.now == self.cautious


@dataclass(frozen=True)
class ReadingEdit:
    """One change on record: when, by whom, from what to what, why, and how many dates moved."""

    at: datetime
    who: str
    question: str
    old: str
    new: str
    reason: str
    moved: int


@dataclass(frozen=True)
class Change:
    """What a change would do."""

    old: str
    new: str
    moves: Moves


def readings(office: Office) -> tuple[Reading, ...]:
    """Every reading, read from the values that the rules are handed."""
    with office.reading() as records:
        now = office.readings_over_time(records).now
    return tuple(_reading(name, now, office.readings) for name in QUESTIONS)


def reading(name: str, *, actor: Actor, office: Office) -> Reading:
    """One that is settled on its page; NotFound when there is none of this name."""
    require(actor, Action.MANAGE_CALENDAR)
    question_of(name)
    with office.reading() as records:
        return _reading(name, office.readings_over_time(records).now, office.readings)


def changes(office: Office) -> Sequence[ReadingEdit]:
    """The latest changes, the newest first."""
    query = select(HistoryEntry).where(
        HistoryEntry.application_id.is_(None), HistoryEntry.event == EventName.READING_CHANGED
    )
    with office.reading() as records:
        entries = records.scalars(query.order_by(HistoryEntry.id.desc()).limit(SHOWN)).all()
    return [_edit(entry) for entry in entries if entry.facts["name"] in QUESTIONS]


def change_of(wanted: NewReading, *, actor: Actor, office: Office) -> Change:
    """Which open cases would have another date; RuleViolation when the change would be refused."""
    require(actor, Action.MANAGE_CALENDAR)
    with office.reading() as records:
        keeper = office.timekeeper(records)
        now = keeper.readings.now
        require_change(wanted, now)
        then = replace(keeper, readings=keeper.readings.changed(wanted.name, wanted.value))
        in_words = QUESTIONS[wanted.name].in_words
        return Change(in_words(getattr(now, wanted.name)), in_words(wanted.value), redatings(records, then))


def _reading(name: str, now: Readings, first: Readings) -> Reading:
    question, value = QUESTIONS[name], getattr(now, name)
    cautious = question.in_words(getattr(DEFAULT, name))
    return Reading(name, question, cautious, question.in_words(value), value, getattr(first, name))


def _edit(entry: HistoryEntry) -> ReadingEdit:
    facts, question = entry.facts, QUESTIONS[entry.facts["name"]]
    old, new = question.in_words(facts["old"]), question.in_words(facts["new"])
    return ReadingEdit(entry.at, entry.actor_name, question.question, old, new, facts["reason"], facts["moved"])
