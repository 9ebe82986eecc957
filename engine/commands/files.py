"""Attachments: taken in by what they are, kept with their fingerprint.

《条例》第45条
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from sqlalchemy.orm import Session

from engine.commands import filetypes, identity_images
from engine.commands.filetypes import FileType
from engine.errors import NotFound, RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application, EventName, StoredFile, history
from engine.records.intake import IDENTITY_PROOF

MOST_NAME = 120
SEALED_NAME = "已封存的文件"
MOST_FROM_OUTSIDE = 5


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: what for, under which name, with which bytes."""

    purpose: str
    name: str
    content: bytes


def add_file(application_id: int, upload: Upload, *, actor: Actor, office: Office) -> int:
    """The file lies in the case under its own name.

    RuleViolation at `file` when it is missing, empty, too large, or not what its name says.
    """
    require(actor, Action.ADD_FILE)
    with office.transaction() as records:
        application = records.get(Application, application_id)
        if application is None:
            raise NotFound("没有找到这件申请。")
        return keep(records, application, upload, actor=actor, office=office)


def seal_file(file_id: int, *, actor: Actor, office: Office) -> None:
    """A file that should never have come in shows neither name nor content any more; its fingerprint stays.

    Copies that lie elsewhere are not reached from here: `engine.queries.files.copies` says where they are.
    《条例》第17条；内部规定：涉密申请线下办理
    """
    require(actor, Action.ADD_FILE)
    with office.transaction() as records:
        file = records.get(StoredFile, file_id)
        if file is None:
            raise NotFound("没有找到这个附件。")
        if file.is_sealed:
            raise RuleViolation("这个附件已经封存。")
        file.name, file.content, file.size, file.media_type = SEALED_NAME, b"", 0, "application/octet-stream"
        application = records.get_one(Application, file.application_id)
        history.add(
            records, application, EventName.FILE_SEALED, actor, office.clock, file_id=file.id, sha256=file.sha256
        )


def keep_all(
    records: Session, application: Application, uploads: Sequence[Upload], *, actor: Actor, office: Office
) -> list[int]:
    """The files that somebody outside the house sends along lie in the case; RuleViolation when they are too many."""
    if len(uploads) > MOST_FROM_OUTSIDE:
        raise RuleViolation(f"一次最多附 {MOST_FROM_OUTSIDE} 个文件，请合并后再提交。", field="file")
    return [keep(records, application, upload, actor=actor, office=office) for upload in uploads]


def keep(records: Session, application: Application, upload: Upload, *, actor: Actor, office: Office) -> int:
    """The file lies in the case, if it is what its name says; RuleViolation at `file` otherwise."""
    name, kind = sound_file(upload, office)
    kept, delete_on = identity_images.IdentityImage(name, kind.media_type, upload.content), None
    if upload.purpose == IDENTITY_PROOF:
        kept = identity_images.marked(kept, office)
        delete_on = identity_images.last_day(office)
    file = StoredFile(
        application_id=application.id,
        purpose=upload.purpose,
        name=kept.name,
        media_type=kept.media_type,
        size=len(kept.content),
        sha256=hashlib.sha256(kept.content).hexdigest(),
        added_at=office.clock.now(),
        added_by=actor.person_id,
        delete_on=delete_on,
        content=kept.content,
    )
    records.add(file)
    records.flush()
    history.add(
        records, application, EventName.FILE_ADDED, actor, office.clock,
        file_id=file.id, purpose=upload.purpose, sha256=file.sha256,
    )  # fmt: skip
    return file.id


def sound_file(upload: Upload, office: Office) -> tuple[str, FileType]:
    """The file's plain name and what it is; RuleViolation at `file` when it is not what its name says."""
    name = PurePath(upload.name.replace("\\", "/")).name.strip()
    return name, _require_sound(name, upload.content, office.settings.upload_limit_megabytes)


def _require_sound(name: str, content: bytes, limit_megabytes: int) -> FileType:
    if not name or not content:
        raise RuleViolation("请选择要上传的文件，文件不能是空的。", field="file")
    if len(name) > MOST_NAME or not name.isprintable():
        raise RuleViolation(f"文件名过长或者含有特殊字符，请改名后再上传（最多 {MOST_NAME} 字）。", field="file")
    if len(content) > limit_megabytes * 1_000_000:
        raise RuleViolation(f"文件超过 {limit_megabytes} MB，请压缩或者拆分后再上传。", field="file")
    kind = filetypes.recognize(content)
    if kind is None:
        allowed = "、".join(suffix.lstrip(".") for kind in filetypes.ALLOWED for suffix in kind.suffixes[:1])
        raise RuleViolation(f"“{name}”的实际内容不是可以上传的文件类型。可以上传：{allowed}。", field="file")
    if not name.lower().endswith(kind.suffixes):
        raise RuleViolation(f"“{name}”的实际内容是{kind.label}，与扩展名不符，请核对文件后再上传。", field="file")
    return kind
