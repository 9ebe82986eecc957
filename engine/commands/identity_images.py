"""Copies of identity papers (身份证件影像): marked for one use, opened by intake alone, each look on record, deleted.

内部规定：身份证件影像
"""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from engine.errors import NotFound, RuleViolation
from engine.letters.watermark import watermarked
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application, Enclosure, EventName, Redaction, StoredFile, history
from engine.records.intake import IDENTITY_PROOF

DELETED_NAME = "已按期删除的身份证件影像"
NO_PICTURE = "身份证件请上传扫描件或者照片：jpg、png、tif 或者 pdf。"
PICTURES = ("image/", "application/pdf")
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class IdentityImage:
    """The marked picture, for one look."""

    name: str
    media_type: str
    content: bytes


def marked(image: IdentityImage, office: Office) -> IdentityImage:
    """The picture with the words across it; RuleViolation at `file` when it is none."""
    if not image.media_type.startswith(PICTURES):
        raise RuleViolation(NO_PICTURE, field="file")
    content, suffix = watermarked(image.content, image.media_type, office.letters)
    media_type = "image/jpeg" if suffix == ".jpg" else "application/pdf"
    return IdentityImage(f"{PurePath(image.name).stem}{suffix}", media_type, content)


def mark_as_identity(file_id: int, *, actor: Actor, office: Office) -> None:
    """An attachment that turns out to be the copy of an identity paper is kept as one: marked, closed, with a last day.

    RuleViolation when it goes out with the reply or is no picture. 内部规定：身份证件影像
    """
    require(actor, Action.VIEW_IDENTITY_IMAGE)
    with office.transaction() as records:
        file = records.get(StoredFile, file_id, options=[undefer(StoredFile.content)])
        if file is None or file.is_sealed or file.purpose == IDENTITY_PROOF:
            raise NotFound("没有找到这个附件。")
        if _is_used(records, file_id):
            raise RuleViolation("这个附件已经列入随答复提供的文件或者区分处理，不能转为身份证件影像。", field="file")
        image = marked(IdentityImage(file.name, file.media_type, file.content), office)
        before = file.sha256
        file.name, file.media_type, file.content, file.size = (
            image.name,
            image.media_type,
            image.content,
            len(image.content),
        )
        file.sha256, file.purpose, file.delete_on = sha256(image.content).hexdigest(), IDENTITY_PROOF, last_day(office)
        application = records.get_one(Application, file.application_id)
        history.add(
            records, application, EventName.IDENTITY_IMAGE_MARKED, actor, office.clock,
            file_id=file.id, sha256=file.sha256, before=before,
        )  # fmt: skip


def last_day(office: Office) -> date:
    """The last day of a copy that comes in today. MINGDA_IDENTITY_IMAGE_DAYS"""
    return office.clock.today() + timedelta(days=office.settings.identity_image_days)


def _is_used(records: Session, file_id: int) -> bool:
    enclosed = select(Enclosure.file_id).where(Enclosure.file_id == file_id)
    redacted = select(Redaction.id).where((Redaction.original_id == file_id) | (Redaction.copy_id == file_id))
    return records.scalar(enclosed.limit(1)) is not None or records.scalar(redacted.limit(1)) is not None


def view_identity_image(file_id: int, *, actor: Actor, office: Office) -> IdentityImage:
    """The marked picture; that it was looked at, by whom and when, stands in the history.

    NotFound when it is no copy of an identity paper, or it is deleted. 内部规定：身份证件影像
    """
    require(actor, Action.VIEW_IDENTITY_IMAGE)
    with office.transaction() as records:
        file = records.get(StoredFile, file_id, options=[undefer(StoredFile.content)])
        if file is None or file.purpose != IDENTITY_PROOF or file.is_sealed:
            raise NotFound("没有找到这份身份证件影像，可能已经按期删除。")
        application = records.get_one(Application, file.application_id)
        history.add(records, application, EventName.IDENTITY_IMAGE_VIEWED, actor, office.clock, file_id=file.id)
        image = IdentityImage(file.name, file.media_type, file.content)
        return image if file.delete_on else marked(image, office)


def delete_due(office: Office) -> int:
    """Copies of identity papers whose last day has passed are gone, each with an entry; returns how many."""
    today = office.clock.today()
    with office.transaction() as records:
        due = select(StoredFile).where(StoredFile.delete_on < today, StoredFile.size > 0).limit(MOST_AT_ONCE)
        files = list(records.scalars(due.order_by(StoredFile.id)))
        for file in files:
            file.name, file.content, file.size, file.media_type = DELETED_NAME, b"", 0, "application/octet-stream"
            application = records.get_one(Application, file.application_id)
            history.add(
                records, application, EventName.IDENTITY_IMAGE_DELETED, Actor.calendar(), office.clock,
                file_id=file.id, sha256=file.sha256,
            )  # fmt: skip
        return len(files)
