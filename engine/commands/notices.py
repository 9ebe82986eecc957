"""A procedural letter on its way out: approved, signed, sealed, frozen, served. One way for every kind of notice.

内部规定：发文程序；国办公开办函〔2016〕235号
"""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands import defence, files, letters
from engine.commands.mailing import promise_email
from engine.commands.remedies import SUBMITTED
from engine.commands.review import Opinion, record_opinion
from engine.commands.serve import Sealing, Service, require_consent, require_proof, require_register_entry
from engine.commands.sheets import claim_step
from engine.office import Office
from engine.permissions import Actor
from engine.records import Consultation, EventName, Letter, LetterState, OpenTask, history
from engine.rules.vocabulary import ConsultedParty


def approve_notice(task_id: int, opinion: Opinion, *, actor: Actor, office: Office) -> None:
    """The head of the disclosure office agrees with the notice and signs it, unless a leader must."""
    with office.transaction() as records:
        task = claim_step(records, task_id, opinion.sheet(), step="approve_notice", actor=actor, office=office)
        letter = letter_of(records, task)
        if opinion.agreed and not letters.needs_leader(letter):
            letters.sign(records, letter, actor=actor, office=office)
        record_opinion(records, task, letter, opinion, EventName.NOTICE_APPROVED, actor=actor, office=office)


def sign_notice(task_id: int, opinion: Opinion, *, actor: Actor, office: Office) -> None:
    """The deputy leader signs a letter that goes to somebody outside the case."""
    with office.transaction() as records:
        task = claim_step(records, task_id, opinion.sheet(), step="sign_notice", actor=actor, office=office)
        letter = letter_of(records, task)
        if opinion.agreed:
            letters.sign(records, letter, actor=actor, office=office)
        record_opinion(records, task, letter, opinion, EventName.NOTICE_SIGNED, actor=actor, office=office)


def seal_notice(task_id: int, sealing: Sealing, *, actor: Actor, office: Office) -> None:
    """The use of the seal is recorded, and the outbox freezes the notice."""
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="seal_notice")
        require_register_entry(sealing)
        letter = letter_of(records, task)
        letters.seal(records, letter, office=office)
        history.add(
            records, task.application, EventName.NOTICE_SEALED, actor, office.clock,
            letter_id=letter.id, register_entry=sealing.register_entry,
        )  # fmt: skip
        files.keep_all(records, task.application, sealing.scans, actor=actor, office=office)
        office.workflow.complete(records, task, {"sealed": True})


def serve_notice(task_id: int, service: Service, *, actor: Actor, office: Office) -> None:
    """The notice is served with proof, and the reply clock knows what it means."""
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="serve_notice")
        letter = letter_of(records, task)
        require_proof(service, dated_on=letter.dated_on, today=office.clock.today())
        if not letters.needs_leader(letter):
            require_consent(task.application, service)
            promise_email(records, letter, service.method, office=office)
        letter.state = LetterState.SERVED
        history.add(
            records, task.application, EventName.NOTICE_SERVED, actor, office.clock, on=service.served_on,
            letter_id=letter.id, kind=letter.kind, method=service.method.value,
            tracking_number=service.tracking_number, proof=service.proof,
        )  # fmt: skip
        if letter.kind in EFFECTS:
            EFFECTS[letter.kind](records, letter, service, actor, office)
        after = SUBMITTED if letter.kind == defence.KIND else {}
        office.workflow.complete(records, task, {"served": True}, **after)


def letter_of(records: Session, task: OpenTask) -> Letter:
    """The letter that this step is about."""
    return records.get_one(Letter, task.letter_id)


Effect = Callable[[Session, Letter, Service, Actor, Office], None]


def _served_until(event: EventName) -> Effect:
    """The notice names a day until which something may be done; its service is the event, with that day."""

    def effect(records: Session, letter: Letter, service: Service, actor: Actor, office: Office) -> None:
        history.add(
            records, letter.application, event, actor, office.clock, on=service.served_on, until=letter.facts["due_on"]
        )

    return effect


def _extension_notified(records: Session, letter: Letter, service: Service, actor: Actor, office: Office) -> None:
    """《条例》第33条第2款"""
    history.add(
        records, letter.application, EventName.EXTENSION_NOTIFIED, actor, office.clock, on=service.served_on,
        working_days=letter.facts["working_days"],
    )  # fmt: skip


def _fee_notice_sent(records: Session, letter: Letter, service: Service, actor: Actor, office: Office) -> None:
    """Handed over in person it is received at once; posted, its receipt is proven later. 《收费办法》第6条"""
    for event in (EventName.FEE_NOTICE_SENT, *_received_at_once(service, EventName.FEE_NOTICE_RECEIVED)):
        history.add(records, letter.application, event, actor, office.clock, on=service.served_on)


def _consultation_sent(records: Session, letter: Letter, service: Service, actor: Actor, office: Office) -> None:
    """Handed over in person it is received at once; posted, its receipt is proven later. 《条例》第32条、第34条"""
    consultation = records.scalars(select(Consultation).where(Consultation.letter_id == letter.id)).one()
    about = {"key": consultation.key, "to": consultation.to.value}
    if "reply_by" in letter.facts and consultation.to is ConsultedParty.OTHER_AGENCY:
        about["reply_by"] = letter.facts["reply_by"]
    for event in (EventName.CONSULTATION_SENT, *_received_at_once(service, EventName.CONSULTATION_RECEIVED)):
        history.add(records, letter.application, event, actor, office.clock, on=service.served_on, **about)


def _received_at_once(service: Service, received: EventName) -> tuple[EventName, ...]:
    return () if service.method.is_postal else (received,)


def _correction_answered(records: Session, letter: Letter, service: Service, actor: Actor, office: Office) -> None:
    """The applicant knows what came of the correction: the case is answered. 《条例》第41条"""
    history.add(
        records, letter.application, EventName.REPLY_SERVED, actor, office.clock, on=service.served_on,
        method=service.method.value, letter_id=letter.id,
    )  # fmt: skip
    office.workflow.send_message(records, letter.application, "deadline_settled")


EFFECTS: dict[str, Effect] = {
    "D10": _served_until(EventName.SUPPLEMENT_NOTICE_SERVED),  # 《条例》第30条
    "D11": _extension_notified,
    "D12": _consultation_sent,
    "D15": _consultation_sent,
    "D16": _consultation_sent,
    "D18": _fee_notice_sent,
    "D19": _served_until(EventName.REASONS_NOTICE_SERVED),  # 《条例》第35条: asking never restarts the clock
    "D51": _correction_answered,
    "D20": _served_until(EventName.DELAY_ANNOUNCED),  # 《条例》第35条
    defence.KIND: defence.submitted,
}
"""What service of a kind of letter means for the reply clock."""
