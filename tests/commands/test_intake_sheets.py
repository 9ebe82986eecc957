"""A sheet of applications: every bad cell named with its row, and all of it comes in or nothing."""

import csv
import io
from datetime import date

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from engine.commands import intake_sheets
from engine.errors import NotPermitted, RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.records import Application, CaseState, PlatformRecord, Representation
from engine.rules.intake_words import COLUMNS
from engine.rules.vocabulary import DeliveryMethod
from engine.tools.driver import Driver

GOOD = {
    "channel": "当面提交",
    "arrived_on": "2026-03-03",
    "evidence": "窗口回执12号",
    "applicant_kind": "自然人",
    "applicant_name": "张某某",
    "phone": "13800000000",
    "address": "某省某市示例路1号",
    "items": "1.某小区人防工程竣工验收备案表\n2.该工程平时使用证",
    "delivery": "邮寄",
}
TRANSFERRED = {
    **GOOD,
    "channel": "上级平台转入",
    "evidence": "",
    "platform": "某省统一平台",
    "number": "GK-1",
    "submitted": "2026-03-02 21:40",
    "transferred": "2026-03-03 09:15",
    "delivery": "网上平台",
}


def sheet(*rows: dict[str, object]) -> bytes:
    """A workbook with these rows under the headings of the template."""
    book = Workbook()
    table = book.active
    table.append(list(COLUMNS.values()))
    for row in rows:
        table.append([row.get(name) for name in COLUMNS])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def as_csv(*rows: dict[str, str], encoding: str) -> bytes:
    """The same as a text file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([list(COLUMNS.values()), *([row.get(name, "") for name in COLUMNS] for row in rows)])
    return text.getvalue().encode(encoding)


def _faults(content: bytes, driver: Driver, office: Office) -> list[tuple[int, str]]:
    reading = intake_sheets.read_applications(content, actor=driver.actor(Role.REGISTRAR), office=office)
    return [(fault.row, fault.column) for fault in reading.faults]


def _import(content: bytes, driver: Driver, office: Office) -> None:
    intake_sheets.import_applications(content, actor=driver.actor(Role.REGISTRAR), office=office)


def _count(office: Office) -> int:
    with office.reading() as records:
        return records.scalar(select(func.count(Application.id))) or 0


def test_every_row_is_registered_with_its_items_and_its_clock(office: Office, driver: Driver) -> None:
    done = intake_sheets.import_applications(
        sheet(GOOD, {**GOOD, "applicant_name": "李某某", "received_on": "2026-03-02"}),
        actor=driver.actor(Role.REGISTRAR),
        office=office,
    )
    with office.reading() as records:
        first, second = (records.get_one(Application, each.application_id) for each in done)
        assert [item.what for item in first.items] == ["某小区人防工程竣工验收备案表", "该工程平时使用证"]
    assert (first.received_on, second.received_on) == (date(2026, 3, 3), date(2026, 3, 2))
    assert (first.state, first.delivery) == (CaseState.RUNNING, DeliveryMethod.POSTAL)
    assert all(each.pass_phrase for each in done)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_file_is_read_however_it_was_saved(office: Office, driver: Driver, encoding: str) -> None:
    assert _faults(as_csv(GOOD, encoding=encoding), driver, office) == []


def test_one_bad_cell_keeps_every_row_out(office: Office, driver: Driver) -> None:
    content = sheet(GOOD, {**GOOD, "applicant_name": "李某某", "delivery": "飞鸽"})
    assert _faults(content, driver, office) == [(3, "delivery")]
    with pytest.raises(RuleViolation, match="第3行“送达方式”：“飞鸽”应为"):
        _import(content, driver, office)
    assert _count(office) == 0


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"applicant_name": ""}, "applicant_name"),
        ({"channel": "飞鸽"}, "channel"),
        ({"applicant_kind": "法人"}, "applicant_kind"),
        ({"arrived_on": "上周二"}, "arrived_on"),
        ({"arrived_on": "2026-13-40"}, "arrived_on"),
        ({"arrived_on": "2026-03-09", "received_on": "2026-03-09"}, "arrived_on"),
        ({"received_on": "2026-03-04"}, "received_on"),
        ({"evidence": ""}, "evidence"),
        ({"address": ""}, "address"),
        ({"delivery": "电子邮件"}, "email"),
        ({"identity_number": "110101199003071092"}, "identity_kind"),
        ({"identity_kind": "身份证", "identity_number": 110101199003071092}, "identity_number"),
        ({"co_applicants": "李某某、王某某"}, "recipient_name"),
        ({"applicant_kind": "法律服务机构", "agent_name": "丁律师"}, "applicant_kind"),
        ({"applicant_name": "长" * 121}, "applicant_name"),
        ({"channel": "上级平台转入"}, "platform"),
    ],
)
def test_the_bad_cell_is_named(office: Office, driver: Driver, change: dict[str, object], column: str) -> None:
    assert (2, column) in _faults(sheet({**GOOD, **change}), driver, office)


def test_a_number_that_does_not_add_up_is_pointed_out_and_comes_in(office: Office, driver: Driver) -> None:
    content = sheet({**GOOD, "identity_kind": "身份证", "identity_number": "110101199003071092"})
    reading = intake_sheets.read_applications(content, actor=driver.actor(Role.REGISTRAR), office=office)
    assert (reading.faults, [doubt.row for doubt in reading.doubts]) == ((), [2])
    _import(content, driver, office)
    assert _count(office) == 1


def test_the_same_row_twice_is_named(office: Office, driver: Driver) -> None:
    assert _faults(sheet(GOOD, {**GOOD, "phone": "13900000000"}), driver, office) == [(3, "items")]


def test_a_sheet_that_was_imported_is_not_imported_again(office: Office, driver: Driver) -> None:
    content = sheet(GOOD)
    _import(content, driver, office)
    with pytest.raises(RuleViolation, match="已经导入过"):
        _import(content, driver, office)
    assert _faults(sheet({**GOOD, "phone": "1"}), driver, office) == [(2, "items")]
    assert _count(office) == 1


def test_a_platforms_record_comes_in_by_the_sheet_once(office: Office, driver: Driver) -> None:
    _import(sheet(TRANSFERRED), driver, office)
    with office.reading() as records:
        assert records.scalars(select(PlatformRecord.number)).all() == ["GK-1"]
    again = sheet(
        {**TRANSFERRED, "items": "另一份文件"}, {**TRANSFERRED, "number": "GK-2"}, {**TRANSFERRED, "number": "GK-2"}
    )
    assert _faults(again, driver, office) == [(2, "number"), (4, "number")]


def test_agent_and_recipient_come_in_by_the_sheet(office: Office, driver: Driver) -> None:
    _import(sheet({**GOOD, "co_applicants": "李某某、王某某", "recipient_name": "李某某"}), driver, office)
    with office.reading() as records:
        row = records.scalars(select(Representation)).one()
    assert (row.names, row.recipient_name) == (("李某某", "王某某"), "李某某")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04broken", "打不开"),
        (b"\xff\xfe\x00\x00", "不是可以读取的表格文件"),
        (sheet(), "没有申请"),
        ("甲,乙\n1,2\n".encode(), "表头缺少"),
    ],
)
def test_what_is_no_such_sheet_is_refused(office: Office, driver: Driver, content: bytes, words: str) -> None:
    with pytest.raises(RuleViolation, match=words) as refused:
        _import(content, driver, office)
    assert refused.value.field == "file"


def test_too_many_rows_are_refused_at_once(office: Office, driver: Driver) -> None:
    with pytest.raises(RuleViolation, match="最多导入"):
        _import(sheet(*({**GOOD, "applicant_name": f"张{number}"} for number in range(101))), driver, office)


def test_only_the_counter_imports(office: Office, driver: Driver) -> None:
    with pytest.raises(NotPermitted):
        intake_sheets.import_applications(sheet(GOOD), actor=driver.actor(Role.HANDLER), office=office)
