"""Earlier years of the register (台账), taken in from its own sheet: bad rows are named, and all or none come in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import TypeVar
from zipfile import BadZipFile

from openpyxl import load_workbook
from sqlalchemy import select

from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.records import Application, EarlierCase
from engine.rules.ledger import COLUMNS
from engine.rules.vocabulary import ApplicantKind, Labelled, ReportRow

AnyWord = TypeVar("AnyWord", bound=Labelled)

MOST_ROWS = 5_000
NEEDED = ("case_number", "kind", "received")


@dataclass(frozen=True)
class Line:
    """One row of the sheet: its number there, its words by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Reading:
    """What the sheet holds: its lines, and what is wrong with them, each with its row."""

    lines: tuple[Line, ...]
    faults: tuple[str, ...]


def read_sheet(content: bytes, *, actor: Actor, office: Office) -> Reading:
    """The sheet as it would be taken in; nothing is stored. RuleViolation when it is no workbook of the register."""
    require(actor, Action.IMPORT_LEDGER)
    lines = tuple(_lines(content))
    known = _known(lines, office)
    faults = [f"第{line.number}行：{fault}" for line in lines for fault in _faults(line, lines, known)]
    return Reading(lines, tuple(faults))


def import_sheet(content: bytes, *, actor: Actor, office: Office) -> int:
    """Every line of the sheet is in the register; RuleViolation naming the bad rows, and then none is."""
    reading = read_sheet(content, actor=actor, office=office)
    if reading.faults:
        raise RuleViolation("有问题的行没有改正，全部未导入：" + "；".join(reading.faults[:20]), field="file")
    with office.transaction() as records:
        records.add_all(_case(line, actor, office.clock.now()) for line in reading.lines)
    return len(reading.lines)


def _lines(content: bytes) -> Iterator[Line]:
    try:
        sheet = load_workbook(BytesIO(content), read_only=True, data_only=True).worksheets[0]
    except (BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise RuleViolation("这不是可以读取的表格文件，请上传由台账导出的 xlsx 表格。", field="file") from error
    rows = sheet.iter_rows(values_only=True)
    by_label = {label: name for name, label in COLUMNS.items()}
    heads = [by_label.get(_text(value)) for value in next(rows, ())]
    missing = [COLUMNS[name] for name in NEEDED if name not in heads]
    if missing:
        raise RuleViolation(f"表头缺少：{'、'.join(missing)}。请使用台账导出的表格。", field="file")
    for number, row in enumerate(rows, 2):
        if number > MOST_ROWS + 1:
            raise RuleViolation(f"一次最多导入 {MOST_ROWS} 行，请分成几个文件。", field="file")
        cells = {name: _text(value) for name, value in zip(heads, row, strict=False) if name}
        if any(text for name, text in cells.items() if name != "number"):
            yield Line(number, cells)


def _faults(line: Line, lines: Sequence[Line], known: set[str]) -> Iterator[str]:
    yield from _faults_of_number(line.cells["case_number"], lines, known)
    yield from _faults_of_words(line.cells)


def _faults_of_number(number: str, lines: Sequence[Line], known: set[str]) -> Iterator[str]:
    if not number or len(number) > 40:
        yield "没有登记编号，或者编号过长。"
    elif number in known:
        yield f"登记编号“{number}”已经在台账中。"
    elif sum(each.cells["case_number"] == number for each in lines) > 1:
        yield f"登记编号“{number}”在表中重复。"


def _faults_of_words(cells: Mapping[str, str]) -> Iterator[str]:
    if _labelled(ApplicantKind, cells["kind"]) is None:
        yield f"类型“{cells['kind']}”应为{'、'.join(kind.label for kind in ApplicantKind)}之一。"
    received, closed = _day(cells["received"]), _day(cells.get("service", ""))
    if received is None:
        yield f"收到日“{cells['received']}”不是日期。"
    if cells.get("report_row") and _labelled(ReportRow, cells["report_row"]) is None:
        yield f"年报栏目“{cells['report_row']}”不是年度报告表三的栏目。"
    if cells.get("report_row") and closed is None:
        yield "填了年报栏目，但“送达方式及日期”中没有日期。"
    if received and closed and closed < received:
        yield "送达日期早于收到日期。"


def _known(lines: Sequence[Line], office: Office) -> set[str]:
    numbers = [line.cells["case_number"] for line in lines]
    with office.reading() as records:
        found: set[str] = set()
        for table in (Application, EarlierCase):
            found |= set(records.scalars(select(table.case_number).where(table.case_number.in_(numbers))))
    return found


def _case(line: Line, actor: Actor, at: datetime) -> EarlierCase:
    cells = line.cells
    received = _day(cells["received"])
    kind = _labelled(ApplicantKind, cells["kind"])
    if received is None or kind is None:
        raise RuleViolation(f"第{line.number}行不完整。", field="file")
    return EarlierCase(
        case_number=cells["case_number"],
        applicant_kind=kind,
        received_on=received,
        closed_on=_day(cells.get("service", "")),
        report_row=_labelled(ReportRow, cells.get("report_row", "")),
        cells={name: text for name, text in cells.items() if name != "number"},
        imported_at=at,
        imported_by=actor.person_id,
    )


def _labelled(words: type[AnyWord], text: str) -> AnyWord | None:
    return next((word for word in words if word.label == text), None)


def _text(value: object) -> str:
    """A cell as words; a date in the form in which the register prints it."""
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    return "" if value is None else str(value).strip()


def _day(text: str) -> date | None:
    """The last date in the words, written 2019年3月4日 or 2019-03-04; None when there is none."""
    found = re.findall(r"(\d{4})[年/.-](\d{1,2})[月/.-](\d{1,2})", text)
    try:
        return date(*(int(part) for part in found[-1])) if found else None
    except ValueError:
        return None
