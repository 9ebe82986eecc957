"""What waits for a person at the desk and belongs to no case: the next year's working days."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.office import Office
from engine.permissions import Action, Actor, permits
from engine.records import OPEN_STATES, Application


@dataclass(frozen=True)
class OfficeDuty:
    """One thing to be done, and the page where it is done."""

    title: str
    words: str
    page: str


def office_duties(*, actor: Actor, office: Office) -> tuple[OfficeDuty, ...]:
    """What this person still has to do for the office; done, it is gone by itself."""
    if not permits(actor, Action.MANAGE_CALENDAR):
        return ()
    with office.reading() as records:
        year = office.calendar(records).year_to_load(office.clock.today())
        if year is None:
            return ()
        count = _provisional(records)
    words = f"现有 {count} 件在办申请的期限为暂定，录入后自动核定。" if count else "录入以前，落在该年的期限均为暂定。"
    return (OfficeDuty(f"录入{year}年的放假调休安排", words, "calendar_days.load_year"),)


def _provisional(records: Session) -> int:
    query = select(func.count(Application.id)).where(Application.due_is_provisional, Application.state.in_(OPEN_STATES))
    return records.scalar(query) or 0
