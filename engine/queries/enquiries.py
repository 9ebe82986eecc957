"""Whom a case asks and what came of it: third parties, co-makers, our own units, the applicant by telephone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from engine.errors import NotFound
from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import NOT_THERE, visible_to
from engine.queries.letters import LetterLine, letter_line
from engine.records import (
    Application,
    Consultation,
    EventName,
    HistoryEntry,
    Letter,
    OpenTask,
    UnitAnswer,
    UnitQuestion,
    history,
)
from engine.rules.contacts import Attempt, Purpose, Unreached, Way, why_write
from engine.rules.vocabulary import ConsultedParty

__all__ = ["ConsultationLine", "Contact", "Enquiries", "QuestionLine", "UnitAnswer", "enquiries_of"]


@dataclass(frozen=True, kw_only=True)
class ConsultationLine:
    """One party asked in writing: about what, when, and what it said."""

    id: int
    application_id: int
    to: ConsultedParty
    name: str
    is_organization: bool
    address: str
    information: tuple[str, ...]
    concerns: str
    item_numbers: tuple[int, ...]
    letter: LetterLine | None
    has_pass_phrase: bool
    sent_on: date | None
    received_on: date | None
    returned_on: date | None
    answer_by: date | None
    answered_on: date | None
    is_silent: bool
    agrees: bool | None
    words: str

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.answered_on:
            return "同意公开" if self.agrees else "不同意公开"
        if self.is_silent:
            return "逾期未答，视为同意" if self.to is ConsultedParty.CO_MAKER else "逾期未答"
        if self.returned_on:
            return "来函退回"
        if self.received_on:
            return "等待答复"
        return "等待签收证明" if self.sent_on else "尚未发出"

    @property
    def awaits_answer(self) -> bool:
        """Whether an opinion may still be entered for it."""
        return self.sent_on is not None and self.answered_on is None and not self.is_silent


@dataclass(frozen=True, kw_only=True)
class QuestionLine:
    """One of our own units that was asked, and its answer."""

    id: int
    unit: str
    question: str
    due_on: date
    answer: UnitAnswer | None
    reason: str
    ruling: str
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One attempt to reach the applicant."""

    at: datetime
    who: str
    way: str
    result: str
    reached: bool
    purpose: Purpose | None
    spoke_with: str
    number: str

    def attempt(self) -> Attempt:
        """What the rule about writing asks of it."""
        return Attempt(next((way for way in Way if way.label == self.way), None), self.reached)


@dataclass(frozen=True)
class Enquiries:
    """Everything a case asks, each kind in its order."""

    consultations: tuple[ConsultationLine, ...]
    questions: tuple[QuestionLine, ...]
    contacts: tuple[Contact, ...]
    why_write: Unreached | None


def enquiries_of(application_id: int, *, actor: Actor, office: Office) -> Enquiries:
    """What this case asks; NotFound when it is not this actor's to see."""
    with office.reading() as records:
        application = _visible(records, application_id, actor)
        entries = history.of(records, application)
        return Enquiries(
            _consultations(records, application, entries, office),
            _questions(records, application, office),
            contacts := contacts_of(entries),
            why_write([each.attempt() for each in contacts], has_phone=bool(application.phone.strip())),
        )


def consultation(consultation_id: int, *, actor: Actor, office: Office) -> ConsultationLine:
    """One consultation; NotFound when it is not there or its case not this actor's to see."""
    with office.reading() as records:
        row = records.get(Consultation, consultation_id)
        if row is None:
            raise NotFound(NOT_THERE)
        application = _visible(records, row.application_id, actor)
        lines = _consultations(records, application, history.of(records, application), office)
    return next(line for line in lines if line.id == consultation_id)


def of_step(task_id: int, *, actor: Actor, office: Office) -> ConsultationLine | None:
    """The consultation that an open step is about; None when it is about none."""
    with office.reading() as records:
        task = records.get(OpenTask, task_id)
        if task is None or task.application_id is None:
            return None
        application = _visible(records, task.application_id, actor)
        lines = _consultations(records, application, history.of(records, application), office)
        letter = records.get(Letter, task.letter_id) if task.letter_id is not None else None
        by_letter = letter is not None and letter.kind != "D17"  # that one tells of what came of the opinion
        return next((x for x in lines if _is_of(x, task, by_letter=by_letter)), None)


def question_of_step(task_id: int, *, actor: Actor, office: Office) -> QuestionLine | None:
    """The question that an open step is about; None when it is about none."""
    with office.reading() as records:
        task = records.get(OpenTask, task_id)
        if task is None or task.application_id is None:
            return None
        application = _visible(records, task.application_id, actor)
        lines = _questions(records, application, office)
        return next((line for line in lines if str(line.id) == task.subject_key), None)


def _is_of(line: ConsultationLine, task: OpenTask, *, by_letter: bool) -> bool:
    if by_letter:
        return line.letter is not None and line.letter.id == task.letter_id
    return str(line.id) == task.subject_key


def _visible(records: Session, application_id: int, actor: Actor) -> Application:
    application = records.scalar(select(Application).where(Application.id == application_id, visible_to(actor)))
    if application is None:
        raise NotFound(NOT_THERE)
    return application


def _consultations(
    records: Session, application: Application, entries: Sequence[HistoryEntry], office: Office
) -> tuple[ConsultationLine, ...]:
    query = select(Consultation).where(Consultation.application_id == application.id).order_by(Consultation.id)
    rows = list(records.scalars(query.options(joinedload(Consultation.letter))))
    if not rows:
        return ()
    terms = _terms(records, application, entries, office)
    return tuple(_line(row, _dates(entries, row.key), terms.get(row.key)) for row in rows)


def _terms(
    records: Session, application: Application, entries: Sequence[HistoryEntry], office: Office
) -> dict[str, date | None]:
    """Key → the last day of each party's term, as the reply clock counts it."""
    clock = office.reply_clock(records, application, entries)
    return {letter.key: letter.last_day for letter in clock.consultations}


def _dates(entries: Sequence[HistoryEntry], key: str) -> Mapping[EventName, date]:
    return {entry.event: entry.on for entry in entries if entry.facts.get("key") == key}


def _line(row: Consultation, on: Mapping[EventName, date], answer_by: date | None) -> ConsultationLine:
    return ConsultationLine(
        id=row.id,
        application_id=row.application_id,
        to=row.to,
        name=row.name,
        is_organization=row.is_organization,
        address=row.address,
        information=tuple(row.information.split("\n")),
        concerns=row.concerns,
        item_numbers=tuple(row.item_numbers),
        letter=letter_line(row.letter) if row.letter else None,
        has_pass_phrase=bool(row.pass_phrase_hash),
        sent_on=on.get(EventName.CONSULTATION_SENT),
        received_on=on.get(EventName.CONSULTATION_RECEIVED),
        returned_on=on.get(EventName.CONSULTATION_RETURNED),
        answer_by=answer_by,
        answered_on=on.get(EventName.OPINION_RECEIVED),
        is_silent=EventName.SILENCE_CONFIRMED in on,
        agrees=row.agrees,
        words=row.opinion,
    )


def _questions(records: Session, application: Application, office: Office) -> tuple[QuestionLine, ...]:
    query = select(UnitQuestion).where(UnitQuestion.application_id == application.id).order_by(UnitQuestion.id)
    today = office.clock.today()
    return tuple(
        QuestionLine(
            id=row.id,
            unit=row.unit.name,
            question=row.question,
            due_on=row.due_on,
            answer=row.answer,
            reason=row.reason,
            ruling=row.ruling,
            is_late=row.answer is None and row.due_on < today,
        )
        for row in records.scalars(query.options(joinedload(UnitQuestion.unit)))
    )


def contacts_of(entries: Sequence[HistoryEntry]) -> tuple[Contact, ...]:
    """Every attempt to reach the applicant, in the order it was entered."""
    return tuple(_contact(entry) for entry in entries if entry.event is EventName.CONTACT_NOTED)


def _contact(entry: HistoryEntry) -> Contact:
    facts: Mapping[str, Any] = entry.facts
    return Contact(
        at=datetime.fromisoformat(facts["when"]),
        who=entry.actor_name,
        way=facts["way"],
        result=facts["result"],
        reached=facts["reached"],
        purpose=Purpose(facts["about"]) if facts.get("about") else None,
        spoke_with=facts.get("spoke_with", ""),
        number=facts.get("number", ""),
    )
