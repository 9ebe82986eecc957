"""How an envelope ends: registered as an application, filed with a case, or passed on with a reason.

《条例》第31条、第39条第1款
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, undefer

from engine.commands import files
from engine.commands.envelopes import normalized, note_end, taken_envelope
from engine.commands.files import Upload
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application, Envelope, EnvelopePhoto, EventName, history
from engine.rules import envelopes as rules
from engine.rules.envelopes import EnvelopeState, Paper

PHOTO = "信封"
_NUMBER = re.compile(r"[A-Za-z0-9]{8,40}")


@dataclass(frozen=True, kw_only=True)
class Filing:
    """The case whose paper this is, and what it is.

    `corrects_receipt`: the day of receipt registered too late becomes the day of the signature.
    """

    case_number: str
    paper: Paper
    corrects_receipt: bool = False


@dataclass(frozen=True, kw_only=True)
class Passing:
    """To whom the envelope goes, why, and whether the letter asks for government information after all."""

    passed_to: str
    reason: str
    asks_for_information: bool


def link_registered(
    records: Session, envelope_id: int, application: Application, *, actor: Actor, office: Office
) -> None:
    """The application just entered came in this envelope, whose picture lies with it.

    RuleViolation when channel or day of arrival are not those of the mail log. 《条例》第31条
    """
    envelope = taken_envelope(records, envelope_id)
    rules.require_way(
        envelope.signature(), application.channel, application.stray_channel, arrived_on=application.arrived_on
    )
    envelope.paper = Paper.APPLICATION
    _link(records, envelope, application, EnvelopeState.REGISTERED, actor, office)


def file_with_case(envelope_id: int, filing: Filing, *, actor: Actor, office: Office) -> int:
    """The envelope belongs to a case that is there already, its picture lies with it; returns the case.

    RuleViolation when there is no such case, or it counts as received later than it was signed for. 《条例》第31条
    """
    require(actor, Action.SETTLE_ENVELOPE)
    with office.transaction() as records:
        envelope = taken_envelope(records, envelope_id)
        application = records.scalar(select(Application).where(Application.case_number == filing.case_number.strip()))
        if application is None:
            raise RuleViolation("没有这个登记编号，请核对，例如：2026-0001。", field="case_number")
        envelope.paper = filing.paper
        is_application = filing.paper is Paper.APPLICATION
        if is_application:
            _settle_receipt(records, envelope, application, filing, actor=actor, office=office)
        state = EnvelopeState.REGISTERED if is_application else EnvelopeState.FILED
        _link(records, envelope, application, state, actor, office)
        return application.id


def pass_on(envelope_id: int, passing: Passing, *, actor: Actor, office: Office) -> None:
    """The envelope went to whoever it is for, with the reason on record.

    RuleViolation when it asks for government information: a complaint beside it changes nothing, it is registered,
    and what it is gets decided later. 《条例》第39条第1款
    """
    require(actor, Action.SETTLE_ENVELOPE)
    with office.transaction() as records:
        envelope = taken_envelope(records, envelope_id)
        if passing.asks_for_information:
            raise RuleViolation(
                "信里要求公开或者提供政府信息的，一律登记为申请；夹有信访、投诉、举报的也不转出，登记后由承办人判断性质、"
                "依法答复。",
                "《条例》第39条第1款",
                field="asks_for_information",
            )
        if not passing.passed_to.strip() or not passing.reason.strip():
            raise RuleViolation(
                "请填写转给谁和转出理由。", field="reason" if passing.passed_to.strip() else "passed_to"
            )
        envelope.passed_to, envelope.reason = passing.passed_to.strip(), passing.reason.strip()
        note_end(records, envelope, EnvelopeState.PASSED_ON, actor, office)


def require_receipt_day(records: Session, application: Application, received_on: date, evidence: str) -> None:
    """Nothing, if no envelope that is linked, or named by its number in the evidence, was signed for before this day.

    《条例》第31条第（二）项
    """
    for envelope in _signed_for(records, application, (EnvelopeState.REGISTERED,), evidence):
        rules.require_not_past(
            envelope.signature(), application.channel, application.stray_channel, received_on=received_on
        )


def require_supplement_day(records: Session, application: Application, received_on: date, evidence: str = "") -> None:
    """Nothing, if the supplement counts as received no later than its envelope was signed for.

    One that the applicant sent online has its own day. 《条例》第30条、第31条
    """
    sent = history.of(records, application, (EventName.SUPPLEMENT_SUBMITTED,))
    if received_on in {entry.on for entry in sent if entry.actor_id is None}:
        return
    found = _signed_for(records, application, (EnvelopeState.FILED,), evidence)
    papers = [each for each in found if each.paper in (Paper.SUPPLEMENT, None)]
    if papers:
        rules.require_day(max(papers, key=lambda each: each.signed_at).signature(), received_on)


def _signed_for(
    records: Session, application: Application, states: Collection[EnvelopeState], evidence: str
) -> Iterable[Envelope]:
    """The envelopes of this case in these states, and those whose number the evidence names."""
    named = {normalized(number) for number in _NUMBER.findall(evidence)}
    is_linked = (Envelope.application_id == application.id) & Envelope.state.in_(states)
    return records.scalars(select(Envelope).where(or_(is_linked, Envelope.tracking_number.in_(named))))


def _settle_receipt(
    records: Session, envelope: Envelope, application: Application, filing: Filing, *, actor: Actor, office: Office
) -> None:
    """The case counts as received no later than the signature; a later day is set right if that is wanted.

    《条例》第31条第（二）项
    """
    if application.received_on is None:
        return
    if filing.corrects_receipt and application.received_on > envelope.signed_on:
        application.arrived_on = min(application.arrived_on, envelope.signed_on)
        application.received_on = envelope.signed_on
        application.receipt_evidence = f"收发登记 {envelope.number}，{envelope.signed_by}签收"
        history.add(
            records, application, EventName.RECEIVED, actor, office.clock, on=envelope.signed_on,
            evidence=application.receipt_evidence, channel=application.channel.value,
        )  # fmt: skip
    rules.require_not_past(
        envelope.signature(), application.channel, application.stray_channel,
        received_on=application.received_on, field="corrects_receipt",
    )  # fmt: skip


def _link(
    records: Session, envelope: Envelope, application: Application, state: EnvelopeState, actor: Actor, office: Office
) -> None:
    envelope.application_id, envelope.application = application.id, application
    query = select(EnvelopePhoto).where(EnvelopePhoto.envelope_id == envelope.id)
    for photo in records.scalars(query.options(undefer(EnvelopePhoto.content)).order_by(EnvelopePhoto.id)):
        upload = Upload(PHOTO, f"{envelope.number}_{photo.name}"[-files.MOST_NAME :], photo.content)
        files.keep(records, application, upload, actor=actor, office=office)
    note_end(records, envelope, state, actor, office)
