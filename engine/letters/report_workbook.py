"""The tables of the annual report as a workbook (XLSX): one sheet a table, rows, headings and spans as in the form."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from engine.rules.annual_report import AnnualReport
from engine.rules.report_form import SECTIONS
from engine.rules.report_grid import Grid, GridCell, grids_of

_THIN = Side(style="thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TITLE_ROWS = 2
_WIDTH = 130
"""How wide the table is, in the width of a digit; a Chinese character is about twice as wide, a line 13 points high."""
_CHARACTER = 2.0
_LINE = 13
_SHEETS = {"table2": SECTIONS[1], "table3": SECTIONS[2], "table4": SECTIONS[3]}


def report_workbook(report: AnnualReport) -> bytes:
    """The workbook as bytes: three sheets, numbers as numbers, A4, one page wide."""
    book = Workbook()
    book.remove(book.active)
    for name, grid in grids_of(report).items():
        sheet = book.create_sheet(grid.title)
        _set_up(sheet, grid)
        _head(sheet, report.title, _SHEETS[name], len(grid.widths))
        for row, column, cell in grid.placed():
            _place(sheet, row + _TITLE_ROWS + 1, column + 1, cell)
        for row, lines in _lines(grid).items():
            sheet.row_dimensions[row + _TITLE_ROWS + 1].height = _LINE * lines + 3
    book.properties.title = report.title
    book.properties.creator = report.agency or "明答"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _set_up(sheet: Worksheet, grid: Grid) -> None:
    unit = _WIDTH / sum(grid.widths)
    for number, width in enumerate(grid.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = round(width * unit, 1)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True


def _lines(grid: Grid) -> dict[int, int]:
    """How many lines each row needs for its longest words; programs do not work it out for wrapped cells."""
    unit = _WIDTH / sum(grid.widths) / _CHARACTER
    needed = dict.fromkeys(range(len(grid.rows)), 1)
    for row, column, cell in grid.placed():
        room = max(1, int(sum(grid.widths[column : column + cell.columns]) * unit) - 1)
        if cell.rows == 1:
            needed[row] = max(needed[row], -(-len(cell.text) // room))
    return needed


def _head(sheet: Worksheet, title: str, section: str, width: int) -> None:
    for row, (text, size) in enumerate(((title, 16), (section, 12)), 1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        cell = sheet.cell(row, 1, _as_text(text))
        cell.font = Font(name="黑体", size=size)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.row_dimensions[row].height = 2 * size


def _place(sheet: Worksheet, row: int, column: int, cell: GridCell) -> None:
    last_row, last_column = row + cell.rows - 1, column + cell.columns - 1
    for below in range(row, last_row + 1):
        for right in range(column, last_column + 1):
            sheet.cell(below, right).border = _BORDER
    if (cell.rows, cell.columns) != (1, 1):
        sheet.merge_cells(start_row=row, start_column=column, end_row=last_row, end_column=last_column)
    written = sheet.cell(row, column, cell.number if cell.is_number else _as_text(cell.text))
    written.font = Font(name="宋体", size=10)
    written.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _as_text(text: str) -> str:
    """The words as words: a leading sign would be read as a formula."""
    return f"　{text}" if text.startswith(("=", "+", "-", "@")) else text
