"""What every list shares: pages of a fixed size in a stable order, and the search over the words of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from engine.records import Application, SearchTerm
from engine.records.search import asked_terms

SIZES = (20, 50, 100)
ESCAPE = "\\"

AnySelect = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Page:
    """Which page of a list, counted from 1, and how many rows it has."""

    number: int = 1
    size: int = SIZES[0]

    def count(self, total: int) -> int:
        """How many pages so many rows make; at least one."""
        return max(1, -(-total // self.size))


def paged(records: Session, query: AnySelect, order: Sequence[Any], page: Page) -> tuple[Sequence[Any], int]:
    """The rows of this page in this order, and how many rows there are in all."""
    total = records.scalar(query.with_only_columns(func.count())) or 0
    first = (min(page.number, page.count(total)) - 1) * page.size
    return records.execute(query.order_by(*order).limit(page.size).offset(first)).all(), total


def matches(words: str) -> ColumnElement[bool]:
    """Whether a case has these words in its number, its texts, its letters or the names of its files.

    Every pair of neighbouring characters must stand in the case; a single character is looked for in its own texts.
    """
    terms = asked_terms(words)
    if not terms:
        return _contains(words)
    first, *others = (aliased(SearchTerm) for _ in terms)
    query = select(first.application_id).where(first.term == terms[0])
    for other, term in zip(others, terms[1:], strict=True):
        query = query.join(other, (other.application_id == first.application_id) & (other.term == term))
    return Application.id.in_(query)


def _contains(words: str) -> ColumnElement[bool]:
    pattern = f"%{_literal(words.strip())}%"
    columns = (Application.case_number, Application.applicant_name, Application.request_text)
    return or_(*(column.ilike(pattern, escape=ESCAPE) for column in columns))


def _literal(words: str) -> str:
    """The words with nothing in them that LIKE would read as more than itself."""
    for special in (ESCAPE, "%", "_"):
        words = words.replace(special, ESCAPE + special)
    return words
