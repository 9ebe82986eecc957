"""The pages of the counter: a platform's record, a sheet, a letter parted into items, who acts for whom."""

import io
import re

from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from engine.office import Office
from engine.records import Application, EventName, HistoryEntry, PlatformRecord, Representation
from engine.rules.intake_words import COLUMNS
from engine.tools.driver import Driver
from tests.commands.test_identity_images import picture
from tests.commands.test_intake_sheets import GOOD, sheet
from tests.commands.test_transfers import PASTED
from tests.web.browser import Browser, Fields, errors_of

NEW = "/applications/new"
ENTRY = {
    "bears_level_mark": "no", "channel": "in_person", "evidence": "窗口当面签收", "applicant_name": "甲某",
    "items-0-what": "某小区人防工程竣工验收备案表", "address": "某省某市示例路1号", "postcode": "430000",
}  # fmt: skip


def count(office: Office) -> int:
    """How many applications are registered."""
    with office.reading() as records:
        return records.scalar(select(func.count(Application.id))) or 0


def upload(browser: Browser, address: str, fields: Fields, content: bytes, name: str) -> TestResponse:
    """The form at this address, sent with a file."""
    sent = fields | {"file": (io.BytesIO(content), name)}
    return browser.post(address, sent, content_type="multipart/form-data")


def test_a_letter_in_one_field_is_parted_into_its_items(app: Flask) -> None:
    registrar = Browser.of(app, "dengji")
    page = registrar.submit(NEW, ENTRY | {"items-0-what": "1.甲文件\n2.乙文件", "row": "items/split"})
    assert re.findall(r'name="items-(\d)-what"[^>]*>\s*([^<]*)<', page.text) == [("0", "甲文件"), ("1", "乙文件")]
    assert page.status_code == 200


def test_an_agent_is_entered_with_the_application_and_what_the_power_lacks_is_said(
    app: Flask, small_office: Office
) -> None:
    registrar = Browser.of(app, "dengji")
    done = registrar.submit(NEW, ENTRY | {"agent_name": "丁律师", "recipient_name": "丁律师"})
    assert done.status_code == 303, errors_of(done)
    assert "没有提交授权委托书" in registrar.get(done.location).text
    assert "丁律师" in registrar.get("/applications/1").text
    with small_office.reading() as records:
        assert records.get_one(Representation, 1).recipient_name == "丁律师"


def test_several_signers_without_a_recipient_are_asked_for_one_at_its_field(app: Flask) -> None:
    page = Browser.of(app, "dengji").submit(NEW, ENTRY | {"co_applicants": "乙某\n丙某"})
    assert "由谁收件" in errors_of(page)["recipient_name"]
    assert '<details class="beside-applicant" open>' in page.text


def test_the_recipient_is_changed_afterwards(app: Flask, walker: Driver, small_office: Office) -> None:
    case = walker.register().application_id
    registrar = Browser.of(app, "dengji")
    assert f"/applications/{case}/representation" in registrar.get(f"/applications/{case}").text
    done = registrar.submit(f"/applications/{case}/representation", {"recipient_name": "乙某"})
    assert done.status_code == 303, errors_of(done)
    assert "改动：收件人" in registrar.get(f"/applications/{case}").text


def test_a_channel_that_needs_the_platforms_number_leads_to_its_page(app: Flask) -> None:
    page = Browser.of(app, "dengji").submit(NEW, ENTRY | {"channel": "higher_platform"})
    assert "上级平台转入" in errors_of(page)["channel"]


def test_a_pasted_record_fills_the_form_and_is_registered(app: Flask, small_office: Office) -> None:
    registrar = Browser.of(app, "dengji")
    read = registrar.submit("/applications/transfer", {"record": PASTED, "do": "read"})
    assert "某省政府信息公开统一平台转办单" in read.text
    assert count(small_office) == 0
    fields = dict(re.findall(r'<input class="form-control"[^>]* name="([\w-]+)"[^>]* value="([^"]*)"', read.text))
    assert (fields["number"], fields["applicant_name"], fields["transferred_at"]) == ("GK-2026-0031", "张某某", "09:15")
    key = re.search(r'name="entry_key" value="([^"]+)"', read.text)
    assert key
    sent = {**fields, "entry_key": key[1], "record": PASTED, "platform": "某省统一平台", "delivery": "platform",
            "applicant_kind": "natural_person", "items-0-what": "备案表", "do": "finish"}  # fmt: skip
    done = registrar.submit("/applications/transfer", sent)
    assert done.status_code == 303, errors_of(done)
    assert "GK-2026-0031" in registrar.get("/applications/1").text
    with small_office.reading() as records:
        assert records.get_one(PlatformRecord, 1).answered_on is None


def test_a_text_that_says_nothing_is_said_to_say_nothing(app: Flask) -> None:
    page = Browser.of(app, "dengji").submit("/applications/transfer", {"record": "请查收", "do": "read"})
    assert "没有读出任何一项" in page.text


def test_the_template_holds_every_column_and_is_read_back(app: Flask) -> None:
    answer = Browser.of(app, "dengji").get("/applications/import/template.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    assert [cell.value.rstrip("*") for cell in book.worksheets[0][1]] == list(COLUMNS.values())
    assert "填写说明" in book.sheetnames


def test_a_sheet_is_looked_at_and_then_registered_without_choosing_it_again(app: Flask, small_office: Office) -> None:
    registrar = Browser.of(app, "dengji")
    content = sheet(GOOD, {**GOOD, "applicant_name": "李某某"})
    checked = upload(registrar, "/applications/import", {"do": "check"}, content, "申请.xlsx")
    assert "没有发现问题" in checked.text
    assert count(small_office) == 0
    carried = re.search(r'name="carried" value="([^"]+)"', checked.text)
    assert carried
    done = registrar.submit("/applications/import", {"do": "import", "carried": carried[1]})
    assert "已登记 2 件" in done.text
    assert len(re.findall(r"[2-9A-Z]{5}-[2-9A-Z]{5}", done.text)) == 2
    again = registrar.submit("/applications/import", {"do": "import", "carried": carried[1]})
    assert "已经导入过" in errors_of(again)["file"]
    assert count(small_office) == 2


def test_every_bad_cell_of_a_sheet_is_named_on_the_page(app: Flask, small_office: Office) -> None:
    registrar = Browser.of(app, "dengji")
    content = sheet({**GOOD, "delivery": "飞鸽"}, {**GOOD, "applicant_name": "", "phone": "1"})
    page = upload(registrar, "/applications/import", {"do": "check"}, content, "申请.xlsx")
    words = re.sub(r"<[^>]+>", " ", page.text)
    assert re.search(r"第 2 行\s+送达方式\s+“飞鸽”", words)
    assert re.search(r"第 3 行\s+申请人\s+没有填写", words)
    assert 'name="carried"' not in page.text
    assert count(small_office) == 0


def test_a_missing_file_is_asked_for(app: Flask) -> None:
    page = Browser.of(app, "dengji").submit("/applications/import", {"do": "check"})
    assert "请选择要导入的表格文件" in errors_of(page)["file"]


def test_an_identity_image_opens_for_the_registrar_with_an_entry(
    app: Flask, walker: Driver, small_office: Office
) -> None:
    case = walker.register().application_id
    registrar = Browser.of(app, "dengji")
    kept = upload(
        registrar, f"/applications/{case}/files", {"marked": "no", "purpose": "身份证明"}, picture(), "身份证.png"
    )
    assert kept.status_code == 303, errors_of(kept)
    assert "每次查看留有记录" in registrar.get(f"/applications/{case}").text
    assert registrar.get("/files/1").status_code == 404
    shown = registrar.post("/files/1/identity-image")
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert Browser.of(app, "gongcheng1").post("/files/1/identity-image").status_code == 403
    with small_office.reading() as records:
        looks = select(HistoryEntry).where(HistoryEntry.event == EventName.IDENTITY_IMAGE_VIEWED)
        assert len(records.scalars(looks).all()) == 1
