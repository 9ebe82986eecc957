"""One attachment in bytes, behind the one access filter."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import undefer

from engine.errors import NotFound
from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import NOT_THERE, visible_to
from engine.records import Application, StoredFile


@dataclass(frozen=True)
class FileContent:
    """What to send: the name as it was given, the type as it was found, the bytes."""

    name: str
    media_type: str
    content: bytes


def stored_file(file_id: int, *, actor: Actor, office: Office) -> FileContent:
    """The attachment; NotFound when it is not there or its case is not this actor's to see."""
    query = (
        select(StoredFile)
        .join(Application, StoredFile.application_id == Application.id)
        .options(undefer(StoredFile.content))
        .where(StoredFile.id == file_id, visible_to(actor))
    )
    with office.reading() as records:
        file = records.scalar(query)
    if file is None:
        raise NotFound(NOT_THERE)
    return FileContent(file.name, file.media_type, file.content)
