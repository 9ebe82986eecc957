"""登记回执 (D03): printed from the case as it stands."""

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
    with office.reading() as records:
        application = case_row(records, application_id, actor)
        agency = records.scalar(select(Agency))
    received_on, due_on = application.received_on, application.due_on
    if agency is None or received_on is None or due_on is None:
        raise NotFound(NOT_THERE)
    facts = _facts(application, agency, office, received_on=received_on, due_on=due_on)
    return LetterFile(f"登记回执{application.case_number}.pdf", office.letters.pdf("receipt", facts))


def _facts(
    application: Application, agency: Agency, office: Office, *, received_on: date, due_on: date
) -> ReceiptFacts:
    contact = Contact(
        office=agency.contact_office,
        phone=agency.contact_phone,
        address=agency.contact_address,
        hours=agency.contact_hours,
    )
    return ReceiptFacts(
        agency=AgencyFacts(name=agency.name, contact=contact),
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
