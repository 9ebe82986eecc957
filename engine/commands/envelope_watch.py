"""Envelopes that nobody has taken over, or settled, by the next working morning: somebody hears of it every day.

内部规定：来件次日须有人接收；《条例》第31条
"""

from collections.abc import Iterator
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.clock import beijing_moment
from engine.commands.deliver import leave_message, still_open
from engine.office import Office
from engine.permissions import Role
from engine.records import Duty, Envelope, OutboxEntry, Person
from engine.records.promises import promise
from engine.rules.envelopes import OPEN_ENVELOPES, UNCLAIMED, channel_of
from engine.rules.receipt import SETTLED, way_of
from engine.rules.working_days import Calendar

KIND = "envelope_reminder"
HEAD_AFTER = 2
"""Working days without anybody taking it after which the head of the disclosure office hears of it."""


def reminders(records: Session, today: date, calendar: Calendar, now: datetime) -> Iterator[OutboxEntry]:
    """One promise for each envelope signed for before today that still has no end; once an envelope and day."""
    query = select(Envelope).where(
        Envelope.state.in_(OPEN_ENVELOPES), Envelope.signed_at < beijing_moment(today, time(0, 0))
    )
    for envelope in records.scalars(query.order_by(Envelope.id)):
        days = calendar.count(envelope.signed_on, today)
        facts = {"envelope_id": envelope.id, "tell_head": days >= HEAD_AFTER}
        yield promise(KIND, f"envelope:{envelope.id}:{today.isoformat()}", facts, now=now)


def deliver_envelope_reminder(entry_id: int, office: Office) -> None:
    """Whoever holds the envelope, or should take it, has the alarm; one that has found its end needs none."""
    with office.transaction() as records:
        entry = still_open(records, entry_id)
        if entry is None:
            return
        envelope = records.get_one(Envelope, entry.facts["envelope_id"])
        if envelope.state in OPEN_ENVELOPES:
            for person in _people(records, envelope, tell_head=entry.facts["tell_head"]):
                leave_message(records, person, entry, _text(envelope), office)
        entry.done_at = office.clock.now()


def _people(records: Session, envelope: Envelope, *, tell_head: bool) -> list[Person]:
    """The one who took it; else registrars and mail room; after some days the head of the disclosure office too."""
    roles = [Role.OFFICE_HEAD] if tell_head else []
    if envelope.state in UNCLAIMED:
        roles += [Role.REGISTRAR, Role.MAIL_ROOM]
    query = select(Person).outerjoin(Duty).where(Person.active)
    query = query.where(Duty.role.in_(roles) | (Person.id == envelope.taken_by_id))
    return list(records.scalars(query.order_by(Person.id)).unique())


def _text(envelope: Envelope) -> str:
    day = envelope.signed_on
    signed = f"来件 {envelope.number} 已于{day.year}年{day.month}月{day.day}日签收"
    settles = way_of(*channel_of(envelope.carrier)) == SETTLED
    law = "是申请的，签收之日就是收到之日" if settles else "是申请的，应当日与申请人确认收到"
    if envelope.state in UNCLAIMED:
        return f"{signed}，至今无人接收；{law}。请登记人今天到“收发登记”接收。"
    return f"{signed}，{envelope.taken_by}接收后还没有去向；{law}。请今天登记、归入案件或者转出。"
