"""办理进度: one case as its applicant sees it: plain steps, the legal date and why, what they can do, their letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, undefer

from engine import letters as paper
from engine.errors import NotFound, TaskNotReady
from engine.letters.facts import ApplicantLetterFacts
from engine.office import Office
from engine.queries import letters
from engine.queries.access import NOT_THERE
from engine.queries.letters import LetterFile, LetterLine
from engine.records import (
    OPEN_STATES,
    Application,
    CaseState,
    EventName,
    HistoryEntry,
    Letter,
    LetterState,
    history,
    joint_replies,
)
from engine.rules.reply_clock import ReplyClock
from engine.rules.vocabulary import DeliveryMethod

OWN_TEMPLATES = (
    "spot_answer",
    *(kind.template for kind in paper.KINDS.values() if issubclass(kind.facts, ApplicantLetterFacts) and kind.series),
)
"""The letters that go to the applicant; those to third parties and other agencies are none of theirs."""

SUPPLEMENT_EVENTS = (
    EventName.SUPPLEMENT_NOTICE_SERVED,
    EventName.SUPPLEMENT_SUBMITTED,
    EventName.SUPPLEMENT_RECEIVED,
    EventName.SUPPLEMENT_PERIOD_ENDED,
)


@dataclass(frozen=True)
class PlainStep:
    """One step in the applicant's words; done on a day, or still to come."""

    name: str
    words: str
    on: date | None
    is_now: bool = False


@dataclass(frozen=True)
class AskedItem:
    """One thing that was asked for."""

    number: int
    what: str


@dataclass(frozen=True)
class OwnLetter:
    """One letter that reached the applicant, and how."""

    line: LetterLine
    served_on: date
    served_by: DeliveryMethod
    is_reply: bool


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What the applicant is told. No internal step, no name of anybody asked, no note.

    `supplement_by` is the last day to supplement while the applicant is asked to; None otherwise.
    """

    case_number: str
    state: CaseState
    items: tuple[AskedItem, ...]
    steps: tuple[PlainStep, ...]
    due_on: date | None
    is_provisional: bool
    reasons: tuple[str, ...]
    letters: tuple[OwnLetter, ...]
    supplement_by: date | None
    is_supplement_late: bool
    has_supplemented: bool
    can_withdraw: bool

    @property
    def reply(self) -> OwnLetter | None:
        """The reply, once it is served."""
        return next((letter for letter in self.letters if letter.is_reply), None)

    @property
    def can_supplement(self) -> bool:
        """Whether a supplement is waited for and its period has not ended."""
        return self.supplement_by is not None and not self.is_supplement_late


@dataclass(frozen=True)
class Defect:
    """One thing the application lacks, and how to cure it, as the notice says it."""

    what: str
    cure: str
    example: str


@dataclass(frozen=True, kw_only=True)
class SupplementAsked:
    """What the notice asks of the applicant, and until when; the items as they read now."""

    case_number: str
    by: date | None
    items: tuple[AskedItem, ...]
    defects: tuple[Defect, ...]


def progress(application_id: int, office: Office) -> Progress:
    """How far the case is; only for a browser that has named its pass phrase."""
    with office.reading() as records:
        application = records.get(Application, application_id)
        if application is None:
            raise NotFound(NOT_THERE)
        entries = history.of(records, application)
        clock = _clock(records, application, entries, office)
        supplement_by = _supplement_by(entries, clock)
        return Progress(
            case_number=application.case_number,
            state=application.state,
            items=tuple(AskedItem(item.number, item.what) for item in application.items),
            steps=_steps(application, entries),
            due_on=application.due_on,
            is_provisional=application.due_is_provisional,
            reasons=tuple(str(line) for line in clock.explanation) if clock else (),
            letters=_own_letters(records, application, entries),
            supplement_by=supplement_by,
            is_supplement_late=supplement_by is not None and supplement_by < office.clock.today(),
            has_supplemented=_last(entries, *SUPPLEMENT_EVENTS) is EventName.SUPPLEMENT_SUBMITTED,
            can_withdraw=application.state in OPEN_STATES,
        )


def supplement_asked(application_id: int, office: Office) -> SupplementAsked:
    """What is to be supplemented; TaskNotReady when nothing is asked, or no longer.

    《条例》第30条
    """
    with office.reading() as records:
        application = records.get_one(Application, application_id)
        entries = history.of(records, application)
        if _last(entries, *SUPPLEMENT_EVENTS) is not EventName.SUPPLEMENT_NOTICE_SERVED:
            raise TaskNotReady("此件现在不需要补正。")
        query = select(Letter).where(Letter.application_id == application.id, Letter.kind == "D10")
        letter = records.scalars(query.order_by(Letter.id.desc())).first()
        return SupplementAsked(
            case_number=application.case_number,
            by=_supplement_by(entries, _clock(records, application, entries, office)),
            items=tuple(AskedItem(item.number, item.what) for item in application.items),
            defects=tuple(Defect(**defect) for defect in letter.facts["defects"]) if letter else (),
        )


def own_letter(application_id: int, letter_id: int, office: Office) -> LetterFile:
    """One letter that was served on the applicant, in bytes; NotFound before it is served or when it is not theirs."""
    query = (
        select(Letter)
        .options(undefer(Letter.pdf))
        .where(
            Letter.id == letter_id,
            joint_replies.answers(application_id),
            _has_reached_applicant(),
        )
    )
    with office.reading() as records:
        letter = records.scalar(query)
    if letter is None or letter.pdf is None:
        raise NotFound(NOT_THERE)
    return LetterFile(letters.file_name(letter), letter.pdf)


def _clock(
    records: Session, application: Application, entries: Sequence[HistoryEntry], office: Office
) -> ReplyClock | None:
    if application.received_on is None:
        return None
    return office.reply_clock(records, application, entries)


def _last(entries: Sequence[HistoryEntry], *events: EventName) -> EventName | None:
    found = history.last(entries, *events)
    return found.event if found else None


def _supplement_by(entries: Sequence[HistoryEntry], clock: ReplyClock | None) -> date | None:
    is_asked = _last(entries, *SUPPLEMENT_EVENTS) is EventName.SUPPLEMENT_NOTICE_SERVED
    return clock.supplement_due_on if clock and is_asked else None


def _own_letters(records: Session, application: Application, entries: Sequence[HistoryEntry]) -> tuple[OwnLetter, ...]:
    """Newest first; how each was served stands in the history."""
    query = select(Letter).where(
        joint_replies.answers(application.id),
        _has_reached_applicant(),
    )
    served = {entry.facts["letter_id"]: entry for entry in entries if {"letter_id", "method"} <= entry.facts.keys()}
    return tuple(
        OwnLetter(
            letters.letter_line(letter),
            served[letter.id].on,
            DeliveryMethod(served[letter.id].facts["method"]),
            letter.series == "reply",
        )
        for letter in records.scalars(query.order_by(Letter.id.desc()))
        if letter.id in served
    )


def _has_reached_applicant() -> ColumnElement[bool]:
    """A letter of theirs that was served; the confirmation of a withdrawal as soon as its bytes exist."""
    is_served = and_(Letter.state == LetterState.SERVED, Letter.template.in_(OWN_TEMPLATES))
    return or_(is_served, and_(Letter.template == "withdrawal_confirmation", Letter.pdf_sha256 != ""))


def _steps(application: Application, entries: Sequence[HistoryEntry]) -> tuple[PlainStep, ...]:
    """Four to six steps; those that do not concern this case are left out."""
    days = {entry.event: entry.on for entry in entries}
    steps = [
        PlainStep("已提交", "本机关收到申请材料", application.arrived_on),
        _receipt_step(application, days.get(EventName.REGISTERED)),
        *_supplement_step(days),
        PlainStep("办理中", "承办处室检索、审查所申请的信息", days.get(EventName.HANDLER_ASSIGNED)),
        *_consultation_step(days),
        PlainStep("已答复", "送出答复书", days.get(EventName.REPLY_SERVED)),
    ]
    if EventName.WITHDRAWN in days:
        withdrawn = PlainStep("已撤回", "根据您的申请终止办理", days[EventName.WITHDRAWN])
        return (*(step for step in steps if step.on), withdrawn)
    if application.state not in OPEN_STATES:
        return tuple(step for step in steps if step.on)
    now = next((place for place, step in enumerate(steps) if step.on is None), None)
    return tuple(PlainStep(s.name, s.words, s.on, is_now=place == now) for place, s in enumerate(steps))


def _receipt_step(application: Application, registered: date | None) -> PlainStep:
    words = "确定收到申请之日，答复期限自收到之日起计算"
    if registered and application.received_on is None:
        words = "已经登记，本机关将与您确认收到之日，请留意电话、短信或者邮件"
    return PlainStep("已登记", words, application.received_on)


def _supplement_step(days: dict[EventName, date]) -> list[PlainStep]:
    asked = days.get(EventName.SUPPLEMENT_NOTICE_SERVED)
    if asked is None:
        return []
    came = days.get(EventName.SUPPLEMENT_RECEIVED) or days.get(EventName.SUPPLEMENT_SUBMITTED)
    ended = days.get(EventName.SUPPLEMENT_PERIOD_ENDED)
    words = "本机关请您补正申请内容，收到补正之日起重新计算答复期限"
    return [PlainStep("补正", words, came or ended)]


def _consultation_step(days: dict[EventName, date]) -> list[PlainStep]:
    sent = days.get(EventName.CONSULTATION_SENT)
    if sent is None:
        return []
    is_over = EventName.OPINIONS_WEIGHED in days
    words = "本机关书面征求第三方或者有关机关的意见，等待答复的时间不计入答复期限"
    return [PlainStep("征求意见", words, days[EventName.OPINIONS_WEIGHED] if is_over else None)]
