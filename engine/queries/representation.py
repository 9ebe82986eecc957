"""Who stands beside the applicant of a case, as pages show it, and what its power of attorney lacks."""

from dataclasses import dataclass
from datetime import date

from engine.office import Office
from engine.records import Application, Representation, identity
from engine.rules.representation import Doubt, PowerScope, doubts_about


@dataclass(frozen=True, kw_only=True)
class RepresentationFacts:
    """Co-applicants, agent, recipient; the agent's number is masked, telephone numbers as the reader may see them.

    `doubts` are what the power of attorney lacks today, to be asked for with a supplement.
    """

    co_applicants: tuple[str, ...]
    agent_name: str
    agent_firm: str
    agent_phone: str
    agent_identity_kind: str
    agent_identity_masked: str
    has_power: bool
    power_scope: tuple[PowerScope, ...]
    granted_on: date | None
    valid_until: date | None
    recipient_name: str
    recipient_phone: str
    recipient_email: str
    recipient_postcode: str
    recipient_address: str
    doubts: tuple[Doubt, ...]


def representation_of(application: Application, office: Office, *, shows_phones: bool) -> RepresentationFacts | None:
    """The row as values; None where the applicant acts and receives alone."""
    row = application.representation
    if row is None:
        return None
    phones = (row.agent_phone, row.recipient_phone)
    agent_phone, recipient_phone = phones if shows_phones else map(identity.masked, phones)
    return RepresentationFacts(
        co_applicants=row.names,
        agent_name=row.agent_name,
        agent_firm=row.agent_firm,
        agent_phone=agent_phone,
        agent_identity_kind=row.agent_identity_kind,
        agent_identity_masked=_masked_number(row, office),
        has_power=row.has_power,
        power_scope=tuple(PowerScope(word) for word in row.power_scope.split()),
        granted_on=row.granted_on,
        valid_until=row.valid_until,
        recipient_name=row.recipient_name,
        recipient_phone=recipient_phone,
        recipient_email=row.recipient_email,
        recipient_postcode=row.recipient_postcode,
        recipient_address=row.recipient_address,
        doubts=doubts_about(row.power, today=office.clock.today()) if row.power else (),
    )


def _masked_number(row: Representation, office: Office) -> str:
    key = office.settings.identity_key
    return identity.masked(identity.unseal(row.agent_identity_sealed, key=key, owner=row.application_id))
