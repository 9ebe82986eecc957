"""Forgery, headers, and two people at one step."""

import re
from pathlib import Path

import pytest
from flask import Flask

from engine.tools.driver import Driver
from tests.web.browser import Browser, words_of
from tests.web.conftest import OpenBrowser

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"
POLICY = (
    "default-src 'self'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)


def test_a_post_without_the_guard_changes_nothing(browser: OpenBrowser, walker: Driver) -> None:
    walker.register()
    person = browser("dengji")
    for address in ("/applications/new", "/tasks/2/claim", "/drafts", "/sign-out", "/applications/1/files"):
        answer = person.client.post(address, data={"x": "y"})
        assert answer.status_code == 400, address
        assert "页面已经过期" in answer.text


def test_every_answer_carries_the_headers(app: Flask, browser: OpenBrowser, walker: Driver) -> None:
    walker.register()
    person = browser("dengji")
    answers = [person.get(path) for path in ("/", "/applications/1", "/nothing", "/static/mingda.css", "/health")]
    answers.append(person.client.post("/sign-out"))
    for answer in answers:
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answers[0].headers["Cache-Control"] == "no-store"


def test_a_letter_may_be_framed_by_our_own_pages_alone(browser: OpenBrowser, walker: Driver) -> None:
    walker.run(walker.register().application_id, until="review_by_unit")
    policy = browser("dengji").get("/letters/1/preview.pdf").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy


def test_no_template_holds_a_script_or_a_style_inline() -> None:
    for template in TEMPLATES.rglob("*.html"):
        source = template.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)|\bstyle=|\son\w+=|<style|javascript:", source), template


def test_no_template_switches_escaping_off() -> None:
    for template in TEMPLATES.rglob("*.html"):
        assert "|safe" not in template.read_text(encoding="utf-8").replace(" ", ""), template


def test_each_page_has_one_first_heading_and_its_landmarks(browser: OpenBrowser, walker: Driver) -> None:
    walker.register()
    person = browser("dengji")
    for path in ("/", "/applications", "/applications/1", "/applications/new", "/tasks/2/check_application", "/library",
                 "/messages", "/account", "/nothing", "/track"):  # fmt: skip
        page = person.get(path).text
        assert page.count("<h1") == 1, path
        assert 'lang="zh-CN"' in page
        assert '<main id="main"' in page
        assert 'href="#main"' in page


@pytest.fixture
def search_page(walker: Driver) -> str:
    """The address of a search step that two handlers may take."""
    case = walker.register().application_id
    walker.run(case, until="search_item")
    return f"/tasks/{walker.open_tasks(case)[0].id}/search_item"


SEARCH = {
    "units": "工程管理处", "systems": "公文管理系统", "terms": "竣工验收", "years": "2015年至2026年", "held": "yes",
    "result": "检索到备案表一份，共三页。",
}  # fmt: skip


def test_of_two_who_finish_one_step_one_wins_and_the_other_keeps_what_was_typed(
    browser: OpenBrowser, search_page: str
) -> None:
    first, second = browser("gongcheng1"), browser("gongcheng2")
    pages = first.get(search_page), second.get(search_page)
    won = first.send(search_page, pages[0], SEARCH)
    lost = second.send(search_page, pages[1], SEARCH | {"result": "乙另行检索的结果"})
    assert won.status_code == 303
    assert lost.status_code == 409
    assert "已经办结" in words_of(lost)
    assert "乙另行检索的结果" in lost.text
    assert "检索结果" in lost.text


def test_a_step_that_somebody_else_took_is_refused_with_the_form_as_typed(
    browser: OpenBrowser, search_page: str
) -> None:
    first, second = browser("gongcheng1"), browser("gongcheng2")
    page = second.get(search_page)
    task = search_page.split("/")[2]
    assert first.post(f"/tasks/{task}/claim").location == f"/tasks/{task}"
    lost = second.send(search_page, page, SEARCH)
    assert lost.status_code == 409
    assert "已由他人领取" in words_of(lost)
    assert "检索到备案表一份" in lost.text
    assert "工程处承办人甲" in second.get(search_page).text


def test_a_step_given_back_can_be_taken_by_the_other(browser: OpenBrowser, search_page: str) -> None:
    first, second = browser("gongcheng1"), browser("gongcheng2")
    task = search_page.split("/")[2]
    first.post(f"/tasks/{task}/claim")
    assert second.post(f"/tasks/{task}/claim").status_code == 409
    first.post(f"/tasks/{task}/release")
    assert second.post(f"/tasks/{task}/claim").status_code == 303


def test_a_form_that_the_law_refuses_says_so_at_the_field(app: Flask, search_page: str) -> None:
    person = Browser.of(app, "gongcheng1")
    answer = person.submit(search_page, SEARCH | {"searched_on": "2026-03-05"})
    assert answer.status_code == 422
    assert "检索日期不能晚于今天" in answer.text
    assert "检索到备案表一份" in answer.text


def test_an_unforeseen_fault_is_told_without_its_inside(app: Flask, browser: OpenBrowser) -> None:
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    person = browser("dengji")

    def broken() -> str:
        raise RuntimeError("the inside")

    app.view_functions["library.library"] = broken
    broken.declaration = app.view_functions["health.health"].declaration  # type: ignore[attr-defined]
    answer = person.get("/library")
    assert answer.status_code == 500
    assert "the inside" not in answer.text
    assert "联系管理员" in answer.text
