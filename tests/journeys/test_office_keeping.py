"""What an administrator keeps, in a real browser: sister agencies, permissions; and a handler who uses it."""

from dataclasses import replace

import pytest

from engine.rules.outcome import DISCLOSABLE, Responsibility
from tests.journeys.person import Desk

pytestmark = pytest.mark.browser


def test_an_agency_that_ended_is_found_again_under_its_successor(desk: Desk) -> None:
    keeper = desk.of("guanli")
    keeper.go("/sister-agencies/new")
    desk.look(keeper, "new-agency")
    keeper.enter({"name": "某省数据局", "answers_for": "公共数据、数据开放", "phone": "027-00000009"})
    keeper.click("列入名录")
    keeper.click("截止日期和承接机关")
    desk.look(keeper, "end-agency")
    keeper.enter({"valid_to": "2026-02-28"})
    keeper.page.locator("main [name=successor_id]").select_option(label="某省档案馆")
    keeper.click("保存")
    desk.look(keeper, "agency")
    keeper.go("/sister-agencies/import")
    desk.look(keeper, "import-agencies")
    keeper.go("/sister-agencies")
    desk.look(keeper, "directory")
    assert "承接：某省档案馆" in keeper.words
    keeper.go("/library/readings")
    desk.look(keeper, "readings")
    keeper.go("/permissions")
    keeper.page.locator("#handler summary").click()
    desk.look(keeper, "permissions")
    assert desk.troubles == []


def test_a_reading_of_the_law_is_changed_after_its_effect_was_seen(desk: Desk) -> None:
    for _ in range(3):
        desk.walker.register()
    keeper = desk.of("guanli")
    keeper.go("/library/readings")
    keeper.page.locator("#count_receipt_day").get_by_role("link", name="修改").click()
    desk.look(keeper, "reading")
    keeper.page.get_by_label("算，当日为第一天", exact=True).check()
    keeper.enter({"reason": "法制审核会议纪要〔2026〕3号：与上级机关的掌握一致。"})
    keeper.click("看看有哪些申请受影响")
    desk.look(keeper, "reading-change")
    assert "共 3 件在办申请的期限变动" in keeper.words
    keeper.click("确认变动")
    desk.look(keeper, "readings-changed")
    assert "3 件在办申请的期限随之变动" in keeper.words
    keeper.go("/library/readings/agency_reply_days")
    desk.look(keeper, "reading-number")
    assert desk.troubles == []


def test_a_handler_fills_in_whoever_answers_for_the_subject(desk: Desk) -> None:
    desk.walker.facts = replace(DISCLOSABLE, responsibility=Responsibility.OTHER_AGENCY)
    case = desk.walker.register(items=("某小区商品房预售许可证",))
    desk.walker.run(case.application_id, until="draft_decision")
    handler = desk.of("gongcheng1")
    handler.go("/")
    handler.take(case.case_number)
    handler.click(handler.page.locator(".directory li", has_text="某省住房和城乡建设厅").get_by_role("button"))
    assert handler.page.locator("[name=item-1-destination_contact]").input_value().startswith("地址：")
    desk.look(handler, "draft-with-directory")
    handler.finish()
    assert desk.troubles == []


def test_whoever_waits_at_the_counter_or_corrects_a_record_is_sent_to_the_right_place(desk: Desk) -> None:
    spot = desk.walker.register(on_the_spot=True, items=("某小区商品房预售许可证",))
    registrar = desk.of("dengji")
    registrar.go("/")
    registrar.take(spot.case_number)
    registrar.enter({"answered": "yes", "item-1-outcome": "other_agency", "item-1-destination_name": "住房"})
    registrar.click(registrar.page.locator(".directory").get_by_role("button", name="按所填名称查名录"))
    registrar.click(registrar.page.locator(".directory li").first.get_by_role("button"))
    assert registrar.page.locator("[name=item-1-destination_name]").input_value() == "某省住房和城乡建设厅"
    assert registrar.page.locator("[name=item-1-outcome]").input_value() == "other_agency"
    desk.look(registrar, "spot-with-directory")
    case = desk.walker.register()
    desk.walker.run(case.application_id, until="examine_correction", given={"check_application": {"correction": True}})
    handler = desk.of("gongcheng1")
    handler.go("/")
    handler.take(case.case_number)
    handler.enter({"competent_name": "某省档案馆"})
    handler.click("按所填名称查名录")
    assert "示例路5号" in handler.page.locator("[name=competent_contact]").input_value()
    desk.look(handler, "correction-with-directory")
    assert desk.troubles == []
