"""Any list as a workbook (XLSX): one heading row that stays in sight, dates as dates, words never read as formulas."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | date | None

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be read as a formula by some program."""

MOST_WIDTH, LEAST_WIDTH = 40, 8
SAMPLE = 200
_THIN = Side(style="thin", color="999999")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def list_workbook(title: str, columns: Sequence[str], rows: Iterable[Sequence[Value]], *, is_a3: bool = False) -> bytes:
    """The list as bytes of a workbook, landscape, one page wide."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    book.properties.title, book.properties.creator = title, "明答"
    for number, name in enumerate(columns, 1):
        cell = _write(sheet, 1, number, name)
        cell.font, cell.fill = Font(name="黑体", bold=True), PatternFill("solid", fgColor="E8EDF3")
    widths = [_width(name) for name in columns]
    for at, row in enumerate(rows, 2):
        for number, value in enumerate(row, 1):
            _write(sheet, at, number, value)
            if at < SAMPLE:
                widths[number - 1] = max(widths[number - 1], _width(value))
    _set_up(sheet, widths, is_a3=is_a3)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def plain(text: str) -> str:
    """The text without what a workbook cannot hold."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))


def _write(sheet: Worksheet, row: int, column: int, value: Value) -> Worksheet:
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = plain(value)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA_SIGNS)
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
    cell.border = _BORDER
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _width(value: Value) -> int:
    """About how wide the value is, in the width of a digit."""
    if isinstance(value, date):
        return 12
    return sum(2 if ord(character) > 0x2E7F else 1 for character in str("" if value is None else value))


def _set_up(sheet: Worksheet, widths: Sequence[int], *, is_a3: bool) -> None:
    for number, width in enumerate(widths, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = min(MOST_WIDTH, max(LEAST_WIDTH, width + 2))
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3 if is_a3 else sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
