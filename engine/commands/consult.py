"""Asking a third party or an agency that made the paper with us, in writing, and weighing what it says.

《条例》第15条、第32条、第34条
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands import letters
from engine.errors import NotFound, RuleViolation
from engine.letters.facts import LetterFacts
from engine.letters.notices import AgencyEnquiryFacts, CoMakerLetterFacts, ThirdPartyLetterFacts
from engine.office import Office
from engine.passwords import new_pass_phrase
from engine.permissions import Action, Actor, require
from engine.records import Consultation, EventName, OpenTask, history
from engine.rules.time_limits import CO_MAKER_OPINION, THIRD_PARTY_OPINION
from engine.rules.vocabulary import ConsultedParty


@dataclass(frozen=True, kw_only=True)
class PlannedConsultation:
    """One party to be asked, about which information of which items, and which right it concerns.

    `is_referral`: another agency is to settle whether it may be disclosed, not only to confirm it.
    """

    to: ConsultedParty
    name: str
    address: str = ""
    is_organization: bool = True
    information: tuple[str, ...]
    concerns: str = ""
    is_referral: bool = False
    item_numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What the party says, on the day it reached us; an objection needs its reasons."""

    received_on: date
    agrees: bool
    words: str


def plan_consultations(task_id: int, planned: Sequence[PlannedConsultation], *, actor: Actor, office: Office) -> None:
    """Each party has its consultation; letters to all of them are drafted next.

    《条例》第32条、第34条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="plan_consultations")
        _require_secrecy_review(task)
        if not planned:
            raise RuleViolation("请至少填写一个征求意见的对象。", "《条例》第32条", field="planned")
        made = [_consultation(task, plan) for plan in planned]
        records.add_all(made)
        records.flush()
        history.add(
            records, task.application, EventName.CONSULTATIONS_PLANNED, actor, office.clock,
            consultations=[consultation.id for consultation in made],
        )  # fmt: skip
        office.workflow.complete(
            records, task, {"planned": len(made)},
            third_parties=_keys(made, ConsultedParty.THIRD_PARTY) | _keys(made, ConsultedParty.OTHER_AGENCY),
            co_makers=_keys(made, ConsultedParty.CO_MAKER),
        )  # fmt: skip


def draft_consultation(task_id: int, *, actor: Actor, office: Office) -> None:
    """The letter to a third party, or to an agency concerned, is drafted; it does not name the applicant.

    《条例》第11条、第32条
    """
    _draft(task_id, "draft_consultation", actor=actor, office=office)


def draft_co_maker_letter(task_id: int, *, actor: Actor, office: Office) -> None:
    """The letter to an agency that made the information with us is drafted; its silence will count as consent.

    《条例》第34条
    """
    _draft(task_id, "draft_co_maker_letter", actor=actor, office=office)


def record_letter_receipt(consultation_id: int, received_on: date, *, actor: Actor, office: Office) -> None:
    """It is proven when the party got our letter; its fifteen working days run from that day.

    《条例》第32条、第34条
    """
    _note_fate(consultation_id, EventName.CONSULTATION_RECEIVED, received_on, actor=actor, office=office)


def record_returned_letter(consultation_id: int, returned_on: date, *, actor: Actor, office: Office) -> None:
    """The letter came back undelivered: the pause ends that day."""
    _note_fate(consultation_id, EventName.CONSULTATION_RETURNED, returned_on, actor=actor, office=office)


def register_opinion(consultation_id: int, opinion: Opinion, *, actor: Actor, office: Office) -> None:
    """The opinion that came by post or at the counter is on record with its real day; whoever waits for it goes on.

    《条例》第32条、第34条
    """
    require(actor, Action.REGISTER_OPINION)
    with office.transaction() as records:
        consultation = consultation_of(records, consultation_id)
        note_opinion(records, consultation, opinion, actor=actor, office=office)
        office.workflow.send_message(records, consultation.application, "opinion_arrived", key=consultation.key)


def hand_out_pass_phrase(consultation_id: int, *, actor: Actor, office: Office) -> str:
    """A fresh pass phrase for the party's own page, to be enclosed with the letter; an earlier one opens nothing."""
    require(actor, Action.REGISTER_OPINION)
    phrase = new_pass_phrase()
    with office.transaction() as records:
        consultation_of(records, consultation_id).pass_phrase_hash = office.passwords.hash(phrase)
    return phrase


def confirm_silence(task_id: int, typed_late: Opinion | None = None, *, actor: Actor, office: Office) -> None:
    """A third party has not answered in its fifteen working days, or another agency by the day we named: the agency
    decides itself, silence is neither.

    An opinion that did come in time and is typed only now counts with its real day. 《条例》第32条
    """
    _close_window(task_id, typed_late, "confirm_silence", actor=actor, office=office)


def confirm_consent_by_silence(
    task_id: int, typed_late: Opinion | None = None, *, actor: Actor, office: Office
) -> None:
    """An agency that made the information with us has not answered: it counts as agreeing.

    An opinion that did come in time and is typed only now counts with its real day. 《条例》第34条
    """
    _close_window(task_id, typed_late, "confirm_consent_by_silence", actor=actor, office=office)


def note_opinion(
    records: Session, consultation: Consultation, opinion: Opinion, *, actor: Actor, office: Office
) -> None:
    """What the party says is on record once, under the day it reached us; RuleViolation when it cannot be right.

    《条例》第32条
    """
    if consultation.agrees is not None:
        raise RuleViolation("这一方的意见已经登记过。")
    if opinion.received_on > office.clock.today():
        raise RuleViolation("收到意见的日期不能晚于今天。", field="received_on")
    if not opinion.agrees and not opinion.words.strip():
        raise RuleViolation("不同意公开的，请写明理由。", "《条例》第32条", field="words")
    consultation.agrees, consultation.opinion = opinion.agrees, opinion.words
    history.add(
        records, consultation.application, EventName.OPINION_RECEIVED, actor, office.clock,
        on=opinion.received_on, key=consultation.key, to=consultation.to.value, agrees=opinion.agrees,
    )  # fmt: skip


def consultation_of(records: Session, consultation_id: int) -> Consultation:
    """The consultation; NotFound when there is none."""
    consultation = records.get(Consultation, consultation_id)
    if consultation is None:
        raise NotFound("没有找到这份征求意见。")
    return consultation


def consultations(records: Session, application_id: int) -> list[Consultation]:
    """The parties asked in a case, in the order they were planned."""
    query = select(Consultation).where(Consultation.application_id == application_id)
    return list(records.scalars(query.order_by(Consultation.id)))


def _consultation(task: OpenTask, plan: PlannedConsultation) -> Consultation:
    if not plan.name.strip() or not plan.information:
        raise RuleViolation("请填写对方名称和征求意见的信息。", "《条例》第32条", field="planned")
    if plan.to is ConsultedParty.OTHER_AGENCY and not plan.concerns.strip():
        raise RuleViolation("请写明请有关机关协商、确认什么。", "《条例》第11条", field="planned")
    return Consultation(
        application_id=task.application_id,
        to=plan.to,
        name=plan.name.strip(),
        is_organization=plan.is_organization,
        address=plan.address,
        information="\n".join(plan.information),
        concerns=plan.concerns,
        is_referral=plan.is_referral and plan.to is ConsultedParty.OTHER_AGENCY,
        item_numbers=list(plan.item_numbers),
    )


def _keys(made: Sequence[Consultation], to: ConsultedParty) -> dict[str, str]:
    return {consultation.key: consultation.key for consultation in made if consultation.to is to}


def _draft(task_id: int, step: str, *, actor: Actor, office: Office) -> None:
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step=step)
        consultation = consultation_of(records, int(task.subject_key))
        facts = letter_facts(records, consultation, office)
        letter = letters.draft_notice(
            records, task.application, LETTERS[consultation.to], facts, actor=actor, office=office
        )
        consultation.letter_id = letter.id
        history.add(
            records, task.application, EventName.CONSULTATION_DRAFTED, actor, office.clock,
            key=consultation.key, letter_id=letter.id,
        )  # fmt: skip
        office.workflow.complete(records, task, {"drafted": True}, letter_id=letter.id, notice_signer="deputy_leader")


def letter_facts(records: Session, consultation: Consultation, office: Office) -> LetterFacts:
    """What the letter to this party says; it does not name the applicant.

    《条例》第11条、第32条、第34条
    """
    head = letters.house_head(records, consultation.application)
    party: dict[str, Any] = {
        "addressee": consultation.name,
        "is_organization": consultation.is_organization,
        "information": tuple(consultation.information.split("\n")),
    }
    if consultation.to is ConsultedParty.OTHER_AGENCY:
        reply_by = office.calendar(records).after(
            office.clock.today(), office.readings_over_time(records).now.agency_reply_days
        )
        return AgencyEnquiryFacts(
            **head, **party, question=consultation.concerns, reply_by=reply_by, is_referral=consultation.is_referral
        )
    party["answer_website"] = f"{site}/opinion" if (site := office.settings.outside_url) else ""
    if consultation.to is ConsultedParty.THIRD_PARTY:
        return ThirdPartyLetterFacts(
            **head, **party, concerns=consultation.concerns, working_days=THIRD_PARTY_OPINION.working_days
        )
    return CoMakerLetterFacts(**head, **party, working_days=CO_MAKER_OPINION.working_days)


LETTERS = {ConsultedParty.THIRD_PARTY: "D12", ConsultedParty.CO_MAKER: "D15", ConsultedParty.OTHER_AGENCY: "D16"}
"""Whom we ask → the kind of the letter."""


def _note_fate(consultation_id: int, event: EventName, on: date, *, actor: Actor, office: Office) -> None:
    require(actor, Action.REGISTER_OPINION)
    with office.transaction() as records:
        consultation = consultation_of(records, consultation_id)
        if on > office.clock.today():
            raise RuleViolation("日期不能晚于今天。", field="on")
        history.add(
            records, consultation.application, event, actor, office.clock, on=on, key=consultation.key,
            to=consultation.to.value,
        )  # fmt: skip


SILENCE_SAYS = {"confirm_silence": None, "confirm_consent_by_silence": True}
"""What silence amounts to: nothing for a third party or another agency, consent for a co-maker.

《条例》第32条、第34条
"""


def _close_window(task_id: int, typed_late: Opinion | None, step: str, *, actor: Actor, office: Office) -> None:
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step=step)
        consultation = consultation_of(records, int(task.subject_key))
        if typed_late is not None:
            note_opinion(records, consultation, typed_late, actor=actor, office=office)
        else:
            consultation.agrees = SILENCE_SAYS[step]
            history.add(
                records, task.application, EventName.SILENCE_CONFIRMED, actor, office.clock, key=consultation.key
            )
            _stop_waiting(records, consultation, actor=actor, office=office)
        office.workflow.complete(records, task, {"arrived_in_time": typed_late is not None})


def _stop_waiting(records: Session, consultation: Consultation, *, actor: Actor, office: Office) -> None:
    """The pause for an agency that has no term ends on the day that our letter named. 《条例》第33条第3款"""
    if consultation.to is ConsultedParty.OTHER_AGENCY and consultation.letter is not None:
        history.add(
            records, consultation.application, EventName.CONSULTATION_RETURNED, actor, office.clock,
            on=date.fromisoformat(consultation.letter.facts["reply_by"]), key=consultation.key,
            to=consultation.to.value, reason="协商确认函写明的复函日期已过，没有收到复函",
        )  # fmt: skip


def _require_secrecy_review(task: OpenTask) -> None:
    """Nothing goes out to be asked about before somebody judged its secrecy; the drawing stands for it, this insists.

    《条例》第17条
    """
    unreviewed = [
        i.number for i in task.application.items if i.facts.get("ask") and not i.facts.get("secrecy_reviewed")
    ]
    if unreviewed:
        raise RuleViolation(f"第{unreviewed[0]}项还没有保密审查，不能对外征求意见。", "《条例》第17条")
