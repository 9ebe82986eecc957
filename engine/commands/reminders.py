"""The days of the reminders before a due date, set by an administrator; every open case's ladder moves at once.

内部规定：期限督办；《条例》第46条
"""

from collections.abc import Sequence
from itertools import pairwise

from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import EventName, ReminderDay, history
from engine.redate import redate_open

MOST_DAYS = 15
"""Earlier than three weeks before the date a reminder says nothing: the whole term is twenty working days."""


def set_reminder_days(days: Sequence[int], *, actor: Actor, office: Office) -> None:
    """The rungs before the due date come so many working days before it, the earliest first; open cases follow now.

    RuleViolation when there is another number of rungs, a day lies out of bounds or a later rung comes earlier.
    """
    require(actor, Action.MANAGE_AGENCY)
    with office.transaction() as records:
        before = [rung for rung in office.workflow.ladder(records) if rung.offset < 0]
        _require_ladder(days, len(before))
        for rung, each in zip(before, days, strict=True):
            now = office.clock.now()
            records.merge(ReminderDay(rung=rung.number, days=each, changed_by=actor.person_id, changed_at=now))
        records.flush()
        old, new = [-rung.offset for rung in before], list(days)
        history.add(records, None, EventName.REMINDERS_CHANGED, actor, office.clock, old=old, new=new)
        redate_open(records, office, cause=EventName.REMINDERS_CHANGED.label)


def _require_ladder(days: Sequence[int], rungs: int) -> None:
    if len(days) != rungs:
        raise RuleViolation(f"到期前的提醒共 {rungs} 次，请逐次填写。")
    if wrong := [each for each in days if not 1 <= each <= MOST_DAYS]:
        raise RuleViolation(f"提醒应在到期前 1 至 {MOST_DAYS} 个工作日，{wrong[0]} 不在其中。")
    if any(later >= earlier for earlier, later in pairwise(days)):
        raise RuleViolation("后一次提醒应当比前一次更接近到期日，请核对各次的天数。")
