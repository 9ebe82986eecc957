"""`mingda report check`: names each identity that a published annual report breaks.

Exit status: 0 when none breaks, 1 exactly when one does, 2 when the file is no annual report. A warning (rules in force
across two years) is told and changes no status.
"""

import json
from decimal import Decimal
from pathlib import Path

from engine.errors import DisclosureError, RuleViolation
from engine.rules.annual_report import Amount, AnnualReport
from engine.rules.report_identities import Checked, Failure, check_report
from engine.rules.report_json import parse, report_from

HOLDS, BREAKS, UNREADABLE = 0, 1, 2
_LARGEST = 16 * 1024 * 1024


def check(data: object, previous: object | None = None) -> list[Failure]:
    """Every identity that the report in a JSON value breaks; RuleViolation, in one sentence, when it is none."""
    return list(examine(data, previous).failures)


def examine(data: object, previous: object | None = None) -> Checked:
    """Failures, warnings and `balances`; with last year's report also the identities across the years."""
    return check_report(report_from(data), previous=None if previous is None else report_from(previous))


def load(path: Path) -> object:
    """The JSON value of a file; RuleViolation, in one sentence, when it cannot be read."""
    try:
        if path.is_file() and path.stat().st_size > _LARGEST:
            raise RuleViolation("文件超过 16 MB，不是年度报告数据。", field="file")
        return parse(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise RuleViolation("文件不是 UTF-8 编码的文本，请另存为 UTF-8 后再试。", field="file") from None
    except (OSError, ValueError):
        raise RuleViolation("文件打不开，请核对路径和权限。", field="file") from None


def read(path: Path) -> AnnualReport:
    """The report in a JSON file; RuleViolation, in one sentence, when it holds none."""
    return report_from(load(path))


def run(path: Path, previous: Path | None = None, *, as_json: bool = False) -> tuple[str, int]:
    """What the command prints, and its exit status; never raises, whatever the file is."""
    try:
        found = examine(load(path), load(previous) if previous else None)
    except DisclosureError as error:
        return json.dumps({"error": error.message}, ensure_ascii=False) if as_json else error.message, UNREADABLE
    return (to_json(found) if as_json else as_text(found)), exit_code(found)


def exit_code(found: Checked) -> int:
    """1 exactly when an identity breaks."""
    return BREAKS if found.failures else HOLDS


def to_json(found: Checked) -> str:
    """`balances`, `failing_identities` and `warnings`, in the shape of published data."""
    answer = {
        "balances": found.balances,
        "failing_identities": [failure.as_json for failure in found.failures],
        "warnings": [warning.as_json for warning in found.warnings],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)


def as_text(found: Checked) -> str:
    """One line for each broken identity: its name, the place, both numbers, and what should hold."""
    lines = [_line(failure) for failure in found.failures] + [f"提示：{_line(one)}" for one in found.warnings]
    if found.failures:
        return "\n".join([f"有 {len(found.failures)} 处勾稽关系不成立：", *lines])
    head = "数据不足，没有可以核对的勾稽关系。" if found.balances is None else "勾稽关系全部成立。"
    return "\n".join([head, *lines])


def _line(failure: Failure) -> str:
    name = f"（{failure.name}）" if failure.name else ""
    numbers = f"计算 {_shown(failure.computed, '—')}，公布 {_shown(failure.published, '空白')}"
    return f"{failure.identity.value}  {failure.at}{name}：{numbers}。{failure.identity.label}。"


def _shown(number: Amount, blank: str) -> str:
    if number is None:
        return blank
    return f"{number.normalize():f}" if isinstance(number, Decimal) else str(number)
