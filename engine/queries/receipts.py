"""登记回执 (D03), printed, read aloud or in large print, and the letter to whoever cannot be reached."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engine.errors import NotFound
from engine.letters.facts import Agency as AgencyFacts
from engine.letters.facts import Contact
from engine.letters.notices import ReceiptFacts
from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import NOT_THERE
from engine.queries.facts import case_row
from engine.queries.letters import LetterFile
from engine.records import Agency, Application, intake


def receipt(application_id: int, *, actor: Actor, office: Office) -> LetterFile:
    """The receipt as PDF; NotFound until the application is registered and the agency has a name.

    《条例》第31条
    """
    facts = receipt_facts(application_id, actor=actor, office=office)
    return LetterFile(f"登记回执{facts.case_no}.pdf", office.letters.pdf("receipt", facts))


def receipt_facts(application_id: int, *, actor: Actor, office: Office) -> ReceiptFacts:
    """What the receipt says, for the page that is read aloud; NotFound as for the receipt itself.

    《条例》第28条、第31条
    """
    with office.reading() as records:
        application = case_row(records, application_id, actor)
        agency = records.scalar(select(Agency))
    received_on, due_on = application.received_on, application.due_on
    if agency is None or received_on is None or due_on is None:
        raise NotFound(NOT_THERE)
    return _facts(application, agency, office, received_on=received_on, due_on=due_on)


@dataclass(frozen=True, kw_only=True)
class ContactLetter:
    """What a letter says to an applicant who cannot be reached: who writes, to whom, about which application."""

    agency: AgencyFacts
    case_number: str
    applicant_name: str
    postcode: str
    address: str
    arrived_on: date
    dated_on: date
    is_received: bool


def contact_letter(application_id: int, *, actor: Actor, office: Office) -> ContactLetter:
    """The letter that asks the applicant to call; NotFound when the case is not this actor's to see.

    国办公开办函〔2015〕207号
    """
    with office.reading() as records:
        application = case_row(records, application_id, actor)
        agency = records.scalar(select(Agency))
    if agency is None:
        raise NotFound(NOT_THERE)
    return ContactLetter(
        agency=_agency(agency),
        case_number=application.case_number,
        applicant_name=application.applicant_name,
        postcode=application.postcode,
        address=application.address,
        arrived_on=application.arrived_on,
        dated_on=office.clock.today(),
        is_received=application.received_on is not None,
    )


def _agency(agency: Agency) -> AgencyFacts:
    contact = Contact(
        office=agency.contact_office,
        phone=agency.contact_phone,
        address=agency.contact_address,
        hours=agency.contact_hours,
    )
    return AgencyFacts(name=agency.name, contact=contact)


def _facts(
    application: Application, agency: Agency, office: Office, *, received_on: date, due_on: date
) -> ReceiptFacts:
    return ReceiptFacts(
        agency=_agency(agency),
        case_no=application.case_number,
        dated_on=office.clock.today(),
        **intake.named_in_letters(application),
        received_on=received_on,
        channel=application.channel.value,
        request_items=tuple(item.what for item in application.items),
        papers=("政府信息公开申请表",),
        due_on=due_on,
        query_website=f"{office.settings.public_url}/track",
    )
