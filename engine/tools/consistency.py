"""The one check that compares: caches against history, rows against engine state, letters against their bytes."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import deadlines
from engine.commands.numbers import SUFFIX
from engine.office import Office
from engine.records import (
    Application,
    EventName,
    HistoryEntry,
    Letter,
    LetterState,
    NumberSeries,
    OpenTask,
    OutboxEntry,
    PlannedTimer,
    ProcessInstance,
    VoidedNumber,
    history,
    report,
)
from engine.tools import reindex


def faults(office: Office) -> list[str]:
    """Every disagreement in the database, one sentence each; empty when rows, history and engine state agree."""
    with office.reading() as records:
        keeper = office.timekeeper(records)
        cases = records.scalars(select(Application))
        found = [fault for application in cases for fault in _of(records, application, keeper)]
        for instance in records.scalars(select(ProcessInstance).where(ProcessInstance.is_running)):
            found += [f"run {instance.id}: {what}" for what in office.workflow.differences(records, instance)]
        found += [*_standing_still(records), *_letter_faults(records), *reindex.faults(records)]
        return found + _found(records)


def _of(records: Session, application: Application, keeper: deadlines.Timekeeper) -> Iterator[str]:
    """The cached dates, state, timers and counted rows of a case are what its history gives."""
    entries = history.of(records, application)
    expected = deadlines.standing(application, entries, keeper)
    case = deadlines.case_of(application, entries, keeper)
    for timer in records.scalars(select(PlannedTimer).where(PlannedTimer.application_id == application.id)):
        if timer.due_at != (due_at := deadlines.TIMERS[timer.name](case, timer.key)):
            yield f"case {application.case_number}: timer {timer.name} at {timer.due_at}, history gives {due_at}"
    cached = (application.due_on, application.due_is_provisional, application.state)
    if cached != (expected.due_on, expected.is_provisional, expected.state):
        yield f"case {application.case_number}: cached {cached}, history gives {expected}"
    if report.differences(records, application, entries):
        yield f"case {application.case_number}: its rows of the annual report are not what its history gives"


def _standing_still(records: Session) -> Iterator[str]:
    """A run that goes on has somebody to do a step, a timer to wait for, or a promise that is still to be kept."""
    promised = select(OutboxEntry.id).where(
        OutboxEntry.application_id == ProcessInstance.application_id, OutboxEntry.done_at.is_(None)
    )
    nothing_ahead = select(ProcessInstance).where(
        ProcessInstance.is_running,
        ~select(OpenTask.id).where(OpenTask.process_instance_id == ProcessInstance.id).exists(),
        ~select(PlannedTimer.id).where(PlannedTimer.process_instance_id == ProcessInstance.id).exists(),
        ~promised.exists(),
    )
    for run in records.scalars(nothing_ahead.order_by(ProcessInstance.id)):
        yield f"run {run.id} of case {run.application_id}: {run.process_id} stands still"


def _letter_faults(records: Session) -> Iterator[str]:
    for letter in records.scalars(select(Letter)):
        frozen = letter.state in {LetterState.FROZEN, LetterState.SERVED}
        if frozen != bool(letter.pdf_sha256):
            yield f"letter {letter.id}: {letter.state}, its frozen bytes: {letter.pdf_sha256 or 'missing'}"
        if letter.pdf is not None and hashlib.sha256(letter.pdf).hexdigest() != letter.pdf_sha256:
            yield f"letter {letter.id}: bytes do not match their fingerprint"


def _found(records: Session) -> list[str]:
    return [*_doubled(records), *_number_gaps(records)]


def _number_gaps(records: Session) -> Iterator[str]:
    """Every number that was drawn stands on a letter or in the register as 作废, and on one of them only."""
    named: Counter[tuple[str, int, int]] = Counter()
    for table in (
        select(Letter.series, Letter.document_number),
        select(VoidedNumber.family, VoidedNumber.document_number),
    ):
        for family, text in records.execute(table):
            if found := _NUMBER.search(text or ""):
                named[(family, int(found["year"]), int(found["number"]))] += 1
    for series in records.scalars(select(NumberSeries).where(NumberSeries.family.in_(SUFFIX))):
        for number in range(1, series.last + 1):
            times = named.pop((series.family, series.year, number), 0)
            if times != 1:
                yield f"number {number} of {series.family} {series.year} stands {times} times in the register"
    yield from (f"number {key} was never drawn" for key in named)


_NUMBER = re.compile("〔(?P<year>\\d{4})〕(?P<number>\\d+)号$")

ONCE = ("registered", "received", "reply_served", "withdrawn", "case_archived", "supplement_notice_served")


AGAIN = ("reply_served", "case_archived", "withdrawn")
"""What may happen once more for each time that a case was reopened."""


def _doubled(records: Session) -> Iterator[str]:
    """What may happen once in a case stands once in its history; every promise has one key."""
    query = (
        select(HistoryEntry.application_id, HistoryEntry.event, func.count())
        .where(HistoryEntry.event.in_(ONCE))
        .group_by(HistoryEntry.application_id, HistoryEntry.event)
        .having(func.count() > 1)
    )
    reopened = select(HistoryEntry.application_id).where(HistoryEntry.event == EventName.CASE_REOPENED)
    again = Counter(records.scalars(reopened))
    for application_id, event, times in records.execute(query):
        if event in AGAIN and times <= 1 + again[application_id]:
            continue
        yield f"case {application_id}: {event} stands {times} times in the history"
    frozen = Counter(
        entry.facts["letter_id"]
        for entry in records.scalars(select(HistoryEntry).where(HistoryEntry.event == EventName.LETTER_FROZEN))
    )
    yield from (f"letter {letter_id}: frozen {times} times" for letter_id, times in frozen.items() if times > 1)
    for key, times in records.execute(
        select(OutboxEntry.key, func.count()).group_by(OutboxEntry.key).having(func.count() > 1)
    ):
        yield f"promise {key} stands {times} times in the outbox"
