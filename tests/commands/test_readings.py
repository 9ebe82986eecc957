"""An administrator changes an open reading of the law for a reason: open cases follow at once, ended ones stay."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from engine.clock import BEIJING
from engine.commands import readings as commands
from engine.errors import NotFound, NotPermitted, RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.queries import readings as queries
from engine.queries.calculator import computed
from engine.queries.case_page import case_page
from engine.queries.steps import step_page
from engine.records import Application, ChangedReading, EventName, HistoryEntry, OpenTask, PlannedTimer
from engine.rules.clock_events import ClockEvent, ClockEventName
from engine.rules.reading_changes import NewReading
from engine.rules.readings import DEFAULT
from engine.tools import consistency
from engine.tools.driver import Driver, SetClock
from tests.statements import counting

RECEIVED = date(2026, 6, 8)
BEFORE, AFTER = date(2026, 7, 7), date(2026, 7, 6)
"""Due dates of what was received on 8 June 2026: the day of receipt not counted, and counted."""

COUNTED = NewReading(name="count_receipt_day", value=True, reason="法制审核会议纪要〔2026〕3号")
NOT_COUNTED = NewReading(name="count_receipt_day", value=False, reason="法制审核会议纪要〔2026〕4号")


@pytest.fixture
def cases(driver: Driver, clock: SetClock) -> list[int]:
    """Two open cases, an answered and a withdrawn one, all received on 8 June 2026."""
    clock.moment = datetime(2026, 6, 8, 9, tzinfo=BEIJING)
    found = [driver.register(received_on=RECEIVED).application_id for _ in range(4)]
    driver.run(found[1], until="draft_decision")
    driver.run(found[2])
    driver.withdraw(found[3])
    return found


def test_until_something_is_changed_every_reading_is_the_cautious_one(office: Office) -> None:
    with office.reading() as records:
        assert office.readings_over_time(records).now == DEFAULT
    assert queries.changes(office) == []


def test_what_a_change_would_move_is_shown_first_and_nothing_moves(
    office: Office, driver: Driver, cases: list[int]
) -> None:
    change = queries.change_of(COUNTED, actor=driver.actor(Role.ADMINISTRATOR), office=office)
    assert [(each.application_id, each.old, each.new) for each in change.moves.moved] == [
        (case, BEFORE, AFTER) for case in cases[:2]
    ]
    assert (change.old, change.new) == ("不算，自次日起算", "算，当日为第一天")
    assert _dates(office, cases) == [BEFORE, BEFORE, BEFORE, None]


def test_a_change_moves_open_cases_with_steps_and_reminders_and_leaves_ended_ones(
    office: Office, driver: Driver, cases: list[int]
) -> None:
    assert _set(COUNTED, driver) == 2
    assert _dates(office, cases) == [AFTER, AFTER, BEFORE, None]
    with office.reading() as records:
        due = records.scalars(select(OpenTask.due_on).where(OpenTask.application_id.in_(cases[:2]))).all()
        assert set(due) == {AFTER}
        timers = select(PlannedTimer.due_at).where(
            PlannedTimer.name == "next_rung", PlannedTimer.application_id.in_(cases[:2])
        )
        assert set(records.scalars(timers)) == {datetime(2026, 6, 29, 8, 30, tzinfo=BEIJING)}
    assert consistency.faults(office) == []


def test_what_comes_after_the_change_is_counted_by_it_too(office: Office, driver: Driver, cases: list[int]) -> None:
    _set(COUNTED, driver)
    new = driver.register(received_on=RECEIVED).application_id
    assert _dates(office, [new]) == [AFTER]


def test_the_explanation_of_each_case_gives_the_date_that_stands_on_it(
    office: Office, driver: Driver, cases: list[int]
) -> None:
    _set(COUNTED, driver)
    for case, due_on in zip(cases[:3], (AFTER, AFTER, BEFORE), strict=True):
        clock = case_page(case, actor=driver.actor(Role.REGISTRAR), office=office).clock
        assert clock is not None
        assert clock.due_on == due_on


def test_an_ended_case_keeps_its_readings_through_everything_that_comes_later(
    office: Office, driver: Driver, cases: list[int]
) -> None:
    """Answered before the change; another ends after it, then the reading goes back."""
    _set(COUNTED, driver)
    driver.run(cases[0])
    _set(NOT_COUNTED, driver)
    assert _dates(office, cases) == [AFTER, BEFORE, BEFORE, None]
    assert _kept(office, cases) == [1, None, 0, 0]
    assert consistency.faults(office) == []


def test_the_calculator_follows(office: Office, driver: Driver) -> None:
    events = [ClockEvent(RECEIVED, ClockEventName.RECEIVED)]
    assert computed(events, channel=None, as_of=RECEIVED, office=office).due_on == BEFORE
    _set(COUNTED, driver)
    assert computed(events, channel=None, as_of=RECEIVED, office=office).due_on == AFTER


def test_a_period_that_we_set_begins_in_its_form_with_the_reading(office: Office, driver: Driver) -> None:
    case = driver.register().application_id
    driver.step(case, "check_application", clear=False)
    _set(NewReading(name="supplement_period_days", value=20, reason="法制审核会议纪要"), driver)
    (task,) = [task for task in driver.open_tasks(case) if task.step == "draft_supplement_notice"]
    page = step_page(task.id, task.step, actor=driver.actor_of(task), office=office)
    assert page.readings.supplement_period_days == 20


def test_history_says_who_changed_what_from_what_and_why_and_each_moved_case_says_it_too(
    office: Office, driver: Driver, cases: list[int]
) -> None:
    _set(COUNTED, driver)
    _set(NOT_COUNTED, driver)
    latest, first = queries.changes(office)
    assert (first.old, first.new, first.reason, first.moved) == (
        "不算，自次日起算", "算，当日为第一天", COUNTED.reason, 2,
    )  # fmt: skip
    assert (latest.old, latest.new) == (first.new, first.old)
    assert first.who == driver.actor(Role.ADMINISTRATOR).name
    with office.reading() as records:
        rows = records.scalars(select(ChangedReading).order_by(ChangedReading.id)).all()
        moved = select(HistoryEntry).where(HistoryEntry.event == EventName.DUE_DATE_CHANGED).order_by(HistoryEntry.id)
        entries = [entry for entry in records.scalars(moved) if "cause" in entry.facts]
    assert [(row.name, row.value) for row in rows] == [("count_receipt_day", 1), ("count_receipt_day", 0)]
    assert [entry.application_id for entry in entries] == [*cases[:2], *cases[:2]]
    assert entries[0].facts["cause"] == (
        "“自收到申请之日起”，收到当日算不算第一天？不算，自次日起算→算，当日为第一天（法制审核会议纪要〔2026〕3号）"
    )


def test_the_course_of_a_case_says_why_its_date_moved(office: Office, driver: Driver, cases: list[int]) -> None:
    _set(COUNTED, driver)
    lines = case_page(cases[0], actor=driver.actor(Role.REGISTRAR), office=office).lines
    (told,) = [line for line in lines if line.event is EventName.DUE_DATE_CHANGED]
    assert any(COUNTED.reason in detail for detail in told.details)


def test_only_an_administrator_changes_a_reading(small_office: Office) -> None:
    for role in (Role.LEGAL_REVIEWER, Role.AGENCY_HEAD):
        actor = Driver(small_office).actor(role)
        with pytest.raises(NotPermitted):
            commands.set_reading(COUNTED, actor=actor, office=small_office)
        with pytest.raises(NotPermitted):
            queries.change_of(COUNTED, actor=actor, office=small_office)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"value": 0}, "应当在 1 至 30 个工作日之间，0 不在其中"),
        ({"value": 31}, "31 不在其中"),
        ({"value": DEFAULT.agency_reply_days}, "与现在的口径相同"),
        ({"reason": "  "}, "理由和依据"),
        ({"name": "supplement_period_days", "value": 4}, "应当在 5 至 60 个工作日之间"),
    ],
)
def test_what_is_no_answer_is_refused_before_and_when_it_is_set(
    small_office: Office, wanted: dict[str, Any], words: str
) -> None:
    change = NewReading(**{"name": "agency_reply_days", "value": 12, "reason": "法制审核会议纪要", **wanted})
    actor = Driver(small_office).actor(Role.ADMINISTRATOR)
    for act in (queries.change_of, commands.set_reading):
        with pytest.raises(RuleViolation, match=words):
            act(change, actor=actor, office=small_office)


@pytest.mark.parametrize("name", ["platform_receipt_confirms", "mixed_letters", "no_such_reading"])
def test_what_is_set_elsewhere_or_nowhere_is_not_set_here(small_office: Office, name: str) -> None:
    change = NewReading(name=name, value=True, reason="法制审核会议纪要")
    with pytest.raises(NotFound):
        commands.set_reading(change, actor=Driver(small_office).actor(Role.ADMINISTRATOR), office=small_office)


def test_readings_come_with_the_calendar_in_one_statement(driver: Driver, office: Office) -> None:
    case = driver.register().application_id
    with counting(office) as sent:
        driver.run(case)
    assert {s for s in sent if "changed_reading" in s} == {s for s in sent if "calendar_day" in s} != set()


def _set(wanted: NewReading, driver: Driver) -> int:
    return commands.set_reading(wanted, actor=driver.actor(Role.ADMINISTRATOR), office=driver.office)


def _dates(office: Office, cases: list[int]) -> list[date | None]:
    with office.reading() as records:
        return [records.get_one(Application, case).due_on for case in cases]


def _kept(office: Office, cases: list[int]) -> list[int | None]:
    with office.reading() as records:
        return [records.get_one(Application, case).readings_kept for case in cases]
