"""依申请公开事项目录, kept by an administrator."""

import re
from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from engine.errors import NotFound, RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import CatalogueTopic, EventName, history

LINK = re.compile(r"https?://[^\s<>\"']+")


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
