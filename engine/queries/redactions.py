"""区分处理 as it is read: an original with its marked places, the copy as it would look, the list for the file."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from engine.clock import beijing_date
from engine.errors import NotFound
from engine.letters.dispatch import RedactionListFacts
from engine.letters.redaction import Block, code_of, listed, pages_in, redacted
from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import NOT_THERE, visible_to
from engine.queries.letters import LetterFile
from engine.queries.papers import house
from engine.records import Application, Enclosure, Person, Redaction, StoredFile
from engine.records.intake import IDENTITY_PROOF

COPY = "区分处理件"


@dataclass(frozen=True, kw_only=True)
class RedactionView:
    """One original: what is marked on it, by whom, whether checked."""

    file_id: int
    file_name: str
    application_id: int
    case_number: str
    redaction_id: int | None
    blocks: tuple[dict[str, Any], ...]
    redacted_by: str
    checked_by: str
    copy_id: int | None
    may_check: bool


@dataclass(frozen=True, kw_only=True)
class EnclosableFile:
    """A file of the case, whether it goes out with the reply, and why it may not."""

    id: int
    name: str
    purpose: str
    is_enclosed: bool
    is_original: bool


def redaction(file_id: int, *, actor: Actor, office: Office) -> RedactionView:
    """The file with its marked places; NotFound when it is no PDF or its case is not this actor's to see."""
    with office.reading() as records:
        file, application = _file(records, file_id, actor)
        found = records.scalar(select(Redaction).where(Redaction.original_id == file_id))
        return RedactionView(
            file_id=file.id,
            file_name=file.name,
            application_id=application.id,
            case_number=application.case_number,
            redaction_id=found.id if found else None,
            blocks=tuple(found.blocks["blocks"]) if found else (),
            redacted_by=_name(records, found.redacted_by) if found else "",
            checked_by=_name(records, found.checked_by) if found else "",
            copy_id=found.copy_id if found else None,
            may_check=bool(found and found.copy_id is None and found.redacted_by != actor.person_id),
        )


def original(file_id: int, *, actor: Actor, office: Office) -> LetterFile:
    """The original in bytes; NotFound when it is no PDF or its case is not this actor's to see."""
    with office.reading() as records:
        file, _ = _file(records, file_id, actor)
    return LetterFile(file.name, file.content)


def as_it_would_look(file_id: int, *, actor: Actor, office: Office) -> LetterFile:
    """The copy in bytes, made afresh from the marked places, for whoever checks it."""
    with office.reading() as records:
        file, _ = _file(records, file_id, actor)
        found = _redaction(records, file_id)
        blocks = _blocks(records, found)
    return LetterFile(f"{file.name}（遮盖预览）.pdf", redacted(file.content, blocks))


def redaction_list(file_id: int, *, actor: Actor, office: Office) -> LetterFile:
    """区分处理（遮盖）清单 (D63) of one original; NotFound until a second person has checked.

    《条例》第37条
    """
    with office.reading() as records:
        file, application = _file(records, file_id, actor)
        found = _redaction(records, file_id)
        if found.copy_id is None or found.checked_at is None:
            raise NotFound(NOT_THERE)
        copy = records.get_one(StoredFile, found.copy_id, options=[undefer(StoredFile.content)])
        facts = RedactionListFacts(
            **house(records, application.case_number),
            document=file.name,
            pages=pages_in(file.content),
            places=listed(_blocks(records, found)),
            original_code=code_of(file.content),
            copy_code=code_of(copy.content),
            made_on=beijing_date(found.checked_at),
        )
    return LetterFile(f"区分处理清单{application.case_number}.pdf", office.letters.pdf("redaction_list", facts))


def enclosable(application_id: int, *, actor: Actor, office: Office) -> tuple[EnclosableFile, ...]:
    """The files of the case among which is chosen what goes out with the reply."""
    with office.reading() as records:
        query = (
            select(StoredFile)
            .join(Application, StoredFile.application_id == Application.id)
            .where(Application.id == application_id, StoredFile.size > 0, visible_to(actor))
            .where(StoredFile.purpose != IDENTITY_PROOF)
            .order_by(StoredFile.id)
        )
        originals = set(
            records.scalars(select(Redaction.original_id).where(Redaction.application_id == application_id))
        )
        chosen = set(records.scalars(select(Enclosure.file_id).where(Enclosure.application_id == application_id)))
        return tuple(
            EnclosableFile(
                id=file.id,
                name=file.name,
                purpose=file.purpose,
                is_enclosed=file.id in chosen,
                is_original=file.id in originals,
            )
            for file in records.scalars(query)
        )


def _file(records: Session, file_id: int, actor: Actor) -> tuple[StoredFile, Application]:
    query = (
        select(StoredFile, Application)
        .join(Application, StoredFile.application_id == Application.id)
        .options(undefer(StoredFile.content))
        .where(StoredFile.id == file_id, StoredFile.media_type == "application/pdf", visible_to(actor))
        .where(StoredFile.purpose != IDENTITY_PROOF)
    )
    found = records.execute(query).first()
    if found is None:
        raise NotFound(NOT_THERE)
    return found[0], found[1]


def _redaction(records: Session, file_id: int) -> Redaction:
    found = records.scalar(select(Redaction).where(Redaction.original_id == file_id))
    if found is None:
        raise NotFound(NOT_THERE)
    return found


def _blocks(records: Session, found: Redaction) -> list[Block]:
    people: dict[str, Any] = {
        "redacted_by": _name(records, found.redacted_by),
        "checked_by": _name(records, found.checked_by) or "（待复核）",
    }
    return [Block(**block, **people) for block in found.blocks["blocks"]]


def _name(records: Session, person_id: int | None) -> str:
    person = records.get(Person, person_id) if person_id else None
    return person.name if person else ""
