"""The guided application and the help that teaches, in a real browser: small, enlarged, by keyboard."""

import pytest

from tests.journeys.person import Desk, Person

pytestmark = pytest.mark.browser

APPLICANT = {
    "applicant_name": "张某某", "identity_number": "110101199003074610", "phone": "13800000000",
    "items-0-what": "易地建设费收费标准", "items-0-place": "示例小区", "items-0-years": "2024年",
}  # fmt: skip


def too_wide(person: Person, width: int, type_size: str) -> int:
    """By how many pixels the page scrolls sideways at this width and size of type."""
    person.page.set_viewport_size({"width": width, "height": 800})
    return int(
        person.page.evaluate(
            "size => { const root = document.documentElement; root.style.fontSize = size;"
            " const over = root.scrollWidth - root.clientWidth; root.style.fontSize = ''; return over }",
            type_size,
        )
    )


def test_a_stranger_finds_before_filing_what_is_public_already(desk: Desk) -> None:
    stranger = desk.of()
    for path in ("/catalogue", "/apply"):
        stranger.go(path)
        desk.look(stranger, path.strip("/"))
        assert (too_wide(stranger, 320, "100%"), too_wide(stranger, 360, "200%")) == (0, 0)
    stranger.enter(APPLICANT)
    with stranger.page.expect_navigation():
        stranger.page.keyboard.press("Enter")
    desk.look(stranger, "check")
    assert too_wide(stranger, 320, "100%") == 0
    assert "也许不用申请" in stranger.words
    assert desk.troubles == []


def test_a_learner_practises_and_the_administrator_shuts_the_door(desk: Desk) -> None:
    learner = desk.of("gongcheng1")
    for page in ("help", "help/words", "practice"):
        learner.go(f"/{page}")
        desk.look(learner, page.replace("/", "-"))
    learner.click("按月统计的败诉率")
    learner.enter({"outcome": "not_ready_made", "ground": "none"})
    learner.click("看规则和裁决")
    assert "与规则一致" in learner.words
    desk.look(learner, "coached")
    keeper = desk.of("guanli")
    keeper.go("/catalogue/manage")
    desk.look(keeper, "catalogue-manage")
    keeper.go("/channels")
    desk.look(keeper, "channels")
    keeper.enter({"online_platform_open": "no"})
    keeper.click("保存")
    stranger = desk.of()
    stranger.go("/apply")
    assert "怎样提出申请" in stranger.words
    desk.look(stranger, "closed")
    assert desk.troubles == []


def test_somebody_else_applies_for_the_applicant(desk: Desk) -> None:
    stranger = desk.of()
    stranger.go("/apply")
    assert not stranger.page.locator("[name=agent_name]").is_visible()
    stranger.page.locator("details.fold summary").click()
    stranger.enter(APPLICANT | {"agent_name": "李律师", "agent_firm": "某某律师事务所", "power_scope": "apply"})
    stranger.enter({"answer_to": "agent", "recipient_address": "某市示例路9号"})
    desk.look(stranger, "apply-agent")
    stranger.click("下一步：核对")
    stranger.enter({"marked": "no"})
    desk.look(stranger, "check-agent")
    assert "李律师" in stranger.words
    assert stranger.page.locator("[name=power]").is_visible()
    assert desk.troubles == []
