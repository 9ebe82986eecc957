"""The board: every number is the length of the list it opens and of its export, in a fixed number of queries."""

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from engine.clock import BEIJING
from engine.commands import remind
from engine.errors import RuleViolation
from engine.letters.workbooks import list_workbook
from engine.office import Office
from engine.permissions import Role
from engine.queries import board, exports
from engine.queries.applications import ListFilter, Order, applications
from engine.queries.listing import Page
from engine.queries.looks import RISKS, TILES
from engine.tools.driver import Driver, SetClock
from tests.statements import counting
from tests.web.browser import Browser, words_of
from web.app import create_app


@pytest.fixture
def mixed(small_office: Office, clock: SetClock) -> Driver:
    """Cases in many states: answered, withdrawn, late, near, unclaimed, waiting for approval."""
    return many_states(Driver(small_office), clock)


def many_states(driver: Driver, clock: SetClock) -> Driver:
    for day, until in ((2, None), (2, "approve_reply"), (3, "search_item"), (12, "search_item"), (16, "seal_reply")):
        clock.moment = datetime(2026, 3, day, 9, tzinfo=BEIJING)
        driver.run(driver.register().application_id, until=until)
    driver.withdraw(driver.register().application_id)
    clock.moment = datetime(2026, 4, 2, 9, tzinfo=BEIJING)
    driver.tick()
    return driver


def test_s25_tile_list_and_export_give_one_number(mixed: Driver) -> None:
    actor, office = mixed.actor(Role.SUPERVISOR), mixed.office
    shown = board.board(actor=actor, office=office)
    counts = {tile.look: tile.count for tile in (*shown.tiles, *shown.risks)}
    assert set(counts) == {*TILES, *RISKS}
    assert sum(counts.values()) > 6
    for look, count in counts.items():
        seen = 0
        for number in range(1, 4):
            asked = ListFilter(look=look, order=Order.DUE, page=Page(number, 20))
            found = applications(asked, actor=actor, office=office)
            seen += len(found.rows) if number <= found.pages else 0
            assert found.total == count, look
        assert seen == count, look
        asked = ListFilter(look=look, page=Page())
        book = load_workbook(BytesIO(exports.applications_workbook(asked, actor=actor, office=office)))
        assert book.active.max_row - 1 == count, look
        assert look.definition


def test_the_calendar_adds_up_to_the_open_cases_of_its_weeks(mixed: Driver) -> None:
    shown = board.board(actor=mixed.actor(Role.OFFICE_HEAD), office=mixed.office)
    days = [load for week in shown.weeks for load in week]
    assert len(days) == 28
    assert days[0].day.weekday() == 0
    for load in days:
        asked = ListFilter(due_on=load.day, page=Page())
        assert applications(asked, actor=mixed.actor(Role.OFFICE_HEAD), office=mixed.office).total == load.count


def test_each_unit_shows_what_came_went_and_is_open(mixed: Driver) -> None:
    shown = board.board(actor=mixed.actor(Role.SUPERVISOR), office=mixed.office)
    engineering = next(unit for unit in shown.units if unit.name == "工程管理处")
    assert (engineering.came, engineering.went, engineering.open) == (5, 1, 4)
    assert engineering.median_days == 0
    assert engineering.late == 2


def test_the_ladder_says_who_was_told_when(mixed: Driver) -> None:
    shown = board.board(actor=mixed.actor(Role.SUPERVISOR), office=mixed.office)
    assert [line.offset for line in shown.ladder][:3] == [-5, -3, -1]
    assert {told.recipient for told in shown.told} & {"承办人", "科室负责人"}


def test_the_board_asks_as_often_for_twenty_cases_as_for_one(driver: Driver) -> None:
    actor, asked = driver.actor(Role.SUPERVISOR), []
    board.board(actor=actor, office=driver.office)  # the day's figures of the units are counted once
    for more in (1, 19):
        for _ in range(more):
            driver.register()
        with counting(driver.office) as sent:
            board.board(actor=actor, office=driver.office)
        asked.append(len([statement for statement in sent if statement.startswith("SELECT")]))
    assert asked[0] == asked[1] <= 10


def test_whoever_supervises_reminds_once_a_day_and_those_in_turn_read_it(small_office: Office, clock: SetClock) -> None:
    driver = Driver(small_office)
    case = driver.register().application_id
    driver.run(case, until="search_item")
    app = create_app(small_office)
    head = Browser.of(app, "duban")
    sent = head.submit(f"/applications/{case}/remind", {"words": "请今天完成检索。"})
    assert sent.location == f"/applications/{case}"
    assert "请今天完成检索。" in words_of(head.get(sent.location))
    assert "请今天完成检索。" in Browser.of(app, "gongcheng1").get("/messages").text
    again = head.submit(f"/applications/{case}/remind", {"words": "再催一次。"})
    assert again.status_code == 422
    assert "一天催办一次" in again.text
    clock.advance(days=1)
    assert remind.remind(case, "再催一次。", actor=driver.actor(Role.SUPERVISOR), office=small_office) >= 1
    with pytest.raises(RuleViolation):
        remind.remind(case, " ", actor=driver.actor(Role.SUPERVISOR), office=small_office)


def test_a_tile_leads_to_its_cases_with_one_click_and_is_explained(small_office: Office, clock: SetClock) -> None:
    driver = Driver(small_office)
    driver.register()
    clock.advance(days=60)
    person = Browser.of(create_app(small_office), "duban")
    page = person.get("/board").text
    assert "法定答复期限已过" in page
    late = person.get("/applications?look=overdue&order=due")
    assert "2026-0001" in late.text
    assert "只看：已逾期" in words_of(late)


def test_an_export_holds_the_same_rows_and_no_formula(small_office: Office) -> None:
    driver = Driver(small_office)
    driver.register(applicant_name='=HYPERLINK("http://x","甲")', items=("@SUM(1)", "+1"))
    person = Browser.of(create_app(small_office), "dengji")
    for address in ("/applications.xlsx?q=HYPERLINK", "/desk.xlsx?tab=pool"):
        answer = person.get(address)
        sheet = load_workbook(BytesIO(answer.data)).active
        assert sheet.max_row == 2, address
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert load_workbook(BytesIO(person.get("/applications.xlsx?q=nothing").data)).active.max_row == 1


def test_words_that_look_like_formulas_stay_words() -> None:
    book = load_workbook(BytesIO(list_workbook("单", ("列",), [("=1+1",), ("-2",), ("\x01甲",)])))
    cells = [row[0] for row in book.active.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == ["=1+1", "-2", "甲"]
    assert [cell.data_type for cell in cells] == ["s", "s", "s"]
    assert cells[0].quotePrefix
