"""Dates, lists and citations as an official letter writes them."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from engine.clock import BEIJING
from engine.rules.articles import REGULATIONS, Article

SHORTEST_RUN = 4


def chinese_date(day: date) -> str:
    """`2026年1月5日`: Arabic digits, full year, no padding (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_moment(moment: datetime) -> str:
    """`2026年1月5日9时05分`, in Beijing time."""
    local = moment.astimezone(BEIJING)
    return f"{chinese_date(local)}{local.hour}时{local.minute:02}分"


def date_digits(day: date) -> str:
    """`20260105`, as a list of an archive writes it (DA/T 22)."""
    return f"{day:%Y%m%d}"


def item_list(numbers: Sequence[int]) -> str:
    """`第1项`, `第1项和第3项`, `第1项、第2项和第4项`; four or more in a row are `第1项至第4项`."""
    names: list[str] = []
    for _, run in groupby(enumerate(numbers), key=lambda placed: placed[1] - placed[0]):
        items = [f"第{number}项" for _, number in run]
        names += items if len(items) < SHORTEST_RUN else [f"{items[0]}至{items[-1]}"]
    return _listed(names, last="和")


def legal_basis(articles: Sequence[Article]) -> str:
    """Articles as the body of a letter cites them: `《条例》第十四条、第三十六条第（三）项`.

    The Regulations go by the short title that each reply introduces, any other law by its full one.
    """
    parts = []
    for position, article in enumerate(articles):
        same = position > 0 and articles[position - 1].source == article.source
        printed = article.printed if article.source == REGULATIONS else article.printed_in_full
        parts.append(printed[printed.index("》") + 1 :] if same else printed)
    return _listed(parts, last="、")


def _listed(names: Sequence[str], *, last: str) -> str:
    return last.join(("、".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)
