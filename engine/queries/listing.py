"""What every list shares: pages of a fixed size in a stable order, and the search over the words of a case."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from engine.records import Application, SearchTerm
from engine.records.joint_replies import cases_of_number
from engine.records.search import asked_terms

SIZES = (20, 50, 100)
MOST_COUNTED, MOST_FOUND = 1000, 200
"""A list that grows with the years says no more than that it has more rows than this; a search, than the second."""

MOST_LED_BY = 1000
"""A search is led by its rarest term when no more cases than this have it."""
ESCAPE = "\\"
_NUMBER = re.compile(r"(\S+)[〔\[［(（【﹝](\d{4})[〕\]］)）】﹞]0*(\d+)号?")
"""A whole document number, whatever brackets it was typed with."""

AnySelect = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Page:
    """Which page of a list, counted from 1, and how many rows it has."""

    number: int = 1
    size: int = SIZES[0]

    def count(self, total: int) -> int:
        """How many pages so many rows make; at least one."""
        return max(1, -(-total // self.size))


@dataclass(frozen=True)
class Found:
    """One page of a list: its rows, and how many rows there are; `has_more` when there are more than were counted."""

    rows: Sequence[Any]
    total: int
    has_more: bool = False


def paged(
    records: Session, query: AnySelect, order: Sequence[Any], page: Page, counted: int | None = None
) -> tuple[Sequence[Any], int]:
    """The rows of this page in this order, and how many rows there are in all, unless that is known already."""
    total = counted if counted is not None else records.scalar(query.with_only_columns(func.count())) or 0
    first = (min(page.number, page.count(total)) - 1) * page.size
    return records.execute(query.order_by(*order).limit(page.size).offset(first)).all(), total


def paged_of_many(
    records: Session, query: AnySelect, order: Sequence[Any], page: Page, *, most: int = MOST_COUNTED
) -> Found:
    """The same for a list that grows with the years: no more than `most` rows are counted."""
    some = query.with_only_columns(Application.id).limit(most + 1).subquery()
    counted = records.scalar(select(func.count()).select_from(some)) or 0
    has_more = counted > most
    number = page.number if has_more else min(page.number, page.count(counted))
    rows = records.execute(query.order_by(*order).limit(page.size).offset((number - 1) * page.size)).all()
    return Found(rows, min(counted, most), has_more)


def matches(records: Session, words: str) -> ColumnElement[bool]:
    """Whether a case has these words in its number, its texts, its letters or the names of its files.

    A whole document number finds the cases that its letter answers, and no others. Of other words every pair of
    neighbouring characters must stand in the case; a single character is looked for in its own texts.
    The rarest pair leads: few cases have it, or so many have all that the latest are found at once.
    """
    if answered := _answered(records, words):
        return Application.id.in_(answered)
    terms = asked_terms(words)
    if not terms:
        return _contains(words)
    numbers = _how_many(records, terms)
    rarest = min(terms, key=numbers.__getitem__)
    found = [_has_term(term) for term in terms if term != rarest]
    if numbers[rarest] > MOST_LED_BY:
        return and_(_has_term(rarest), *found)
    lead = select(SearchTerm.application_id).where(SearchTerm.term == rarest)
    return and_(Application.id.in_(lead), *found)


def _answered(records: Session, words: str) -> list[int]:
    number = _NUMBER.fullmatch(words.strip())
    return cases_of_number(records, "{}〔{}〕{}号".format(*number.groups())) if number else []


def _how_many(records: Session, terms: Sequence[str]) -> dict[str, int]:
    """How many cases have each term, counted only so far as it matters."""
    some = [select(SearchTerm.term).where(SearchTerm.term == term).limit(MOST_LED_BY + 1).subquery() for term in terms]
    counts = records.execute(select(*(select(func.count()).select_from(each).scalar_subquery() for each in some)))
    return dict(zip(terms, counts.one(), strict=True))


def _has_term(term: str) -> ColumnElement[bool]:
    kept = select(SearchTerm.term).where(SearchTerm.application_id == Application.id, SearchTerm.term == term)
    return kept.correlate(Application).exists()


def _contains(words: str) -> ColumnElement[bool]:
    pattern = f"%{_literal(words.strip())}%"
    columns = (Application.case_number, Application.applicant_name, Application.request_text)
    return or_(*(column.ilike(pattern, escape=ESCAPE) for column in columns))


def _literal(words: str) -> str:
    """The words with nothing in them that LIKE would read as more than itself."""
    for special in (ESCAPE, "%", "_"):
        words = words.replace(special, ESCAPE + special)
    return words
