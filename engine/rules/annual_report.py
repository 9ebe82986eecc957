"""The annual report as values: tables two, three and four, with a blank cell kept apart from a printed zero.

A blank counts as zero in every sum. A blank total with entries beside it counts as the sum of the entries.
《条例》第50条
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from engine.rules.report_form import (
    ANSWERED,
    KINDS,
    RemedyResult,
    RemedyRoute,
    ReportForm,
    group_codes,
    outcome_codes,
    rows_of,
)
from engine.rules.vocabulary import ApplicantKind

Count = int | None
Amount = int | Decimal | None
TITLE_LINE = 20
"""How many characters of the title stand in one line of 156 mm."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of table three: a number for each kind of applicant in the order of the form, and the printed total."""

    by_kind: tuple[Count, ...]
    total: Count

    @property
    def sum_of_kinds(self) -> int:
        """The six numbers together."""
        return sum(number or 0 for number in self.by_kind)

    @property
    def cells(self) -> tuple[Count, ...]:
        """The seven numbers as they are printed."""
        return (*self.by_kind, self.total)

    @property
    def is_full(self) -> bool:
        """Whether every cell has a number."""
        return None not in self.cells

    def value(self, column: int) -> int:
        """The number of a column for a sum; the seventh is the total."""
        if column < len(self.by_kind):
            return self.by_kind[column] or 0
        return self.sum_of_kinds if self.total is None else self.total


BLANK_ROW = Row((None,) * len(KINDS), None)


@dataclass(frozen=True, slots=True)
class Table3:
    """表三: one row for each code of its form; `group_totals` are figures that only the prose of a report gave."""

    form: ReportForm
    rows: Mapping[str, Row]
    group_totals: Mapping[str, int] = field(default_factory=dict)

    def cell(self, code: str, kind: ApplicantKind) -> int:
        """The number of one cell; a blank is 0."""
        return self.rows[code].by_kind[KINDS.index(kind)] or 0

    def total(self, code: str) -> int:
        """The total of one row; a blank total is the sum of its entries."""
        return self.rows[code].value(len(KINDS))

    def group_total(self, group: str) -> int:
        """The total of one of （一） to （六）: `3.6` compares across the change of form in 2021."""
        if group in self.group_totals:
            return self.group_totals[group]
        return sum(self.total(code) for code in group_codes(self.form, group))

    def printed(self) -> "Table3":
        """The table as we export it: 0 for every blank, the sum for every blank total."""
        columns = range(len(KINDS))
        rows = {
            code: Row(tuple(row.value(column) for column in columns), row.value(len(KINDS)))
            for code, row in self.rows.items()
        }
        return Table3(self.form, rows, self.group_totals)


def table_of_counts(form: ReportForm, counts: Mapping[tuple[str, ApplicantKind], int]) -> Table3:
    """Table three from its cells: a cell without a count is 0; （七）总计 and the totals of the rows are summed up."""
    outcomes = outcome_codes(form)
    rows = {}
    for row in rows_of(form):
        codes = outcomes if row.code == ANSWERED else (row.code,)
        numbers = tuple(sum(counts.get((code, kind), 0) for code in codes) for kind in KINDS)
        rows[row.code] = Row(numbers, sum(numbers))
    return Table3(form, rows)


@dataclass(frozen=True, slots=True)
class RemedyGroup:
    """One group of table four: four results and the printed total."""

    upheld: Count = 0
    corrected: Count = 0
    other: Count = 0
    pending: Count = 0
    total: Count = 0

    @staticmethod
    def of_counts(counts: Mapping[RemedyResult, int]) -> "RemedyGroup":
        """The group with its total summed up."""
        upheld, corrected, other, pending = (counts.get(result, 0) for result in RemedyResult)
        return RemedyGroup(upheld, corrected, other, pending, upheld + corrected + other + pending)

    @property
    def results(self) -> tuple[Count, ...]:
        """The four results as they are printed."""
        return (self.upheld, self.corrected, self.other, self.pending)

    @property
    def cells(self) -> tuple[Count, ...]:
        """The five numbers as they are printed."""
        return (*self.results, self.total)

    @property
    def sum_of_results(self) -> int:
        """The four results together: decided and pending cases."""
        return sum(number or 0 for number in self.results)

    @property
    def decided(self) -> int:
        """The cases with a result, without those still pending: often the number that prose gives."""
        return self.sum_of_results - (self.pending or 0)


@dataclass(frozen=True, slots=True)
class Table4:
    """表四: a group is None where it was left empty or could not be read."""

    reconsideration: RemedyGroup | None = None
    litigation_direct: RemedyGroup | None = None
    litigation_after_reconsideration: RemedyGroup | None = None

    def group(self, route: RemedyRoute) -> RemedyGroup | None:
        """The group of one way of going against a reply."""
        return {
            RemedyRoute.RECONSIDERATION: self.reconsideration,
            RemedyRoute.LITIGATION_DIRECT: self.litigation_direct,
            RemedyRoute.LITIGATION_AFTER_RECONSIDERATION: self.litigation_after_reconsideration,
        }[route]

    def litigation(self) -> RemedyGroup:
        """Both groups of lawsuits together; blanks are 0."""
        groups = [group for group in (self.litigation_direct, self.litigation_after_reconsideration) if group]
        return RemedyGroup.of_counts(
            {
                result: sum(number or 0 for number in numbers)
                for result, numbers in zip(RemedyResult, _columns(groups), strict=True)
            }
        )


@dataclass(frozen=True, slots=True)
class Table2:
    """表二: item → key of the column → number, in the form's own items and keys. Money is Decimal, never float."""

    form: ReportForm
    numbers: Mapping[str, Mapping[str, Amount]] = field(default_factory=dict)

    def number(self, item: str, key: str) -> Amount:
        """One number; None where the cell is blank or was not read."""
        return self.numbers.get(item, {}).get(key)


@dataclass(frozen=True, slots=True)
class FeesCharged:
    """信息处理费: notices or cases, and money received in the year, in yuan."""

    cases: int
    yuan: Amount


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The numbers of one agency's report on one year; a table that was not read is None."""

    year: int
    form: ReportForm
    agency: str = ""
    level: str = ""
    region: str = ""
    evidence: str = "table"
    table2: Table2 | None = None
    table3: Table3 | None = None
    table4: Table4 | None = None
    fees: FeesCharged | None = None

    @property
    def is_from_prose(self) -> bool:
        """Whether numbers were read from sentences, so that a blank means "not said" and not zero."""
        return "narrative" in self.evidence or "prose" in self.evidence

    @property
    def title(self) -> str:
        """《…2025年政府信息公开工作年度报告》 without the brackets."""
        return "".join(self.title_lines)

    @property
    def title_lines(self) -> tuple[str, ...]:
        """The title as it is printed: in two lines where one is too short, broken before the words 政府信息公开."""
        first, second = f"{self.agency}{self.year}年", "政府信息公开工作年度报告"
        fits = len(first) + len(second) - len(str(self.year)) / 2 <= TITLE_LINE
        return (first + second,) if fits else (first, second)


def _columns(groups: Iterable[RemedyGroup]) -> Iterable[tuple[Count, ...]]:
    rows = [group.results for group in groups]
    return zip(*rows, strict=True) if rows else [()] * len(RemedyResult)
