"""A letter comes on a Saturday: logged at the gate, handed on, missed by nobody, and registered with its real day."""

from datetime import datetime

import pytest

from engine import scheduler
from engine.clock import BEIJING
from engine.office import Office
from engine.tools.driver import SetClock
from tests.journeys.person import Desk

pytestmark = pytest.mark.browser

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
SATURDAY, MONDAY = (datetime(2026, 3, day, 10, 20, tzinfo=BEIJING) for day in (7, 9))


def test_a_letter_of_a_saturday_is_registered_with_its_day(desk: Desk, small_office: Office, clock: SetClock) -> None:
    clock.moment = SATURDAY
    clerk = desk.of("shoufa")
    clerk.go("/mail")
    desk.look(clerk, "log")
    clerk.enter(
        {
            "marked": "no",
            "carrier": "ems",
            "tracking_number": "EX123456789CN",
            "sender": "甲某（示例）",
            "signed_by": "门卫（示例）",
            "remark": "信封完好。",
        }
    )
    clerk.page.set_input_files('input[name="file"]', {"name": "正面.png", "mimeType": "image/png", "buffer": PNG})
    clerk.clicks = 0
    clerk.click("登记这一件")
    assert clerk.clicks == 1
    assert "收2026-0001" in clerk.words

    clock.moment = MONDAY
    scheduler.look(small_office)
    desk.walker.tick()
    registrar = desk.of("dengji")
    registrar.go("/messages")
    assert "收2026-0001 已于2026年3月7日签收，至今无人接收" in registrar.words

    desk.people.clear()  # whoever signed in on Saturday signs in anew
    clerk = desk.of("shoufa")
    clerk.go("/mail")
    clerk.page.get_by_label("勾选 收2026-0001").check()
    clerk.page.locator("#to").select_option(label="登记员（示例）")
    clerk.click("交出")
    desk.look(clerk, "handed-over")
    registrar = desk.of("dengji")
    registrar.go("/mail/1")
    registrar.click("由我接收")
    registrar.click("收2026-0001")
    desk.look(registrar, "envelope")
    registrar.click("登记为申请")
    registrar.enter({"bears_level_mark": "no", "items-0-what": "某小区人防工程竣工验收备案表", "address": "示例路1号"})
    desk.look(registrar, "registration")
    registrar.finish()
    assert "2026年3月7日（周六）" in registrar.words
    registrar.go("/mail?tab=ended")
    desk.look(registrar, "ended")
    assert "2026-0001" in registrar.words
    assert desk.troubles == []


def test_what_is_not_ours_and_what_the_guard_saw_stay_on_record(desk: Desk, clock: SetClock) -> None:
    clock.moment = MONDAY
    clerk = desk.of("shoufa")
    clerk.go("/mail/duty")
    clerk.enter({"day": "2026-03-08", "note": "无来件"})
    clerk.click("记入")
    desk.look(clerk, "duty")
    clerk.go("/mail")
    clerk.enter({"marked": "no", "carrier": "ordinary_mail", "sender": "某设备公司（示例）"})
    clerk.click("登记这一件")
    registrar = desk.of("dengji")
    registrar.go("/mail")
    registrar.page.get_by_label("勾选 收2026-0001").check()
    registrar.page.locator("#to").select_option(label="登记员（示例）")
    registrar.click("交出")
    registrar.go("/mail/1/pass-on")
    registrar.enter({"asks_for_information": "no", "passed_to": "财务科", "reason": "对账单"})
    desk.look(registrar, "pass-on")
    registrar.click("转出")
    registrar.go("/mail/1/file")
    desk.look(registrar, "file")
    assert desk.troubles == []


def test_the_counter_notes_a_call_in_two_clicks_and_reads_the_receipt(desk: Desk) -> None:
    case = desk.walker.register().application_id
    registrar = desk.of("dengji")
    registrar.go(f"/applications/{case}")
    registrar.clicks = 0
    registrar.click("记电话、谈话")
    registrar.click("没有联系上，记下")
    assert registrar.clicks == 2
    desk.look(registrar, "talks")
    registrar.go(f"/applications/{case}/receipt")
    desk.look(registrar, "large-receipt")
    registrar.go(f"/applications/{case}/contact-letter")
    desk.look(registrar, "contact-letter")
    assert desk.troubles == []
