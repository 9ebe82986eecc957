"""The papers around one letter: proof of service, envelope, an editable copy of the draft.

Each is printed from what the rows hold; what is not known yet stays a blank to be filled in by hand.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import letters as paper
from engine.errors import NotFound
from engine.letters.dispatch import EnvelopeFacts, ProofOfServiceFacts, Recipient, ServedPaper
from engine.letters.draft_copy import draft_copy
from engine.letters.facts import Agency, Contact
from engine.letters.fingerprint import short_code
from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import NOT_THERE
from engine.queries.letters import LetterFile, facts_of, file_name, visible_letter
from engine.records import Agency as AgencyRow
from engine.records import (
    Application,
    Consultation,
    EventName,
    HistoryEntry,
    Letter,
    LetterState,
    history,
    intake,
    joint_replies,
)
from engine.rules.vocabulary import DeliveryMethod

SERVED = (EventName.REPLY_SERVED, EventName.NOTICE_SERVED)


def proof_of_service(letter_id: int, *, actor: Actor, office: Office) -> LetterFile:
    """送达回证 (D64): empty where the letter has not gone out yet, filled in as far as its service is recorded.

    国办公开办函〔2016〕235号
    """
    with office.reading() as records:
        letter = visible_letter(records, letter_id, actor)
        facts = proof_facts(records, letter)
    return LetterFile(f"送达回证{letter.application.case_number}.pdf", office.letters.pdf("proof_of_service", facts))


def proof_facts(records: Session, letter: Letter) -> ProofOfServiceFacts:
    """What the proof of service of this letter says."""
    name, address, _ = addressee(records, letter)
    is_own = _is_to_applicant(records, letter)
    if is_own and intake.in_care_of(letter.application):
        name = f"{intake.letter_name(letter.application)}（{name}代收）"
    served = _service_of(history.of(records, letter.application), letter)
    usual = letter.application.delivery if is_own else DeliveryMethod.POSTAL
    way = DeliveryMethod(served.facts["method"]) if served else usual
    on = served.on if served else None
    return ProofOfServiceFacts(
        **house(records, letter.application.case_number),
        papers=(ServedPaper(title=paper.kind_of(letter.template).name, number=letter.document_number or ""),),
        recipient=name,
        address=address,
        way=way,
        carrier="邮政企业" if way.is_postal else "",
        mail_number=str(served.facts.get("tracking_number") or "") if served else "",
        posted_on=on if way.is_postal else None,
        signed_on=None if way.is_postal else on,
        served_by=(served.who,) if served else (),
        remarks=str(served.facts.get("proof") or "") if served else "",
    )


def envelope(letter_id: int, *, actor: Actor, office: Office) -> LetterFile:
    """The envelope of one letter; RuleViolation names what its address lacks."""
    with office.reading() as records:
        letter = visible_letter(records, letter_id, actor)
        facts = EnvelopeFacts(
            **house(records, letter.application.case_number),
            recipient=recipient(records, letter),
            paper_number=letter.document_number or "",
        )
    return LetterFile(f"信封{letter.application.case_number}.pdf", office.letters.pdf("envelope", facts))


def editable_copy(letter_id: int, *, actor: Actor, office: Office) -> LetterFile:
    """The draft as DOCX, marked as a copy and never read back; NotFound once the letter is frozen."""
    with office.reading() as records:
        letter = visible_letter(records, letter_id, actor)
        if letter.state not in (LetterState.DRAFTED, LetterState.SIGNED):
            raise NotFound(NOT_THERE)
        page = office.letters.html(letter.template, facts_of(letter))
    name = file_name(letter).removesuffix(".pdf")
    return LetterFile(f"{name}（草稿副本）.docx", draft_copy(page, code=short_code(letter.fingerprint)))


def recipient(records: Session, letter: Letter) -> Recipient:
    """Who gets the letter by post; RuleViolation when name, postcode or address is missing."""
    name, address, postcode = addressee(records, letter)
    phone = intake.addressee_of(letter.application).phone if _is_to_applicant(records, letter) else ""
    return Recipient(name=name, postcode=postcode, address=address, phone=phone)


def addressee(records: Session, letter: Letter) -> tuple[str, str, str]:
    """Name, address and postcode: of the party that is asked, otherwise of the applicant or who receives instead.

    Of a review body the name alone is known.
    """
    if letter.series == "defence":
        return letter.facts["addressee"], "", ""
    asked = _consultation(records, letter)
    if asked is None:
        to = intake.addressee_of(letter.application)
        return to.name, to.address, to.postcode
    digits = asked.address[-6:]
    is_code = len(digits) == 6 and digits.isascii() and digits.isdigit()
    return asked.name, asked.address[:-6].rstrip(" ，,") if is_code else asked.address, digits if is_code else ""


def house(records: Session, case_number: str) -> dict[str, Any]:
    """Whose paper it is and of which case, as keyword arguments; NotFound until the agency has a name."""
    row = records.scalar(select(AgencyRow))
    if row is None:
        raise NotFound(NOT_THERE)
    contact = Contact(
        office=row.contact_office, phone=row.contact_phone, address=row.contact_address, hours=row.contact_hours
    )
    return {"agency": Agency(name=row.name, contact=contact), "case_no": case_number}


def served_on(entries: Sequence[HistoryEntry], letter: Letter) -> date | None:
    """The day on which this letter was handed over or posted."""
    found = _service_of(entries, letter)
    return found.on if found else None


def _service_of(entries: Sequence[HistoryEntry], letter: Letter) -> HistoryEntry | None:
    return next((e for e in entries if e.event in SERVED and e.facts.get("letter_id") == letter.id), None)


def _consultation(records: Session, letter: Letter) -> Consultation | None:
    found: Consultation | None = records.scalar(select(Consultation).where(Consultation.letter_id == letter.id))
    return found


def _is_to_applicant(records: Session, letter: Letter) -> bool:
    return letter.series != "defence" and _consultation(records, letter) is None


def letters_of(records: Session, application: Application) -> list[Letter]:
    """The letters of a case in the order of their drafting."""
    return list(records.scalars(select(Letter).where(joint_replies.answers(application.id)).order_by(Letter.id)))
