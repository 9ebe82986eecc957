"""Counts reviews and lawsuits into table four, by the year of filing and, as the office chooses, while they are open.

国办公开办函〔2021〕30号
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from engine.errors import RuleViolation
from engine.rules.annual_report import RemedyGroup, Table4
from engine.rules.report_counting import Period
from engine.rules.report_form import RemedyResult, RemedyRoute
from engine.rules.vocabulary import Labelled

RESULT_OF_WORDING: Mapping[str, RemedyResult] = {
    "维持": RemedyResult.UPHELD,
    "驳回复议请求": RemedyResult.UPHELD,
    "驳回诉讼请求": RemedyResult.UPHELD,
    "撤销": RemedyResult.CORRECTED,
    "变更": RemedyResult.CORRECTED,
    "确认违法": RemedyResult.CORRECTED,
    "确认无效": RemedyResult.CORRECTED,
    "责令重新答复": RemedyResult.CORRECTED,
    "责令限期答复": RemedyResult.CORRECTED,
    "撤回申请": RemedyResult.OTHER,
    "撤诉": RemedyResult.OTHER,
    "调解": RemedyResult.OTHER,
    "和解": RemedyResult.OTHER,
    "终止": RemedyResult.OTHER,
    "驳回复议申请": RemedyResult.OTHER,
    "驳回起诉": RemedyResult.OTHER,
    "不予受理": RemedyResult.OTHER,
}
"""Which column a decision's wording belongs to: the form defines none of them, so an office may give its own map."""


class RemedyCounting(Labelled):
    """复议、诉讼案件计入哪一年: an open reading of the form, an office's setting."""

    FILED_OR_PENDING = "filed_or_pending", "本年提起的，连同上年结转的"
    FILED_IN_YEAR = "filed_in_year", "只计本年提起的"


CARRIED_OVER_NOTE = "表中件数包括上年结转的行政复议、行政诉讼案件。"
"""What the report says below table four under `filed_or_pending`."""


@dataclass(frozen=True, slots=True)
class RemedyRecord:
    """One review or lawsuit; `counted_here` is false for the reviewing body that is co-defendant.

    RuleViolation where it has ended without a result, has a result without a day, or ended before it was filed.
    国办公开办函〔2016〕201号
    """

    remedy_id: str
    route: RemedyRoute
    filed_on: date
    ended_on: date | None = None
    result: RemedyResult | None = None
    counted_here: bool = True

    def __post_init__(self) -> None:
        if (self.ended_on is None) != (self.result is None) or self.result is RemedyResult.PENDING:
            raise RuleViolation("复议、诉讼案件的审结日期和结果应当一并登记。", field="result")
        if self.ended_on and self.ended_on < self.filed_on:
            raise RuleViolation("审结日期早于提起日期，请核对。", field="ended_on")


@dataclass(frozen=True, slots=True)
class CountedRemedies:
    """Table four with the reviews and lawsuits behind each cell."""

    table: Table4
    cells: Mapping[tuple[RemedyRoute, RemedyResult], tuple[str, ...]]

    def cases(self, route: RemedyRoute, result: RemedyResult | None = None) -> tuple[str, ...]:
        """The cases behind a cell; without a result those behind the group's total."""
        results = tuple(RemedyResult) if result is None else (result,)
        return tuple(case for each in results for case in self.cells.get((route, each), ()))


def table4_of(
    remedies: Iterable[RemedyRecord], period: Period, *, counting: RemedyCounting = RemedyCounting.FILED_OR_PENDING
) -> Table4:
    """Table four of a period from its reviews and lawsuits."""
    return count_remedies(remedies, period, counting=counting).table


def count_remedies(
    remedies: Iterable[RemedyRecord], period: Period, *, counting: RemedyCounting = RemedyCounting.FILED_OR_PENDING
) -> CountedRemedies:
    """The same with the cases behind each cell; what ends after the period is pending in it."""
    cells: dict[tuple[RemedyRoute, RemedyResult], list[str]] = defaultdict(list)
    for remedy in remedies:
        if remedy.counted_here and _belongs(remedy, period, counting):
            cells[remedy.route, _result_in(remedy, period)].append(remedy.remedy_id)
    groups = {
        route.value: RemedyGroup.of_counts({result: len(cells.get((route, result), ())) for result in RemedyResult})
        for route in RemedyRoute
    }
    return CountedRemedies(Table4(**groups), {cell: tuple(cases) for cell, cases in cells.items()})


def result_of(wording: str, known: Mapping[str, RemedyResult] = RESULT_OF_WORDING) -> RemedyResult:
    """The column for a decision's wording; RuleViolation for a wording that nobody has assigned yet."""
    try:
        return known[wording.strip()]
    except KeyError:
        raise RuleViolation(
            f"尚未规定“{wording.strip()[:40]}”计入表四哪一列，请先在设置中指定。", field="wording"
        ) from None


def _belongs(remedy: RemedyRecord, period: Period, counting: RemedyCounting) -> bool:
    if remedy.filed_on > period.last:
        return False
    if counting is RemedyCounting.FILED_IN_YEAR:
        return remedy.filed_on >= period.first
    return remedy.ended_on is None or remedy.ended_on >= period.first


def _result_in(remedy: RemedyRecord, period: Period) -> RemedyResult:
    if remedy.result and remedy.ended_on and remedy.ended_on <= period.last:
        return remedy.result
    return RemedyResult.PENDING
