"""One attachment in bytes, behind the one access filter."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import undefer

from engine.errors import NotFound
from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import NOT_THERE, visible_to
from engine.records import Application, EventName, Person, StoredFile, history
from engine.records.intake import IDENTITY_PROOF


@dataclass(frozen=True)
class FileContent:
    """What to send: the name as it was given, the type as it was found, the bytes."""

    name: str
    media_type: str
    content: bytes


def stored_file(file_id: int, *, actor: Actor, office: Office) -> FileContent:
    """The attachment; NotFound when it is not there, an identity paper's copy, or its case is not theirs to see."""
    query = (
        select(StoredFile)
        .join(Application, StoredFile.application_id == Application.id)
        .options(undefer(StoredFile.content))
        .where(StoredFile.id == file_id, StoredFile.purpose != IDENTITY_PROOF, visible_to(actor))
    )
    with office.reading() as records:
        file = records.scalar(query)
    if file is None or file.is_sealed:
        raise NotFound(NOT_THERE)
    return FileContent(file.name, file.media_type, file.content)


@dataclass(frozen=True, kw_only=True)
class Copies:
    """Where copies of a file may lie that came in by mistake, so that somebody can go and fetch them."""

    file_id: int
    name: str
    sha256: str
    application_id: int
    case_number: str
    added_at: datetime
    added_by: str
    sealed_at: datetime | None
    worked_on_it: tuple[str, ...]


def copies(file_id: int, *, actor: Actor, office: Office) -> Copies:
    """The places to look for copies of this file; NotFound when its case is not this actor's to see.

    《条例》第17条
    """
    with office.reading() as records:
        query = select(StoredFile, Application).join(Application, StoredFile.application_id == Application.id)
        found = records.execute(query.where(StoredFile.id == file_id, visible_to(actor))).first()
        if found is None:
            raise NotFound(NOT_THERE)
        file, application = found
        since = [entry for entry in history.of(records, application) if entry.at >= file.added_at]
        sealed = [e for e in since if e.event is EventName.FILE_SEALED and e.facts.get("file_id") == file.id]
        adder = records.get(Person, file.added_by) if file.added_by else None
        return Copies(
            file_id=file.id,
            name=file.name,
            sha256=file.sha256,
            application_id=application.id,
            case_number=application.case_number,
            added_at=file.added_at,
            added_by=adder.name if adder else "申请人或者被征求意见的一方",
            sealed_at=sealed[0].at if sealed else None,
            worked_on_it=tuple(dict.fromkeys(entry.actor_name for entry in since if entry.actor_id is not None)),
        )
