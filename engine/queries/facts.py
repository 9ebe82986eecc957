"""The facts of one case as pages show them: who asks for what, how it came, where it lies, how long there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from engine.errors import NotFound
from engine.office import Office
from engine.permissions import Actor, Role
from engine.queries.access import NOT_THERE, visible_to
from engine.queries.days import DaysLeft, Today
from engine.queries.representation import RepresentationFacts, representation_of
from engine.queries.transfers import PlatformFacts, platform_facts
from engine.records import Application, CaseState, identity, intake
from engine.rules.mixed_letters import complaint_words
from engine.rules.vocabulary import ApplicantKind, Channel, DeliveryMethod, Outcome, StrayChannel

READERS_OF_CONTACT = frozenset({Role.REGISTRAR, Role.MAIL_ROOM, Role.HANDLER, Role.DISPATCHER})
"""Who writes to or calls the applicant, and so reads the telephone number in full."""


@dataclass(frozen=True)
class OtherCase:
    """Another case whose item stands in a joint reply, and the number the item has there."""

    id: int
    case_number: str
    number: int


@dataclass(frozen=True)
class ItemLine:
    """One requested item with what has been found and proposed so far; `other` when a joint reply brings it along."""

    id: int
    number: int
    what: str
    facts: Mapping[str, Any]
    outcome: Outcome | None
    articles: str
    answer: Mapping[str, Any]
    other: OtherCase | None = None


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """One case; identity numbers are masked, telephone numbers too except for those who call."""

    id: int
    case_number: str
    subject: str
    state: CaseState
    left: DaysLeft
    channel: Channel
    stray_channel: StrayChannel | None
    arrived_on: date
    received_on: date | None
    receipt_evidence: str
    applicant_kind: ApplicantKind
    applicant_name: str
    identity_kind: str
    identity_masked: str
    phone: str
    email: str
    postcode: str
    address: str
    form_wanted: str
    delivery: DeliveryMethod
    unit: str | None
    handler: str | None
    items: tuple[ItemLine, ...]
    representation: RepresentationFacts | None
    platform_record: PlatformFacts | None
    addressee: str
    """Who is written to: the recipient where one is named."""

    @property
    def complaint_words(self) -> tuple[str, ...]:
        """Words in the request by which a complaint is noticed; empty as a rule."""
        return complaint_words("\n".join(item.what for item in self.items))


def case_row(records: Session, application_id: int, actor: Actor) -> Application:
    """The case with its items, unit and handler; NotFound when it is not there or not this actor's to see."""
    query = (
        select(Application)
        .options(
            joinedload(Application.handling_unit),
            joinedload(Application.handler),
            joinedload(Application.representation),
            joinedload(Application.platform_record),
            selectinload(Application.items),
        )
        .where(Application.id == application_id, visible_to(actor))
    )
    application = records.scalar(query)
    if application is None:
        raise NotFound(NOT_THERE)
    return application


def facts_of(application: Application, today: Today, *, actor: Actor, office: Office) -> CaseFacts:
    """The row as values."""
    return CaseFacts(
        id=application.id,
        case_number=application.case_number,
        subject=application.request_text.partition("\n")[0],
        state=application.state,
        left=today.left(application.due_on, application.state, is_provisional=application.due_is_provisional),
        channel=application.channel,
        stray_channel=application.stray_channel,
        arrived_on=application.arrived_on,
        received_on=application.received_on,
        receipt_evidence=application.receipt_evidence,
        applicant_kind=application.applicant_kind,
        applicant_name=application.applicant_name,
        identity_kind=application.identity_kind,
        identity_masked=_identity(application, office),
        phone=_phone(application.phone, actor),
        email=application.email,
        postcode=application.postcode,
        address=application.address,
        form_wanted=application.form_wanted,
        delivery=application.delivery,
        unit=application.handling_unit.name if application.handling_unit else None,
        handler=application.handler.name if application.handler else None,
        items=tuple(
            ItemLine(item.id, item.number, item.what, item.facts, item.outcome, item.articles, item.answer)
            for item in application.items
        ),
        representation=representation_of(application, office, shows_phones=bool(actor.roles & READERS_OF_CONTACT)),
        platform_record=platform_facts(application),
        addressee=intake.addressee_of(application).name,
    )


def _identity(application: Application, office: Office) -> str:
    key = office.settings.identity_key
    return identity.masked(identity.unseal(application.identity_sealed, key=key, owner=application.id))


def _phone(phone: str, actor: Actor) -> str:
    return phone if actor.roles & READERS_OF_CONTACT else identity.masked(phone)
