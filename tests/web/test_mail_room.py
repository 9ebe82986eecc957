"""The mail room's one screen: logging, handing on, and the three ways an envelope may end."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from engine.office import Office
from engine.permissions import Role
from engine.queries import envelopes as queries
from engine.queries.envelopes import EnvelopeFilter, EnvelopeLine
from engine.queries.listing import Page
from engine.tools.driver import Driver
from tests.web.browser import Browser, errors_of, words_of

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
ENVELOPE = {
    "marked": "no", "carrier": "ems", "tracking_number": "EX123456789CN", "sender": "甲某（示例）",
    "signed_by": "门卫（示例）", "signed_on": "2026-03-03", "signed_time": "17:40",
}  # fmt: skip


@pytest.fixture
def mail(app: Flask) -> Browser:
    return Browser.of(app, "shoufa")


@pytest.fixture
def registrar(app: Flask) -> Browser:
    return Browser.of(app, "dengji")


def log(mail: Browser, **given: Any) -> None:
    answer = mail.submit("/mail", {**ENVELOPE, **given})
    assert answer.status_code == 303, errors_of(answer)


def logged(office: Office, driver: Driver) -> tuple[EnvelopeLine, ...]:
    asked = EnvelopeFilter(tab=queries.Tab.ALL, page=Page())
    return queries.envelopes(asked, actor=driver.actor(Role.REGISTRAR), office=office).rows


def hand_on(mail: Browser, registrar: Browser) -> None:
    """The first envelope goes from the mail room to the registrar."""
    assert mail.post("/mail/hand-over", {"envelope": "1", "to": "1"}).status_code == 303
    assert registrar.post("/mail/take-over", {"envelope": "1"}).status_code == 303


def test_an_empty_log_says_what_it_is_for(mail: Browser) -> None:
    assert "没有未了结的来件" in words_of(mail.get("/mail"))


def test_an_envelope_is_logged_with_its_picture_and_seen_in_the_list(mail: Browser) -> None:
    log(mail, file=(BytesIO(PNG), "正面.png"))
    page = mail.get("/mail")
    assert "收2026-0001" in page.text
    assert "EX123456789CN" in words_of(page)
    picture = mail.get("/mail/photos/1")
    assert (picture.data, picture.mimetype) == (PNG, "image/png")


def test_what_was_typed_stays_when_the_log_refuses_it(mail: Browser) -> None:
    answer = mail.submit("/mail", {**ENVELOPE, "tracking_number": "", "sender": "乙某（示例）"})
    assert answer.status_code == 422
    assert "单号" in errors_of(answer)["tracking_number"]
    assert 'value="乙某（示例）"' in answer.text


def test_a_slip_is_corrected_on_its_own_page(mail: Browser) -> None:
    log(mail)
    assert "/mail/1/correct" in mail.get("/mail/1").text
    done = mail.submit("/mail/1/correct", {"sender": "甲某某（示例）"})
    assert done.status_code == 303, errors_of(done)
    assert "甲某某（示例）" in mail.get("/mail/1").text


def test_the_list_is_searched_and_narrowed(mail: Browser) -> None:
    log(mail)
    assert "收2026-0001" in mail.get("/mail?q=甲某").text
    for address in ("/mail?q=丙某", "/mail?carrier=by_hand", "/mail?first=2026-03-04", "/mail?tab=ended"):
        assert "收2026-0001" not in mail.get(address).text, address


def test_the_handover_shows_both_names(mail: Browser, registrar: Browser) -> None:
    log(mail)
    hand_on(mail, registrar)
    page = words_of(mail.get("/mail"))
    assert "交 收发员（示例）" in page
    assert "接 登记员（示例）" in page


def test_handing_over_asks_for_a_tick_and_for_a_name(mail: Browser) -> None:
    log(mail)
    assert "请先勾选来件" in mail.post("/mail/hand-over", {"to": "1"}).text
    assert "请选择接收的登记人" in mail.post("/mail/hand-over", {"envelope": "1"}).text


def test_a_registration_takes_over_what_the_mail_room_logged(
    mail: Browser, registrar: Browser, small_office: Office, walker: Driver
) -> None:
    log(mail, file=(BytesIO(PNG), "正面.png"))
    hand_on(mail, registrar)
    page = registrar.get("/mail/1/register")
    assert 'value="甲某（示例）"' in page.text
    assert "EX123456789CN，2026年3月3日由门卫（示例）签收（收2026-0001）" in page.text
    sent = {"bears_level_mark": "no", "items-0-what": "某小区人防工程竣工验收备案表", "address": "某省某市示例路1号"}
    answer = registrar.submit("/mail/1/register", sent)
    assert answer.status_code == 303, errors_of(answer)
    (found,) = logged(small_office, walker)
    assert (found.state.value, found.case_number) == ("registered", "2026-0001")
    assert "收发登记号：收2026-0001" in registrar.get("/applications/1").text


def test_a_later_day_of_receipt_is_refused_at_its_field(mail: Browser, registrar: Browser) -> None:
    log(mail)
    hand_on(mail, registrar)
    sent = {
        "bears_level_mark": "no", "items-0-what": "备案表", "address": "示例路1号", "arrived_on": "2026-03-04",
        "received_on": "2026-03-04",
    }  # fmt: skip
    answer = registrar.submit("/mail/1/register", sent)
    assert answer.status_code == 422
    assert "2026-03-03签收" in errors_of(answer)["arrived_on"]


def test_a_complaint_that_asks_for_information_is_led_to_registration(mail: Browser, registrar: Browser) -> None:
    log(mail)
    hand_on(mail, registrar)
    sent = {"asks_for_information": "yes", "passed_to": "信访室", "reason": "反映物业问题，并要求公开验收文件"}
    answer = registrar.submit("/mail/1/pass-on", sent)
    assert "一律登记为申请" in errors_of(answer)["asks_for_information"]
    done = registrar.submit("/mail/1/pass-on", {**sent, "asks_for_information": "no", "reason": "只反映物业收费"})
    assert done.status_code == 303
    assert "转给：信访室" in words_of(mail.get("/mail/1"))


def test_a_paper_for_a_case_leads_to_what_is_to_be_done_with_it(
    mail: Browser, registrar: Browser, walker: Driver
) -> None:
    walker.register()
    log(mail)
    hand_on(mail, registrar)
    wrong = registrar.submit("/mail/1/file", {"case_number": "2026-0009", "paper": "withdrawal"})
    assert "没有这个登记编号" in errors_of(wrong)["case_number"]
    done = registrar.submit("/mail/1/file", {"case_number": "2026-0001", "paper": "withdrawal"})
    assert done.location == "/applications/1"
    assert "登记撤回" in registrar.get("/applications/1").text


def test_a_supplement_from_the_mail_room_starts_with_its_day(mail: Browser, registrar: Browser, walker: Driver) -> None:
    walker.run(walker.register().application_id, given={"check_application": {"clear": False}})
    log(mail, signed_on="2026-03-04", signed_time="08:50")
    hand_on(mail, registrar)
    registrar.submit("/mail/1/file", {"case_number": "2026-0001", "paper": "supplement"})
    assert 'value="2026-03-04"' in registrar.get("/applications/1/supplement").text


def test_the_mail_room_is_not_told_which_case_it_became(mail: Browser, registrar: Browser, walker: Driver) -> None:
    walker.register()
    log(mail)
    hand_on(mail, registrar)
    registrar.submit("/mail/1/file", {"case_number": "2026-0001", "paper": "other"})
    assert "2026-0001" not in mail.get("/mail?tab=all").text.replace("收2026-0001", "")


def test_those_on_duty_write_down_a_day_without_mail(mail: Browser) -> None:
    empty = mail.submit("/mail/duty", {"note": ""})
    assert "无来件" in errors_of(empty)["note"]
    assert mail.submit("/mail/duty", {"day": "2026-03-01", "note": "无来件"}).status_code == 303
    assert "收发员（示例）：无来件" in words_of(mail.get("/mail/duty"))
