"""The desks that oversee and keep house: supervisor, legal reviewer, document checker, administrator, in a browser."""

import pytest

from engine.tools.driver import Driver
from tests.journeys.person import Desk, Fields

pytestmark = pytest.mark.browser

SENT_BACK: Fields = {"agreed": "no", "words": "请补写不公开部分的理由。"}


def test_a_supervisor_goes_from_the_board_to_a_case_and_reminds_its_handler(desk: Desk, walker: Driver) -> None:
    walker.run(walker.register().application_id, until="search_item")
    supervisor, handler = desk.of("duban"), desk.of("gongcheng1")
    supervisor.click("督办")
    supervisor.click(supervisor.page.locator(".counters a").first)
    supervisor.click("催办 2026-0001")
    supervisor.enter({"words": "请今天完成检索。"})
    supervisor.click("催办")
    assert "已催办" in supervisor.words
    handler.go("/messages")
    assert "请今天完成检索。" in handler.words
    handler.go("/")
    assert "已催办" in handler.page.locator(".mark-pressing").inner_text()
    desk.look(handler, "reminded")
    supervisor.go("/morning")
    desk.look(supervisor, "morning")
    assert desk.troubles == []


@pytest.mark.parametrize(
    ("account", "step"), [("fazhi", "review_legality"), ("hegao", "check_document")], ids=["legal", "checker"]
)
def test_whoever_reviews_sends_a_draft_back_and_its_handler_sees_why(
    desk: Desk, walker: Driver, account: str, step: str
) -> None:
    case = walker.register()
    walker.run(case.application_id, until=step)
    reviewer = desk.of(account)
    reviewer.take(case.case_number)
    reviewer.enter(SENT_BACK)
    reviewer.finish()
    handler = desk.of("gongcheng1")
    handler.go("/")
    assert "退回重办" in handler.page.locator(".mark-pressing").inner_text()
    handler.take(case.case_number)
    assert SENT_BACK["words"] in handler.words
    desk.look(handler, f"sent-back-by-{account}")
    assert desk.troubles == []


def test_an_administrator_lets_somebody_in_and_keeps_the_calendar(desk: Desk) -> None:
    keeper = desk.of("guanli")
    keeper.click("人员")
    keeper.click("添加人员")
    desk.look(keeper, "person")
    keeper.enter({"name": "新来的承办人", "account": "xinlai", "password": "first-day-2026", "unit_id": "2"})
    keeper.enter({"roles": "handler"})
    keeper.click(keeper.page.locator("main form .btn-primary"))
    assert "新来的承办人" in keeper.words
    newcomer = desk.of()
    newcomer.go("/sign-in")
    newcomer.enter({"account": "xinlai", "password": "first-day-2026"})
    newcomer.click("登录")
    assert "现在没有需要您办理的件" in newcomer.words
    keeper.click("工作日历")
    keeper.enter({"day": "2026-03-18", "is_working": "no", "source": "国办发明电〔2026〕7号"})
    keeper.click("看看有哪些申请受影响")
    desk.look(keeper, "calendar-change")
    assert desk.troubles == []
