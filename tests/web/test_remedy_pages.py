"""A review and a suit, each step through its page, up to the case that is handled again."""

import pytest
from flask import Flask
from lxml import html

from engine.office import Office
from engine.records import CaseState
from engine.tools.driver import Driver, SetClock
from tests.web.browser import errors_of, words_of
from tests.web.conftest import OpenBrowser
from tests.web.test_enquiry_pages import case, do, page_of, task

TODAY = "2026-03-04"
NOTICE = {
    "kind": "reconsideration", "claimant": "甲某", "body": "示例省人民政府", "number": "〔2026〕8号", "filed_on": TODAY,
    "notice_received_on": TODAY, "is_simple": "no", "counted_here": "yes",
}  # fmt: skip
EVIDENCE = {"lines-0-name": "检索记录", "lines-0-proves": "已尽合理检索义务", "lines-0-pages": "5"}
LOST = {"decision": "redo_ordered", "number": "示政复决〔2026〕12号", "decided_on": TODAY, "received_on": TODAY}


@pytest.fixture
def number(walker: Driver) -> int:
    """A case that was answered and archived."""
    made = walker.register().application_id
    walker.run(made)
    return made


def test_a_review_goes_through_its_pages_and_the_case_is_handled_again(
    app: Flask, walker: Driver, browser: OpenBrowser, small_office: Office, number: int
) -> None:
    registrar = browser("dengji")
    assert "没有复议、诉讼和投诉" in registrar.get("/remedies").text
    assert registrar.submit(f"/applications/{number}/remedies/new", NOTICE).status_code == 303
    assert "2026年3月18日" in words_of(registrar.get("/remedies"))
    person, address = page_of(app, walker, task(walker, number, "prepare_evidence"))
    assert "证据" in errors_of(person.submit(address, {}, form="form[@id='form']"))["lines-0-name"]
    do(app, walker, number, "prepare_evidence", EVIDENCE)
    do(app, walker, number, "draft_defence", {"words": "原答复合法，请求维持。"}, account="fazhi")
    do(app, walker, number, "approve_notice", {"agreed": "no", "words": "补写检索经过。"})
    lawyer, address = page_of(app, walker, task(walker, number, "draft_defence"), account="fazhi")
    shown = lawyer.submit(address, {"words": "检索充分，请求维持。", "do": "preview"}, form="form[@id='form']")
    assert "已尽合理检索义务" in words_of(shown)
    do(app, walker, number, "draft_defence", {"words": "原答复合法，检索充分，请求维持。"}, account="fazhi")
    do(app, walker, number, "approve_notice", {"agreed": "yes"})
    walker.run(number, until="serve_notice")
    person, address = page_of(app, walker, task(walker, number, "serve_notice"))
    assert "示例省人民政府" in person.get(address).text
    walker.step(number, "serve_notice")
    do(app, walker, number, "record_hearing", {"words": "电话听取意见，没有听证。"}, account="fazhi")
    do(app, walker, number, "record_result", LOST, account="fazhi")
    do(app, walker, number, "carry_out", {"words": "按决定重新办理。"})
    assert case(small_office, number).state is CaseState.RUNNING
    shown = words_of(registrar.get(f"/applications/{number}"))
    assert "责令重新答复" in shown
    about = registrar.get("/remedies/1")
    assert "已尽合理检索义务" in words_of(about)
    (letter,) = html.fromstring(about.data).xpath("//a[contains(text(), '行政复议答复书')]/@href")
    assert registrar.get(letter).mimetype == "application/pdf"


def test_a_suit_that_is_withdrawn_ends_early(browser: OpenBrowser, walker: Driver, number: int) -> None:
    registrar = browser("dengji")
    registrar.submit(f"/applications/{number}/remedies/new", {**NOTICE, "kind": "litigation", "body": "示例区人民法院"})
    given = {"decision": "suit_withdrawn", "decided_on": TODAY, "received_on": TODAY}
    assert registrar.submit("/remedies/1/end", given).status_code == 303
    assert walker.open_tasks(number) == []
    assert "撤诉" in words_of(registrar.get("/remedies?which=ended"))


def test_a_complaint_without_a_day_is_refused_at_its_field(browser: OpenBrowser, number: int) -> None:
    refused = browser("dengji").submit(f"/applications/{number}/remedies/new", {**NOTICE, "kind": "complaint"})
    assert refused.status_code == 422
    assert "期限" in errors_of(refused)["answer_due_on"]


def test_a_given_up_case_is_reopened_for_a_good_reason(
    browser: OpenBrowser, walker: Driver, clock: SetClock, small_office: Office
) -> None:
    number = walker.register().application_id
    walker.run(number, until="draft_supplement_notice", given={"check_application": {"clear": False}})
    walker.run(number)
    clock.advance(days=60)
    walker.tick()
    walker.run(number)
    head = browser("zhuren")
    assert "以正当理由恢复办理" in head.get(f"/applications/{number}").text
    address = f"/applications/{number}/reopen"
    late = {"reason": "住院", "evidence": "出院记录", "received_on": clock.today().isoformat()}
    assert head.submit(address, late).status_code == 303
    assert case(small_office, number).state is CaseState.RUNNING


def test_a_review_of_what_was_never_registered_is_entered_counted_and_ended(browser: OpenBrowser) -> None:
    """It stands in table four and in the list; who may not read the report does not see it."""
    clerk = browser("dengji")
    made = clerk.submit("/remedies/new", NOTICE)
    assert made.status_code == 303
    assert "没有对应申请" in words_of(clerk.get("/remedies"))
    assert "没有复议、诉讼和投诉" in browser("gongcheng1").get("/remedies").text
    assert browser("gongcheng1").get(made.location).status_code == 404
    four = clerk.get("/reports/2026/report.json").json["table4"]["reconsideration"]
    assert (four["pending"], four["total"]) == (1, 1)
    assert clerk.submit(f"{made.location}/end", LOST).status_code == 303
    four = clerk.get("/reports/2026/report.json").json["table4"]["reconsideration"]
    assert (four["corrected"], four["pending"]) == (1, 0)
    assert "没有对应申请" in words_of(clerk.get("/quality?year=2026"))
    assert clerk.get(f"{made.location}/end").status_code == 200
    assert clerk.submit(f"{made.location}/end", LOST).status_code == 422
