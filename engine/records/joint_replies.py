"""One reply that answers several applications of one applicant (合并答复): which case leads, which wait for it.

The others wait at their own draft. Each keeps its number, clock, outcomes and place in the statistics.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, ForeignKey, Subquery, UniqueConstraint, or_, select, union_all
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from engine.records import history, intake, same_applicant
from engine.records.base import Base
from engine.records.cases import Application, Letter
from engine.records.people import Person
from engine.records.processes import OpenTask
from engine.records.words import EventName, LetterState
from engine.rules.joint_reply import JointCase
from engine.rules.outcome import ItemFacts, Standing

DRAFT = "draft_decision"
ANSWERED = "answered_jointly"
"""The message that ends a case which waited for the reply of another."""


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


def cases_of_number(records: Session, number: str) -> list[int]:
    """The cases that the letter of this document number answers, its own first; empty when no letter bears it."""
    letter = records.execute(select(Letter.id, Letter.application_id).where(Letter.document_number == number)).first()
    if letter is None:
        return []
    joint = select(JointReply.application_id).where(JointReply.letter_id == letter.id).order_by(JointReply.id)
    return [letter.application_id, *records.scalars(joint)]


def letters_of(cases: Collection[int]) -> Subquery:
    """Pairs `application_id`, `letter_id` of these cases: their own letters and the joint replies that answer them."""
    own = select(Letter.application_id, Letter.id.label("letter_id")).where(Letter.application_id.in_(cases))
    joint = select(JointReply.application_id, JointReply.letter_id)
    joint = joint.where(JointReply.application_id.in_(cases), JointReply.letter_id.is_not(None))
    return union_all(own, joint).subquery()


def draft_of(records: Session, application: Application) -> OpenTask | None:
    """The open draft of the case in a run that a joint reply can end; None when it is elsewhere."""
    query = select(OpenTask).where(OpenTask.application_id == application.id, OpenTask.step == DRAFT)
    task: OpenTask | None = records.scalar(query)
    return task if task is not None and task.instance.awaits_message(ANSWERED) else None


def joint_case(records: Session, case: Application, leading: Application, *, me: int | None, key: bytes) -> JointCase:
    """What the rule needs to know of a case that `me` would answer together with `leading`; `key` opens identities."""
    task, link = draft_of(records, case), waiting(records, case)
    own = set(same_applicant.ids_of_others(records, leading, key=key))
    holder = records.get(Person, task.assignee_id) if task is not None and task.assignee_id else None
    standings = {ItemFacts.from_stored(item.facts).standing for item in case.items}
    return JointCase(
        number=case.case_number,
        due_on=case.due_on,
        is_applicants=case.id == leading.id or case.id in own,
        is_at_draft=task is not None,
        is_first_answer=not history.has(records, case, EventName.CASE_REOPENED),
        is_on_its_merits=standings == {Standing.OPEN},
        holder=holder.name if holder is not None and holder.id != me else "",
        way=way_of(case),
        waits_for=_other_leading(records, case, link, leading),
    )


def _other_leading(records: Session, case: Application, link: JointReply | None, leading: Application) -> str:
    """Whose reply the case waits for, or whom it leads itself."""
    if link is not None:
        return link.leading.case_number if link.leading_id != leading.id else ""
    led = besides(records, case) if case.id != leading.id else []
    return led[0].application.case_number if led else ""


def way_of(application: Application) -> str:
    """Where the letters of the case are sent: a change of it ends an approval."""
    to = intake.addressee_of(application)
    care_of = [name] if (name := intake.in_care_of(application)) else []
    return " ".join((*care_of, application.delivery.value, to.postcode, to.address, to.email))
