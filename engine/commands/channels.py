"""申请渠道, opened, closed and described by an administrator; every change on record with its day.

《条例》第28条、第29条第1款
"""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Agency, ChannelRow, EventName, channels, history
from engine.rules.channels import PublishedChannel, require_lawful

CLOSED = "本机关暂不接受网上申请，请按页面所列渠道提出。"


def set_channels(wanted: Sequence[PublishedChannel], *, actor: Actor, office: Office) -> int:
    """The channels are published so from now on; returns how many changed. What came in before stays as it came.

    RuleViolation when a channel that the law keeps open is closed. 《条例》第28条、第29条第1款
    """
    require(actor, Action.MANAGE_AGENCY)
    for each in wanted:
        require_lawful(each)
    with office.transaction() as records:
        if records.scalar(select(Agency.id)) is None:
            raise RuleViolation("请先填写机关信息，申请人要凭它知道向哪里提出申请。")
        known = {each.channel: each for each in channels.published(records)}
        changed = [each for each in wanted if known[each.channel] != each]
        for each in changed:
            records.merge(ChannelRow(**asdict(each), changed_at=office.clock.now()))
            history.add(records, None, EventName.CHANNEL_CHANGED, actor, office.clock, **asdict(each))
        return len(changed)


def require_open_portal(records: Session) -> None:
    """Nothing, while the office takes online applications; RuleViolation else."""
    if not channels.is_portal_open(records):
        raise RuleViolation(CLOSED)
