"""What the outbox and the timers do: freeze a letter, deliver a reminder, wake a process whose timer is due."""

import logging
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, contains_eager

from engine.commands import alarm, letters, urge
from engine.errors import Conflict
from engine.letters.facts import Seal
from engine.letters.seals import NoElectronicSeal, sealed
from engine.office import Office
from engine.permissions import UNIT_ROLES, Role
from engine.post.seal_service import SealService
from engine.records import (
    Application,
    Duty,
    Letter,
    Message,
    OutboxEntry,
    Person,
    PlannedTimer,
    ProcessInstance,
    absences,
)
from engine.records.processes import MOST_FAILURES
from engine.records.promises import promise

log = logging.getLogger("mingda.timers")

MOST_TEXT = 400


def freeze_letter(entry_id: int, office: Office) -> None:
    """The sealed letter is stored as bytes; rendered outside the transaction, checked against the approval inside."""
    with office.reading() as records:
        letter_id = records.get_one(OutboxEntry, entry_id).facts["letter_id"]
        letter = records.get_one(Letter, letter_id)
        template, facts = letter.template, letters.facts_of(letter)
    mode = Seal(office.settings.seal)
    pdf = office.letters.pdf(template, replace(facts, seal=mode))
    service = SealService(office.settings.seal_service) if mode is Seal.ELECTRONIC else NoElectronicSeal()
    pdf = sealed(pdf, mode, service)
    with office.transaction() as records:
        entry = still_open(records, entry_id)
        if entry is not None:
            letters.store_frozen(records, records.get_one(Letter, letter_id), pdf, office=office)
            entry.done_at, entry.trouble = office.clock.now(), ""


def deliver_reminder(entry_id: int, office: Office) -> None:
    """Everybody whom the rung reaches has the reminder in their messages, once for each case, rung and due date."""
    with office.transaction() as records:
        entry = still_open(records, entry_id)
        if entry is None:
            return
        application = records.get_one(Application, entry.application_id)
        text = _text(application, date.fromisoformat(entry.facts["due_on"]), office)
        for person in recipients(records, application, Role(entry.facts["recipient"])):
            leave_message(records, person, entry, text, office)
        if entry.facts["action"] == "urge":
            urge.urge_case(records, application, entry.facts["due_on"], office=office)
        entry.done_at = office.clock.now()


def deliver_urging_answer(entry_id: int, office: Office) -> None:
    """Whoever supervises knows what the unit answered."""
    with office.transaction() as records:
        entry = still_open(records, entry_id)
        if entry is None:
            return
        application = records.get_one(Application, entry.application_id)
        finish_on = date.fromisoformat(entry.facts["finish_on"])
        text = (
            f"{application.case_number} 号申请的督办已答复，承办科室保证"
            f"{finish_on.year}年{finish_on.month}月{finish_on.day}日前办结，原因见案件办理过程。"
        )
        for person in recipients(records, application, Role.SUPERVISOR):
            leave_message(records, person, entry, text, office)
        entry.done_at = office.clock.now()


def deliver_unit_reminder(entry_id: int, office: Office) -> None:
    """The unit that was asked for help, its head included, has the reminder in its messages."""
    with office.transaction() as records:
        entry = still_open(records, entry_id)
        if entry is None:
            return
        application = records.get_one(Application, entry.application_id)
        people = select(Person).join(Duty).where(Duty.role.in_(UNIT_ROLES), Person.active)
        text = f"{application.case_number} 号申请请贵处室协办的问题已到答复日期，请尽快答复；不答复不视为同意。"
        for person in records.scalars(people.where(Person.unit_id == entry.facts["unit_id"])).unique():
            leave_message(records, person, entry, text, office)
        entry.done_at = office.clock.now()


def wake_due(office: Office, *, most: int = 200) -> int:
    """Up to `most` processes whose timer has come have gone on; returns how many timers were taken up.

    A process that cannot be woken holds up no other: it is tried once a call, and after five failures its timer
    is set aside until a person looks.
    """
    failed: set[int] = set()
    if not _any_due(office):
        return 0
    for taken in range(most):
        if not _wake_next(office, failed):
            return taken
    return most


def set_aside(records: Session) -> list[PlannedTimer]:
    """Timers whose process could not be woken as often as it may fail: a person must look."""
    query = select(PlannedTimer).where(PlannedTimer.due_at.is_not(None), PlannedTimer.failures >= MOST_FAILURES)
    return list(records.scalars(query.order_by(PlannedTimer.id)))


def _wake_next(office: Office, failed: set[int]) -> bool:
    """Whether a timer was due; if its process could not be woken it is now among `failed`."""
    timer_id = None
    try:
        with office.transaction() as records:
            timer = records.scalar(_due_timer(office, failed)) or records.scalar(_due_timer_of_year(office, failed))
            if timer is None:
                return False
            timer_id = timer.id
            office.workflow.wake(records, timer.instance)
    except Exception as error:  # the edge of the job: one bad process must not stop the clock of all others
        if timer_id is None:
            raise
        failed.add(timer_id)
        if not isinstance(error, Conflict):
            log.exception("process not woken", extra={"timer": timer_id})
            _count_failure(timer_id, office)
    return True


def _any_due(office: Office) -> bool:
    """Whether there is anything to wake, asked without waiting for anybody who writes."""
    query = select(PlannedTimer.id).where(*_has_come(office)).limit(1)
    with office.reading() as records:
        return records.scalar(query) is not None


def _has_come(office: Office) -> tuple[ColumnElement[bool], ...]:
    return PlannedTimer.due_at <= office.clock.now(), PlannedTimer.failures < MOST_FAILURES


def _due_timer(office: Office, failed: Collection[int]) -> Select[PlannedTimer]:
    """The longest due timer; a case that somebody else is writing to is left for the next time."""
    return (
        select(PlannedTimer)
        .join(PlannedTimer.instance)
        .join(ProcessInstance.application)
        .options(contains_eager(PlannedTimer.instance).contains_eager(ProcessInstance.application))
        .where(*_has_come(office), PlannedTimer.id.not_in(failed))
        .order_by(PlannedTimer.due_at)
        .limit(1)
        .with_for_update(of=[Application, PlannedTimer], key_share=True, skip_locked=True)
    )


def _due_timer_of_year(office: Office, failed: Collection[int]) -> Select[PlannedTimer]:
    """The same for the report of a year; one that somebody else is writing to is left for the next time."""
    return (
        select(PlannedTimer)
        .join(ProcessInstance, PlannedTimer.process_instance_id == ProcessInstance.id)
        .where(PlannedTimer.report_year.is_not(None))
        .where(*_has_come(office), PlannedTimer.id.not_in(failed))
        .limit(1)
        .with_for_update(of=[ProcessInstance, PlannedTimer], key_share=True, skip_locked=True)
    )


def _count_failure(timer_id: int, office: Office) -> None:
    with office.transaction() as records:
        timer = records.get(PlannedTimer, timer_id)
        if timer is not None:
            timer.failures += 1
            if timer.failures >= MOST_FAILURES:
                text = "有案件的时钟未能继续，已搁置等待处理，请在“运行情况”中查看。"
                alarm.raise_alarm(records, f"timer:{timer_id}", text, office)


def still_open(records: Session, entry_id: int) -> OutboxEntry | None:
    """The promise, locked; None when another process has carried it out meanwhile."""
    entry = records.scalars(select(OutboxEntry).where(OutboxEntry.id == entry_id).with_for_update(of=OutboxEntry)).one()
    return entry if entry.done_at is None else None


def recipients(records: Session, application: Application, role: Role) -> list[Person]:
    """Who holds the role for this case: its handler, the people of its unit, or everybody with the role."""
    if role is Role.HANDLER and application.handler is not None:
        return [application.handler]
    query = select(Person).join(Duty).where(Duty.role == role, Person.active)
    if role in UNIT_ROLES and application.handling_unit_id is not None:
        query = query.where(Person.unit_id == application.handling_unit_id)
    return list(records.scalars(query.order_by(Person.id)).unique())


def leave_message(records: Session, person: Person, entry: OutboxEntry, text: str, office: Office) -> None:
    """The message is in the person's list, and of somebody away in the deputy's too; each has it once."""
    _leave(records, person, entry, text, office)
    deputy = absences.deputy_of(records, person.id, office.clock.today())
    if deputy is not None:
        _leave(records, deputy, entry, f"（代{person.name}）{text}"[:MOST_TEXT], office)


def _leave(records: Session, person: Person, entry: OutboxEntry, text: str, office: Office) -> None:
    key = f"{entry.key}:{person.id}"
    if records.scalar(select(Message.id).where(Message.person_id == person.id, Message.key == key)) is None:
        records.add(
            Message(person_id=person.id, application_id=entry.application_id, key=key, text=text, at=office.clock.now())
        )
        if office.settings.webhook_url:
            _promise_webhook(records, person, entry, text, office)


def _text(application: Application, due_on: date, office: Office) -> str:
    """Today's wording, whenever the reminder was planned."""
    with_date = f"{due_on.year}年{due_on.month}月{due_on.day}日"
    today = office.clock.today()
    if today > due_on:
        return f"{application.case_number} 号申请的答复期限已于{with_date}届满，请立即办结并说明原因。"
    if today == due_on:
        return f"{application.case_number} 号申请今天到期，请在今天内送达答复。"
    return f"{application.case_number} 号申请的答复期限为{with_date}，请抓紧办理。"


def _promise_webhook(records: Session, person: Person, entry: OutboxEntry, text: str, office: Office) -> None:
    """The office-automation system, which officials read, hears of the message too."""
    facts = {"account": person.account, "text": text}
    key = f"webhook:{entry.key}:{person.id}"
    records.add(promise("webhook", key, facts, now=office.clock.now(), application_id=entry.application_id))
