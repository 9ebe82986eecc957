"""One reply that answers several applications of one applicant (合并答复): which case leads, which wait for it.

The others wait at their own draft. Each keeps its number, clock, outcomes and place in the statistics.
"""

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from engine.records.base import Base
from engine.records.cases import Application, Letter
from engine.records.words import LetterState


class JointReply(Base):
    """One further application that the reply of `leading` answers; `letter_id` is None until that reply is drafted."""

    __tablename__ = "joint_reply"
    __table_args__ = (UniqueConstraint("leading_id", "application_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    leading_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)
    leading: Mapped[Application] = relationship(foreign_keys=[leading_id])
    application: Mapped[Application] = relationship(foreign_keys=[application_id])
    letter: Mapped[Letter | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether the joint reply is still to be served."""
        return self.letter is None or self.letter.state is not LetterState.SERVED


def besides(records: Session, leading: Application) -> list[JointReply]:
    """What the reply still to be served of this case answers besides it, in the order of its items."""
    links = records.scalars(select(JointReply).where(JointReply.leading_id == leading.id).order_by(JointReply.id))
    return [link for link in links if link.is_open]


def waiting(records: Session, application: Application) -> JointReply | None:
    """The joint reply of another case that this one waits for; None when it is answered alone."""
    links = records.scalars(select(JointReply).where(JointReply.application_id == application.id))
    return next((link for link in links if link.is_open), None)


def bind(records: Session, letter: Letter) -> None:
    """What is to be answered besides the letter's own case is answered by this letter."""
    for link in besides(records, letter.application):
        link.letter_id = letter.id


def answered_by(records: Session, letter: Letter) -> list[Application]:
    """Every application that this letter answers, its own case first."""
    if letter.series != "reply":
        return [letter.application]
    links = select(JointReply).where(JointReply.leading_id == letter.application.id).order_by(JointReply.id)
    return [letter.application, *(e.application for e in records.scalars(links) if e.letter_id in (None, letter.id))]


def answers(application_id: int) -> ColumnElement[bool]:
    """Whether a row of `letter` belongs to the case, as its own or as the joint reply that answers it."""
    joint = select(JointReply.letter_id).where(JointReply.application_id == application_id)
    return or_(Letter.application_id == application_id, Letter.id.in_(joint.where(JointReply.letter_id.is_not(None))))
