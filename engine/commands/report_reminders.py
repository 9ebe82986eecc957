"""The reminders of a year's report: the usual ladder, its first rungs meant for whoever has the open step.

《条例》第49条
"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands.deliver import leave_message, still_open
from engine.office import Office
from engine.permissions import Role
from engine.records import Duty, OpenTask, Person

INSTEAD = {Role.UNIT_HEAD: Role.OFFICE_HEAD}
"""Whom a rung reaches that names a role of one unit: the report has none."""


def deliver_report_reminder(entry_id: int, office: Office) -> None:
    """Everybody whom the rung reaches has the reminder in their messages; a report submitted meanwhile needs none."""
    with office.transaction() as records:
        entry = still_open(records, entry_id)
        if entry is None:
            return
        year, due_on = int(entry.facts["year"]), date.fromisoformat(entry.facts["due_on"])
        steps = list(records.scalars(select(OpenTask).where(OpenTask.report_year == year)))
        for person in _reached(records, Role(entry.facts["recipient"]), steps):
            leave_message(records, person, entry, _text(year, due_on, steps, office.clock.today()), office)
        entry.done_at = office.clock.now()


def _reached(records: Session, role: Role, steps: list[OpenTask]) -> Iterator[Person]:
    if not steps:
        return
    if role is not Role.HANDLER:
        yield from _holders(records, INSTEAD.get(role, role))
        return
    for step in steps:
        if step.assignee_id is not None:
            yield records.get_one(Person, step.assignee_id)
        else:
            yield from _holders(records, step.role)


def _holders(records: Session, role: Role) -> list[Person]:
    query = select(Person).join(Duty).where(Duty.role == role, Person.active)
    return list(records.scalars(query.order_by(Person.id)).unique())


def _text(year: int, due_on: date, steps: list[OpenTask], today: date) -> str:
    """Today's wording, whenever the reminder was planned."""
    at = "、".join(f"“{step.title}”" for step in steps)
    with_date = f"{due_on.year}年{due_on.month}月{due_on.day}日"
    if today > due_on:
        return f"{year}年度报告应当在{with_date}前报送，已经逾期，现在{at}，请立即办理。"
    last = "今天到期" if today == due_on else f"的报送期限为{with_date}"
    return f"{year}年度报告{last}，现在{at}，请抓紧办理。"
