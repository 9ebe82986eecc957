"""What leaves the house with a reply: chosen files, bound by the letter's fingerprint, never an unredacted original.

《条例》第37条
"""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.errors import NotFound, RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import (
    Application,
    Enclosure,
    EventName,
    Letter,
    LetterState,
    Redaction,
    StoredFile,
    history,
    joint_replies,
)
from engine.records.intake import IDENTITY_PROOF

ORIGINAL = "“{name}”是须区分处理的原件，不得对外提供；请改选经复核的区分处理件。"


def choose(application_id: int, file_ids: Collection[int], *, actor: Actor, office: Office) -> None:
    """These files, and no others, go out with the reply; an approval given before has lapsed if they are new.

    RuleViolation for an original of which a part is withheld, whatever name it has; Conflict comes at the signing.
    《条例》第37条
    """
    require(actor, Action.REDACT_FILE)
    with office.transaction() as records:
        application = records.get(Application, application_id)
        if application is None:
            raise NotFound("没有找到这件申请。")
        _require_not_sealed(records, application)
        wanted = select(StoredFile).where(StoredFile.application_id == application_id, StoredFile.id.in_(file_ids))
        wanted = wanted.where(StoredFile.purpose != IDENTITY_PROOF)
        files = list(records.scalars(wanted.order_by(StoredFile.id)))
        if len(files) != len(set(file_ids)) or any(file.is_sealed for file in files):
            raise RuleViolation("所选文件不在此件的附件中，请刷新后重新选择。", field="files")
        records.execute(delete(Enclosure).where(Enclosure.application_id == application_id))
        records.add_all(Enclosure(application_id=application_id, file_id=file.id) for file in files)
        records.flush()
        require_lawful(records, application)
        history.add(
            records, application, EventName.ENCLOSURES_CHANGED, actor, office.clock,
            files=[{"id": file.id, "sha256": file.sha256} for file in files],
        )  # fmt: skip


def require_lawful(records: Session, application: Application) -> None:
    """Nothing, if no enclosed file is, or equals, an original of which a part is withheld; RuleViolation names it.

    《条例》第37条
    """
    originals = set(
        records.scalars(
            select(StoredFile.sha256)
            .join(Redaction, Redaction.original_id == StoredFile.id)
            .where(Redaction.application_id == application.id)
        )
    )
    enclosed = files_of(records, application.id)
    for file in enclosed:
        if file.sha256 in originals:
            raise RuleViolation(ORIGINAL.format(name=file.name), "《条例》第37条", field="files")
    copies = set(records.scalars(select(Redaction.copy_id).where(Redaction.application_id == application.id)))
    is_partly = any(i.answer.get("withheld") and not i.answer.get("available") for i in application.items)
    if enclosed and is_partly and not copies & {file.id for file in enclosed}:
        raise RuleViolation(
            "答复为部分公开，随答复提供的文件中应有经复核的区分处理件。", "《条例》第37条", field="files"
        )


def has_redacted_copy(records: Session, letter: Letter) -> bool:
    """Whether a checked, blackened copy goes out with this letter, in whichever of the cases it answers.

    《条例》第37条
    """
    cases = [case.id for case in joint_replies.answered_by(records, letter)]
    query = select(Redaction.id).join(Enclosure, Enclosure.file_id == Redaction.copy_id)
    return records.scalar(query.where(Enclosure.application_id.in_(cases)).limit(1)) is not None


def take_back(records: Session, application_id: int, file_ids: Collection[int]) -> None:
    """None of these files goes out with the reply any more; RuleViolation when the reply with them is sealed."""
    chosen = Enclosure.application_id == application_id, Enclosure.file_id.in_(file_ids)
    if records.scalar(select(Enclosure.id).where(*chosen).limit(1)) is not None:
        _require_not_sealed(records, records.get_one(Application, application_id))
        records.execute(delete(Enclosure).where(*chosen))


def files_of(records: Session, application_id: int) -> list[StoredFile]:
    """The files that go out with the reply of this case."""
    query = select(StoredFile).join(Enclosure, Enclosure.file_id == StoredFile.id)
    return list(records.scalars(query.where(Enclosure.application_id == application_id).order_by(StoredFile.id)))


def hashes_of(records: Session, application_id: int) -> tuple[str, ...]:
    """The SHA-256 of each of them."""
    return tuple(file.sha256 for file in files_of(records, application_id))


def _require_not_sealed(records: Session, application: Application) -> None:
    query = select(Letter.state).where(joint_replies.answers(application.id), Letter.series == "reply")
    if records.scalar(query.order_by(Letter.id.desc()).limit(1)) not in (
        None, LetterState.DRAFTED, LetterState.SIGNED,
    ):  # fmt: skip
        raise RuleViolation("答复书已经用印，随答复提供的文件不能再变更。", field="files")
