"""区分处理: one person marks what is withheld, another looks at the blackened copy and lets it exist.

《条例》第37条
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands import enclosures, files
from engine.commands.files import Upload
from engine.errors import NotFound, RuleViolation
from engine.letters.redaction import Block, redacted, require_clean, require_sound
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application, EventName, Person, Redaction, StoredFile, history

COPY = "区分处理件"
TO_CHECK = "（待复核）"


@dataclass(frozen=True, kw_only=True)
class MarkedBlock:
    """One rectangle to black out, in millimetres from the upper left corner, with its ground and reason."""

    page: int
    left: float
    top: float
    width: float
    height: float
    legal_basis: str
    reasons: str


def mark_redaction(file_id: int, blocks: Sequence[MarkedBlock], *, actor: Actor, office: Office) -> int:
    """These places of the file are to be blacked out; an earlier copy of it may no longer leave the house.

    RuleViolation when it is no PDF, or a block lies off its page or lacks ground or reason. 《条例》第37条
    """
    require(actor, Action.REDACT_FILE)
    with office.transaction() as records:
        original = _file(records, file_id)
        if original.purpose == COPY:
            raise RuleViolation("这已经是区分处理件；需要重新处理的，请在原件上重新标注。")
        require_sound(original.content, as_blocks(blocks, actor.name, TO_CHECK))
        redaction = records.scalar(select(Redaction).where(Redaction.original_id == file_id))
        earlier = [redaction.copy_id] if redaction and redaction.copy_id else []
        enclosures.take_back(records, original.application_id, [file_id, *earlier])
        if redaction is None:
            redaction = Redaction(application_id=original.application_id, original_id=file_id)
        redaction.blocks = {"blocks": [asdict(block) for block in blocks]}
        redaction.redacted_by, redaction.made_at = actor.person_id, office.clock.now()
        redaction.copy_id = redaction.checked_by = redaction.checked_at = None
        records.add(redaction)
        records.flush()
        history.add(
            records, records.get_one(Application, original.application_id), EventName.REDACTION_MARKED, actor,
            office.clock, file_id=file_id, count=len(blocks),
        )  # fmt: skip
        return redaction.id


def check_redaction(redaction_id: int, *, actor: Actor, office: Office) -> int:
    """Somebody else has checked the places: the copy lies in the case, and nothing can be read under its black.

    《条例》第37条
    """
    require(actor, Action.REDACT_FILE)
    with office.transaction() as records:
        redaction = records.get(Redaction, redaction_id)
        if redaction is None:
            raise NotFound("没有找到这一区分处理。")
        if redaction.copy_id is not None:
            raise RuleViolation("这一区分处理已经复核。")
        if actor.person_id == redaction.redacted_by:
            raise RuleViolation("遮盖须由遮盖人以外的人复核，请交其他人办理。", "《条例》第37条")
        original = _file(records, redaction.original_id)
        blocks = blocks_of(records, redaction, checked_by=actor.name)
        copy = redacted(original.content, blocks)
        require_clean(copy, original.content, blocks)
        application = records.get_one(Application, redaction.application_id)
        upload = Upload(COPY, f"{PurePath(original.name).stem}（区分处理件）.pdf", copy)
        redaction.copy_id = files.keep(records, application, upload, actor=actor, office=office)
        redaction.checked_by, redaction.checked_at = actor.person_id, office.clock.now()
        history.add(
            records, application, EventName.REDACTION_CHECKED, actor, office.clock,
            file_id=original.id, copy_id=redaction.copy_id,
        )  # fmt: skip
        return redaction.copy_id


def blocks_of(records: Session, redaction: Redaction, *, checked_by: str) -> list[Block]:
    """The marked places with both people's names."""
    redactor = records.get(Person, redaction.redacted_by) if redaction.redacted_by else None
    marked = [MarkedBlock(**block) for block in redaction.blocks["blocks"]]
    return as_blocks(marked, redactor.name if redactor else "", checked_by)


def as_blocks(marked: Sequence[MarkedBlock], redacted_by: str, checked_by: str) -> list[Block]:
    """The places as the letters know them."""
    return [Block(**asdict(block), redacted_by=redacted_by, checked_by=checked_by) for block in marked]


def _file(records: Session, file_id: int) -> StoredFile:
    file = records.get(StoredFile, file_id)
    if file is None or file.is_sealed:
        raise NotFound("没有找到这个附件。")
    return file
