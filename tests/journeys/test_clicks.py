"""The everyday exits are the quickest to do right: clicks counted in a real browser, after the step is claimed.

Typing is no click; choosing an answer, taking an option from a list and pressing a button are one each.
"""

import re

import pytest

from engine.office import Office
from engine.records import Application, CaseState
from engine.rules.vocabulary import DeliveryMethod, Outcome
from engine.tools.driver import Driver
from tests.journeys.person import Desk, Fields, Person

pytestmark = pytest.mark.browser

SEARCH: Fields = {
    "systems": "公文管理系统\n机关档案室", "terms": "竣工验收\n备案", "years": "2015年至2026年", "held": "no",
    "result": "以上系统、档案和年度范围内均未检索到相符记录。",
}  # fmt: skip


def at_own_desk(desk: Desk, walker: Driver, until: str) -> Person:
    """The handler has claimed the first step of a case; clicks are counted from here."""
    case = walker.register(delivery=DeliveryMethod.PLATFORM)
    walker.run(case.application_id, until=until)
    handler = desk.of("gongcheng1")
    handler.take(case.case_number)
    handler.clicks = 0
    return handler


def outcome(office: Office) -> Outcome | None:
    with office.reading() as records:
        return records.get_one(Application, 1).items[0].outcome


def test_what_does_not_exist_is_answered_in_six_clicks_with_its_search_record(
    desk: Desk, walker: Driver, small_office: Office
) -> None:
    handler = at_own_desk(desk, walker, "examine_nature")
    handler.finish()
    handler.enter(SEARCH)
    desk.look(handler, "search")
    handler.finish()
    assert "机关档案室" in handler.words
    desk.look(handler, "does-not-exist")
    handler.finish()
    assert handler.clicks <= 6, handler.clicks
    assert outcome(small_office) is Outcome.DOES_NOT_EXIST
    assert [task.step for task in walker.open_tasks(1)] == ["review_by_unit"]
    assert desk.troubles == []


def test_what_is_not_ours_is_answered_in_four_clicks(desk: Desk, walker: Driver, small_office: Office) -> None:
    handler = at_own_desk(desk, walker, "examine_nature")
    handler.enter({"source": "from_agency", "evidence": "该信息由某市住房和城乡建设局制作并保存。"})
    desk.look(handler, "nature")
    handler.finish()
    handler.enter(
        {"item-1-destination_name": "某市住房和城乡建设局", "item-1-destination_contact": "某市示例路3号，0000-0000000"}
    )
    desk.look(handler, "other-agency")
    handler.finish()
    assert handler.clicks <= 4, handler.clicks
    assert outcome(small_office) is Outcome.OTHER_AGENCY
    assert desk.troubles == []


def test_a_withdrawal_is_recorded_and_confirmed_in_three_clicks(
    desk: Desk, walker: Driver, small_office: Office
) -> None:
    walker.run(walker.register().application_id, until="search_item")
    registrar = desk.of("dengji")
    registrar.go("/applications/1")
    registrar.clicks = 0
    registrar.click("登记撤回")
    registrar.enter({"identity_checked": "核对身份证件原件，与申请表一致。"})
    desk.look(registrar, "withdrawal")
    registrar.click(registrar.page.locator("main form .btn-primary"))
    registrar.finish()
    assert registrar.clicks <= 3, registrar.clicks
    with small_office.reading() as records:
        assert records.get_one(Application, 1).state is CaseState.STOPPED
    assert [task.step for task in walker.open_tasks(1)] == ["archive_case"]
    assert desk.troubles == []


def test_an_extension_is_asked_for_in_four_clicks_with_its_date_and_its_letter_shown_before(
    desk: Desk, walker: Driver
) -> None:
    walker.run(walker.register().application_id, until="search_item")
    handler = desk.of("gongcheng1")
    handler.go("/applications/1")
    handler.clicks = 0
    handler.click("提请延期")
    assert "至2026年" in handler.words
    handler.enter({"reason": "需调阅多年档案。"})
    handler.click("预览告知书")
    assert "需调阅多年档案。" in handler.page.inner_text(".letter-words")
    desk.look(handler, "extension")
    handler.click(handler.page.locator("main form .btn-primary"))
    assert handler.clicks <= 4, handler.clicks
    assert "approve_extension" in [task.step for task in walker.open_tasks(1)]
    assert desk.troubles == []


def test_the_next_step_is_taken_and_opened_with_one_click_and_finished_with_two_more(
    desk: Desk, walker: Driver
) -> None:
    first, second = (walker.open_tasks(walker.register().application_id)[0].id for _ in range(2))
    registrar = desk.of("dengji")
    registrar.clicks = 0
    registrar.click(registrar.page.get_by_role("button", name=re.compile("^领取办理")).first)
    assert (registrar.path, registrar.clicks) == (f"/tasks/{first}/check_application", 1)
    registrar.finish()
    assert registrar.clicks <= 3, registrar.clicks
    registrar.clicks = 0
    registrar.click("领取办理下一件")
    assert (registrar.path, registrar.clicks) == (f"/tasks/{second}/check_application", 1)
    assert desk.troubles == []


def test_a_date_is_explained_and_a_tile_opened_with_one_click(desk: Desk, walker: Driver) -> None:
    walker.run(walker.register().application_id, until="search_item")
    head = desk.of("duban")
    head.go("/applications/1")
    head.clicks = 0
    head.click("如何得出")
    assert "收到" in head.page.locator("#clock").inner_text()
    assert head.clicks == 1
    head.go("/board")
    head.clicks = 0
    head.click(head.page.locator(".counters a").first)
    assert "2026-0001" in head.words
    assert head.clicks == 1


def test_a_case_is_read_beside_the_list_by_keyboard_and_several_are_taken_at_once(desk: Desk, walker: Driver) -> None:
    for name in ("甲某", "乙某", "丙某"):
        walker.register(applicant_name=name, delivery=DeliveryMethod.PLATFORM)
    registrar = desk.of("dengji")
    page = registrar.page
    page.get_by_role("link", name="预览 2026-0001").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#peek-title").wait_for()
    assert page.locator("#peek-title").inner_text().startswith("2026-0002")
    assert registrar.path == "/?peek=2#peek"
    assert page.evaluate("document.activeElement.id") == "peek-title"
    desk.look(registrar, "peek")
    page.keyboard.press("Escape")
    assert page.locator("#peek-title").count() == 0
    assert "预览 2026-0002" in page.evaluate("document.activeElement.textContent")
    for case in ("2026-0001", "2026-0003"):
        page.get_by_label(f"勾选 {case}").check()
    registrar.click("领取勾选的件")
    assert "已领取 2 件" in registrar.words
    desk.look(registrar, "taken")
    assert desk.troubles == []
