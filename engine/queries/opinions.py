"""A consultation as the consulted party sees it: what its letter says, and nothing about who applied."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.office import Office
from engine.queries.access import NOT_THERE
from engine.records import OPEN_STATES, Agency, Consultation, EventName, HistoryEntry, LetterState, history
from engine.rules.time_limits import CO_MAKER_OPINION, THIRD_PARTY_OPINION
from engine.rules.vocabulary import ConsultedParty


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the party is asked. The applicant, the case number and every internal word are left out.

    `answer_by` is None until it is proven when the letter arrived; `given_on` is the day of the party's opinion.
    """

    number: str
    agency: str
    contact: str
    party: str
    you: str
    is_third_party: bool
    is_other_agency: bool
    document_number: str
    dated_on: date | None
    information: tuple[str, ...]
    concerns: str
    working_days: int
    answer_by: date | None
    is_open: bool
    given_on: date | None
    agrees: bool | None
    words: str


def asked(consultation_id: int, office: Office) -> Asked:
    """The consultation; only for a browser that has named its pass phrase."""
    with office.reading() as records:
        consultation = records.get(Consultation, consultation_id)
        if consultation is None:
            raise NotFound(NOT_THERE)
        agency = records.scalar(select(Agency))
        letter, is_third_party = consultation.letter, consultation.to is ConsultedParty.THIRD_PARTY
        is_served = letter is not None and letter.state is LetterState.SERVED
        given_on = _given_on(records, consultation)
        return Asked(
            number=consultation.key,
            agency=agency.name if agency else "本机关",
            contact=f"{agency.contact_office}，{agency.contact_address}，电话 {agency.contact_phone}" if agency else "",
            party=consultation.name,
            you="贵单位" if consultation.is_organization else "您",
            is_third_party=is_third_party,
            is_other_agency=consultation.to is ConsultedParty.OTHER_AGENCY,
            document_number=(letter.document_number or "") if letter else "",
            dated_on=letter.dated_on if letter else None,
            information=tuple(consultation.information.split("\n")),
            concerns=consultation.concerns,
            working_days=(THIRD_PARTY_OPINION if is_third_party else CO_MAKER_OPINION).working_days,
            answer_by=_answer_by(records, consultation, office),
            is_open=is_served and given_on is None and consultation.application.state in OPEN_STATES,
            given_on=given_on,
            agrees=consultation.agrees if given_on else None,
            words=consultation.opinion,
        )


def _given_on(records: Session, consultation: Consultation) -> date | None:
    query = select(HistoryEntry).where(
        HistoryEntry.application_id == consultation.application_id, HistoryEntry.event == EventName.OPINION_RECEIVED
    )
    return next((e.on for e in records.scalars(query) if e.facts.get("key") == consultation.key), None)


def _answer_by(records: Session, consultation: Consultation, office: Office) -> date | None:
    application = consultation.application
    if application.received_on is None:
        return None
    entries = history.of(records, application)
    clock = office.reply_clock(records, application, entries)
    return next((letter.last_day for letter in clock.consultations if letter.key == consultation.key), None)
