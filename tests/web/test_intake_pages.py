"""What the counter, the office and the applicant may still do while a case runs, each through its page."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from flask import Flask, request
from sqlalchemy import select

from engine.letters.fingerprint import short_code
from engine.office import Office
from engine.permissions import Actor, Role
from engine.records import (
    Application,
    Duty,
    Enclosure,
    EventName,
    Letter,
    Person,
    Redaction,
    StoredFile,
    history,
)
from engine.tools.driver import Driver, SetClock
from tests.web.browser import Browser, Fields, errors_of
from web.app import create_app

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def applicant(app: Flask, walker: Driver, **given: object) -> tuple[Browser, int]:
    """The applicant of a registered case, let in by number and pass phrase."""
    registered = walker.register(**given)
    stranger = Browser.of(app)
    named = {"case_number": registered.case_number, "pass_phrase": registered.pass_phrase}
    assert stranger.post("/track", named).location == "/track/status"
    return stranger, registered.application_id


def enclose(office: Office, case: int, name: str, *, is_original: bool = False) -> int:
    """A file that goes out with the reply; an original has a place to black out."""
    with office.transaction() as records:
        file = StoredFile(
            application_id=case, purpose="拟公开信息", name=name, media_type="application/pdf", size=len(PDF),
            sha256=name, added_at=office.clock.now(), content=PDF,
        )  # fmt: skip
        records.add(file)
        records.flush()
        records.add(Enclosure(application_id=case, file_id=file.id))
        if is_original:
            records.add(Redaction(application_id=case, original_id=file.id, blocks={}, made_at=office.clock.now()))
        return file.id


def served(office: Office, case: int) -> None:
    """The reply counts as served."""
    with office.transaction() as records:
        application = records.get_one(Application, case)
        history.add(records, application, EventName.REPLY_SERVED, Actor.calendar(), office.clock, method="in_person")


def test_the_applicant_downloads_the_papers_that_came_with_the_reply(
    app: Flask, walker: Driver, small_office: Office
) -> None:
    stranger, case = applicant(app, walker)
    paper = enclose(small_office, case, "备案表（遮盖件）.pdf")
    assert stranger.get(f"/track/papers/{paper}").status_code == 404
    served(small_office, case)
    answer = stranger.get(f"/track/papers/{paper}")
    assert (answer.status_code, answer.data) == (200, PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_original_of_a_redacted_paper_is_never_downloaded(app: Flask, walker: Driver, small_office: Office) -> None:
    stranger, case = applicant(app, walker)
    original = enclose(small_office, case, "备案表.pdf", is_original=True)
    served(small_office, case)
    assert stranger.get(f"/track/papers/{original}").status_code == 404


def test_nobody_downloads_the_papers_of_another_case(app: Flask, walker: Driver, small_office: Office) -> None:
    stranger, _ = applicant(app, walker)
    _, other = applicant(app, walker)
    paper = enclose(small_office, other, "别人的文件.pdf")
    served(small_office, other)
    assert stranger.get(f"/track/papers/{paper}").status_code == 404


def test_the_applicant_changes_how_to_be_reached(app: Flask, walker: Driver, small_office: Office) -> None:
    stranger, case = applicant(app, walker)
    wrong = stranger.submit("/track/contacts", {"delivery": "email"})
    assert "电子邮箱" in errors_of(wrong)["email"]
    done = stranger.submit("/track/contacts", {"delivery": "email", "email": "jia@example.com"})
    assert done.location == "/track/status"
    with small_office.reading() as records:
        assert records.get_one(Application, case).email == "jia@example.com"


def test_the_counter_changes_how_the_applicant_is_reached(app: Flask, walker: Driver, small_office: Office) -> None:
    case = walker.register().application_id
    registrar = Browser.of(app, "dengji")
    assert "修改联系方式" in registrar.get(f"/applications/{case}").text
    done = registrar.submit(f"/applications/{case}/contact-details", {"address": "某省某市示例路9号"})
    assert done.status_code == 303, errors_of(done)
    assert "改动：通信地址" in registrar.get(f"/applications/{case}").text


def test_a_finding_that_proved_wrong_is_asked_for_anew(app: Flask, walker: Driver) -> None:
    case = walker.register().application_id
    walker.run(case, until="draft_decision")
    handler = Browser.of(app, "gongcheng1")
    assert f"/applications/{case}/reexamine" in handler.get(f"/applications/{case}").text
    missing = handler.submit(f"/applications/{case}/reexamine", {"reason": ""})
    assert "reason" in errors_of(missing)
    done = handler.submit(f"/applications/{case}/reexamine", {"number": "1", "reason": "漏查2019年档案。"})
    assert done.status_code == 303
    assert "examine_nature" in [task.step for task in walker.open_tasks(case)]


def test_a_leaders_signature_on_paper_is_entered_at_the_office(
    app: Flask, walker: Driver, small_office: Office
) -> None:
    case = walker.register().application_id
    walker.run(case, until="sign_as_deputy")
    task = walker.open_tasks(case)[0]
    with small_office.reading() as records:
        code = short_code(records.scalars(select(Letter.fingerprint)).one())
        leader = records.scalars(select(Person).join(Duty).where(Duty.role == Role.DEPUTY_LEADER)).first()
    assert leader is not None
    sheet: Fields = {
        "agreed": "yes", "words": "同意。", "signed_by": leader.name, "sheet_code": code,
        "given_on": small_office.clock.today().isoformat(), "marked": "no",
    }  # fmt: skip
    registrar = Browser.of(app, "dengji")
    assert "录入签字单" in registrar.get(f"/applications/{case}").text
    address = f"/tasks/{task.id}/sign_as_deputy"
    unscanned = registrar.submit(address, sheet, form="form[@id='form']")
    assert "扫描件" in errors_of(unscanned)["file"]
    done = registrar.submit(address, {**sheet, "file": (BytesIO(PDF), "办理单.pdf")}, form="form[@id='form']")
    assert done.status_code == 303, errors_of(done)
    assert f"纸质签字：{leader.name}" in registrar.get(f"/applications/{case}").text


def test_a_late_supplement_is_entered_at_the_counter_with_its_real_day(
    app: Flask, walker: Driver, small_office: Office, clock: SetClock
) -> None:
    case = walker.register(received_on=date(2026, 3, 4)).application_id
    walker.run(case, given={"check_application": {"clear": False}})
    clock.advance(days=30)
    walker.tick()
    registrar = Browser.of(app, "dengji")
    assert "收到补正材料" in registrar.get(f"/applications/{case}").text
    done = registrar.submit(f"/applications/{case}/supplement", {"received_on": "2026-03-11"})
    assert done.status_code == 303, errors_of(done)
    confirm = walker.open_tasks(case)[0]
    assert "2026年3月11日收到过补正材料" in registrar.get(f"/tasks/{confirm.id}/confirm_not_supplemented").text


@pytest.mark.parametrize(
    ("fields", "field"), [({"carrier": "private_courier"}, "carrier"), ({"recipient_pays": "yes"}, "recipient_pays")]
)
def test_a_letter_goes_by_the_postal_enterprise_at_our_cost(
    app: Flask, walker: Driver, fields: Fields, field: str
) -> None:
    """《条例》第42条第1款；《邮政法》第55条"""
    case = walker.register().application_id
    walker.run(case, until="serve_reply")
    task = walker.open_tasks(case)[0]
    dispatcher = Browser.of(app, "shoufa")
    posted = {"method": "postal", "tracking_number": "1234567890123", **fields}
    refused = dispatcher.submit(f"/tasks/{task.id}/serve_reply", posted, form="form[@id='form']")
    assert field in errors_of(refused)


def test_the_visitors_address_is_read_behind_as_many_proxies_as_are_trusted(small_office: Office) -> None:
    """Throttling counts by address: a header of the visitor's own making must not count, the proxy's must."""
    headers = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7", "X-Forwarded-Proto": "https"}
    for trusted, seen in ((0, "10.0.0.9"), (1, "203.0.113.7")):
        office = replace(small_office, settings=replace(small_office.settings, trusted_proxies=trusted))
        app = create_app(office)
        noted: list[str | None] = []
        app.before_request_funcs.setdefault(None, []).insert(0, lambda: noted.append(request.remote_addr))  # noqa: B023
        app.test_client().get("/health", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.9"})
        assert noted == [seen]


def test_a_unit_without_sign_ins_gets_its_question_on_a_printed_sheet(app: Flask, walker: Driver) -> None:
    case = walker.register().application_id
    walker.run(case, until="search_item")
    handler = Browser.of(app, "gongcheng1")
    choices = handler.get(f"/applications/{case}/ask").text
    unit = re.search(r'<option value="(\d+)">人防质量监督站', choices)
    assert unit
    asked = handler.submit(f"/applications/{case}/ask", {"unit_id": unit[1], "question": "是否存有验收文件？"})
    assert asked.status_code == 303, errors_of(asked)
    assert "打印协办单" in handler.get(f"/applications/{case}/consultations").text
    assert handler.get("/questions/1/sheet.pdf").data.startswith(b"%PDF-")
