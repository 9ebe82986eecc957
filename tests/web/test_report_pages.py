"""The annual report's pages: every number leads to its cases, text is edited, what was submitted stays as it was."""

import json
from datetime import datetime

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.clock import BEIJING
from engine.records import OpenTask
from engine.rules.vocabulary import ApplicantKind
from engine.tools.driver import Driver, SetClock
from tests.web.browser import Browser, words_of
from web.pages.tasks import SUBJECTS

SECTIONS = {f"section{n}": "已经写好。" for n in range(1, 7)}
PROOF = {"agreed": "yes", "sent_on": "2027-01-20", "sent_to": "省政务公开办（示例）", "receipt": "平台回执1号"}


def two_cases(walker: Driver) -> None:
    """One answered, one open."""
    walker.run(walker.register(applicant_kind=ApplicantKind.ENTERPRISE).application_id)
    walker.register()


def test_a_number_opens_its_cases(app: Flask, walker: Driver) -> None:
    two_cases(walker)
    head = Browser.of(app, "zhuren")
    page = head.get("/reports/2026")
    assert page.status_code == 200
    assert "/reports/2026/cases/3.1/enterprise" in page.text
    cases = head.get("/reports/2026/cases/3.1/enterprise")
    assert "2026-0001" in cases.text
    assert "2026-0002" not in cases.text
    assert "2026-0002" in head.get("/reports/2026/cases/4/total").text


def test_a_quarter_and_a_month_have_the_same_rows(app: Flask, walker: Driver) -> None:
    two_cases(walker)
    head = Browser.of(app, "zhuren")
    assert "/reports/2026/cases/1/natural_person?period=q1" in head.get("/reports/2026/periods?period=q1").text
    assert "cases/1/natural_person" not in head.get("/reports/2026/periods?period=m5").text


def test_the_report_comes_as_four_kinds_of_file(app: Flask, walker: Driver) -> None:
    two_cases(walker)
    head = Browser.of(app, "zhuren")
    rows = json.loads(head.get("/reports/2026/report.json").text)["table3"]["rows"]
    assert rows["1"] == [1, 1, 0, 0, 0, 0, 2]
    assert head.get("/reports/2026/report.pdf").data.startswith(b"%PDF")
    for kind in ("docx", "xlsx"):
        assert head.get(f"/reports/2026/report.{kind}").data.startswith(b"PK")
    assert head.get("/reports/2026/report.exe").status_code == 404


def step_of(walker: Driver, year: int = 2026) -> OpenTask:
    with walker.office.reading() as records:
        return records.scalars(select(OpenTask).where(OpenTask.report_year == year)).one()


def take(app: Flask, walker: Driver, account: str, step: str, **typed: str) -> TestResponse:
    """The step is claimed from the desk and done on its page."""
    person, task = Browser.of(app, account), step_of(walker)
    assert "2026年度报告" in person.get("/").text
    assert task.step == step
    person.post(f"/tasks/{task.id}/claim")
    return person.submit(f"/tasks/{task.id}/{step}", typed)


def at_submission(app: Flask, walker: Driver, clock: SetClock) -> None:
    """The report of 2026, reviewed in January by somebody who did not draft it."""
    clerk = Browser.of(app, "dengji")
    assert clerk.post("/reports/2026/open").location == "/reports/2026"
    assert take(app, walker, "dengji", "reconcile_report").location == "/reports/2026"
    assert clerk.submit("/reports/2026/text", SECTIONS).location == "/reports/2026"
    clock.moment = datetime(2027, 1, 20, 9, tzinfo=BEIJING)
    assert take(app, walker, "dengji", "draft_report").location == "/reports/2026"
    assert take(app, walker, "hegao", "review_report", agreed="yes").location == "/reports/2026"


def test_a_submitted_report_is_frozen_and_later_changes_are_shown(app: Flask, walker: Driver, clock: SetClock) -> None:
    two_cases(walker)
    at_submission(app, walker, clock)
    assert take(app, walker, "zhuren", "submit_report", **PROOF).location == "/reports/2026"
    head = Browser.of(app, "zhuren")
    late = walker.register(received_on=datetime(2026, 12, 31, tzinfo=BEIJING).date())
    page = head.get("/reports/2026")
    assert "指纹" in page.text
    assert "2027-01-20" in page.text or "2027年1月20日" in page.text
    assert "省政务公开办（示例）" in page.text
    assert "已报送 2，现为 3" in page.text
    assert late.case_number
    assert json.loads(head.get("/reports/2026/report.json").text)["table3"]["rows"]["4"][6] == 1
    refused = head.submit("/reports/2026/text", SECTIONS)
    assert refused.status_code == 409
    assert "已经报送" in words_of(refused)


def test_a_case_registered_after_the_review_sends_the_report_back(app: Flask, walker: Driver, clock: SetClock) -> None:
    """What was reviewed is what is sent."""
    two_cases(walker)
    at_submission(app, walker, clock)
    walker.register(received_on=datetime(2026, 12, 31, tzinfo=BEIJING).date())
    refused = take(app, walker, "zhuren", "submit_report", **PROOF)
    assert refused.status_code == 422
    assert "复核之后数字或者文字有变动" in words_of(refused)
    back = {"agreed": "no", "words": "补登了一件，请重新核对。"}
    assert Browser.of(app, "zhuren").submit(f"/tasks/{step_of(walker).id}/submit_report", back).status_code == 303
    assert step_of(walker).step == "draft_report"
    assert "补登了一件" in Browser.of(app, "dengji").get("/messages").text


def test_unfinished_text_keeps_a_report_from_its_review(app: Flask, walker: Driver, clock: SetClock) -> None:
    two_cases(walker)
    clock.moment = datetime(2027, 1, 20, 9, tzinfo=BEIJING)
    Browser.of(app, "dengji").post("/reports/2026/open")
    take(app, walker, "dengji", "reconcile_report")
    refused = take(app, walker, "dengji", "draft_report")
    assert refused.status_code == 422
    assert "请填写" in words_of(refused)


def test_what_lies_with_the_reviewer_is_not_edited(app: Flask, walker: Driver, clock: SetClock) -> None:
    two_cases(walker)
    at_submission(app, walker, clock)
    refused = Browser.of(app, "dengji").submit("/reports/2026/text", SECTIONS)
    assert refused.status_code == 409
    assert "正在复核或者报送" in words_of(refused)


def test_table_two_is_entered_and_imported(app: Flask) -> None:
    head = Browser.of(app, "zhuren")
    assert head.submit("/reports/2026/table2", {"cell0": "3", "cell9": "1.25"}).location == "/reports/2026"
    stored = json.loads(head.get("/reports/2026/report.json").text)["table2"]
    assert stored["规章"]["made"] == 3
    assert stored["行政事业性收费_万元"] == 1.25
    assert head.submit("/reports/2026/table2", {"cell0": "三"}).status_code == 422


def test_a_handler_does_not_see_the_report(app: Flask) -> None:
    assert Browser.of(app, "gongcheng1").get("/reports/2026").status_code == 403
    assert Browser.of(app, "fazhi").get("/reports/2026/text").status_code == 403


def test_a_step_of_the_report_is_no_step_of_a_case(app: Flask, walker: Driver) -> None:
    """Under its number every page of a case's step answers as if it were gone; lists and counters stay as they were."""
    clerk = Browser.of(app, "dengji")
    clerk.post("/reports/2026/open")
    number = step_of(walker).id
    for step, subject in SUBJECTS.items():
        expected = (200,) if step == "reconcile_report" else (403, 404, 409)
        assert clerk.get(f"/tasks/{number}/{step}").status_code in expected, f"{subject}.{step}"
    assert clerk.get(f"/tasks/{number}").location.endswith("/reconcile_report")
    for account, pages in {"duban": ("/board", "/applications", "/ledger"), "guanli": ("/operations",)}.items():
        person = Browser.of(app, account)
        assert [person.get(page).status_code for page in pages] == [200] * len(pages)
    head = Browser.of(app, "duban")
    assert head.submit(f"/tasks/{number}/reassign", {"person_id": "1", "reason": "休假"}).location == "/reports"
    assert clerk.post(f"/tasks/{number}/release").status_code in (303, 403)
