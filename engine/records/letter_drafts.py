"""Every wording that a letter had when it was sent for review, so that whoever saw one is shown what changed since."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.records.base import Base, Facts, Moment
from engine.records.cases import Letter


class LetterDraft(Base):
    """One wording (文稿) under the fingerprint that opinions are bound to."""

    __tablename__ = "letter_draft"
    __table_args__ = (UniqueConstraint("letter_id", "fingerprint"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    words: Mapped[Facts]
    drafted_at: Mapped[datetime] = mapped_column(Moment)


def keep(records: Session, letter: Letter, paragraphs: Sequence[str], at: datetime) -> None:
    """The letter's present wording stands beside its earlier ones; one already kept is not kept twice."""
    known = select(LetterDraft.id).where(
        LetterDraft.letter_id == letter.id, LetterDraft.fingerprint == letter.fingerprint
    )
    if records.scalar(known.limit(1)) is None:
        words = {"paragraphs": list(paragraphs)}
        draft = LetterDraft(letter_id=letter.id, fingerprint=letter.fingerprint, words=words, drafted_at=at)
        records.add(draft)


def of(records: Session, letter: Letter) -> list[LetterDraft]:
    """The wordings of this letter, the oldest first."""
    query = select(LetterDraft).where(LetterDraft.letter_id == letter.id)
    return list(records.scalars(query.order_by(LetterDraft.id)))
