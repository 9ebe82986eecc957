"""办理进度: one case as its applicant sees it: plain steps, the legal date and why, the letter once it is served."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import undefer

from engine import deadlines
from engine.errors import NotFound
from engine.office import Office
from engine.queries import letters
from engine.queries.access import NOT_THERE
from engine.queries.letters import LetterFile, LetterLine
from engine.records import Application, CaseState, EventName, HistoryEntry, Letter, LetterState, history
from engine.rules.vocabulary import DeliveryMethod
from engine.rules.working_days import Calendar


@dataclass(frozen=True)
class PlainStep:
    """One step in the applicant's words; done on a day, or still to come."""

    name: str
    words: str
    on: date | None
    is_now: bool = False


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What the applicant is told. No internal step, name or note."""

    case_number: str
    state: CaseState
    steps: tuple[PlainStep, ...]
    due_on: date | None
    is_provisional: bool
    reasons: tuple[str, ...]
    letter: LetterLine | None
    served_on: date | None
    served_by: DeliveryMethod | None


def progress(application_id: int, office: Office) -> Progress:
    """How far the case is; only for a browser that has named its pass phrase."""
    with office.reading() as records:
        application = records.get(Application, application_id)
        if application is None:
            raise NotFound(NOT_THERE)
        entries = history.of(records, application)
        served = _served(entries)
        query = select(Letter).where(Letter.application_id == application.id, Letter.state == LetterState.SERVED)
        letter = records.scalar(query.order_by(Letter.id.desc()))
        return Progress(
            case_number=application.case_number,
            state=application.state,
            steps=_steps(application, entries),
            due_on=application.due_on,
            is_provisional=application.due_is_provisional,
            reasons=_reasons(application, entries, office.clock.today(), office.calendar(records)),
            letter=letters.letter_line(letter) if letter else None,
            served_on=served.on if served else None,
            served_by=DeliveryMethod(served.facts["method"]) if served else None,
        )


def own_letter(application_id: int, office: Office) -> LetterFile:
    """The served reply in bytes; NotFound before it is served."""
    query = (
        select(Letter)
        .options(undefer(Letter.pdf))
        .where(Letter.application_id == application_id, Letter.state == LetterState.SERVED)
        .order_by(Letter.id.desc())
    )
    with office.reading() as records:
        letter = records.scalar(query)
    if letter is None or letter.pdf is None:
        raise NotFound("答复书还没有送达，送达后可以在这里下载。")
    return LetterFile(letters.file_name(letter), letter.pdf)


def _served(entries: Sequence[HistoryEntry]) -> HistoryEntry | None:
    return next((entry for entry in reversed(entries) if entry.event is EventName.REPLY_SERVED), None)


def _steps(application: Application, entries: Sequence[HistoryEntry]) -> tuple[PlainStep, ...]:
    days = {entry.event: entry.on for entry in entries}
    withdrawn, served = days.get(EventName.WITHDRAWN), days.get(EventName.REPLY_SERVED)
    registered, handled = days.get(EventName.REGISTERED), days.get(EventName.HANDLER_ASSIGNED)
    drafted, signed = days.get(EventName.DECISION_DRAFTED), days.get(EventName.REPLY_SIGNED)
    steps = [
        PlainStep("已提交", "本机关收到申请材料", application.arrived_on),
        PlainStep("已登记", "确定收到申请之日，答复期限自次日起算", registered),
        PlainStep("办理中", "承办处室检索、审查所申请的信息", handled),
        PlainStep("审核签发", "答复书正在逐级审核", signed or drafted),
        PlainStep("已答复", "答复书已经送出", served),
    ]
    if withdrawn:
        return (*(step for step in steps[:4] if step.on), PlainStep("已撤回", "根据您的申请终止办理", withdrawn))
    now = next((place for place, step in enumerate(steps) if step.on is None), None)
    return tuple(PlainStep(s.name, s.words, s.on, is_now=place == now) for place, s in enumerate(steps))


def _reasons(
    application: Application, entries: Sequence[HistoryEntry], today: date, calendar: Calendar
) -> tuple[str, ...]:
    """Why the legal date is what it is, in the lines of the ledger."""
    if application.received_on is None or application.due_on is None:
        return ()
    clock = deadlines.clock_of(application, entries, as_of=today, calendar=calendar)
    return tuple(str(line) for line in clock.explanation)
