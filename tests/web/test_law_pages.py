"""The procedures beside the main course, each step through its page: reasons."""

from datetime import date

from flask import Flask

from engine.office import Office
from engine.rules.vocabulary import Outcome
from engine.tools.driver import Driver
from tests.web.browser import errors_of, words_of
from tests.web.conftest import OpenBrowser
from tests.web.test_enquiry_pages import AGREED, case, do, open_steps, page_of, task

WHY = {"why": "两个月内就同一地块分拆提出多件申请，内容相互重复。"}


def notice_out(app: Flask, walker: Driver, number: int) -> None:
    """The notice is approved, sealed and handed over."""
    do(app, walker, number, "approve_notice", AGREED)
    do(app, walker, number, "seal_notice", {"register_entry": "用印1"})
    do(app, walker, number, "serve_notice", {"tracking_number": "1234567890123"})


# 说明理由


def test_reasons_are_asked_for_explained_and_judged_through_pages(
    app: Flask, walker: Driver, browser: OpenBrowser, small_office: Office
) -> None:
    number = walker.register().application_id
    walker.run(number, until="examine_nature")
    handler = browser("gongcheng1")
    assert f"/applications/{number}/reasons/ask" in handler.get(f"/applications/{number}").text
    assert "由人判断" in handler.get(f"/applications/{number}/reasons/ask").text
    assert handler.submit(f"/applications/{number}/reasons/ask", WHY).status_code == 303
    person, address = page_of(app, walker, task(walker, number, "draft_reasons_notice"))
    seen = person.submit(address, {"do": "preview"}, form="form[@id='form']")
    assert "您共向本机关提出政府信息公开申请1件" in words_of(seen).split("文书预览")[1]
    do(app, walker, number, "draft_reasons_notice")
    notice_out(app, walker, number)
    given = {"words": "用于核对征收范围。"}
    assert browser("dengji").submit(f"/applications/{number}/reasons", given).status_code == 303
    person, address = page_of(app, walker, task(walker, number, "weigh_reasons"))
    assert "用于核对征收范围" in person.get(address).text
    refused = person.submit(address, {"verdict": "delayed", "words": "理由与申请内容直接相关。"}, form="form[@id='form']")
    assert "无法按期答复" in errors_of(refused)["obstacle"]
    do(app, walker, number, "weigh_reasons", {"verdict": "unreasonable", "words": "理由与所申请的信息没有关联。"})
    assert open_steps(walker, number) == ["draft_decision"]
    person, address = page_of(app, walker, task(walker, number, "draft_decision"))
    assert Outcome.EXCESSIVE.label in person.get(address).text
    assert case(small_office, number).due_on == date(2026, 4, 1)
