"""What is cached of a case's dates is computed anew where an entry can move it, and only there."""

import pytest

from engine.deadlines import can_move
from engine.office import Office
from engine.records import Application, EventName
from engine.records.history import Touched
from engine.tools import consistency
from engine.tools.driver import Driver
from tests.statements import counting

REVIEWS = ("review_by_unit", "review_legality", "check_document", "approve_reply")


@pytest.mark.parametrize("step", REVIEWS)
def test_an_opinion_moves_no_date_and_asks_for_none(step: str, driver: Driver, office: Office) -> None:
    case = driver.register().application_id
    driver.run(case, until=step)
    with counting(office) as sent:
        driver.step(case, step)
    assert not [statement for statement in sent if "calendar_day" in statement]
    assert consistency.faults(office) == []


def test_every_step_of_the_whole_way_leaves_dates_and_timers_as_the_history_gives_them(
    driver: Driver, office: Office
) -> None:
    case = driver.register().application_id
    while driver.open_tasks(case):
        driver.step(case)
        assert consistency.faults(office) == []


@pytest.mark.parametrize("event_name", [EventName.RECEIVED, EventName.CONSULTATION_SENT, EventName.REPLY_SERVED])
def test_what_moves_the_clock_dates_the_case_anew(event_name: EventName) -> None:
    assert can_move(Touched(Application(), {EventName.DOCUMENT_CHECKED, event_name}))
    assert not can_move(Touched(Application(), {EventName.DOCUMENT_CHECKED}))


def test_a_new_or_used_up_timer_dates_the_case_anew() -> None:
    assert can_move(Touched(Application(), set(), timer_undated=True))
