"""A sheet of applications or of agencies, XLSX or CSV, as rows of words; every cell keeps its row and column."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zipfile import BadZipFile

from openpyxl import load_workbook

from engine.errors import RuleViolation
from engine.rules.intake_words import COLUMNS, MOST_ROWS, NEEDED

DIGITS_KEPT = 15
"""Beyond so many digits a cell that holds a number, not text, has lost the last ones."""

LOST_DIGITS = "\0"
"""Stands for a number whose last digits are lost."""


@dataclass(frozen=True)
class Row:
    """One row of the sheet: its number there, its words by column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True)
class Headings:
    """What a sheet holds: the label of each column, those that it needs, and what stands in one row."""

    columns: Mapping[str, str]
    needed: Collection[str]
    what: str
    one: str


APPLICATIONS = Headings(COLUMNS, NEEDED, "申请", "一件申请")


def rows_of(content: bytes, headings: Headings = APPLICATIONS) -> tuple[Row, ...]:
    """The filled rows below the headings; RuleViolation at `file` when it is no such sheet."""
    table = _from_workbook(content) if content.startswith(b"PK") else _from_text(content)
    lines = iter(table)
    by_label = {label: name for name, label in headings.columns.items()}
    heads = [by_label.get(_text(value).rstrip("*＊")) for value in next(lines, ())]
    missing = [headings.columns[name] for name in headings.needed if name not in heads]
    if missing:
        raise RuleViolation(f"表头缺少：{'、'.join(missing)}。请下载模板，按模板的表头填写。", field="file")
    rows = tuple(_filled(heads, lines))
    if not rows:
        raise RuleViolation(f"表中没有{headings.what}：请从第二行起，一行填写{headings.one}。", field="file")
    return rows


def _filled(heads: Sequence[str | None], lines: Iterator[Sequence[object]]) -> Iterator[Row]:
    filled = 0
    for number, line in enumerate(lines, 2):
        cells = {name: _text(value) for name, value in zip(heads, line, strict=False) if name}
        if any(cells.values()):
            filled += 1
            if filled > MOST_ROWS:
                raise RuleViolation(f"一次最多导入 {MOST_ROWS} 行，请分成几个文件。", field="file")
            yield Row(number, cells)


def _from_workbook(content: bytes) -> list[Sequence[object]]:
    try:
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        return list(sheet.iter_rows(values_only=True, max_row=MOST_ROWS * 10))
    except (BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise RuleViolation("这个表格文件打不开，请另存为 xlsx 后再导入。", field="file") from error


def _from_text(content: bytes) -> list[Sequence[object]]:
    """Comma or tab between the cells; UTF-8, or the national standard in which Excel saves."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text.partition("\n")[0]
        try:
            return list(
                csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",", strict=True)
            )
        except csv.Error as error:
            raise RuleViolation("这个 CSV 文件的格式不对，请另存为 xlsx 后再导入。", field="file") from error
    raise RuleViolation("这不是可以读取的表格文件，请上传 xlsx 或者 csv。", field="file")


def _text(value: object) -> str:
    """A cell as words; dates as people write them, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if not (value.hour or value.minute) else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | int) and not isinstance(value, bool):
        return LOST_DIGITS if abs(value) >= 10**DIGITS_KEPT else f"{value:.15g}"
    return str(value).strip()
