"""申请渠道: how each is published now; a channel without a row is as `engine.rules.channels` proposes."""

from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.records.base import Base, Moment, Word
from engine.rules.channels import UNTIL_SET, PublishedChannel
from engine.rules.vocabulary import Channel


class ChannelRow(Base):
    """One channel that an administrator has opened, closed or described."""

    __tablename__ = "published_channel"
    channel: Mapped[Channel] = mapped_column(Word(Channel), primary_key=True)
    is_open: Mapped[bool]
    details: Mapped[str] = mapped_column(String(160), default="")
    hours: Mapped[str] = mapped_column(String(120), default="")
    changed_at: Mapped[datetime] = mapped_column(Moment)


def published(records: Session) -> tuple[PublishedChannel, ...]:
    """Every channel as it is published now, open or closed."""
    rows = {row.channel: row for row in records.scalars(select(ChannelRow))}
    return tuple(
        PublishedChannel(channel=row.channel, is_open=row.is_open, details=row.details, hours=row.hours)
        if (row := rows.get(proposed.channel))
        else proposed
        for proposed in UNTIL_SET
    )


def is_portal_open(records: Session) -> bool:
    """Whether online applications are taken."""
    return any(each.is_open for each in published(records) if each.channel is Channel.ONLINE_PLATFORM)
