"""拟定答复决定: the checks in their order, the row that fired, and a departure from it that reviewers see first."""

from dataclasses import replace

from engine.rules.outcome import DISCLOSABLE, Ground
from engine.tools.driver import Driver
from tests.web.browser import errors_of, words_of
from tests.web.conftest import OpenBrowser

REASON = "相关决策已经公布实施，公开讨论记录不再影响决策，且有利于公众监督。"
GIVEN = {"item-1-provided-0-title": "论证会讨论记录", "item-1-provided-0-pages": "3"}


def drafting(walker: Driver) -> tuple[int, str]:
    walker.facts = replace(DISCLOSABLE, ground=Ground.DELIBERATIVE)
    case = walker.register().application_id
    walker.run(case, until="draft_decision")
    return case, f"/tasks/{walker.open_tasks(case)[0].id}/draft_decision"


def test_the_page_shows_the_checks_and_the_row_that_fired(browser: OpenBrowser, walker: Driver) -> None:
    _, address = drafting(walker)
    page = words_of(browser("gongcheng1").get(address))
    places = [page.index(words) for words in ("是不是政府信息公开申请", "由谁负责公开", "保密审查", "能不能区分处理")]
    assert places == sorted(places)
    assert "看决策表的这一行" in page
    assert "改为予以公开" in page


def test_a_departure_needs_its_reason_and_the_legal_reviewer_sees_it_first(
    browser: OpenBrowser, walker: Driver
) -> None:
    case, address = drafting(walker)
    instead, handler = f"{address}?instead-1=disclosed", browser("gongcheng1")
    page = handler.get(instead)
    without = handler.send(instead, page, GIVEN)
    assert without.status_code == 422
    assert "须写明理由" in errors_of(without)["item-1-deviation"]
    assert handler.send(instead, page, GIVEN | {"item-1-deviation": REASON}).status_code == 303
    walker.run(case, until="review_legality")
    task = next(task.id for task in walker.open_tasks(case) if task.step == "review_legality")
    shown = words_of(browser("fazhi").get(f"/tasks/{task}/review_legality"))
    assert shown.index(REASON) < shown.index("同意")


def test_nothing_less_than_the_table_can_be_asked_for_in_the_address(browser: OpenBrowser, walker: Driver) -> None:
    _, address = drafting(walker)
    page = words_of(browser("gongcheng1").get(f"{address}?instead-1=does_not_exist"))
    assert "您改为" not in page
