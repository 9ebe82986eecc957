"""What stands around a letter on the day it is signed, read from the file: dates, people, steps, address.

The rules themselves are in `engine.letters.case_checks`.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands import enclosures
from engine.errors import RuleViolation
from engine.letters.case_checks import Address, CaseRecord, address_faults, require_signable
from engine.letters.facts import ApplicantLetterFacts, LetterFacts
from engine.letters.notices import OutsiderLetterFacts
from engine.office import Office
from engine.permissions import Actor
from engine.records import (
    Application,
    Consultation,
    Dispatch,
    DispatchState,
    EventName,
    HistoryEntry,
    Letter,
    Person,
    history,
    intake,
    joint_replies,
)
from engine.rules.vocabulary import ConsultedParty

DRAWN = "流程中不需要"
"""Who did a step that the drawing did not ask for."""

GIVEN_AT_THE_DESK = ""
"""Papers under the case number alone need no leader: whoever makes them out hands them over."""

Entries = Sequence[HistoryEntry]


def require_lawful(records: Session, letter: Letter, facts: LetterFacts, *, actor: Actor, office: Office) -> None:
    """Nothing, if the letter may be signed today; RuleViolation names what stops it, the field and the article.

    《条例》第33条、第36条
    """
    text = "".join(office.letters.paragraphs(letter.template, facts))
    for case in joint_replies.answered_by(records, letter):
        require_signable(facts, _record(records, letter, facts, case, actor=actor, office=office), text=text)


def require_address(records: Session, application: Application) -> None:
    """Nothing, if a letter can reach the applicant as wished; RuleViolation names the field that lacks something.

    《条例》第29条第2款、第40条
    """
    for fault in address_faults(_address(records, application)):
        raise RuleViolation(fault.message, fault.article, field=fault.field)


def _record(
    records: Session, letter: Letter, facts: LetterFacts, application: Application, *, actor: Actor, office: Office
) -> CaseRecord:
    """Around one of the cases that the letter answers; approved, and searched a second time, it was as a whole."""
    entries = history.of(records, application)
    whole = [entry for case in joint_replies.answered_by(records, letter) for entry in history.of(records, case)]
    drafter = records.get(Person, letter.drafted_by) if letter.drafted_by else None
    bound = [entry for entry in whole if entry.facts.get("fingerprint") == letter.fingerprint]
    approved = history.last(bound, EventName.REPLY_APPROVED)
    return CaseRecord(
        today=office.clock.today(),
        due_on=application.due_on,
        receipt_evidence=application.receipt_evidence or _evidence(entries),
        approved_on=approved.on if approved else None,
        drafted_by=_who(drafter),
        secrecy_reviewed_by=_name(history.last(entries, EventName.SECRECY_REVIEWED)) or DRAWN,
        signed_by=actor.name if letter.series else GIVEN_AT_THE_DESK,
        search_repeated_by=_second_searcher(whole, bound),
        supplement_notices=_supplement_notices(records, letter),
        consultations_open=open_consultations(entries),
        has_redacted_copy=enclosures.has_redacted_copy(records, letter),
        third_party_asked_on=_asked_on(whole),
        is_wording_checked=history.last(bound, EventName.DOCUMENT_CHECKED, EventName.LEGALITY_REVIEWED) is not None,
        others=_others(records, application, facts),
        address=_address(records, application),
    )


def _address(records: Session, application: Application) -> Address:
    to = intake.addressee_of(application)
    bounced = select(Dispatch.id).where(
        Dispatch.application_id == application.id,
        Dispatch.recipient == to.email,
        Dispatch.state == DispatchState.BOUNCED,
    )
    return Address(
        delivery=application.delivery,
        address=to.address,
        postcode=to.postcode,
        email=to.email,
        has_bounced=bool(to.email) and records.scalar(bounced.limit(1)) is not None,
    )


def _second_searcher(entries: Entries, bound: Entries) -> str:
    """Somebody of the unit other than the searcher, who looked at the search with the draft."""
    searchers = {entry.actor_name for entry in entries if entry.event is EventName.ITEM_SEARCHED}
    looked = [entry.actor_name for entry in bound if entry.event is EventName.REVIEWED_BY_UNIT]
    return next((name for name in looked if name not in searchers), "")


def _supplement_notices(records: Session, letter: Letter) -> int:
    """How many were signed before this one."""
    query = select(Letter.id).where(
        Letter.application_id == letter.application_id, Letter.kind == "D10", Letter.id < letter.id,
        Letter.document_number.is_not(None),
    )  # fmt: skip
    return len(records.scalars(query).all())


def open_consultations(entries: Entries) -> int:
    """How many parties were sent our letter, and neither answered, nor was silence confirmed, nor did it come back.

    《条例》第32条、第34条
    """
    ends = {EventName.OPINION_RECEIVED, EventName.SILENCE_CONFIRMED, EventName.CONSULTATION_RETURNED}
    ended = {entry.facts.get("key") for entry in entries if entry.event in ends}
    return len({e.facts.get("key") for e in entries if e.event is EventName.CONSULTATION_SENT} - ended)


def _asked_on(entries: Entries) -> date | None:
    sent = [e for e in entries if e.event is EventName.CONSULTATION_SENT]
    own = [e for e in sent if e.facts.get("to") == ConsultedParty.THIRD_PARTY.value]
    return own[0].on if own else None


def _others(records: Session, application: Application, facts: LetterFacts) -> tuple[str, ...]:
    """Names that the addressee must not learn from this letter: those the request itself does not contain."""
    if isinstance(facts, ApplicantLetterFacts):
        query = select(Consultation.name).where(
            Consultation.application_id == application.id, Consultation.to == ConsultedParty.THIRD_PARTY
        )
        asked = "".join(facts.request_items) + facts.applicant_name
        return tuple(name for name in records.scalars(query) if name not in asked)
    if not isinstance(facts, OutsiderLetterFacts) or facts.names_applicant:
        return ()
    return (application.applicant_name,) if application.applicant_name not in facts.addressee else ()


def _evidence(entries: Entries) -> str:
    """Where the registration itself says how the day of receipt was settled."""
    found = history.last(entries, EventName.RECEIPT_CONFIRMED, EventName.RECEIVED)
    return found.event.label if found else ""


def _name(entry: HistoryEntry | None) -> str:
    return entry.actor_name if entry else ""


def _who(person: Person | None) -> str:
    return person.name if person else ""
