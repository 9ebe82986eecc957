"""S-02: a change of the calendar reaches every open case at once, reminders included; closed cases stay."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from engine import redate, scheduler
from engine.clock import BEIJING
from engine.commands import calendar_days
from engine.commands.calendar_days import DayEntry, YearEntry
from engine.errors import NotPermitted, RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.queries import calendar_days as queries
from engine.records import Application, EventName, HistoryEntry, Message, OpenTask, PlannedTimer
from engine.rules.working_days import DayChange
from engine.tools import consistency
from engine.tools.driver import Driver, SetClock

RECEIVED = date(2026, 6, 8)
DAY_OFF = DayEntry(day=date(2026, 6, 22), is_working=False, source="国办发明电〔2026〕1号")


@pytest.fixture
def cases(driver: Driver, clock: SetClock) -> list[int]:
    """Two open cases and a withdrawn one, all received on 8 June 2026."""
    clock.moment = datetime(2026, 6, 8, 9, tzinfo=BEIJING)
    found = [driver.register(received_on=RECEIVED).application_id for _ in range(3)]
    driver.run(found[1], until="draft_decision")
    driver.withdraw(found[2])
    return found


def test_s02_the_list_is_shown_first_and_changes_nothing(office: Office, driver: Driver, cases: list[int]) -> None:
    change = queries.change_of(
        DayChange(DAY_OFF.day, DAY_OFF.is_working, DAY_OFF.source),
        actor=driver.actor(Role.ADMINISTRATOR),
        office=office,
    )
    assert [(each.application_id, each.old, each.new) for each in change.moves.moved] == [
        (case, date(2026, 7, 7), date(2026, 7, 8)) for case in cases[:2]
    ]
    assert _dates(office, cases) == [date(2026, 7, 7), date(2026, 7, 7), None]


def test_s02_an_added_day_off_moves_case_inbox_and_reminders_with_one_entry_each(
    office: Office, driver: Driver, cases: list[int]
) -> None:
    assert calendar_days.set_day(DAY_OFF, actor=driver.actor(Role.ADMINISTRATOR), office=office) == 2
    assert _dates(office, cases) == [date(2026, 7, 8), date(2026, 7, 8), None]
    with office.reading() as records:
        due = records.scalars(select(OpenTask.due_on).where(OpenTask.application_id.in_(cases[:2]))).all()
        assert set(due) == {date(2026, 7, 8)}
        timers = records.scalars(select(PlannedTimer).where(PlannedTimer.name == "next_rung")).all()
        assert {timer.due_at for timer in timers} == {datetime(2026, 7, 1, 8, 30, tzinfo=BEIJING)}
        entries = records.scalars(select(HistoryEntry).where(HistoryEntry.event == EventName.DUE_DATE_CHANGED)).all()
    entries = [entry for entry in entries if "cause" in entry.facts]
    assert [entry.application_id for entry in entries] == cases[:2]
    assert entries[0].facts["cause"] == "2026-06-22 放假（国办发明电〔2026〕1号）"
    assert consistency.faults(office) == []


def test_a_removed_day_moves_everything_back(office: Office, driver: Driver, cases: list[int]) -> None:
    administrator = driver.actor(Role.ADMINISTRATOR)
    calendar_days.set_day(DAY_OFF, actor=administrator, office=office)
    assert calendar_days.remove_day(DAY_OFF.day, actor=administrator, office=office) == 2
    assert _dates(office, cases) == [date(2026, 7, 7), date(2026, 7, 7), None]
    assert consistency.faults(office) == []


def test_dating_anew_by_an_unchanged_calendar_changes_nothing_wherever_a_case_stands(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    """What the set-based way reads is enough for every timer: it agrees with the way of one case."""
    for until in ("check_application", "assign_handler", "weigh_disclosure", "serve_reply", None):
        driver.run(driver.register().application_id, until=until)
    supplement = driver.register().application_id
    driver.step(supplement, "check_application", clear=False)
    driver.run(supplement, until="register_supplement")
    clock.advance(days=24)
    driver.tick()
    before = _everything(office)
    with office.transaction() as records:
        assert redate.redate_open(records, office, cause="核对") == 0
    assert _everything(office) == before


def test_only_an_administrator_changes_the_calendar_and_names_the_document(office: Office, driver: Driver) -> None:
    with pytest.raises(NotPermitted):
        calendar_days.set_day(DAY_OFF, actor=driver.actor(Role.REGISTRAR), office=office)
    with pytest.raises(RuleViolation, match="依据的文件"):
        calendar_days.set_day(replace(DAY_OFF, source=" "), actor=driver.actor(Role.ADMINISTRATOR), office=office)


def test_a_missing_year_is_asked_for_once_in_november_and_its_dates_are_provisional_until_it_is_loaded(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    clock.moment = datetime(2026, 12, 10, 9, tzinfo=BEIJING)
    case = driver.register().application_id
    assert _provisional(office, case)
    for _ in range(2):
        scheduler.look(office)
    with office.reading() as records:
        asked = records.scalars(select(Message).where(Message.key == "alarm:calendar:2027")).all()
    assert len({message.person_id for message in asked}) == len(asked) > 0
    off = tuple(calendar_days.days_of(date(2027, 1, 1), date(2027, 1, 3))) + tuple(
        calendar_days.days_of(date(2027, 2, 5), date(2027, 2, 13))
    )
    year = YearEntry(year=2027, off=off, working=(date(2027, 2, 20),), source="国办发明电〔2026〕9号")
    moved = calendar_days.load_year(year, actor=driver.actor(Role.ADMINISTRATOR), office=office)
    assert moved == 1
    assert not _provisional(office, case)
    assert consistency.faults(office) == []


def _dates(office: Office, cases: list[int]) -> list[date | None]:
    with office.reading() as records:
        return [records.get_one(Application, case).due_on for case in cases]


def _provisional(office: Office, case: int) -> bool:
    with office.reading() as records:
        return records.get_one(Application, case).due_is_provisional


def _everything(office: Office) -> list[object]:
    with office.reading() as records:
        timers = records.execute(select(PlannedTimer.id, PlannedTimer.due_at).order_by(PlannedTimer.id)).all()
        cases = records.execute(select(Application.id, Application.due_on, Application.state)).all()
    return [*map(tuple, timers), *map(tuple, cases), timedelta(0)]
