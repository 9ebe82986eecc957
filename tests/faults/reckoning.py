"""Afterwards: what the people were told, against what the rows, the history and the engine state say."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import and_, func, not_, select
from sqlalchemy.orm import Session

from engine import outbox
from engine.commands import deliver
from engine.office import Office
from engine.queries.picture import STEP_OF_EVENT
from engine.records import (
    Application,
    CaseState,
    EventName,
    HistoryEntry,
    Letter,
    LetterState,
    Message,
    OpenTask,
    OutboxEntry,
    PlannedTimer,
)
from engine.tools import consistency
from tests.faults.visitors import Ledger

WAITS_FOR_MORNING = and_(OutboxEntry.tries == 0, OutboxEntry.next_try_at > OutboxEntry.created_at)
"""A reminder that was promised in the quiet hours: nobody has taken it up, and nobody was to."""
UNDONE = and_(OutboxEntry.done_at.is_(None), not_(WAITS_FOR_MORNING))


def faults(office: Office, ledger: Ledger) -> list[str]:
    """Everything lost, doubled or left behind, one sentence each."""
    with office.reading() as records:
        checks = (_cases, _steps, _numbers, _letters, _promises, _reminders)
        found = [fault for check in checks for fault in check(records, ledger)]
    return ledger.troubles + found + consistency.faults(office)


def figures(office: Office) -> dict[str, int]:
    """How much there is of what was checked."""
    with office.reading() as records:
        count = {
            kind.__tablename__: records.scalar(select(func.count()).select_from(kind)) or 0
            for kind in (Application, HistoryEntry, Letter, OutboxEntry, Message)
        }
        tried_again = records.scalar(select(func.count()).where(OutboxEntry.tries > 1)) or 0
    return {**count, "promises taken up more than once": tried_again}


def is_finished(office: Office, ledger: Ledger) -> bool:
    """Whether every application is archived, whether or not anybody was told so."""
    with office.reading() as records:
        archived = select(func.count()).where(Application.state == CaseState.ARCHIVED)
        return records.scalar(archived) == ledger.wanted


def is_settled(office: Office) -> bool:
    """Whether nothing is promised any more that is not done, or that waits for the morning."""
    with office.reading() as records:
        return not records.scalar(select(func.count()).where(UNDONE))


def _cases(records: Session, ledger: Ledger) -> Iterator[str]:
    """Every application once, and finished."""
    cases = dict(records.execute(select(Application.entry_key, Application.id)).all())
    if len(cases) != ledger.wanted:
        yield f"{len(cases)} applications instead of {ledger.wanted}"
    for key, case in ledger.registered.items():
        if cases.get(key) != case:
            yield f"the person was told application {case} for the form {key}, which is {cases.get(key)}"
    for case in records.scalars(select(Application).where(Application.state != CaseState.ARCHIVED)):
        yield f"case {case.case_number} is {case.state}"
    for task in records.scalars(select(OpenTask).where(OpenTask.application_id.is_not(None))):
        yield f"step {task.step} of case {task.application_id} is still open"


def _steps(records: Session, ledger: Ledger) -> Iterator[str]:
    """Each step that was opened stands in the history exactly once, however often its form was sent."""
    opened = Counter(ledger.opened[task] for task in ledger.opened)
    written = Counter(
        (entry.application_id, step)
        for entry in records.scalars(select(HistoryEntry))
        if (step := _step_of(entry)) is not None
    )
    for place in opened.keys() | written.keys():
        ended_by_service = place[1] == "answer_urging" and written[place] < opened[place]
        if opened[place] != written[place] and not ended_by_service:
            yield f"{place}: opened {opened[place]} times, in the history {written[place]} times"
    if unknown := ledger.acknowledged - ledger.opened.keys():
        yield f"steps {unknown} were acknowledged but never opened"


def _step_of(entry: HistoryEntry) -> str | None:
    if entry.event in {EventName.APPLICATION_ENTERED, EventName.REGISTERED, EventName.LETTER_FROZEN}:
        return None
    if "words" in entry.facts:
        return str(entry.facts["step"])
    return STEP_OF_EVENT.get(entry.event)


def _numbers(records: Session, ledger: Ledger) -> Iterator[str]:
    """Case numbers and document numbers run from 1 without a gap."""
    cases = sorted(int(number.rpartition("-")[2]) for number in records.scalars(select(Application.case_number)))
    documents = sorted(
        int(n.rpartition("〕")[2].rstrip("号")) for n in records.scalars(select(Letter.document_number)) if n
    )
    for what, numbers in (("case", cases), ("document", documents)):
        if numbers != list(range(1, ledger.wanted + 1)):
            yield f"{what} numbers are {numbers}"


def _letters(records: Session, ledger: Ledger) -> Iterator[str]:
    """One letter a case, served with the bytes that were frozen once."""
    served = {entry.facts["letter_id"]: entry.facts["sha256"] for entry in _entries(records, EventName.REPLY_SERVED)}
    frozen = Counter(entry.facts["letter_id"] for entry in _entries(records, EventName.LETTER_FROZEN))
    for letter in records.scalars(select(Letter)):
        if letter.state is not LetterState.SERVED or letter.pdf_sha256 != served.get(letter.id):
            yield f"letter {letter.id} is {letter.state}, served {served.get(letter.id)}, frozen {letter.pdf_sha256}"
        if frozen[letter.id] != 1:
            yield f"letter {letter.id} was frozen {frozen[letter.id]} times"


def _promises(records: Session, _: Ledger) -> Iterator[str]:
    """Every promise kept, no timer and no promise set aside."""
    for entry in records.scalars(select(OutboxEntry).where(UNDONE)):
        yield f"promise {entry.key} is not kept after {entry.tries} tries: {entry.trouble}"
    for timer in deliver.set_aside(records):
        yield f"timer {timer.id} of case {timer.application_id} was set aside"
    for timer in records.scalars(select(PlannedTimer).where(PlannedTimer.application_id.is_not(None))):
        yield f"timer {timer.name} of the archived case {timer.application_id} is still planned"
    for entry in outbox.stuck(records):
        yield f"promise {entry.key} was set aside: {entry.trouble}"


def _reminders(records: Session, _: Ledger) -> Iterator[str]:
    """Each rung once for each case and due date, each reminder once for each person."""
    rungs = Counter(
        (entry.application_id, entry.facts["rung"], entry.facts["due_on"])
        for entry in _entries(records, EventName.DEADLINE_ESCALATED)
    )
    messages = Counter(tuple(row) for row in records.execute(select(Message.person_id, Message.key)))
    for what, times in [*rungs.items(), *messages.items()]:
        if times > 1:
            yield f"reminder {what} was given {times} times"


def _entries(records: Session, event: EventName) -> list[HistoryEntry]:
    return list(records.scalars(select(HistoryEntry).where(HistoryEntry.event == event)))
