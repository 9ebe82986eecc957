"""Somebody goes away, a colleague stands in: entered, seen, taken, done, and on record with both names."""

from datetime import datetime

import pytest

from engine.clock import BEIJING
from engine.tools.driver import SetClock
from tests.journeys.person import Desk

pytestmark = pytest.mark.browser

WEDNESDAY, THURSDAY = (datetime(2026, 3, day, 9, 0, tzinfo=BEIJING) for day in (4, 5))
SEARCH = {
    "units": "工程管理处", "systems": "公文管理系统", "terms": "竣工验收", "years": "2015年至2026年", "held": "yes",
    "result": "检索到备案表一份，共三页。",
}  # fmt: skip


def test_a_colleague_stands_in_and_the_history_names_both(desk: Desk, clock: SetClock) -> None:
    clock.moment = WEDNESDAY
    case = desk.walker.register().application_id
    desk.walker.run(case, until="search_item")
    leaving = desk.of("gongcheng1")
    leaving.go("/account")
    leaving.click("外出与代办")
    leaving.enter({"first_day": "2026-03-05", "last_day": "2026-03-06", "note": "参加培训（示例）"})
    leaving.page.locator("#deputy_id").select_option(label="工程处承办人乙（示例）（工程管理处）")
    leaving.click("登记外出")
    desk.look(leaving, "entered")
    assert "尚未开始" in leaving.words

    desk.people.clear()
    clock.moment = THURSDAY
    deputy = desk.of("gongcheng2")
    deputy.go("/")
    desk.look(deputy, "desk")
    assert "您正在代工程处承办人甲（示例）办理（至2026年3月6日）" in deputy.words
    deputy.take("2026-0001")
    desk.look(deputy, "step")
    deputy.enter(SEARCH)
    deputy.finish()
    deputy.go("/applications/1")
    desk.look(deputy, "case")
    assert "工程处承办人乙（示例）（代工程处承办人甲（示例））" in deputy.page.content()
    assert desk.troubles == []


def test_an_administrator_hands_over_and_a_head_reassigns_what_is_ticked(desk: Desk, clock: SetClock) -> None:
    clock.moment = WEDNESDAY
    desk.walker.run(desk.walker.register().application_id, until="search_item")
    administrator = desk.of("guanli")
    administrator.go("/people/3")
    desk.look(administrator, "person")
    administrator.click("移交在办步骤（1）")
    desk.look(administrator, "hand-over")
    administrator.enter({"heir_id": "4", "reason": "调离本机关。"})
    administrator.click("移交 1 个步骤")
    assert "转给接手人 1 个" in administrator.words

    head = desk.of("zhuren")
    head.go("/applications")
    head.page.get_by_label("勾选 2026-0001").check()
    desk.look(head, "list")
    head.click("转办勾选的件")
    desk.look(head, "several")
    head.enter({"person_id": "3", "reason": "已经回来。"})
    head.click("转办")
    assert "已转办 1 件：2026-0001 检索" in head.words
    assert desk.troubles == []
