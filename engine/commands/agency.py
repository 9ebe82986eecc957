"""The agency as its letters name it: entered and changed by an administrator, every change on record."""

from dataclasses import asdict, dataclass

from sqlalchemy import select

from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Agency, EventName, history


@dataclass(frozen=True, kw_only=True)
class AgencyEntry:
    """Name, document code, where review and suit go, and whom an addressee can reach."""

    name: str
    document_code: str
    review_body: str
    court: str
    contact_office: str
    contact_phone: str
    contact_address: str
    contact_hours: str
    page_form: str = "letter"


def describe_agency(entry: AgencyEntry, *, actor: Actor, office: Office) -> None:
    """Letters drafted from now on say this; those drafted before keep what they say.

    《条例》第29条；《行政复议法》第23条
    """
    require(actor, Action.MANAGE_AGENCY)
    values = {name: value.strip() for name, value in asdict(entry).items()}
    for name, value in values.items():
        if not value:
            raise RuleViolation("请填写，答复书须印有此项。", field=name)
    with office.transaction() as records:
        agency = records.scalar(select(Agency))
        if agency is None:
            agency = Agency(**values)
            records.add(agency)
        for name, value in values.items():
            setattr(agency, name, value)
        history.add(records, None, EventName.AGENCY_CHANGED, actor, office.clock, **values)
