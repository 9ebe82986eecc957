"""The days of the reminders are the office's: a change moves the whole ladder of every open case at once."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from engine import scheduler
from engine.clock import BEIJING
from engine.commands.reminders import set_reminder_days
from engine.errors import NotPermitted, RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.queries.reminders import reminders
from engine.records import EventName, HistoryEntry, PlannedTimer
from engine.tools import consistency
from engine.tools.driver import Driver, SetClock
from web.forms.reminders import NAMES


def test_a_change_moves_the_reminders_of_open_cases_at_once(office: Office, driver: Driver) -> None:
    """Received on 4 March 2026, due on 1 April: five working days before is 25 March, eight is 20 March."""
    driver.register()
    assert _next(office) == date(2026, 3, 25)
    set_reminder_days([8, 4, 2], actor=driver.actor(Role.ADMINISTRATOR), office=office)
    assert _next(office) == date(2026, 3, 20)
    driver.register()
    assert _next(office) == date(2026, 3, 20)
    assert consistency.faults(office) == []


def test_a_new_day_that_has_gone_by_is_made_up_for_and_nothing_is_sent_again(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    case = driver.register().application_id
    clock.moment = datetime(2026, 3, 24, 9, tzinfo=BEIJING)
    scheduler.tick(office)
    assert _rungs(office, case) == []
    administrator = driver.actor(Role.ADMINISTRATOR)
    for _ in range(2):
        set_reminder_days([7, 3, 1], actor=administrator, office=office)
        scheduler.tick(office)
    set_reminder_days([5, 3, 1], actor=administrator, office=office)
    clock.moment = datetime(2026, 3, 25, 9, tzinfo=BEIJING)
    scheduler.tick(office)
    assert _rungs(office, case) == [1]


@pytest.mark.parametrize(
    ("days", "words"),
    [([5, 3], "共 3 次"), ([16, 3, 1], "16 不在其中"), ([5, 3, 0], "0 不在其中"), ([5, 5, 1], "更接近")],
)
def test_days_that_make_no_ladder_are_refused(small_office: Office, days: list[int], words: str) -> None:
    administrator = Driver(small_office).actor(Role.ADMINISTRATOR)
    with pytest.raises(RuleViolation, match=words):
        set_reminder_days(days, actor=administrator, office=small_office)
    assert reminders(actor=administrator, office=small_office).days == [5, 3, 1]


def test_who_changed_them_and_from_what_stands_on_record(small_office: Office) -> None:
    administrator = Driver(small_office).actor(Role.ADMINISTRATOR)
    set_reminder_days([6, 4, 2], actor=administrator, office=small_office)
    set_reminder_days([5, 3, 1], actor=administrator, office=small_office)
    changes = reminders(actor=administrator, office=small_office).changes
    assert [(list(c.old), list(c.new)) for c in changes] == [([6, 4, 2], [5, 3, 1]), ([5, 3, 1], [6, 4, 2])]
    assert {change.who for change in changes} == {administrator.name}


def test_only_an_administrator_sets_them_and_the_form_has_a_field_for_each(small_office: Office) -> None:
    driver = Driver(small_office)
    with pytest.raises(NotPermitted):
        set_reminder_days([5, 3, 1], actor=driver.actor(Role.HANDLER), office=small_office)
    days = reminders(actor=driver.actor(Role.ADMINISTRATOR), office=small_office).days
    assert len(days) == len(NAMES)


def _next(office: Office) -> date:
    """The day of the next reminder, the same for all cases."""
    with office.reading() as records:
        moments = set(records.scalars(select(PlannedTimer.due_at).where(PlannedTimer.name == "next_rung")))
    (moment,) = moments
    assert moment is not None
    return moment.astimezone(BEIJING).date()


def _rungs(office: Office, case: int) -> list[int]:
    with office.reading() as records:
        query = select(HistoryEntry).where(
            HistoryEntry.application_id == case, HistoryEntry.event == EventName.DEADLINE_ESCALATED
        )
        return [entry.facts["rung"] for entry in records.scalars(query.order_by(HistoryEntry.id))]
