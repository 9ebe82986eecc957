"""What belongs to the applicant of one case: the papers released to them, their own contact details."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, undefer

from engine.errors import NotFound
from engine.office import Office
from engine.queries.access import NOT_THERE
from engine.queries.files import FileContent
from engine.records import Application, Enclosure, EventName, HistoryEntry, Redaction, StoredFile
from engine.rules.vocabulary import DeliveryMethod


@dataclass(frozen=True)
class ReleasedPaper:
    """One paper that was given with the reply."""

    id: int
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class OwnContacts:
    """How the applicant is reached now."""

    case_number: str
    phone: str
    email: str
    postcode: str
    address: str
    delivery: DeliveryMethod


def released(application_id: int, office: Office) -> tuple[ReleasedPaper, ...]:
    """The papers that went out with the reply; none before it is served.

    《条例》第37条、第40条
    """
    with office.reading() as records:
        files = records.scalars(_released(application_id)) if _is_served(records, application_id) else ()
        return tuple(ReleasedPaper(file.id, file.name, file.size, file.sha256) for file in files)


def released_paper(application_id: int, file_id: int, office: Office) -> FileContent:
    """One of them in bytes; NotFound before the reply is served, and for anything that did not go out with it.

    《条例》第37条、第40条
    """
    query = _released(application_id).where(StoredFile.id == file_id).options(undefer(StoredFile.content))
    with office.reading() as records:
        file = records.scalar(query) if _is_served(records, application_id) else None
    if file is None:
        raise NotFound(NOT_THERE)
    return FileContent(file.name, file.media_type, file.content)


def own_contacts(application_id: int, office: Office) -> OwnContacts:
    """The applicant's own details; only for a browser that has named its pass phrase."""
    with office.reading() as records:
        application = records.get(Application, application_id)
    if application is None:
        raise NotFound(NOT_THERE)
    names = ("case_number", "phone", "email", "postcode", "address", "delivery")
    return OwnContacts(**{name: getattr(application, name) for name in names})


def _released(application_id: int) -> Select[StoredFile]:
    """Files enclosed with the reply; an original of which a part is blacked out never, whoever enclosed it."""
    return (
        select(StoredFile)
        .join(Enclosure, Enclosure.file_id == StoredFile.id)
        .where(
            Enclosure.application_id == application_id,
            StoredFile.application_id == application_id,
            StoredFile.size > 0,
            StoredFile.id.not_in(select(Redaction.original_id)),
        )
        .order_by(Enclosure.id)
    )


def _is_served(records: Session, application_id: int) -> bool:
    query = select(HistoryEntry.id).where(
        HistoryEntry.application_id == application_id, HistoryEntry.event == EventName.REPLY_SERVED
    )
    return records.scalars(query).first() is not None
