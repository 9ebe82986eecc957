"""The messages of one person, newest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.office import Office
from engine.permissions import Actor
from engine.queries.listing import Page, paged
from engine.records import Message


@dataclass(frozen=True)
class MessageLine:
    """One message; `application_id` leads to its case."""

    id: int
    application_id: int | None
    text: str
    at: datetime
    is_read: bool


@dataclass(frozen=True)
class MessageList:
    """One page of messages."""

    rows: tuple[MessageLine, ...]
    total: int
    page: Page

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self.page.count(self.total)


def messages(page: Page, *, actor: Actor, office: Office) -> MessageList:
    """This person's own messages and nobody else's."""
    query = select(Message).where(Message.person_id == actor.person_id)
    with office.reading() as records:
        rows, total = paged(records, query, (Message.id.desc(),), page)
        lines = tuple(MessageLine(m.id, m.application_id, m.text, m.at, m.read_at is not None) for (m,) in rows)
    return MessageList(lines, total, page)
