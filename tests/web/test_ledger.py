"""台账 and 晨报: the columns and totals, earlier years by the same sheet, and the one page of the morning."""

from datetime import date, datetime
from io import BytesIO

import pypdf
import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook

from engine.clock import BEIJING
from engine.office import Office
from engine.permissions import Role
from engine.queries import ledger, morning
from engine.records import report_counts
from engine.rules.ledger import COLUMNS
from engine.rules.report_counting import Period
from engine.rules.report_form import CARRIED_IN, CARRIED_OUT, RECEIVED
from engine.tools.driver import Driver, SetClock
from tests.web.browser import Browser, words_of

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def year(walker: Driver, clock: SetClock) -> Driver:
    """One case carried in, one answered, one withdrawn, two open at the end of March."""
    for month, day, until in ((2, 26, "search_item"), (3, 3, None), (3, 9, "approve_reply"), (3, 20, "search_item")):
        clock.moment = datetime(2026, month, day, 9, tzinfo=BEIJING)
        walker.run(walker.register().application_id, until=until)
    walker.withdraw(walker.register().application_id)
    return walker


def test_the_totals_are_those_of_the_report(year: Driver, small_office: Office) -> None:
    shown = ledger.ledger(MARCH, actor=year.actor(Role.SUPERVISOR), office=small_office)
    with small_office.reading() as records:
        table = report_counts.table3(records, MARCH)
    totals = shown.totals
    assert (totals.carried_in, totals.received, totals.ended, totals.carried_out) == (1, 4, 2, 3)
    assert [table.total(code) for code in (CARRIED_IN, RECEIVED, CARRIED_OUT)] == [1, 4, 3]
    assert len(shown.rows) == totals.carried_in + totals.received


def test_the_columns_stand_in_the_order_inspectors_ask_for(year: Driver, app: Flask) -> None:
    person = Browser.of(app, "duban")
    answer = person.get("/ledger.xlsx?first=2026-03-01&last=2026-03-31")
    sheet = load_workbook(BytesIO(answer.data)).active
    assert [cell.value for cell in sheet[1]] == list(COLUMNS.values())
    assert (str(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (sheet.PAPERSIZE_A3, "landscape")
    answered = next(row for row in sheet.iter_rows(min_row=2, values_only=True) if row[1] == "2026-0002")
    told = dict(zip(COLUMNS, answered, strict=True))
    assert told["report_row"] == "（一）予以公开"
    assert str(told["document_number"]).startswith("某防公开〔2026〕")
    assert "2026年3月3日" in str(told["service"])


def test_columns_are_chosen_and_ordered_in_the_address(year: Driver, app: Flask) -> None:
    address = "/ledger.xlsx?column=case_number&column=applicant&place_applicant=1&place_case_number=2"
    sheet = load_workbook(BytesIO(Browser.of(app, "duban").get(address).data)).active
    assert [cell.value for cell in sheet[1]] == ["申请人", "登记编号"]


def test_the_register_prints_on_landscape_a3(year: Driver, app: Flask) -> None:
    page = pypdf.PdfReader(BytesIO(Browser.of(app, "duban").get("/ledger.pdf").data)).pages[0]
    assert [round(float(side) * 25.4 / 72) for side in page.mediabox[2:]] == [420, 297]
    assert "2026-0002" in page.extract_text().replace("\n", "")


def sheet_of(*rows: dict[str, str]) -> bytes:
    book = Workbook()
    book.active.append(list(COLUMNS.values()))
    for row in rows:
        book.active.append([row.get(name, "") for name in COLUMNS])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


GOOD = {"case_number": "2019-001", "kind": "自然人", "received": "2019年3月4日，邮戳", "request": "某文件"}


def test_earlier_years_come_in_whole_or_not_at_all_and_each_bad_row_is_named(app: Flask) -> None:
    person = Browser.of(app, "dengji")
    bad = sheet_of(
        GOOD, GOOD | {"received": "去年"}, {"case_number": "2019-003", "kind": "外星人", "received": "2019-05-06"}
    )
    for do in ("check", "import"):
        answer = person.post("/ledger/import", {"do": do, "file": (BytesIO(bad), "台账.xlsx")})
        assert "第3行：收到日“去年”不是日期" in words_of(answer)
        assert "第4行：类型“外星人”" in words_of(answer)
        assert "2019-001" not in person.get("/ledger?first=2019-01-01&last=2019-12-31").text
    good = sheet_of(GOOD, GOOD | {"case_number": "2019-002"})
    checked = person.post("/ledger/import", {"do": "check", "file": (BytesIO(good), "台账.xlsx")})
    assert "共 2 行，没有发现问题" in words_of(checked)
    assert person.post("/ledger/import", {"do": "import", "file": (BytesIO(good), "台账.xlsx")}).status_code == 303
    page = words_of(person.get("/ledger?first=2019-01-01&last=2019-12-31"))
    assert "2019-001" in page
    assert "导入的往年申请 2 件" in page
    again = person.post("/ledger/import", {"do": "import", "file": (BytesIO(good), "台账.xlsx")})
    assert "已经在台账中" in words_of(again)


def test_what_is_no_workbook_is_refused(app: Flask) -> None:
    answer = Browser.of(app, "dengji").post("/ledger/import", {"do": "check", "file": (BytesIO(b"x"), "台账.xlsx")})
    assert answer.status_code == 422
    assert "不是可以读取的表格文件" in answer.text


def test_the_morning_tells_what_came_what_is_due_and_where_it_lies(year: Driver, app: Flask, clock: SetClock) -> None:
    clock.moment = datetime(2026, 3, 23, 8, tzinfo=BEIJING)
    assert "上一工作日以来新来件" in Browser.of(app, "zhuren").get("/morning").text
    clock.moment = datetime(2026, 3, 25, 8, tzinfo=BEIJING)
    page = words_of(Browser.of(app, "zhuren").get("/morning"))
    assert "今天须发出" in page
    assert "处，已 20 个工作日" in page
    assert "等待我签批" in page


def test_one_line_says_that_nothing_is_due(app: Flask) -> None:
    person = Browser.of(app, "zhuren")
    assert morning.QUIET in person.get("/morning").text
    paper = pypdf.PdfReader(BytesIO(person.get("/morning.pdf").data))
    assert len(paper.pages) == 1
    assert "今天没有新来件" in paper.pages[0].extract_text().replace("\n", "")
