"""The report as DOCX and XLSX: rows, headings and spans of the form, numbers of the table, opened by other programs."""

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pdfplumber
import pytest
from lxml import etree

from engine.letters.report_document import report_document
from engine.letters.report_workbook import report_workbook
from engine.rules.annual_report import AnnualReport
from engine.rules.report_draft import Section, draft
from engine.rules.report_form import SECTIONS, rows_of
from engine.rules.report_grid import grids_of
from engine.rules.report_json import parse, report_from

FOLDER = Path(__file__).parents[1] / "data/annual_reports"
NAMES = ["shanghai-gov-office_2019", "suqian-city_2024"]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def published(name: str) -> AnnualReport:
    return report_from(parse((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def document(content: bytes) -> etree._Element:
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
        return etree.fromstring(archive.read("word/document.xml"))


def words(element: etree._Element) -> str:
    return "".join(element.itertext(f"{W}t"))


@pytest.mark.parametrize("name", NAMES)
def test_the_document_has_title_sections_and_tables_in_their_order(name: str) -> None:
    report = published(name)
    body = document(report_document(report, draft(report)))[0]
    styled = [(one.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), words(one)) for one in body.findall(f"{W}p")]
    assert styled[0] == ("Title", report.title)
    assert tuple(text for style, text in styled if style == "Heading1") == SECTIONS
    assert len(body.findall(f"{W}tbl")) == 3


def test_a_long_title_is_broken_before_the_name_of_the_report() -> None:
    report = published("suqian-city_2024")
    title = document(report_document(report, draft(report)))[0].find(f"{W}p")
    assert len(title.findall(f"{W}r/{W}br")) == 1
    assert report.title_lines == ("宿迁市人民政府2024年", "政府信息公开工作年度报告")
    assert replace(report, agency="某局").title_lines == ("某局2024年政府信息公开工作年度报告",)


@pytest.mark.parametrize("name", NAMES)
def test_the_cells_of_the_document_are_those_of_the_form(name: str) -> None:
    report = published(name)
    tables = document(report_document(report, draft(report))).iter(f"{W}tbl")
    for table, grid in zip(tables, grids_of(report).values(), strict=True):
        for row in table.findall(f"{W}tr"):
            cells = row.findall(f"{W}tc")
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in cells]
            assert sum(1 if span is None else int(span.get(f"{W}val")) for span in spans) == len(grid.widths)
        shown = [text for cell in table.iter(f"{W}tc") if (text := words(cell))]
        printed = [cell.text or f"{cell.number}" for _, _, cell in grid.placed()]
        assert shown == [text for text in printed if text != "None"]


def test_a_document_is_the_same_bytes_each_time() -> None:
    report = published(NAMES[1])
    assert report_document(report, draft(report)) == report_document(report, draft(report))


def test_what_people_wrote_stays_text() -> None:
    written = Section("一、总体情况", ("甲 <b> & 乙 \x0b\ud800丙",))
    body = document(report_document(published(NAMES[1]), [written]))[0]
    assert words(body.findall(f"{W}p")[2]) == "甲 <b> & 乙 丙"


@pytest.mark.parametrize("name", NAMES)
def test_the_workbook_has_rows_and_numbers_of_the_form(name: str) -> None:
    report = published(name)
    assert report.table3 is not None
    book = openpyxl.load_workbook(BytesIO(report_workbook(report)))
    assert book.sheetnames == ["表二", "表三", "表四"]
    sheet = book["表三"]
    assert (sheet["A1"].value, sheet["A2"].value) == (report.title, SECTIONS[2])
    for number, row in enumerate(rows_of(report.form), 6):
        label = [cell.value for cell in sheet[number][:3] if cell.value][-1]
        assert label == row.heading
        assert [cell.value for cell in sheet[number][3:]] == list(report.table3.printed().rows[row.code].cells)
    part_three = "A8:A27" if report.form == "2019" else "A8:A29"
    assert part_three in {str(span) for span in sheet.merged_cells.ranges}


def test_a_name_that_looks_like_a_formula_stays_a_name() -> None:
    report = AnnualReport(year=2024, form=published(NAMES[1]).form, agency="=1+1")
    assert openpyxl.load_workbook(BytesIO(report_workbook(report)))["表三"]["A1"].data_type == "s"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_document(tmp_path: Path) -> None:
    report = published(NAMES[1])
    (tmp_path / "report.docx").write_bytes(report_document(report, draft(report)))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "report.docx"], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    with pdfplumber.open(tmp_path / "report.pdf") as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
    assert [(len(table), len(table[0])) for table in tables] == [(14, 4), (28, 10), (4, 15)]
    assert tables[1][3][3:] == ["3440", "75", "0", "1", "6", "3", "3525"]
    assert "".join(tables[1][24][2].split()) == rows_of(report.form)[21].heading
