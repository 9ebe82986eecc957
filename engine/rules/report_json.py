"""Published annual reports as JSON: reads them into values and writes values back.

Whatever is wrong with a file is one Chinese sentence that names the place; nothing else is ever raised.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NoReturn

from engine.errors import RuleViolation
from engine.rules.annual_report import (
    BLANK_ROW,
    Amount,
    AnnualReport,
    Count,
    FeesCharged,
    RemedyGroup,
    Row,
    Table2,
    Table3,
    Table4,
)
from engine.rules.report_form import COLUMNS, GROUP_NAMES, RemedyRoute, ReportForm, blocks_of, row_of_code, rows_of

Object = dict[str, Any]

_BLANKS = ("", "/", "-", "—", "－")
_YEARS = range(2008, 2101)
_MOST = 10**12
_GROUP_KEYS = ("upheld", "corrected", "other", "pending", "total")
_FEE_ITEM, _FEE_KEY = "行政事业性收费", "行政事业性收费_万元"


def parse(text: str) -> object:
    """The value of a JSON text; decimals stay exact, a key written twice is an error."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once)
    except (ValueError, RecursionError, ArithmeticError):
        raise _refusal("文件不是有效的 JSON，请检查引号、逗号和括号。") from None


def report_from(data: object) -> AnnualReport:
    """The report that a JSON value holds; RuleViolation, in one sentence, where it holds none."""
    whole = _object(data, "文件内容")
    if "table3" not in whole and "table4" not in whole:
        raise _refusal("文件中没有 table3（表三），也没有 table4（表四），请核对是不是年度报告数据。")
    form = _form(whole)
    report = AnnualReport(
        year=_year(whole.get("year")),
        form=form,
        agency=_text(whole, "agency"),
        level=_text(whole, "level"),
        region=_text(whole, "region"),
        evidence=_text(whole, "evidence") or "table",
    )
    return replace(
        report,
        table2=_table2(whole.get("table2"), form),
        table3=_table3(whole.get("table3"), form, order=_order(whole), from_prose=report.is_from_prose),
        table4=_table4(whole.get("table4")),
        fees=_fees(whole.get("fee_charged")),
    )


def report_to(report: AnnualReport) -> Object:
    """The report as JSON values, in the order of the published files; a blank is null."""
    whole: Object = {"agency": report.agency, "level": report.level, "region": report.region, "year": report.year}
    whole |= {"format": report.form.value, "evidence": report.evidence, "columns": list(COLUMNS)}
    if report.table3:
        whole["table3"] = table3_to(report.table3)
    whole["table4"] = table4_to(report.table4) if report.table4 else None
    if report.table2:
        whole["table2"] = _table2_to(report.table2)
    if report.fees:
        whole["fee_charged"] = {"cases": report.fees.cases, "yuan": _number_to(report.fees.yuan)}
    return whole


def table3_to(table: Table3) -> Object:
    """Table three as JSON values: `rows`, and `group_totals` where there are any."""
    whole: Object = {"rows": {row.code: list(table.rows[row.code].cells) for row in rows_of(table.form)}}
    return whole | ({"group_totals": dict(table.group_totals)} if table.group_totals else {})


def table4_to(table: Table4) -> Object:
    """Table four as JSON values; a group that was not read is null."""
    groups = {route.value: table.group(route) for route in RemedyRoute}
    return {name: dict(zip(_GROUP_KEYS, group.cells, strict=True)) if group else None for name, group in groups.items()}


def _form(whole: Mapping[str, Any]) -> ReportForm:
    given = whole.get("format")
    if given is None:
        return ReportForm.of_year(_year(whole.get("year")))
    for form in ReportForm:
        if str(given) == form.value:
            return form
    raise _refusal(f"format 应当是“2019”或者“2021”，现为{_shown(given)}。")


def _order(whole: Mapping[str, Any]) -> list[int]:
    columns = whole.get("columns")
    if columns is None:
        return list(range(len(COLUMNS)))
    if not isinstance(columns, list) or sorted(map(str, columns)) != sorted(COLUMNS):
        raise _refusal(f"columns 应当是这七列：{'、'.join(COLUMNS)}。")
    return [columns.index(name) for name in COLUMNS]


def _table3(value: object, form: ReportForm, *, order: list[int], from_prose: bool) -> Table3 | None:
    if value is None:
        return None
    whole = _object(value, "table3")
    given = _object(whole.get("rows"), "table3.rows")
    for code in given:
        row_of_code(form, _printable(code))
    missing = [row.code for row in rows_of(form) if row.code not in given]
    if missing and not from_prose:
        raise _refusal(f"表三缺少第{'、'.join(missing)}行，请补齐；空白的行用 null 填写。")
    rows = {
        row.code: _row(given[row.code], row.code, order) if row.code in given else BLANK_ROW for row in rows_of(form)
    }
    return Table3(form, rows, _group_totals(whole.get("group_totals")))


def _row(value: object, code: str, order: list[int]) -> Row:
    if not isinstance(value, list) or len(value) != len(COLUMNS):
        raise _refusal(f"表三第{code}行应当是 {len(COLUMNS)} 个数的列表，请核对列数。")
    numbers = [_count(value[place], f"表三第{code}行“{COLUMNS[column]}”") for column, place in enumerate(order)]
    return Row(tuple(numbers[:-1]), numbers[-1])


def _group_totals(value: object) -> dict[str, int]:
    totals: dict[str, int] = {}
    for group, number in _object({} if value is None else value, "table3.group_totals").items():
        if group not in GROUP_NAMES:
            raise _refusal(f"group_totals 中没有“{_printable(group)[:20]}”这一项，可用的有：{'、'.join(GROUP_NAMES)}。")
        count = _count(number, f"group_totals 的 {group}")
        totals |= {} if count is None else {group: count}
    return totals


def _table4(value: object) -> Table4 | None:
    if value is None:
        return None
    whole = _object(value, "table4")
    unknown = [name for name in whole if name not in list(RemedyRoute)]
    if unknown:
        raise _refusal(f"表四没有“{_printable(unknown[0])[:40]}”这一组，可用的有：{'、'.join(RemedyRoute)}。")
    return Table4(**{route.value: _group(whole.get(route.value), route) for route in RemedyRoute})


def _group(value: object, route: RemedyRoute) -> RemedyGroup | None:
    if value is None:
        return None
    group = _object(value, f"table4.{route.value}")
    unknown = [key for key in group if key not in _GROUP_KEYS]
    if unknown:
        raise _refusal(
            f"table4.{route.value} 没有“{_printable(unknown[0])[:40]}”这一列，可用的有：{'、'.join(_GROUP_KEYS)}。"
        )
    return RemedyGroup(**{key: _count(group.get(key), f"表四“{route.label}”的 {key}") for key in _GROUP_KEYS})


def _table2(value: object, form: ReportForm) -> Table2 | None:
    """Table two as far as it can be read: no identity within a year rests on it, so what cannot be read is blank."""
    if not isinstance(value, dict):
        return None
    numbers: dict[str, dict[str, Amount]] = {}
    for block in blocks_of(form):
        keys = [key for key, _ in block.columns]
        for item in block.items:
            given = value.get(item, value.get(_FEE_KEY) if item == _FEE_ITEM else None)
            cells = given if isinstance(given, dict) else {keys[0]: given} if len(keys) == 1 else {}
            numbers[item] = {key: _amount(cells.get(key)) for key in keys}
    return Table2(form, numbers)


def _table2_to(table: Table2) -> Object:
    whole: Object = {}
    for block in blocks_of(table.form):
        keys = [key for key, _ in block.columns]
        for item in block.items:
            cells = {key: _number_to(table.number(item, key)) for key in keys}
            if any(number is not None for number in cells.values()):
                name = _FEE_KEY if keys == ["wan_yuan"] else item
                whole[name] = cells if len(keys) > 1 else cells[keys[0]]
    return whole


def _fees(value: object) -> FeesCharged | None:
    if not isinstance(value, dict):
        return None
    cases, yuan = _amount(value.get("cases")), _amount(value.get("yuan"))
    return FeesCharged(cases, yuan) if isinstance(cases, int) else None


def _count(value: object, place: str) -> Count:
    if value is None or (isinstance(value, str) and value.strip() in _BLANKS):
        return None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _MOST:
        return value
    raise _refusal(f"{place}应当是整数，空白用 null，现为{_shown(value)}。")


def _amount(value: object) -> Amount:
    """A number of table two or of the fees, None for anything else; money stays exact."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number: int | Decimal = Decimal(str(value)) if isinstance(value, float) else value
    if isinstance(number, Decimal) and not number.is_finite():
        return None
    return number if -_MOST < number < _MOST else None


def _number_to(value: Amount) -> int | float | None:
    return float(value) if isinstance(value, Decimal) else value


def _year(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value in _YEARS:
        return value
    raise _refusal(f"year 应当是报告的年度，例如 2025，现为{_shown(value)}。")


def _text(whole: Mapping[str, Any], key: str) -> str:
    value = whole.get(key)
    if value is None or isinstance(value, str):
        return _printable(value or "")
    raise _refusal(f"{key} 应当是文字，现为{_shown(value)}。")


def _object(value: object, place: str) -> Object:
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return value
    raise _refusal(f"{place}应当是一个 JSON 对象，现为{_shown(value)}。")


def _once(pairs: list[tuple[str, Any]]) -> Object:
    whole = dict(pairs)
    if len(whole) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _refusal(f"“{_printable(twice)[:40]}”写了两次，请删去一处。")
    return whole


def _no_number(_: str) -> NoReturn:
    raise ValueError


def _shown(value: object) -> str:
    """The value as it stands in the file, cut to a readable length and safe to print."""
    if value is None:
        return "空白"
    if isinstance(value, dict | list):
        return "一个对象" if isinstance(value, dict) else "一个列表"
    if isinstance(value, int) and abs(value) >= _MOST:
        return "过大的数"
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
    return _printable(text if len(text) <= 40 else text[:40] + "…")


def _printable(text: str) -> str:
    """The text without halves of characters, which no file or terminal takes, and on one line."""
    return " ".join(text.encode("utf-8", "backslashreplace").decode("utf-8").split())


def _refusal(message: str) -> RuleViolation:
    return RuleViolation(message, field="file")
