"""申请渠道 as applicants and administrators see them, and what was changed when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Agency, EventName, HistoryEntry, channels
from engine.rules.channels import NEVER_CLOSED, OFFERED, PublishedChannel, lacks_electronic
from engine.rules.vocabulary import Channel

SHOWN = 50


@dataclass(frozen=True)
class ChannelChange:
    """One entry of the history."""

    at: datetime
    who: str
    name: str
    is_open: bool
    details: str
    hours: str


@dataclass(frozen=True)
class ChannelView:
    """The channels as they are set, whether an electronic one is missing, the latest changes first."""

    channels: tuple[PublishedChannel, ...]
    lacks_electronic: bool
    changes: tuple[ChannelChange, ...]


@dataclass(frozen=True)
class OpenChannel:
    """One way that is open to applicants, in their words."""

    channel: Channel
    name: str
    details: str
    hours: str


def channel_view(*, actor: Actor, office: Office) -> ChannelView:
    """What the administrator sets."""
    require(actor, Action.MANAGE_AGENCY)
    query = select(HistoryEntry).where(
        HistoryEntry.application_id.is_(None), HistoryEntry.event == EventName.CHANNEL_CHANGED
    )
    with office.reading() as records:
        known = channels.published(records)
        entries = records.scalars(query.order_by(HistoryEntry.id.desc()).limit(SHOWN)).all()
    changes = tuple(
        ChannelChange(
            entry.at, entry.actor_name, OFFERED[Channel(entry.facts["channel"])], entry.facts["is_open"],
            entry.facts["details"], entry.facts["hours"],
        )
        for entry in entries
    )  # fmt: skip
    return ChannelView(known, lacks_electronic(known), changes)


def open_channels(office: Office) -> tuple[OpenChannel, ...]:
    """Exactly the open ones; a place without details of its own is that of the agency's contact. 《条例》第28条"""
    with office.reading() as records:
        known, agency = channels.published(records), records.scalar(select(Agency))
    return tuple(
        OpenChannel(
            each.channel,
            OFFERED[each.channel],
            each.details or (agency.contact_address if agency and each.channel in NEVER_CLOSED else ""),
            each.hours or (agency.contact_hours if agency and each.channel is Channel.IN_PERSON else ""),
        )
        for each in known
        if each.is_open
    )


def is_portal_open(office: Office) -> bool:
    """Whether online applications are taken; they are until an administrator closes them."""
    with office.reading() as records:
        return channels.is_portal_open(records)
