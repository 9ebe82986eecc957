"""The catalogue as applicants read it, and what of it their own words point to; never another applicant's case."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from engine.errors import NotFound
from engine.office import Office
from engine.records import CatalogueTopic
from engine.rules.catalogue import closeness

SUGGESTED = 4
SHOWN = 500


@dataclass(frozen=True)
class Topic:
    """One kind of information, where it is found, and whether it is public already."""

    id: int
    title: str
    keywords: str
    description: str
    is_public: bool
    link: str

    def as_values(self) -> dict[str, Any]:
        """Field → value, for a form."""
        return asdict(self)


def topics(office: Office, words: str = "") -> tuple[Topic, ...]:
    """The catalogue in the order of its titles; with words, what they point to, the closest first."""
    with office.reading() as records:
        rows = records.scalars(select(CatalogueTopic).order_by(CatalogueTopic.title).limit(SHOWN)).all()
    listed = tuple(_of(row) for row in rows)
    return _closest(listed, words) if words.strip() else listed


def topic(topic_id: int, office: Office) -> Topic:
    """The topic of this number; NotFound when there is none."""
    with office.reading() as records:
        row = records.get(CatalogueTopic, topic_id)
    if row is None:
        raise NotFound("目录中没有这一项。")
    return _of(row)


def suggested(asked: Sequence[str], office: Office) -> tuple[Topic, ...]:
    """The few topics nearest to what is asked for, to be looked at before the application is sent.

    《条例》第36条第（一）项
    """
    return topics(office, "\n".join(asked))[:SUGGESTED] if any(asked) else ()


def _closest(listed: Sequence[Topic], words: str) -> tuple[Topic, ...]:
    measured = [(closeness(words, each.title, each.keywords), each) for each in listed]
    fitting = sorted((pair for pair in measured if pair[0]), key=lambda pair: -pair[0])
    return tuple(each for _, each in fitting)


def _of(row: CatalogueTopic) -> Topic:
    return Topic(row.id, row.title, row.keywords, row.description, row.is_public, row.link)
