"""Letters as they are read: the words on the page, the preview in bytes, the frozen file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from engine import letters as paper
from engine.errors import NotFound
from engine.letters.facts import LetterFacts
from engine.letters.fingerprint import short_code
from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import NOT_THERE, visible_to
from engine.records import Application, Enclosure, Letter, LetterState, StoredFile, joint_replies


@dataclass(frozen=True, kw_only=True)
class LetterLine:
    """One letter of a case in a list."""

    id: int
    kind: str
    title: str
    state: LetterState
    document_number: str | None
    dated_on: date | None
    sha256: str

    @property
    def is_frozen(self) -> bool:
        """Whether the bytes of record exist."""
        return bool(self.sha256)


@dataclass(frozen=True)
class LetterView:
    """A letter beside a form: where its picture is, and its words for those who read or hear them.

    `own` are the places of the paragraphs in which the handler's words stand, not the template's alone.
    """

    line: LetterLine
    paragraphs: tuple[str, ...]
    code: str
    own: frozenset[int] = frozenset()
    enclosed: tuple[str, ...] = ()


@dataclass(frozen=True)
class LetterFile:
    """The bytes of a letter, and the name to save them under."""

    name: str
    content: bytes


def letter_line(letter: Letter) -> LetterLine:
    """The row as a line."""
    return LetterLine(
        id=letter.id,
        kind=letter.kind,
        title=paper.kind_of(letter.template).name,
        state=letter.state,
        document_number=letter.document_number,
        dated_on=letter.dated_on,
        sha256=letter.pdf_sha256,
    )


def lines_of(records: Session, application_id: int) -> tuple[LetterLine, ...]:
    """The letters of a case, newest first."""
    query = select(Letter).where(joint_replies.answers(application_id)).order_by(Letter.id.desc())
    return tuple(letter_line(letter) for letter in records.scalars(query))


def reply_of(records: Session, application_id: int, office: Office) -> LetterView | None:
    """The reply letter of a case with its words; None before one is drafted."""
    query = select(Letter).where(joint_replies.answers(application_id), Letter.series == "reply")
    letter = records.scalar(query.order_by(Letter.id.desc()).limit(1))
    if letter is None:
        return None
    files = select(StoredFile.name).join(Enclosure, Enclosure.file_id == StoredFile.id)
    cases = [case.id for case in joint_replies.answered_by(records, letter)]
    names = records.scalars(files.where(Enclosure.application_id.in_(cases)).order_by(StoredFile.id))
    return replace(view(letter, office), enclosed=tuple(names))


def notice(records: Session, letter_id: int, office: Office) -> LetterView:
    """One procedural letter with its words."""
    return view(records.get_one(Letter, letter_id), office)


def view(letter: Letter, office: Office) -> LetterView:
    """The letter with its words."""
    words = office.letters.paragraphs(letter.template, facts_of(letter))
    return LetterView(letter_line(letter), tuple(words), short_code(letter.fingerprint), _own(words, letter.facts))


OWN_FACTS = frozenset(
    {
        "findings", "reasons", "severability", "category", "other_law", "available", "answer", "what", "cure",
        "example", "reason", "counts", "question", "information", "where", "title", "service_note",
        "other_form_because", "evidence", "record", "payment",
    }
)  # fmt: skip
"""What a handler types; articles, remedies, dates and names come from tables, the register and the configuration."""


def _own(words: Sequence[str], facts: Mapping[str, Any]) -> frozenset[int]:
    typed = {line for text in _typed(facts, "") for line in (part.strip(" 。") for part in text.splitlines()) if line}
    return frozenset(place for place, text in enumerate(words) if any(line in text for line in typed if len(line) > 1))


def _typed(value: Any, name: str) -> Iterator[str]:
    """Every text below this value that stands in a field of the handler."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _typed(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from _typed(each, name)
    elif isinstance(value, str) and name in OWN_FACTS:
        yield value


def frozen(letter_id: int, *, actor: Actor, office: Office) -> LetterFile:
    """The bytes of record; NotFound before they exist or when the case is not this actor's to see."""
    with office.reading() as records:
        letter = visible_letter(records, letter_id, actor)
        if letter.pdf is None:
            raise NotFound(NOT_THERE)
        return LetterFile(file_name(letter), letter.pdf)


def preview(letter_id: int, *, actor: Actor, office: Office) -> LetterFile:
    """The letter as it would be printed now; number and date are blank until it is signed."""
    with office.reading() as records:
        letter = visible_letter(records, letter_id, actor)
        facts = facts_of(letter)
    return LetterFile(file_name(letter), office.letters.pdf(letter.template, facts))


OPINION_FORMS = {"D12": "third_party_opinion_form", "D15": "co_maker_opinion_form"}
"""Kind of a letter that asks → the form that goes with it (D13 and its like)."""


def opinion_form(letter_id: int, *, actor: Actor, office: Office) -> LetterFile:
    """The form to answer this letter by hand; NotFound when the letter asks nobody, or is not this actor's to see."""
    with office.reading() as records:
        letter = visible_letter(records, letter_id, actor)
        if letter.kind not in OPINION_FORMS:
            raise NotFound(NOT_THERE)
        template, facts = OPINION_FORMS[letter.kind], facts_of(letter)
    return LetterFile(f"{paper.kind_of(template).name}.pdf", office.letters.pdf(template, facts))


def facts_of(letter: Letter) -> LetterFacts:
    """What the letter says, with its number and date as far as it has them."""
    stored: dict[str, Any] = {
        **letter.facts,
        "doc_number": letter.document_number,
        "dated_on": letter.dated_on.isoformat() if letter.dated_on else None,
    }
    return paper.from_json(paper.kind_of(letter.template).facts, stored)


def visible_letter(records: Session, letter_id: int, actor: Actor) -> Letter:
    """The letter; NotFound when it is not there or its case is not this actor's to see."""
    query = (
        select(Letter)
        .join(Application, Letter.application_id == Application.id)
        .options(undefer(Letter.pdf))
        .where(Letter.id == letter_id, visible_to(actor))
    )
    letter = records.scalar(query)
    if letter is None:
        raise NotFound(NOT_THERE)
    return letter


def file_name(letter: Letter) -> str:
    """The name to save the letter under."""
    number = (letter.document_number or "").replace("/", "")
    return f"{paper.kind_of(letter.template).name}{number}.pdf"
