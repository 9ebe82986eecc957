"""催办: whoever supervises asks those whose turn it is, in words of their own, once a day for each case."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands.cases import open_case_of
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application, Duty, EventName, HistoryEntry, Message, OpenTask, Person, absences, history

MOST_WORDS = 200


def remind(application_id: int, words: str, *, actor: Actor, office: Office) -> int:
    """Everybody whose turn it is, deputies included, has the words in their messages, and the case says so.

    Returns how many were told.

    RuleViolation without words, when the case was reminded of today already, or when it is nobody's turn.
    """
    require(actor, Action.SUPERVISE)
    if not words.strip():
        raise RuleViolation("请写明催办的事项。", field="words")
    with office.transaction() as records:
        application = open_case_of(records, application_id)
        if _was_reminded(records, application, office):
            raise RuleViolation("此件今天已经催办过，一件一天催办一次。", field="words")
        people = absences.with_deputies(records, _whose_turn(records, application), office.clock.today())
        if not people:
            raise RuleViolation("此件现在没有待办理的步骤，无需催办。", field="words")
        entry = history.add(
            records, application, EventName.CASE_REMINDED, actor, office.clock,
            words=words.strip(), people=[person.id for person in people],
        )  # fmt: skip
        records.flush()
        text = f"{application.case_number} 号申请催办：{words.strip()}（{actor.name}）"[:400]
        records.add_all(
            Message(
                person_id=person.id, application_id=application.id, key=f"remind:{entry.id}", text=text,
                at=office.clock.now(),
            )
            for person in people
        )  # fmt: skip
        return len(people)


def _was_reminded(records: Session, application: Application, office: Office) -> bool:
    query = select(HistoryEntry.id).where(
        HistoryEntry.application_id == application.id,
        HistoryEntry.event == EventName.CASE_REMINDED,
        HistoryEntry.on == office.clock.today(),
    )
    return records.scalars(query).first() is not None


def _whose_turn(records: Session, application: Application) -> Iterator[Person]:
    """Whoever holds an open step; for one that nobody took, everybody who may take it."""
    told: set[int] = set()
    for task in records.scalars(select(OpenTask).where(OpenTask.application_id == application.id)):
        if task.assignee_id is not None:
            people = select(Person).where(Person.id == task.assignee_id)
        else:
            people = select(Person).join(Duty).where(Duty.role == task.role)
            if task.unit_id is not None:
                people = people.where(Person.unit_id == task.unit_id)
        for person in records.scalars(people.where(Person.active)).unique():
            if person.id not in told:
                told.add(person.id)
                yield person
