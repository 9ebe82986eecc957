"""Counts applications into table three: from the history of each case to the cell it stands in, and back again.

Each application stands once in row 1 or 2 (how it came into the period) and once in an outcome row or row 4 (how it
left). So first plus second equals third plus fourth in every column, whatever the cases are.
国办公开办函〔2021〕30号
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from engine.errors import RuleViolation
from engine.rules.annual_report import Table3, table_of_counts
from engine.rules.report_form import (
    ANSWERED,
    CARRIED_IN,
    CARRIED_OUT,
    RECEIVED,
    ReportForm,
    code_of,
    outcome_codes,
    row_of_code,
)
from engine.rules.vocabulary import ApplicantKind, Labelled, ReportRow

Cell = tuple[str, ApplicantKind]
_GIVEN = (ReportRow.R1, ReportRow.R2)


class MixedLetters(Labelled):
    """各项结果不同的一份答复怎样计数: an open reading of the form, an office's setting."""

    ONE_ROW = "one_row", "一份答复只计一行：计入部分公开"
    SPLIT = "split", "按结果拆分：每种结果各计一件"


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a table reports on, first and last included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise RuleViolation("统计期间的截止日期早于起始日期，请改正。", field="last")

    @staticmethod
    def of_year(year: int) -> "Period":
        """1 January to 31 December."""
        return Period(date(year, 1, 1), date(year, 12, 31))

    @staticmethod
    def of_quarter(year: int, quarter: int) -> "Period":
        """The three months of a quarter, 1 to 4."""
        return Period(date(year, 3 * quarter - 2, 1), Period.of_month(year, 3 * quarter).last)

    @staticmethod
    def of_month(year: int, month: int) -> "Period":
        """The days of a month."""
        return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @property
    def form(self) -> ReportForm:
        """The form in force for the year in which the period ends."""
        return ReportForm.of_year(self.last.year)


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply that ended a case: its day, the rows of its items, the approver's choice where nothing was given.

    The day is None where a case was closed without one; no rows means that nobody said what came out.
    """

    on: date | None
    rows: tuple[ReportRow, ...]
    chosen: ReportRow | None = None


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """What the report needs of one application; a second answer follows a review, a judgment or a correction."""

    case_id: str
    applicant: ApplicantKind
    received_on: date | None
    answers: tuple[Answer, ...] = ()


class CountedUnit(NamedTuple):
    """One counted application as it is stored, so that any period is one query over many.

    A period reads it when `valid_from` is not after its last day and `valid_until` is; `mixed` names the rule it
    belongs to, empty where both agree. No `row`, no `closed_on`: still open.
    """

    number: int
    applicant: ApplicantKind
    received_on: date
    closed_on: date | None
    row: ReportRow | None
    valid_from: date
    valid_until: date | None
    mixed: str


class Fault(NamedTuple):
    """A case whose dates or result are missing or contradict each other, for a person to put right."""

    case_id: str
    message: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Table three with the cases behind each cell, and the cases that could not be counted as they stand."""

    table: Table3
    cells: Mapping[Cell, tuple[str, ...]]
    faults: tuple[Fault, ...]

    def cases(self, code: str, kind: ApplicantKind | None = None) -> tuple[str, ...]:
        """The cases behind a cell; without a kind those behind the row's total; of （七）总计 those of its rows.

        RuleViolation where the form has no such row.
        """
        row_of_code(self.table.form, code)
        codes = outcome_codes(self.table.form) if code == ANSWERED else (code,)
        kinds = tuple(ApplicantKind) if kind is None else (kind,)
        return tuple(case for each in codes for one in kinds for case in self.cells.get((each, one), ()))


def tables_of(
    cases: Iterable[CaseRecord],
    period: Period,
    *,
    form: ReportForm | None = None,
    mixed: MixedLetters = MixedLetters.ONE_ROW,
) -> Table3:
    """Table three of a period from its cases."""
    return count(cases, period, form=form, mixed=mixed).table


def count(
    cases: Iterable[CaseRecord],
    period: Period,
    *,
    form: ReportForm | None = None,
    mixed: MixedLetters = MixedLetters.ONE_ROW,
) -> Counted:
    """The same with the cases behind each cell; a case not open on any day of the period stands nowhere."""
    form = form or period.form
    cells: dict[Cell, list[str]] = defaultdict(list)
    faults: list[Fault] = []
    for case in cases:
        faults += faults_of(case)
        for code, unit in _places(case, period, form=form, mixed=mixed):
            cells[code, case.applicant].append(unit)
    table = table_of_counts(form, {cell: len(units) for cell, units in cells.items()})
    return Counted(table, {cell: tuple(units) for cell, units in cells.items()}, tuple(faults))


def row_of(answer: Answer) -> ReportRow:
    """The one row of an answer: 部分公开 for a mixed one, unless nothing was given and one of its rows was chosen."""
    rows = set(answer.rows)
    if len(rows) == 1:
        return rows.pop()
    if not rows.isdisjoint(_GIVEN):
        return ReportRow.R2
    if answer.chosen and (not rows or answer.chosen in rows):
        return answer.chosen
    return ReportRow.R2 if rows else ReportRow.R6_3


def rows_counted(answer: Answer, mixed: MixedLetters) -> tuple[ReportRow, ...]:
    """The rows that an answer stands in: one, or under `split` each different one, in the order of its items."""
    if mixed is MixedLetters.SPLIT and answer.rows:
        return tuple(dict.fromkeys(answer.rows))
    return (row_of(answer),)


def units_of(case: CaseRecord) -> Iterable[CountedUnit]:
    """The counted units of a case for every period and rule at once; none without a day of receipt."""
    if case.received_on is None:
        return
    closed = _closed_on(case)
    if closed is None:
        yield CountedUnit(1, case.applicant, case.received_on, None, None, case.received_on, None, "")
        return
    answers = _answers_of_first_year(case)
    for place, answer in enumerate(answers):
        since = answer.on if place and answer.on else case.received_on
        until = answers[place + 1].on if place + 1 < len(answers) else None
        for rule, number, row in _rows_by_rule(answer):
            entered = closed if number > 1 else case.received_on
            begins = max(closed, since) if number > 1 else since
            yield CountedUnit(number, case.applicant, entered, closed, row, begins, until, rule)


def _rows_by_rule(answer: Answer) -> Iterable[tuple[str, int, ReportRow]]:
    """Rule (empty: both), number and row of each unit of an answer."""
    one, split = rows_counted(answer, MixedLetters.ONE_ROW), rows_counted(answer, MixedLetters.SPLIT)
    if one == split:
        yield "", 1, one[0]
        return
    yield MixedLetters.ONE_ROW.value, 1, one[0]
    for number, row in enumerate(split, 1):
        yield MixedLetters.SPLIT.value, number, row


def _answers_of_first_year(case: CaseRecord) -> list[Answer]:
    """The answers of the year of the first one, oldest first, the last of each day alone."""
    dated = sorted((answer for answer in case.answers if answer.on), key=attrgetter("on"))
    by_day = {answer.on: answer for answer in dated if answer.on and dated[0].on and answer.on.year == dated[0].on.year}
    return list(by_day.values())


def faults_of(case: CaseRecord) -> list[Fault]:
    """What is wrong with a case, in words: it is listed, never left out in silence."""
    if case.received_on is None:
        return [Fault(case.case_id, "没有收到申请的日期，未计入表三，请补登。")]
    found = []
    for answer in case.answers:
        if answer.on is None:
            found.append(Fault(case.case_id, "已办结但没有答复日期，暂按未办结计，请补登。"))
        elif answer.on < case.received_on:
            found.append(Fault(case.case_id, "答复日期早于收到日期，暂按收到当日答复计，请核对。"))
        if not answer.rows and answer.chosen is None:
            found.append(Fault(case.case_id, "已办结但没有办理结果，暂计入其他处理，请补登。"))
    return found


def _places(case: CaseRecord, period: Period, *, form: ReportForm, mixed: MixedLetters) -> Iterable[tuple[str, str]]:
    """The code and the counted unit, twice for each unit: how it came in, and how it left.

    Under `split` the further results of an answer are applications of their own, received when they were split off.
    """
    received = case.received_on
    closed = _closed_on(case)
    if received is None or received > period.last or (closed and closed < period.first):
        return
    entry = RECEIVED if received >= period.first else CARRIED_IN
    yield entry, case.case_id
    if closed is None or closed > period.last:
        yield CARRIED_OUT, case.case_id
        return
    for number, row in enumerate(rows_counted(_final_answer(case, period), mixed), 1):
        unit = case.case_id if number == 1 else f"{case.case_id}#{number}"
        if number > 1:
            yield RECEIVED, unit
        yield code_of(row, form), unit


def _closed_on(case: CaseRecord) -> date | None:
    """The day of the first answer, and never before the receipt."""
    days = [answer.on for answer in case.answers if answer.on]
    return max(min(days), case.received_on) if days and case.received_on else None


def _final_answer(case: CaseRecord, period: Period) -> Answer:
    """The last answer of the year of the first one: a year that has been reported keeps what it said."""
    dated = sorted((answer for answer in case.answers if answer.on), key=attrgetter("on"))
    year = dated[0].on.year if dated[0].on else 0
    return [answer for answer in dated if answer.on and answer.on.year == year and answer.on <= period.last][-1]
