"""The words by which a case is found: one row for each term of each case, alike on both databases.

Chinese is cut into pairs of neighbouring characters, so that a word of two characters is one term; letters and digits
stay whole, with their beginnings. A session notes which cases' words it changed; other work pays nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    Select,
    String,
    bindparam,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
    union_all,
)
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.unitofwork import UOWTransaction

from engine.records.base import Base
from engine.records.cases import Application, Letter, RequestedItem, StoredFile
from engine.records.intake import PlatformRecord, Representation
from engine.records.joint_replies import JointReply

LONGEST = 40
"""A longer run of letters or digits is cut here."""

BEGINNINGS = 12
"""So many first characters of letters or digits are found by typing only some of them."""

SHORT_FACT = 60
"""A letter's facts up to this many characters (subject, recipient, names) are found; its long prose is not."""

NOT_SEARCHED = frozenset({"agency", "pass_phrase", "remedy"})
"""Facts of a letter that are alike in all of them, or nobody's to look for."""

MOST_TERMS = 16
"""So many terms of a question are looked for; more would make no case likelier to be the one meant."""

LIKENESS_TERMS = 24
"""So many pairs of characters stand for a text when cases like it are looked for."""

LATEST_OF_A_TERM, LIKEST = 200, 60
AT_ONCE = 500
_RUNS = re.compile(r"[a-z0-9]+|[\u3400-\u9fff\U00020000-\U0003ffff]+")
_WORDED: dict[type, tuple[str, ...]] = {
    Application: ("case_number", "applicant_name", "request_text"),
    RequestedItem: ("what",),
    Letter: ("document_number", "facts"),
    StoredFile: ("name",),
    Representation: ("co_applicants", "agent_name", "recipient_name"),
    PlatformRecord: ("number",),
    JointReply: ("letter_id",),
}


class SearchTerm(Base):
    """One term that stands somewhere in the words of one case; computed from them, never entered."""

    __tablename__ = "search_term"
    __table_args__ = (Index("ix_search_term_application", "application_id"), {"sqlite_with_rowid": False})
    term: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True, autoincrement=False)


def asked_terms(words: str) -> list[str]:
    """The terms a case must have to be found by these words, the longest first; empty when they hold no whole term."""
    found = {term for run in _runs(words) for term in (_pairs(run) if _is_chinese(run) else [run[:LONGEST]])}
    return sorted(found, key=lambda term: (-len(term), term))[:MOST_TERMS]


def likest(records: Session, texts: Iterable[str]) -> list[int]:
    """The cases that share most terms with these texts, the likest first; the cases themselves are among them.

    Of each term only the latest cases are looked at, so that it takes as long among a million as among a thousand.
    """
    terms = sorted({pair for text in texts for run in _runs(text) if _is_chinese(run) for pair in _pairs(run)})
    if not terms:
        return []
    some = terms[:: -(-len(terms) // LIKENESS_TERMS)]
    return list(records.scalars(_likest(len(some)), {f"term_{place}": term for place, term in enumerate(some)}))


@cache
def _likest(terms: int) -> Select[int]:
    """The statement for so many terms, built once: it is long, and every case page asks it."""
    latest = [
        select(SearchTerm.application_id)
        .where(SearchTerm.term == bindparam(f"term_{place}"))
        .order_by(SearchTerm.application_id.desc())
        .limit(LATEST_OF_A_TERM)
        .subquery()
        for place in range(terms)
    ]
    shared = union_all(*(select(each.c.application_id) for each in latest)).subquery()
    case = shared.c.application_id
    return select(case).group_by(case).order_by(func.count().desc(), case.desc()).limit(LIKEST)


def terms_of(texts: Iterable[str]) -> set[str]:
    """Every term under which a case with these texts is kept."""
    return {term for text in texts for run in _runs(text) for term in _kept(run)}


def _runs(text: str) -> list[str]:
    return _RUNS.findall(text.lower())


def _is_chinese(run: str) -> bool:
    return not run.isascii()


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _kept(run: str) -> Iterator[str]:
    if _is_chinese(run):
        yield from _pairs(run)
        return
    yield run[:LONGEST]
    yield from (run[:length] for length in range(1, min(len(run), BEGINNINGS + 1)))
    yield run.lstrip("0")[:LONGEST] or "0"


def expected(records: Session, cases: Sequence[int]) -> dict[int, set[str]]:
    """The terms that each of these cases should have, from its words as they stand now."""
    texts: dict[int, list[str]] = {case: [] for case in cases}
    own = (Application.case_number, Application.applicant_name, Application.request_text)
    others = (Representation.co_applicants, Representation.agent_name, Representation.recipient_name)
    query = select(Application.id, *own, *others, PlatformRecord.number).where(Application.id.in_(cases))
    for case, *words in records.execute(query.outerjoin(Representation).outerjoin(PlatformRecord)):
        texts[case] += [word for word in words if word]
    for table, column in ((RequestedItem, RequestedItem.what), (StoredFile, StoredFile.name)):
        for case, word in records.execute(select(table.application_id, column).where(table.application_id.in_(cases))):
            texts[case].append(word)
    letters = select(Letter.application_id, Letter.document_number, Letter.facts)
    for case, number, facts in records.execute(letters.where(Letter.application_id.in_(cases))):
        texts[case] += [number or "", *_short(facts)]
    joint = select(JointReply.application_id, Letter.document_number).join(Letter)
    for case, number in records.execute(joint.where(JointReply.application_id.in_(cases))):
        texts[case].append(number or "")
    return {case: terms_of(found) for case, found in texts.items()}


def _short(fact: Any) -> Iterator[str]:
    if isinstance(fact, str) and len(fact) <= SHORT_FACT:
        yield fact
    elif isinstance(fact, dict | list):
        named = fact.items() if isinstance(fact, dict) else (("", inner) for inner in fact)
        for name, inner in named:
            if name not in NOT_SEARCHED:
                yield from _short(inner)


def kept(records: Session, cases: Sequence[int]) -> dict[int, set[str]]:
    """The terms that each of these cases has in the index."""
    found: dict[int, set[str]] = {case: set() for case in cases}
    for case, term in records.execute(
        select(SearchTerm.application_id, SearchTerm.term).where(SearchTerm.application_id.in_(cases))
    ):
        found[case].add(term)
    return found


def index(records: Session, cases: Sequence[int]) -> None:
    """These cases are found by their words as they stand now, and by no others."""
    before, after = kept(records, cases), expected(records, cases)
    for case in cases:
        if gone := sorted(before[case] - after[case]):
            records.execute(delete(SearchTerm).where(SearchTerm.application_id == case, SearchTerm.term.in_(gone)))
    new = sorted((term, case) for case in cases for term in after[case] - before[case])
    if new:
        records.execute(insert(SearchTerm), [{"term": term, "application_id": case} for term, case in new])


def index_changed(records: Session) -> None:
    """The cases whose words this transaction changed are found by the new ones."""
    if changed := sorted(records.info.pop("reworded", ())):
        index(records, changed)


def batches(records: Session) -> Iterator[list[int]]:
    """The numbers of all cases, some at once."""
    numbers = list(records.scalars(select(Application.id).order_by(Application.id)))
    yield from (numbers[at : at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE))


@event.listens_for(Session, "after_flush")
def _note_changed(records: Session, _context: UOWTransaction) -> None:
    """A case with a new, changed or deleted word is noted."""
    for row in (*records.new, *records.dirty, *records.deleted):
        columns = _WORDED.get(type(row))
        if columns and (row not in records.dirty or _has_changed(row, columns)):
            records.info.setdefault("reworded", set()).update(_cases(records, row))


def _cases(records: Session, row: Any) -> Iterator[int]:
    """The cases whose words the row holds; a letter's number belongs to every case that it answers."""
    yield row.id if isinstance(row, Application) else row.application_id
    if isinstance(row, Letter):
        yield from records.scalars(select(JointReply.application_id).where(JointReply.letter_id == row.id))


def _has_changed(row: object, columns: Iterable[str]) -> bool:
    state = inspect(row)
    return state is not None and any(state.attrs[name].history.has_changes() for name in columns)
