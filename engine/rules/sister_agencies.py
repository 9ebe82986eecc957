"""Sister agencies (兄弟机关): who else answers for what, from which day to which, and who follows whom.

Whoever is told "not ours" must be told whose it is, and how to reach it on that day.
《条例》第36条第（五）项；国办公开办函〔2019〕14号
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from engine.errors import RuleViolation
from engine.rules.articles import Article
from engine.rules.catalogue import closeness
from engine.rules.likeness import plain

ARTICLE = str(Article.parse("36(5)"))

COLUMNS = {
    "name": "机关名称", "answers_for": "职责事项", "address": "地址", "phone": "电话", "website": "网址",
    "valid_from": "起始日期", "note": "备注",
}  # fmt: skip
"""The columns in which agencies come as a sheet, and in which the directory is given out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedAgency:
    """One agency of the directory. It stands from `valid_from` to `valid_to`, both included; None leaves that end open.

    `answers_for`: the subjects in people's own words, apart by 、. `successor_id`: who has its functions afterwards.
    """

    id: int
    name: str
    answers_for: str
    address: str
    phone: str
    website: str
    note: str
    valid_from: date | None
    valid_to: date | None
    successor_id: int | None

    def is_valid_on(self, day: date) -> bool:
        """Whether the agency stands on this day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @property
    def contact(self) -> str:
        """How it is reached, as a letter prints it in brackets."""
        parts = {"地址": self.address, "电话": self.phone, "网址": self.website}
        return "，".join(f"{word}：{value}" for word, value in parts.items() if value)


Directory = Mapping[int, DatedAgency]
"""Every agency of the directory, those that have ended included, by number."""


def named(name: str, directory: Directory, day: date) -> DatedAgency | None:
    """The agency of exactly this name, rather one that stands on this day; None when it is not listed."""
    same = [each for each in directory.values() if each.name == name.strip()]
    return next((each for each in same if each.is_valid_on(day)), max(same, key=_last_day, default=None))


def successor_on(agency: DatedAgency, directory: Directory, day: date) -> DatedAgency | None:
    """Who has the agency's functions on this day, over any number of reforms; None when nobody is named."""
    seen = {agency.id}
    following = directory.get(agency.successor_id or 0)
    while following is not None and following.id not in seen:
        if following.is_valid_on(day):
            return following
        seen.add(following.id)
        following = directory.get(following.successor_id or 0)
    return None


def require_current(name: str, directory: Directory, day: date, *, field: str | None = None) -> None:
    """Nothing, if the agency of this name stands on this day or is not listed; RuleViolation names its successor.

    《条例》第36条第（五）项
    """
    agency = named(name, directory, day)
    if agency is None or agency.is_valid_on(day):
        return
    if agency.valid_from is not None and day < agency.valid_from:
        begins = f"“{agency.name}”自{day_in_words(agency.valid_from)}起才履行职责，请填写现在负责的机关。"
        raise RuleViolation(begins, ARTICLE, field=field)
    following = successor_on(agency, directory, day)
    instead = f"请改填承接其职能的“{following.name}”。" if following else "名录中没有写明承接机关，请查明后填写。"
    ended = day_in_words(agency.valid_to) if agency.valid_to else ""
    raise RuleViolation(f"“{agency.name}”履行职责到{ended}为止，{instead}", ARTICLE, field=field)


def require_period(valid_from: date | None, valid_to: date | None, others: Iterable[DatedAgency], *, name: str) -> None:
    """Nothing, if the days are in order and no agency of the same name stands on one of them; else RuleViolation."""
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        raise RuleViolation("截止日期早于起始日期，请核对。", field="valid_to")
    for each in others:
        if each.name == name and not _is_apart(each, valid_from, valid_to):
            raise RuleViolation("名录中已有同名、时间重叠的机关，请在那一条上修改。", field="name")


def require_successor(successor: DatedAgency, valid_to: date) -> None:
    """Nothing, if the successor stands on the day after the last one; RuleViolation otherwise."""
    if not successor.is_valid_on(valid_to + timedelta(days=1)):
        raise RuleViolation(
            f"“{successor.name}”在截止日期的次日并不履行职责，请核对两个机关的起止日期。", field="successor_id"
        )


def nearest(words: str, agencies: Iterable[DatedAgency], *, most: int) -> tuple[DatedAgency, ...]:
    """The few agencies that the words point to: a whole request by its subjects, a short search by any part of a name.

    内部规定：名录提示
    """
    measured = [(_closeness(words, each), each) for each in agencies]
    fitting = sorted((pair for pair in measured if pair[0]), key=lambda pair: -pair[0])
    return tuple(each for _, each in fitting[:most])


def _closeness(words: str, each: DatedAgency) -> float:
    is_part = bool(plain(words)) and plain(words) in plain(f"{each.name} {each.answers_for}")
    return is_part + closeness(words, each.name, each.answers_for)


def _is_apart(each: DatedAgency, valid_from: date | None, valid_to: date | None) -> bool:
    ended_before = each.valid_to is not None and valid_from is not None and each.valid_to < valid_from
    begins_after = each.valid_from is not None and valid_to is not None and valid_to < each.valid_from
    return ended_before or begins_after


def _last_day(each: DatedAgency) -> date:
    return each.valid_to or date.max


def day_in_words(day: date) -> str:
    """As a sentence names the day: 2018年10月31日."""
    return f"{day.year}年{day.month}月{day.day}日"
