"""Whatever is typed or sent: a Chinese sentence at the field, nothing lost, nothing run."""

import io
import zipfile

import pytest
from flask import Flask
from sqlalchemy import func, select

from engine.office import Office
from engine.records import Application, StoredFile
from engine.tools.driver import Driver
from tests.web.browser import Browser, Fields, errors_of, words_of
from tests.web.conftest import OpenBrowser

NEW = "/applications/new"
GOOD: Fields = {
    "bears_level_mark": "no",
    "channel": "in_person",
    "evidence": "窗口当面签收",
    "applicant_name": "甲某",
    "address": "某市示例路1号",
    "items-0-what": "某小区人防工程竣工验收备案文件",
}


def count(office: Office) -> int:
    with office.reading() as records:
        return records.scalar(select(func.count(Application.id))) or 0


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("received_on", "2026-03-05", "收到日期不能晚于今天"),
        ("received_on", "2026-02-30", "有效的日期"),
        ("received_on", "", "请填写收到之日"),
        ("arrived_on", "昨天", "有效的日期"),
        ("channel", "", "请选择申请渠道"),
        ("channel", "pigeon", "请从所列选项中选择"),
        ("delivery", "drone", "请从所列选项中选择"),
        ("applicant_kind", "natural_person\0", "看不见的控制字符"),
        ("applicant_name", "甲\0某", "看不见的控制字符"),
        ("applicant_name", "甲" * 121, "最多 120 字，现有 121 字"),
        ("applicant_name", "   ", "请填写申请人的姓名或者名称"),
        ("address", "", "邮寄送达须有通信地址"),
        ("items-0-what", "", "请写明申请公开的内容"),
        ("items-0-what", "问" * 2001, "最多 2000 字"),
        ("evidence", "", "请填写收到之日的凭据"),
        ("phone", "一\n二", "只能填写一行"),
    ],
)
def test_a_wrong_field_has_its_sentence_and_the_rest_is_kept(
    browser: OpenBrowser, small_office: Office, field: str, typed: str, sentence: str
) -> None:
    answer = browser("dengji").submit(NEW, GOOD | {"email": "someone@example.invalid", field: typed})
    assert answer.status_code == 422
    assert sentence in errors_of(answer)[field]
    assert "someone@example.invalid" in answer.text
    assert f'href="#{field}"' in answer.text
    assert "\0" not in answer.text
    assert count(small_office) == 0


@pytest.mark.parametrize(
    ("kind", "number", "is_sound"),
    [
        ("居民身份证", "11010119900307109X", True),
        ("居民身份证", "110101199003071092", False),
        ("统一社会信用代码", "91110000600037341L", True),
        ("统一社会信用代码", "91110000600037342L", False),
        ("护照", "E00000000", True),
        ("", "E00000000", False),
    ],
)
def test_identity_numbers_are_checked_by_their_check_digits(
    browser: OpenBrowser, kind: str, number: str, is_sound: bool
) -> None:
    answer = browser("dengji").submit(NEW, GOOD | {"identity_kind": kind, "identity_number": number})
    assert answer.status_code == (303 if is_sound else 422)
    if not is_sound:
        assert errors_of(answer).keys() & {"identity_kind", "identity_number"}


def test_a_number_that_does_not_add_up_is_registered_once_somebody_has_looked(
    browser: OpenBrowser, small_office: Office
) -> None:
    """The check once refused it for good: an illegible copy would have turned the applicant away."""
    person = browser("dengji")
    doubtful = GOOD | {"identity_kind": "居民身份证", "identity_number": "110101199003071092"}
    asked = person.submit(NEW, doubtful)
    assert "末位校验码不符" in errors_of(asked)["identity_number"]
    assert 'name="number_as_given"' in asked.text
    done = person.submit(NEW, doubtful | {"number_as_given": "yes"})
    assert done.status_code == 303, errors_of(done)
    assert "照申请人所填登记" in person.get("/applications/1").text


def test_an_identity_number_is_stored_sealed_and_shown_masked(browser: OpenBrowser, small_office: Office) -> None:
    person = browser("dengji")
    number = "91110000600037341L"
    person.submit(NEW, GOOD | {"identity_kind": "统一社会信用代码", "identity_number": number})
    page = person.get("/applications/1").text
    assert number not in page
    assert "911************41L" in page
    with small_office.reading() as records:
        assert number.encode() not in records.get_one(Application, 1).identity_sealed


def test_a_foreign_key_that_the_engine_would_read_as_a_type_is_refused(
    browser: OpenBrowser, small_office: Office
) -> None:
    for key in ("typename", "items-0-typename"):
        answer = browser("dengji").submit(NEW, GOOD | {key: "datetime"})
        assert answer.status_code == 422
        assert "typename" in words_of(answer)
        assert 'value="甲某"' in answer.text
    assert count(small_office) == 0


@pytest.mark.parametrize("key", ["items-²-what", "items-99999999999999999999-what", "items--what", "items-0", "\0"])
def test_odd_keys_do_no_harm(browser: OpenBrowser, key: str) -> None:
    assert browser("dengji").submit(NEW, GOOD | {key: "x"}).status_code in (303, 422)


def test_html_in_a_name_is_shown_and_not_run(browser: OpenBrowser, small_office: Office) -> None:
    evil = "<script>alert(1)</script>甲"
    person = browser("dengji")
    assert person.submit(NEW, GOOD | {"applicant_name": evil, "items-0-what": evil}).status_code == 303
    for address in (
        "/",
        "/applications",
        "/applications/1",
        "/applications/1/registered",
        "/tasks/2/check_application",
    ):
        page = person.get(address)
        assert "<script>alert" not in page.text, address
    assert "&lt;script&gt;" in person.get("/applications/1").text


def test_registering_twice_with_one_form_makes_one_case(browser: OpenBrowser, small_office: Office) -> None:
    person = browser("dengji")
    page = person.get(NEW)
    first, second = person.send(NEW, page, GOOD), person.send(NEW, page, GOOD)
    assert first.location == second.location == "/applications/1/registered"
    assert count(small_office) == 1


def test_the_pass_phrase_is_shown_once(browser: OpenBrowser) -> None:
    person = browser("dengji")
    address = person.submit(NEW, GOOD).location
    assert "查询口令</dt>" in person.get(address).text
    assert "查询口令</dt>" not in person.get(address).text


def test_items_are_added_and_taken_away_without_a_script(browser: OpenBrowser) -> None:
    person = browser("dengji")
    more = person.submit(NEW, GOOD | {"row": "items+"})
    assert more.status_code == 200
    assert 'name="items-1-what"' in more.text
    fewer = person.send(NEW, more, {"items-1-what": "第二项", "row": "items-0-"})
    assert 'name="items-1-what"' not in fewer.text
    assert "第二项" in fewer.text


def upload(browser: Browser, name: str, content: bytes, purpose: str = "其他") -> Fields:
    answer = browser.post(
        "/applications/1/files",
        {"marked": "no", "purpose": purpose, "file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )
    return {
        "status": answer.status_code,
        "errors": errors_of(answer) if answer.status_code == 422 else {},
        "page": answer,
    }


def package(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("答复.pdf", b"MZ\x90\x00\x03" + b"\0" * 200, "不是可以上传的文件类型"),
        ("答复.pdf", b"\x7fELF" + b"\0" * 60, "不是可以上传的文件类型"),
        ("网页.html", b"<html><script>alert(1)</script>", "与扩展名不符"),
        ("图片.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "PNG 图片"),
        ("表格.docx", package("xl/workbook.xml"), "Excel 表格"),
        ("宏.docx", package("word/document.xml", "word/vbaProject.bin"), "不是可以上传的文件类型"),
        ("压缩包.zip", package("a.txt"), "不是可以上传的文件类型"),
        ("坏.docx", b"PK\x03\x04broken", "不是可以上传的文件类型"),
        ("空.pdf", b"", "不能是空的"),
        ("", b"%PDF-1.7", "请选择要上传的文件"),
        ("长" * 130 + ".pdf", b"%PDF-1.7", "文件名过长"),
    ],
)
def test_a_file_is_judged_by_what_it_holds(
    browser: OpenBrowser, walker: Driver, small_office: Office, name: str, content: bytes, sentence: str
) -> None:
    walker.register()
    result = upload(browser("dengji"), name, content)
    assert result["status"] == 422
    assert sentence in result["errors"]["file"]
    with small_office.reading() as records:
        assert records.scalar(select(func.count(StoredFile.id))) == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("申请表.pdf", b"%PDF-1.7 x"),
        ("照片.JPG", b"\xff\xd8\xff\xe0 x"),
        ("说明.txt", "第一行\r\n第二行".encode("gb18030")),
        ("文档.docx", package("word/document.xml")),
        ("版式.ofd", package("OFD.xml")),
    ],
)
def test_a_sound_file_comes_back_as_it_was_and_only_to_be_saved(
    browser: OpenBrowser, walker: Driver, name: str, content: bytes
) -> None:
    walker.register()
    person = browser("dengji")
    assert upload(person, name, content)["status"] == 303
    answer = person.get("/files/1")
    assert answer.data == content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert name in person.get("/applications/1").text


def test_a_file_for_an_unknown_purpose_is_refused_at_the_field(browser: OpenBrowser, walker: Driver) -> None:
    walker.register()
    assert "请从所列选项中选择" in upload(browser("dengji"), "a.pdf", b"%PDF-1.7", "别的")["errors"]["purpose"]


def test_an_upload_that_is_too_large_is_told_so_in_words(app: Flask, browser: OpenBrowser, walker: Driver) -> None:
    walker.register()
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    result = upload(browser("dengji"), "大.pdf", b"%PDF-1.7" + b"0" * 20_000)
    assert result["status"] == 413
    assert "超过 50 MB，没有保存" in words_of(result["page"])


@pytest.mark.parametrize(
    "address",
    [
        "/applications/0", "/applications/99999999999999999999", "/applications/-1", "/tasks/1e3", "/letters/x.pdf",
        "/library/tables/nothing", "/library/drawings/nothing", "/applications/1/drawings/nothing.bpmn", "/%00",
        "/library/tables/%00",
    ],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_not_found(browser: OpenBrowser, walker: Driver, address: str) -> None:
    walker.register()
    answer = browser("dengji").get(address)
    assert answer.status_code == 404
    assert "回到待办" in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-5",
        "page=99999999999",
        "page=²",
        "size=7",
        "state=x",
        "q=%00",
        "q=%25",
        "q=_",
        "q=\\",
        "unit=x",
        "channel=",
    ],
)
def test_a_filter_that_makes_no_sense_counts_as_none(browser: OpenBrowser, walker: Driver, query: str) -> None:
    walker.register()
    person = browser("dengji")
    for list_of in ("/applications", "/"):
        assert person.get(f"{list_of}?{query}").status_code == 200


def test_a_percent_sign_is_searched_for_and_not_a_wildcard(browser: OpenBrowser, walker: Driver) -> None:
    walker.register(items=("达标率100%的说明",))
    walker.register(items=("其他",))
    page = browser("dengji").get("/applications?q=100%25").text
    assert "2026-0001" in page
    assert "2026-0002" not in page
