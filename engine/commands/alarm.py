"""An alarm reaches every administrator's messages once; the operations page says more."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.office import Office
from engine.permissions import Role
from engine.records import Duty, Message, Person


def raise_alarm(records: Session, what: str, text: str, office: Office) -> None:
    """Every administrator has the alarm, once for each `what`."""
    key = f"alarm:{what}"
    told = set(records.scalars(select(Message.person_id).where(Message.key == key)))
    for person in records.scalars(select(Person).join(Duty).where(Duty.role == Role.ADMINISTRATOR, Person.active)):
        if person.id not in told:
            records.add(Message(person_id=person.id, key=key, text=text, at=office.clock.now()))
