"""依申请公开事项目录, kept by an administrator, and whether applications are taken on our pages at all."""

import re
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound, RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Agency, CatalogueTopic, EventName, history

LINK = re.compile(r"https?://[^\s<>\"']+")
CLOSED = "本机关暂不接受网上申请，请按页面所列地址当面或者邮寄提出。"


@dataclass(frozen=True, kw_only=True)
class TopicEntry:
    """One topic as the administrator types it; public ones name the address where they are found."""

    title: str
    keywords: str
    description: str
    is_public: bool
    link: str


def add_topic(entry: TopicEntry, *, actor: Actor, office: Office) -> int:
    """The catalogue has one topic more; its number. 《条例》第12条第2款"""
    require(actor, Action.MANAGE_AGENCY)
    _require_sound(entry)
    with office.transaction() as records:
        topic = CatalogueTopic(**asdict(entry), changed_at=office.clock.now())
        records.add(topic)
        records.flush()
        _note(records, "added", entry.title, actor, office)
        return topic.id


def change_topic(topic_id: int, entry: TopicEntry, *, actor: Actor, office: Office) -> None:
    """The topic says this from now on; NotFound when there is none. 《条例》第12条第2款"""
    require(actor, Action.MANAGE_AGENCY)
    _require_sound(entry)
    with office.transaction() as records:
        topic = _topic(records, topic_id)
        for name, value in asdict(entry).items():
            setattr(topic, name, value)
        topic.changed_at = office.clock.now()
        _note(records, "changed", entry.title, actor, office)


def remove_topic(topic_id: int, *, actor: Actor, office: Office) -> None:
    """The topic is no longer listed; NotFound when there is none."""
    require(actor, Action.MANAGE_AGENCY)
    with office.transaction() as records:
        topic = _topic(records, topic_id)
        records.delete(topic)
        _note(records, "removed", topic.title, actor, office)


def switch_portal(*, to_open: bool, actor: Actor, office: Office) -> None:
    """Online applications are taken, or the page says how to apply on paper; RuleViolation without an agency.

    《条例》第29条第1款
    """
    require(actor, Action.MANAGE_AGENCY)
    with office.transaction() as records:
        agency = records.scalar(select(Agency))
        if agency is None:
            raise RuleViolation("请先填写机关信息，申请人要凭它知道向哪里提出申请。")
        agency.portal_open = to_open
        history.add(records, None, EventName.PORTAL_SWITCHED, actor, office.clock, open=to_open)


def require_open_portal(records: Session) -> None:
    """Nothing, while the office takes online applications; RuleViolation else."""
    if records.scalar(select(Agency.portal_open)) is False:
        raise RuleViolation(CLOSED)


def _require_sound(entry: TopicEntry) -> None:
    if entry.link and not LINK.fullmatch(entry.link):
        raise RuleViolation("网址须以 http:// 或者 https:// 开头，不含空格。", field="link")
    if entry.is_public and not entry.link:
        raise RuleViolation("已经公开的，请写明在哪个网址可以查到。", field="link")


def _topic(records: Session, topic_id: int) -> CatalogueTopic:
    topic = records.get(CatalogueTopic, topic_id)
    if topic is None:
        raise NotFound("目录中没有这一项。")
    return topic


def _note(records: Session, what: str, title: str, actor: Actor, office: Office) -> None:
    history.add(records, None, EventName.CATALOGUE_CHANGED, actor, office.clock, change=what, title=title)
