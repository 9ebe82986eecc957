"""The identities of the annual report: every equation that its numbers must satisfy, and those that break.

Each equation is one computed number against one published number at one place. All are looked at and all failures
are told, not only the first. A blank counts as 0 in a table; in a report read from prose it means "not said", and an
equation that needs it is not asked.
国办公开办函〔2021〕30号
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.errors import RuleViolation
from engine.rules.annual_report import Amount, AnnualReport, RemedyGroup, Row, Table2, Table3
from engine.rules.report_form import (
    ANSWERED,
    CARRIED_IN,
    CARRIED_OUT,
    COLUMNS,
    GROUP_NAMES,
    RECEIVED,
    RemedyResult,
    RemedyRoute,
    group_codes,
    outcome_codes,
    row_of_code,
    rows_of,
)
from engine.rules.vocabulary import Labelled


class Identity(Labelled):
    """勾稽关系: the value is the name in published data, the label the sentence that people read."""

    FLOW = "T3-FLOW", "第一项加第二项，应等于第三项总计加第四项"
    SUM_ANSWERED = "T3-SUM37", "（七）总计应等于（一）至（六）各行之和"
    ROW_TOTAL = "T3-ROWTOTAL", "总计应等于六类申请人之和"
    ROW_TOTAL_BLANK = "T3-ROWTOTAL-BLANK", "本行有数，总计却空白"
    GROUP = "T3-GROUP", "分项合计应等于其下各行之和"
    REMEDY_TOTAL = "T4-TOTAL", "总计应等于维持、纠正、其他、尚未审结之和"
    NOT_NEGATIVE = "NEG", "件数不能小于0"
    CARRY = "T3-CARRY", "上年结转应等于上年报告的结转下年度继续办理"
    IN_FORCE = "T2-FORCE", "现行有效应等于上年现行有效加本年制发减本年废止"
    AGGREGATE = "AGG", "汇总数应等于各机关之和"
    PROSE = "TXT-NUM", "文字中的数应与表中的数一致"

    @property
    def is_warning(self) -> bool:
        """Whether a break is told without calling the report wrong: clean-ups and wording have good reasons."""
        return self in (Identity.IN_FORCE, Identity.PROSE)


CORE = (Identity.FLOW, Identity.SUM_ANSWERED, Identity.ROW_TOTAL, Identity.ROW_TOTAL_BLANK, Identity.REMEDY_TOTAL)
"""The identities that make a published table balanced or not."""
_EVERY_COLUMN = range(len(COLUMNS))
_TOTAL = len(COLUMNS) - 1


@dataclass(frozen=True, slots=True)
class Equation:
    """One computed number against one published number; `published` is None where the cell is blank."""

    identity: Identity
    at: str
    computed: Amount
    published: Amount
    name: str = ""

    @property
    def holds(self) -> bool:
        """Whether both numbers are the same."""
        return self.computed == self.published

    @property
    def as_json(self) -> dict[str, str | int | float | None]:
        """`id`, `at`, `computed`, `published`, as published data records a failure."""
        numbers = {"computed": self.computed, "published": self.published}
        plain = {name: float(number) if isinstance(number, Decimal) else number for name, number in numbers.items()}
        return {"id": self.identity.value, "at": self.at, **plain}


Failure = Equation
"""An equation that does not hold."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of one report found; `balances` is None where too little is known for any core identity."""

    failures: tuple[Failure, ...]
    warnings: tuple[Failure, ...]
    balances: bool | None


def check_report(report: AnnualReport, *, previous: AnnualReport | None = None) -> Checked:
    """Every broken identity of a report, with last year's report beside it also those across the years.

    RuleViolation where `previous` is not the report of the year before.
    """
    own = list(equations_of(report))
    across = list(equations_across(previous, report)) if previous else []
    broken = [equation for equation in (*own, *across) if not equation.holds]
    return Checked(
        failures=tuple(equation for equation in broken if not equation.identity.is_warning),
        warnings=tuple(equation for equation in broken if equation.identity.is_warning),
        balances=_balance(own),
    )


def _balance(own: Sequence[Equation]) -> bool | None:
    if not all(equation.holds for equation in own):
        return False
    return True if any(equation.identity in CORE for equation in own) else None


def equations_of(report: AnnualReport) -> Iterator[Equation]:
    """Every equation within one report that its numbers let us ask."""
    if report.table3:
        yield from _flow(report.table3, report.is_from_prose)
        yield from _sum_answered(report.table3, report.is_from_prose)
        yield from _row_totals(report.table3, report.is_from_prose)
        yield from _groups(report.table3, report.is_from_prose)
    if report.table4:
        for route in RemedyRoute:
            yield from _remedy_total(report.table4.group(route), route, report.is_from_prose)
    yield from _negatives(report)


def equations_across(previous: AnnualReport, report: AnnualReport) -> Iterator[Equation]:
    """The equations between the reports of two consecutive years: carried over, and rules in force."""
    if report.year != previous.year + 1:
        raise RuleViolation(f"{previous.year}年的报告不是{report.year}年的上一年报告，不能核对结转。", field="previous")
    if report.table3 and previous.table3:
        yield from _carry(previous.table3, report.table3, report.is_from_prose or previous.is_from_prose)
    if report.table2 and previous.table2:
        yield from _in_force(previous.table2, report.table2)


def equations_of_sum(whole: AnnualReport, parts: Sequence[AnnualReport]) -> Iterator[Equation]:
    """A government's tables against the sum of its departments, its lower governments and its own office.

    RuleViolation where a part uses another form, or a table three is missing.
    """
    tables = [report.table3 for report in parts if report.table3 and report.form is whole.form]
    if not whole.table3 or len(tables) != len(parts):
        raise RuleViolation("汇总核对要求各机关的表三齐全，并且格式与汇总表相同。", field="parts")
    for row in rows_of(whole.form):
        for column in _EVERY_COLUMN:
            computed = sum(table.rows[row.code].value(column) for table in tables)
            published = whole.table3.rows[row.code].value(column)
            yield Equation(Identity.AGGREGATE, f"row {row.code} column {COLUMNS[column]}", computed, published)


def _flow(table: Table3, from_prose: bool) -> Iterator[Equation]:
    codes = (RECEIVED, CARRIED_IN, ANSWERED, CARRIED_OUT)
    for column in _EVERY_COLUMN:
        if from_prose and any(_is_blank(table.rows[code], column) for code in codes):
            continue
        received, carried_in, answered, carried_out = (table.rows[code].value(column) for code in codes)
        yield _in_column(Identity.FLOW, column, received + carried_in, answered + carried_out)


def _sum_answered(table: Table3, from_prose: bool) -> Iterator[Equation]:
    codes = outcome_codes(table.form)
    for column in _EVERY_COLUMN:
        if not from_prose:
            computed: int | None = sum(table.rows[code].value(column) for code in codes)
        elif _is_blank(table.rows[ANSWERED], column):
            computed = None
        else:
            computed = _stated_sum(table, column)
        if computed is not None:
            yield _in_column(Identity.SUM_ANSWERED, column, computed, table.rows[ANSWERED].value(column))


def _stated_sum(table: Table3, column: int) -> int | None:
    """The six results together as far as prose gave them, by group in the total column; None where one is missing."""
    total = 0
    for group in GROUP_NAMES:
        rows = [table.rows[code] for code in group_codes(table.form, group)]
        if column == _TOTAL and group in table.group_totals:
            total += table.group_totals[group]
        elif any(_is_blank(row, column) for row in rows):
            return None
        else:
            total += sum(row.value(column) for row in rows)
    return total


def _row_totals(table: Table3, from_prose: bool) -> Iterator[Equation]:
    for form_row in rows_of(table.form):
        row = table.rows[form_row.code]
        if from_prose and not row.is_full:
            continue
        blank = row.total is None and any(row.by_kind)
        identity = Identity.ROW_TOTAL_BLANK if blank else Identity.ROW_TOTAL
        published = None if blank else row.total or 0
        yield Equation(identity, f"row {form_row.code}", row.sum_of_kinds, published, form_row.full_heading)


def _groups(table: Table3, from_prose: bool) -> Iterator[Equation]:
    for group, published in table.group_totals.items():
        rows = [table.rows[code] for code in group_codes(table.form, group)]
        if not (from_prose and any(_is_blank(row, _TOTAL) for row in rows)):
            computed = sum(row.value(_TOTAL) for row in rows)
            yield Equation(Identity.GROUP, f"group {group}", computed, published, GROUP_NAMES[group])


def _remedy_total(group: RemedyGroup | None, route: RemedyRoute, from_prose: bool) -> Iterator[Equation]:
    if group is None or (from_prose and None in group.cells):
        return
    computed = group.sum_of_results
    published = None if group.total is None and any(group.results) else group.total or 0
    yield Equation(Identity.REMEDY_TOTAL, route.value, computed, published, _route_name(route))


def _negatives(report: AnnualReport) -> Iterator[Equation]:
    """Only what breaks: nothing can be computed that a number below zero should have been."""
    for code, row in report.table3.rows.items() if report.table3 else ():
        for column, number in enumerate(row.cells):
            if number is not None and number < 0:
                name = row_of_code(report.form, code).full_heading
                yield Equation(Identity.NOT_NEGATIVE, f"row {code} column {COLUMNS[column]}", None, number, name)
    for route in RemedyRoute if report.table4 else ():
        group = report.table4.group(route) if report.table4 else None
        for key, number in zip((*RemedyResult, "total"), group.cells if group else (), strict=False):
            if number is not None and number < 0:
                yield Equation(Identity.NOT_NEGATIVE, f"{route.value} {key}", None, number, _route_name(route))


def _carry(previous: Table3, table: Table3, from_prose: bool) -> Iterator[Equation]:
    out, into = previous.rows[CARRIED_OUT], table.rows[CARRIED_IN]
    for column in _EVERY_COLUMN:
        if not (from_prose and (_is_blank(out, column) or _is_blank(into, column))):
            yield _in_column(Identity.CARRY, column, out.value(column), into.value(column))


def _in_force(previous: Table2, table: Table2) -> Iterator[Equation]:
    for item in ("规章", "行政规范性文件"):
        before = previous.number(item, "in_force")
        made, repealed, now = (table.number(item, key) for key in ("made", "repealed", "in_force"))
        if before is not None and made is not None and repealed is not None and now is not None:
            yield Equation(Identity.IN_FORCE, item, before + made - repealed, now, item)


def _is_blank(row: Row, column: int) -> bool:
    return row.cells[column] is None


def _in_column(identity: Identity, column: int, computed: int, published: int) -> Equation:
    return Equation(identity, f"column {COLUMNS[column]}", computed, published, f"“{COLUMNS[column]}”列")


def _route_name(route: RemedyRoute) -> str:
    return route.label if route is RemedyRoute.RECONSIDERATION else f"行政诉讼（{route.label}）"
