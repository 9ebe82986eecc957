"""Case files as `mingda replay` reads them: the id, the facts, and which facts belong to which requested item.

Only `id` and `facts` are read here; what a file expects is read by the comparison alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from engine.commands.register import MOST_ITEMS
from engine.errors import DisclosureError

MOST_CASES = 5000
YEARS = range(1949, 2101)
COUNTS = range(1, 100_001)
SPLIT_BY = ("clarity", "missing", "correction", "volume", "fee", "delivery", "agency_act")
"""What belongs to an application as a whole: items that differ in it are entered one application each (一事一申请)."""


@dataclass(frozen=True)
class Facts:
    """Facts as the file gives them. A key that is absent, or holds something else than is asked for, is unknown."""

    given: Mapping[str, Any]

    def get(self, path: str) -> Any:
        """The value at a dotted path such as `third_party.kind`; None when there is none."""
        value: Any = self.given
        for key in path.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def word(self, path: str) -> str:
        """The value of the vocabulary; an unquoted yes or no, which YAML reads as true or false, is one too."""
        value = self.get(path)
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value if isinstance(value, str) else ""

    def flag(self, path: str) -> bool | None:
        """True or false as the file says; None when it says neither."""
        value = self.get(path)
        return value if isinstance(value, bool) else None

    def day(self, name: str) -> date | None:
        """One of `facts.dates`; None when it is not there or no date."""
        value = self.get(f"dates.{name}")
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                return None
        return value if isinstance(value, date) and value.year in YEARS else None

    def days(self) -> set[date]:
        """Every date that the facts name."""
        names = self.get("dates")
        return {day for name in names if (day := self.day(name))} if isinstance(names, Mapping) else set()

    def number(self, path: str) -> int:
        """A count; 0 when it is not there."""
        value = self.get(path)
        return value if isinstance(value, int) and not isinstance(value, bool) and value in COUNTS else 0

    def words(self, path: str) -> tuple[str, ...]:
        """The words of a list; empty when it is not there."""
        value = self.get(path)
        return tuple(word for word in value if isinstance(word, str)) if isinstance(value, list) else ()

    def has(self, path: str) -> bool:
        """Whether the file says anything there."""
        return self.get(path) is not None


@dataclass(frozen=True)
class Case:
    """One case: its facts, those of each item, and whether the items have names of their own in the file."""

    id: str
    facts: Facts
    items: tuple[Facts, ...]
    has_parts: bool

    def applications(self) -> list[list[int]]:
        """The places of the items that are entered together; one list for each application."""
        together: dict[str, list[int]] = {}
        for place, item in enumerate(self.items):
            key = repr([(name, item.get(name)) for name in SPLIT_BY])
            together.setdefault(key, []).append(place)
        return [
            places[start : start + MOST_ITEMS]
            for places in together.values()
            for start in range(0, len(places), MOST_ITEMS)
        ]


def read(path: Path, *, only: str = "") -> list[Case]:
    """The cases of a file in its order, or the one named; DisclosureError when it is no case file."""
    cases = [_case(entry, place) for place, entry in enumerate(entries(path), 1)]
    if doubled := {case.id for case in cases if sum(other.id == case.id for other in cases) > 1}:
        raise DisclosureError(f"用例编号重复：{'、'.join(sorted(doubled))}。")
    chosen = [case for case in cases if only in ("", case.id)]
    if only and not chosen:
        raise DisclosureError(f"文件中没有编号为 {only} 的用例。")
    return chosen


def entries(path: Path) -> list[Mapping[str, Any]]:
    """The entries of a case file as they stand; DisclosureError when it is no case file."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_SafeLoader)  # noqa: S506  # a safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise DisclosureError(f"无法读取用例文件 {path.name}：请检查是否为有效的 YAML。") from error
    found = content.get("cases") if isinstance(content, Mapping) else content
    if not isinstance(found, list) or not all(isinstance(entry, Mapping) for entry in found):
        raise DisclosureError(f"用例文件 {path.name} 中没有 cases 列表。")
    if len(found) > MOST_CASES:
        raise DisclosureError(f"一次最多重放 {MOST_CASES} 件用例。")
    return found


_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _case(entry: Mapping[str, Any], place: int) -> Case:
    name, facts = entry.get("id"), entry.get("facts")
    if not isinstance(name, str) or not isinstance(facts, Mapping):
        raise DisclosureError(f"第 {place} 件用例缺少 id 或者 facts。")
    parts = facts.get("parts")
    named = [part for part in parts if isinstance(part, Mapping)] if isinstance(parts, list) else []
    common = {key: value for key, value in facts.items() if key != "parts"}
    items = [{**common, **part} for part in named] or [dict(half) for half in _halves(common)]
    return Case(name, Facts(common), tuple(Facts(item) for item in items), has_parts=len(items) > 1 or bool(named))


def _halves(common: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """`partly` stands for two items: there and not there, public and not yet public."""
    if common.get("exists") == "partly":
        yield {**common, "exists": "yes", "what": "已有的部分"}
        yield {**common, "exists": "no", "what": "没有的部分", "already_public": None}
    elif common.get("already_public") == "partly":
        yield {**common, "already_public": True, "what": "已公开的部分"}
        yield {**common, "already_public": None, "what": "尚未公开的部分"}
    else:
        yield common


def what_of(items: Sequence[Facts]) -> list[str]:
    """The names of the items as the file gives them, for display alone."""
    return [item.word("what").strip() or item.word("requested").strip() or "所申请的信息" for item in items]
