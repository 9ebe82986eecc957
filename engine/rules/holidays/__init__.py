"""The State Council's yearly notices on days off and make-up working days, one data file a year."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class ListedDay:
    """A day that a notice names: off (`is_working` false) or worked although it is a weekend day."""

    date: date
    is_working: bool
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """One year's notices in the order they were issued; a later one wins over an earlier one."""

    year: int
    notices: tuple[str, ...]
    days: tuple[ListedDay, ...]


@lru_cache(maxsize=1)
def published_years() -> tuple[HolidayYear, ...]:
    """All years shipped with the programme, in order; read once."""
    folder = files(__name__)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(read_year((folder / name).read_text("utf-8")) for name in names)


def read_year(text: str) -> HolidayYear:
    """The year that one holiday file describes; KeyError or tomllib.TOMLDecodeError when it is malformed."""
    data = tomllib.loads(text)
    notices = sorted(data["notices"], key=lambda notice: notice["issued"])
    days = tuple(day for notice in notices for day in _days_of(notice))
    return HolidayYear(data["year"], tuple(notice["number"] for notice in notices), days)


def _days_of(notice: dict[str, Any]) -> Iterator[ListedDay]:
    for holiday in notice["holidays"]:
        for key, is_working in (("off", False), ("work", True)):
            for day in holiday.get(key, ()):
                yield ListedDay(day, is_working, holiday["name"], notice["number"])
