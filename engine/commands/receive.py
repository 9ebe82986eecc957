"""From the registered paper to the day it counts as received; nothing classified enters, no paper is refused.

《条例》第28条、第29条、第31条
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.commands import envelope_ends
from engine.commands.cases import case_of
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application, EventName, OfflineFile, history
from engine.rules.contacts import Purpose, Way
from engine.rules.receipt import WRONG_CHANNEL, Receipt, channel_counted, require_receipt, way_of
from engine.workflow import require_step


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """The day on which both sides confirmed that the application arrived, and how."""

    confirmed_on: date
    evidence: str


@dataclass(frozen=True, kw_only=True)
class Guidance:
    """What the sender was told about the published channels, and how."""

    told_on: date
    words: str


@dataclass(frozen=True, kw_only=True)
class OfflineHandling:
    """The neutral label of a paper that bears a level mark, who keeps and reviews it, and what came of it."""

    label: str
    keeper: str
    reviewer: str
    handled_on: date
    conclusion: str


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One attempt to reach the applicant: when, how, what about, with whom, and what came of it.

    `number` is what was dialled, or the number of the consignment where a letter was sent.
    """

    at: datetime
    way: Way
    purpose: Purpose
    reached: bool
    result: str = ""
    spoke_with: str = ""
    number: str = ""


def confirm_receipt(task_id: int, confirmation: Confirmation, *, actor: Actor, office: Office) -> None:
    """The application counts as received on the day both sides confirmed it; the clock runs.

    《条例》第31条第（三）项
    """
    _fix_receipt(task_id, confirmation, "confirm_receipt", actor=actor, office=office)


def read_back(task_id: int, confirmation: Confirmation, *, actor: Actor, office: Office) -> None:
    """The form filled in for the applicant was read aloud and confirmed; the clock runs from that day.

    《条例》第29条第1款
    """
    _fix_receipt(task_id, confirmation, "read_back", actor=actor, office=office)


def lead_to_channel(task_id: int, guidance: Guidance, *, actor: Actor, office: Office) -> None:
    """The sender knows the published channels; what came another way is on record and waits for nothing.

    《条例》第28条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor)
        if not _came_astray(task.application, office):
            raise RuleViolation(
                "书面申请已经到达本机关，不得以渠道不对为由拒收或者退回，请登记办理。", "《条例》第28条"
            )
        require_step(task, "lead_to_channel")
        if not guidance.words.strip():
            raise RuleViolation("请写明如何告知了申请人正确的申请渠道。", "《条例》第28条", field="words")
        history.add(
            records, task.application, EventName.LED_TO_CHANNEL, actor, office.clock, on=guidance.told_on,
            words=guidance.words,
        )  # fmt: skip
        office.workflow.complete(records, task, {"led": True}, standing="wrong_channel")
        office.workflow.send_message(records, task.application, "deadline_settled")


def handle_offline(task_id: int, handling: OfflineHandling, *, actor: Actor, office: Office) -> None:
    """A paper with a level mark is handled outside this system; only label, people, dates and conclusion stand here.

    《条例》第14条、第17条
    """
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor, step="handle_offline")
        if not (handling.label.strip() and handling.keeper.strip() and handling.conclusion.strip()):
            raise RuleViolation("请填写代称、保管人和处理结论；不得填写涉密内容。", "《条例》第17条", field="label")
        records.add(OfflineFile(application_id=task.application_id, **vars(handling)))
        history.add(records, task.application, EventName.HANDLED_OFFLINE, actor, office.clock, on=handling.handled_on)
        office.workflow.complete(records, task, {"handled": True}, standing="offline")
        office.workflow.send_message(records, task.application, "deadline_settled")


NOT_REACHED, LETTER_SENT = "没有联系上。", "已按通信地址寄出联系函。"


def note_contact(application_id: int, contact: Contact, *, actor: Actor, office: Office) -> None:
    """The attempt to reach the applicant is on record; it replaces no letter, and withdraws or narrows nothing.

    RuleViolation when a talk came about and nothing says what was spoken. 国办公开办函〔2015〕207号
    """
    require(actor, Action.NOTE_CONTACT)
    if contact.at > office.clock.now():
        raise RuleViolation("联系的时间不能晚于现在，请核对。", field="on")
    if contact.reached and not contact.result.strip():
        raise RuleViolation("联系上的，请写明谈了什么、对方怎么说。", field="result")
    with office.transaction() as records:
        application = case_of(records, application_id)
        history.add(
            records, application, EventName.CONTACT_NOTED, actor, office.clock,
            way=contact.way.label, about=contact.purpose.value, reached=contact.reached, when=contact.at.isoformat(),
            result=contact.result.strip() or (LETTER_SENT if contact.way is Way.LETTER else NOT_REACHED),
            spoke_with=contact.spoke_with, number=contact.number,
        )  # fmt: skip


def receive(
    records: Session, application: Application, *, on: date, evidence: str, actor: Actor, office: Office
) -> None:
    """The day of receipt is fixed with its evidence; the reply clock and its reminders run from it.

    《条例》第31条
    """
    channel = channel_counted(application.channel, application.stray_channel)
    receipt = Receipt(channel=channel, arrived_on=application.arrived_on, received_on=on, evidence=evidence)
    require_receipt(receipt, today=office.clock.today(), readings=office.readings)
    envelope_ends.require_receipt_day(records, application, on, evidence)
    application.received_on, application.receipt_evidence = on, evidence
    history.add(
        records, application, EventName.RECEIVED, actor, office.clock, on=on,
        evidence=evidence, channel=application.channel.value,
    )  # fmt: skip
    office.workflow.start(records, "escalate_deadline", application, {"application_id": application.id})


def _came_astray(application: Application, office: Office) -> bool:
    return way_of(application.channel, application.stray_channel, office.readings) == WRONG_CHANNEL


EVENTS = {"confirm_receipt": EventName.RECEIPT_CONFIRMED, "read_back": EventName.APPLICATION_READ_BACK}


def _fix_receipt(task_id: int, confirmation: Confirmation, step: str, *, actor: Actor, office: Office) -> None:
    with office.transaction() as records:
        task = office.workflow.claim(records, task_id, actor)
        if _came_astray(task.application, office):
            raise RuleViolation("来件没有经过公布的渠道，不能以发件或者来件之日作为收到日期。", "《条例》第31条")
        require_step(task, step)
        history.add(records, task.application, EVENTS[step], actor, office.clock, on=confirmation.confirmed_on)
        receive(
            records, task.application, on=confirmation.confirmed_on, evidence=confirmation.evidence,
            actor=actor, office=office,
        )  # fmt: skip
        office.workflow.complete(records, task, {"confirmed": True})
