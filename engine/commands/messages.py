"""Reading one's messages."""

from sqlalchemy import update

from engine.office import Office
from engine.permissions import Actor
from engine.records import Message


def mark_read(*, actor: Actor, office: Office) -> None:
    """None of this person's messages is unread."""
    with office.transaction() as records:
        records.execute(
            update(Message)
            .where(Message.person_id == actor.person_id, Message.read_at.is_(None))
            .values(read_at=office.clock.now())
        )
