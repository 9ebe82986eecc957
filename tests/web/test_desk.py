"""The desk: what is listed, counted and offered, in a fixed number of queries, on both databases."""

from datetime import date, datetime

import pytest
from flask import Flask

from engine.clock import BEIJING
from engine.commands import remind
from engine.commands import tasks as commands
from engine.commands.review import Opinion
from engine.office import Office
from engine.permissions import Role
from engine.queries.days import Today, Tone
from engine.queries.listing import Page
from engine.queries.marks import Mark
from engine.queries.tasks import Desk, DeskFilter, DueFilter, Tab, desk
from engine.records import CaseState, OpenTask
from engine.rules.working_days import Calendar
from engine.tools.driver import Driver, SetClock
from tests.statements import counting
from tests.web.browser import Browser, words_of
from web.app import create_app

MARCH_4 = Today(date(2026, 3, 4), Calendar.official())


def desk_of(driver: Driver, role: Role, **asked: object) -> Desk:
    wanted = DeskFilter(page=Page(), **asked)  # type: ignore[arg-type]
    return desk(wanted, actor=driver.actor(role), office=driver.office)


@pytest.mark.parametrize(
    ("due_on", "state", "words", "tone"),
    [
        (date(2026, 4, 1), CaseState.RUNNING, "剩 20 个工作日", Tone.CALM),
        (date(2026, 3, 11), CaseState.RUNNING, "剩 5 个工作日", Tone.NEAR),
        (date(2026, 3, 4), CaseState.RUNNING, "今日到期", Tone.TODAY),
        (date(2026, 3, 2), CaseState.RUNNING, "逾 2 日", Tone.LATE),
        (date(2026, 3, 2), CaseState.ANSWERED, "已答复", Tone.DONE),
        (None, CaseState.PAUSED, "暂停计时", Tone.PAUSED),
        (None, CaseState.ENTERED, "未起算", Tone.PAUSED),
    ],
)
def test_time_left_is_told_in_words(due_on: date | None, state: CaseState, words: str, tone: Tone) -> None:
    left = MARCH_4.left(due_on, state)
    assert (left.words, left.tone) == (words, tone)
    assert left.tone.sign


def test_each_counter_is_the_length_of_the_list_it_opens(driver: Driver, clock: SetClock) -> None:
    for day in (2, 3, 4, 4):
        clock.moment = datetime(2026, 3, day, 9, tzinfo=BEIJING)
        driver.register()
    clock.moment = datetime(2026, 3, 31, 9, tzinfo=BEIJING)
    shown = desk_of(driver, Role.REGISTRAR)
    assert (shown.counters.today, shown.counters.soon, shown.counters.overdue) == (1, 2, 1)
    for due in DueFilter:
        listed = desk_of(driver, Role.REGISTRAR, due=due)
        assert listed.total == len(listed.rows) == getattr(shown.counters, due.value)


def test_an_answered_case_is_not_counted_as_overdue_while_it_waits_for_the_archive(
    driver: Driver, clock: SetClock
) -> None:
    driver.run(driver.register().application_id, until="archive_case")
    clock.advance(days=60)
    assert desk_of(driver, Role.ARCHIVIST).counters.overdue == 0


def test_the_most_urgent_stands_first(driver: Driver, clock: SetClock) -> None:
    first = driver.register()
    clock.advance(days=2)
    second = driver.register(received_on=date(2026, 3, 2))
    assert [row.case_number for row in desk_of(driver, Role.REGISTRAR).rows] == [second.case_number, first.case_number]


def test_a_date_in_a_year_without_a_calendar_is_marked_as_provisional(driver: Driver, clock: SetClock) -> None:
    clock.moment = datetime(2026, 12, 15, 9, tzinfo=BEIJING)
    driver.register()
    left = desk_of(driver, Role.REGISTRAR).rows[0].left
    assert left.is_provisional
    page = Browser.of(create_app(driver.office), "dengji").get("/applications/1").text
    assert page.count("暂定") >= 2
    assert "发布后自动重算" in page


def test_a_taken_step_moves_from_the_pool_to_mine(driver: Driver, office: Office) -> None:
    case = driver.register().application_id
    actor = driver.actor(Role.REGISTRAR)
    assert desk_of(driver, Role.REGISTRAR, tab=Tab.POOL).total == 1
    commands.claim_task(driver.open_tasks(case)[0].id, actor=actor, office=office)
    assert desk_of(driver, Role.REGISTRAR, tab=Tab.POOL).total == 0
    assert [row.is_mine for row in desk_of(driver, Role.REGISTRAR, tab=Tab.MINE).rows] == [True]


def test_a_case_waits_with_others_until_it_is_done(driver: Driver) -> None:
    case = driver.register().application_id
    driver.run(case, until="review_secrecy")
    waiting = desk_of(driver, Role.HANDLER, tab=Tab.WAITING)
    assert [row.step_title for row in waiting.rows] == ["保密审查"]
    assert waiting.counters.waiting == 1
    driver.run(case)
    assert desk_of(driver, Role.HANDLER, tab=Tab.WAITING).total == 0
    assert desk_of(driver, Role.HANDLER, tab=Tab.DONE).total == 1


@pytest.mark.parametrize("tab", list(Tab))
def test_the_desk_asks_the_database_as_often_for_thirty_cases_as_for_one(
    driver: Driver, office: Office, tab: Tab
) -> None:
    asked = []
    driver.register()
    actor = driver.actor(Role.REGISTRAR)
    for more in (0, 29):
        for _ in range(more):
            driver.register()
        with counting(office) as sent:
            desk(DeskFilter(tab=tab, page=Page()), actor=actor, office=office)
        asked.append(len([statement for statement in sent if statement.startswith("SELECT")]))
    assert asked[0] == asked[1] <= 8


def test_what_i_had_a_part_in_is_listed_open_or_done(driver: Driver) -> None:
    driver.run(driver.register().application_id)
    driver.run(driver.register().application_id, until="review_secrecy")
    driver.register()
    assert [row.case_number for row in desk_of(driver, Role.HANDLER, tab=Tab.PART).rows] == ["2026-0002", "2026-0001"]


def test_marks_say_what_is_special_about_a_case_until_it_is_over(driver: Driver, office: Office) -> None:
    case = driver.register().application_id
    driver.run(case, until="review_by_unit")
    driver.step(case, "review_by_unit", opinion=Opinion(agreed=False, words="请补写理由。"))
    remind.remind(case, "请今天送审。", actor=driver.actor(Role.SUPERVISOR), office=office)
    assert desk_of(driver, Role.HANDLER).rows[0].marks == (Mark.URGED, Mark.SENT_BACK)
    driver.step(case, "draft_decision")
    assert desk_of(driver, Role.UNIT_HEAD).rows[0].marks == (Mark.URGED,)
    assert all(mark.sign and mark.label for mark in Mark)


def test_several_ticked_steps_are_claimed_each_on_its_own_and_each_result_is_said(
    app: Flask, walker: Driver, small_office: Office
) -> None:
    cases = [walker.register().application_id for _ in range(3)]
    tasks = [walker.open_tasks(case)[0].id for case in cases]
    with small_office.transaction() as records:
        records.get_one(OpenTask, tasks[1]).assignee_id = walker.actor(Role.HANDLER).person_id
    person = Browser.of(app, "dengji")
    answer = person.post("/tasks/claim", {"task": [*map(str, tasks), "999", "x"]})
    assert answer.status_code == 303
    page = words_of(person.get(answer.location))
    assert "已领取 2 件：2026-0001 审核申请、2026-0003 审核申请。" in page
    assert "没有领取 1 件（2026-0002 审核申请）：" in page
    assert "没有领取 1 件（所选的一件）：这一步骤已经办结" in page
    assert desk_of(walker, Role.REGISTRAR, tab=Tab.MINE).total == 2


def test_a_preview_stands_beside_the_list_and_shows_nobody_what_is_not_theirs(app: Flask, walker: Driver) -> None:
    walker.run(walker.register().application_id, until="search_item")
    person, other = Browser.of(app, "gongcheng1"), Browser.of(app, "zhihui1")
    shown = words_of(person.get("/?tab=mine&peek=1"))
    assert "关闭预览" in shown
    assert "办理：检索" in shown
    assert "关闭预览" not in words_of(other.get("/?peek=1"))
    assert words_of(other.get("/?peek=1")) == words_of(other.get("/?peek=999"))


def test_pages_of_the_list_neither_repeat_nor_lose_a_case(driver: Driver, office: Office) -> None:
    for _ in range(45):
        driver.register()
    seen = []
    for number in (1, 2, 3):
        wanted = DeskFilter(page=Page(number, 20))
        seen += [row.case_number for row in desk(wanted, actor=driver.actor(Role.REGISTRAR), office=office).rows]
    assert len(seen) == len(set(seen)) == 45


def test_case_page_and_list_ask_a_fixed_number_of_queries(driver: Driver, office: Office) -> None:
    app = create_app(office)
    person = Browser.of(app, "dengji")
    counts = []
    cases = [driver.register(items=tuple(f"第{n}份文件" for n in range(many))).application_id for many in (1, 21)]
    for case in cases:
        driver.run(case, until="seal_reply")
    for case in cases:
        with counting(office) as sent:
            assert person.get(f"/applications/{case}").status_code == 200
        with counting(office) as listed:
            assert person.get("/applications").status_code == 200
        counts.append((len(sent), len(listed)))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 24


def test_an_empty_desk_says_what_to_do(app: Flask) -> None:
    page = Browser.of(app, "dengji").get("/").text
    assert "现在没有需要您办理的件" in page
    assert "登记申请" in page


def test_the_next_step_is_offered_after_one_is_finished(app: Flask, walker: Driver) -> None:
    case = walker.register().application_id
    walker.register()
    person = Browser.of(app, "dengji")
    task = walker.open_tasks(case)[0].id
    done = person.submit(f"/tasks/{task}/check_application")
    after = person.get(done.location)
    assert "“审核申请”已办结" in after.text
    assert "领取办理下一件" in after.text


def test_reminders_arrive_as_messages_and_are_marked_read(app: Flask, walker: Driver, clock: SetClock) -> None:
    walker.run(walker.register().application_id, until="weigh_disclosure")
    clock.advance(days=21)
    walker.tick()
    person = Browser.of(app, "gongcheng1")
    assert "1 条未读" in person.get("/").text
    assert "2026-0001 号申请" in person.get("/messages").text
    assert person.post("/messages/read").status_code == 303
    assert "0 条未读" in person.get("/messages").text


def test_a_step_is_handed_to_a_colleague_with_a_reason(app: Flask, walker: Driver) -> None:
    case = walker.register().application_id
    walker.run(case, until="search_item")
    task = walker.open_tasks(case)[0].id
    head = Browser.of(app, "gongchengchu")
    page = head.get(f"/tasks/{task}/reassign")
    missing = head.send(f"/tasks/{task}/reassign", page, {"person_id": ""})
    assert missing.status_code == 422
    assert "指挥处" not in page.text
    answer = head.send(f"/tasks/{task}/reassign", page, {"person_id": "4", "reason": "甲出差。"})
    assert answer.location == f"/applications/{case}"
    assert "转办“检索”" in head.get(f"/applications/{case}").text
