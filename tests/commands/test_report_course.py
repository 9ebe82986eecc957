"""The year's report as a drawn process: opened by the calendar, each difference explained, reviewed by another person.

《条例》第49条、第50条
"""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from engine import scheduler
from engine.clock import BEIJING
from engine.commands import calendar_days, report, report_course
from engine.commands.report_course import ReportReview, Submission
from engine.errors import Conflict, RuleViolation, TaskNotReady
from engine.office import Office
from engine.permissions import Role
from engine.queries import report_course as queries
from engine.queries import tasks
from engine.queries.listing import Page
from engine.records import EventName, HistoryEntry, Message, OpenTask, Person, PlannedTimer, ProcessInstance, YearReport
from engine.rules.report_deadline import report_due_on, year_to_open
from engine.rules.report_form import SECTIONS
from engine.rules.vocabulary import Channel
from engine.rules.working_days import Calendar
from engine.tools import consistency
from engine.tools.driver import Driver, SetClock

DUE = date(2027, 1, 29)
"""31 January 2027 is a Sunday."""


def _at(clock: SetClock, year: int, month: int, day: int, hour: int = 9) -> None:
    clock.moment = datetime(year, month, day, hour, tzinfo=BEIJING)


def _step(office: Office, year: int = 2026) -> OpenTask:
    with office.reading() as records:
        return records.scalars(select(OpenTask).where(OpenTask.report_year == year)).one()


def _events(office: Office) -> list[EventName]:
    with office.reading() as records:
        query = select(HistoryEntry).where(HistoryEntry.application_id.is_(None)).order_by(HistoryEntry.id)
        return [entry.event for entry in records.scalars(query) if entry.facts.get("year") == 2026]


def _do(driver: Driver, step: str, **given: object) -> None:
    task = _step(driver.office)
    assert task.step == step
    driver.do(task, **given)


def _write(driver: Driver) -> None:
    texts = ["已经写好。" for _ in SECTIONS]
    report.write_sections(2026, texts, actor=driver.actor(Role.REGISTRAR), office=driver.office)


def _at_review(driver: Driver, clock: SetClock) -> None:
    report_course.open_report(2026, actor=driver.actor(Role.REGISTRAR), office=driver.office)
    _do(driver, "reconcile_report")
    _write(driver)
    _at(clock, 2027, 1, 11)
    _do(driver, "draft_report")


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2026, 11, 30), None),
        (date(2026, 12, 1), 2026),
        (date(2027, 1, 31), 2026),
        (date(2027, 2, 1), None),
    ],
)
def test_the_report_of_the_closing_year_is_opened_from_the_first_of_december(today: date, year: int | None) -> None:
    assert year_to_open(today) == year


@pytest.mark.parametrize(("year", "due_on"), [(2022, date(2023, 1, 30)), (2024, date(2025, 1, 27)), (2026, DUE)])
def test_the_day_is_the_last_working_day_before_31_january(year: int, due_on: date) -> None:
    assert report_due_on(year, Calendar.official().provisional()) == due_on


def test_the_timers_open_it_once_with_its_day_and_its_first_reminder(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    _at(clock, 2026, 12, 1)
    for _ in range(3):
        scheduler.look(office)
    task = _step(office)
    assert (task.step, task.role, task.due_on) == ("reconcile_report", Role.REGISTRAR, DUE)
    with office.reading() as records:
        timer = records.scalars(select(PlannedTimer).where(PlannedTimer.report_year == 2026)).one()
        assert timer.due_at == datetime(2027, 1, 22, 8, 30, tzinfo=BEIJING)
        runs = records.scalars(select(ProcessInstance.process_id).where(ProcessInstance.report_year == 2026))
        assert sorted(runs) == ["prepare_annual_report", "watch_annual_report"]
    assert _events(office) == [EventName.REPORT_OPENED]
    with pytest.raises(Conflict):
        report_course.open_report(2026, actor=driver.actor(Role.REGISTRAR), office=office)


def test_the_usual_ladder_reaches_whoever_has_the_step_then_the_head_and_ends_with_the_submission(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    _at(clock, 2026, 12, 1)
    scheduler.look(office)
    for day in Calendar.official().provisional().between(date(2027, 1, 20), date(2027, 2, 3)):
        _at(clock, day.year, day.month, day.day)
        scheduler.tick(office)
        scheduler.tick(office)
    told = [event for event in _events(office) if event is EventName.REPORT_REMINDED]
    with office.reading() as records:
        query = select(Person.account, Message.text).join(Person).where(Message.key.like("report:%"))
        messages = records.execute(query.order_by(Message.id)).all()
    assert len(told) == 6
    assert [account for account, _ in messages] == ["dengji", "dengji", "zhuren", "zhuren", "duban", "zhuren"]
    assert "“逐项核对”" in messages[0][1]
    assert "逾期" in messages[-1][1]


def test_the_whole_way_ends_frozen_with_its_proof(office: Office, driver: Driver, clock: SetClock) -> None:
    _at_review(driver, clock)
    _do(driver, "review_report")
    _do(driver, "submit_report", receipt="平台回执第7号")
    with office.reading() as records:
        row = records.get_one(YearReport, 2026)
        assert (row.sent_on, row.proof, len(row.fingerprint)) == (date(2027, 1, 11), "平台回执第7号", 64)
        assert row.fingerprint == row.reviewed_fingerprint
        assert row.figures["report"]["table3"]
        assert list(records.scalars(select(ProcessInstance).where(ProcessInstance.is_running))) == []
        assert list(records.scalars(select(PlannedTimer))) == []
    assert _events(office)[-1] is EventName.REPORT_SUBMITTED
    assert consistency.faults(office) == []


def test_a_difference_without_its_reason_keeps_the_reconciliation_open(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    walked = driver.register(channel=Channel.ORDINARY_LETTER, arrived_on=date(2025, 12, 31))
    driver.step(walked.application_id, "confirm_receipt")
    report_course.open_report(2026, actor=driver.actor(Role.REGISTRAR), office=office)
    with pytest.raises(RuleViolation, match=walked.case_number):
        _do(driver, "reconcile_report")
    _do(driver, "reconcile_report", words={f"across:{walked.application_id}": "平信元旦后才与申请人确认收到。"})
    with office.reading() as records:
        row = records.get_one(YearReport, 2026)
    assert list(row.explained_by.values()) == [driver.actor(Role.REGISTRAR).name]


def test_nothing_is_sent_to_be_reviewed_before_the_year_is_over(driver: Driver, clock: SetClock) -> None:
    report_course.open_report(2026, actor=driver.actor(Role.REGISTRAR), office=driver.office)
    _do(driver, "reconcile_report")
    _write(driver)
    _at(clock, 2026, 12, 31)
    with pytest.raises(RuleViolation, match="尚未结束"):
        _do(driver, "draft_report")


def test_whoever_drafted_does_not_review(office: Office, driver: Driver, clock: SetClock) -> None:
    _at_review(driver, clock)
    task = _step(office)
    both = driver.actor(Role.REGISTRAR)
    both = type(both)(both.name, both.roles | {Role.DOCUMENT_CHECKER}, both.person_id, both.units)
    with pytest.raises(RuleViolation, match="起草人"):
        report_course.review_report(task.id, ReportReview(agreed=True), actor=both, office=office)


def test_a_refusal_has_its_reason_and_goes_back_to_the_draft(office: Office, driver: Driver, clock: SetClock) -> None:
    _at_review(driver, clock)
    with pytest.raises(RuleViolation, match="理由"):
        _do(driver, "review_report", agreed=False)
    _do(driver, "review_report", agreed=False, words="第四部分与表四不一致。")
    assert _step(office).step == "draft_report"
    with office.reading() as records:
        (told,) = records.scalars(select(Message).where(Message.key.like("report_refused:%")))
    assert "第四部分与表四不一致" in told.text


@pytest.mark.parametrize(
    ("lacking", "words"),
    [({"sent_to": ""}, "机关"), ({"receipt": " "}, "回执"), ({"sent_on": date(2026, 12, 31)}, "报送日期")],
)
def test_a_submission_without_day_addressee_or_receipt_is_refused(
    driver: Driver, clock: SetClock, lacking: dict[str, object], words: str
) -> None:
    _at_review(driver, clock)
    _do(driver, "review_report")
    with pytest.raises(RuleViolation, match=words):
        _do(driver, "submit_report", **lacking)


def test_a_command_about_a_case_does_not_take_a_step_of_the_report(office: Office, driver: Driver) -> None:
    report_course.open_report(2026, actor=driver.actor(Role.REGISTRAR), office=office)
    with office.transaction() as records, pytest.raises(TaskNotReady):
        office.workflow.claim(records, _step(office).id, driver.actor(Role.REGISTRAR))
    walked = driver.register()
    case = driver.open_tasks(walked.application_id)[0]
    with pytest.raises(TaskNotReady):
        report_course.submit_report(
            case.id, Submission(agreed=True), actor=driver.actor(Role.OFFICE_HEAD), office=office
        )


def test_the_desk_shows_the_step_to_its_lane_alone_and_counts_no_case_for_it(office: Office, driver: Driver) -> None:
    report_course.open_report(2026, actor=driver.actor(Role.REGISTRAR), office=office)
    asked = tasks.DeskFilter(page=Page())
    for role, seen in ((Role.REGISTRAR, 1), (Role.OFFICE_HEAD, 0), (Role.HANDLER, 0)):
        actor = driver.actor(role)
        assert len(queries.office_steps(actor=actor, office=office)) == seen
        assert tasks.desk(asked, actor=actor, office=office).rows == ()


def test_a_day_off_more_moves_the_day_and_the_reminder(office: Office, driver: Driver, clock: SetClock) -> None:
    _at(clock, 2026, 1, 5)
    report_course.open_report(2025, actor=driver.actor(Role.REGISTRAR), office=office)
    assert _step(office, 2025).due_on == date(2026, 1, 30)
    entry = calendar_days.DayEntry(day=date(2026, 1, 30), is_working=False, source="省政府通知（示例）")
    calendar_days.set_day(entry, actor=driver.actor(Role.ADMINISTRATOR), office=office)
    assert _step(office, 2025).due_on == date(2026, 1, 29)
    with office.reading() as records:
        timer = records.scalars(select(PlannedTimer).where(PlannedTimer.report_year == 2025)).one()
    assert timer.due_at == datetime(2026, 1, 22, 8, 30, tzinfo=BEIJING)
