"""合并答复: chosen on the draft, shown to every reviewer with the date that governs, and found on every case's page."""

from engine.tools.driver import Driver
from tests.web.browser import words_of
from tests.web.conftest import OpenBrowser

GIVEN = {"item-1-provided-0-title": "竣工验收备案表", "item-1-provided-0-pages": "3"}
ALSO = {"item-2-provided-0-title": "监理合同", "item-2-provided-0-pages": "12"}


def at_draft(walker: Driver, **given: object) -> tuple[int, str]:
    case = walker.register(**given).application_id
    walker.run(case, until="draft_decision")
    return case, f"/tasks/{walker.open_tasks(case)[0].id}"


def test_the_draft_leads_to_the_choice_and_then_asks_for_the_items_of_both(
    browser: OpenBrowser, walker: Driver
) -> None:
    first, address = at_draft(walker)
    second, waiting = at_draft(walker, items=("人防工程监理合同",))
    handler = browser("gongcheng1")
    choose = f"{address}/answer_together"
    assert choose in handler.get(f"{address}/draft_decision").text
    assert handler.send(choose, handler.get(choose), {"others": str(second)}).status_code == 303
    draft = handler.get(f"{address}/draft_decision")
    assert "一份答复书答复 2 件申请" in words_of(draft)
    assert "（2026-0002）" in words_of(draft)
    assert handler.send(f"{address}/draft_decision", draft, GIVEN | ALSO).status_code == 303
    assert "由 2026-0001 的答复书一并答复" in words_of(handler.get(f"{waiting}/draft_decision"))
    review = next(task.id for task in walker.open_tasks(first) if task.step == "review_by_unit")
    shown = words_of(browser("gongchengchu").get(f"/tasks/{review}/review_by_unit"))
    assert "最早的期限是" in shown
    assert "人防工程监理合同" in shown
    walker.run(first, until="archive_case")
    page = handler.get(f"/applications/{second}")
    assert "政府信息公开申请答复书" in words_of(page)


def test_a_case_may_go_back_to_a_reply_of_its_own(browser: OpenBrowser, walker: Driver) -> None:
    _, address = at_draft(walker)
    second, waiting = at_draft(walker)
    handler = browser("gongcheng1")
    choose = f"{address}/answer_together"
    handler.send(choose, handler.get(choose), {"others": str(second)})
    page = handler.get(f"{waiting}/draft_decision")
    assert handler.send(f"{waiting}/answer_alone", page, {}).status_code == 303
    assert "生成答复书并送审" in words_of(handler.get(f"{waiting}/draft_decision"))


def test_what_cannot_be_joined_is_listed_with_its_reason(browser: OpenBrowser, walker: Driver) -> None:
    _, address = at_draft(walker)
    other = walker.register().application_id
    walker.run(other, until="search_item")
    page = words_of(browser("gongcheng1").get(f"{address}/answer_together"))
    assert "现在不能合并的" in page
    assert "2026-0002号不在“拟定答复决定”这一步" in page
    assert "保存并继续拟稿" not in page
