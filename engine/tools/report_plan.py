"""Which cases, received and answered when, give a published table three: one case for each number."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle

from engine.errors import RuleViolation
from engine.rules.annual_report import AnnualReport, Table3
from engine.rules.report_form import CARRIED_IN, CARRIED_OUT, KINDS, RECEIVED, outcome_codes
from engine.rules.report_identities import Identity, check_report
from engine.rules.vocabulary import ApplicantKind, ReportRow
from engine.rules.working_days import Calendar
from engine.tools.report_walk import PlannedCase
from engine.tools.report_ways import row_for

MOST_CASES = 50_000
_UNNAMED = {Identity.ROW_TOTAL_BLANK}
"""A total left blank is no number that cases could contradict."""


def require_replayable(report: AnnualReport) -> Table3:
    """Table three of the report, without blanks.

    RuleViolation when it was not read from a table or does not balance.
    """
    if report.table3 is None or not any(row.sum_of_kinds for row in report.table3.rows.values()):
        raise RuleViolation("文件里没有可以重放的表三，只有文字中的数。", field="table3")
    broken = [one for one in check_report(report).failures if one.identity not in _UNNAMED]
    if broken:
        named = "；".join(
            f"{one.identity.value} {one.at}（计算 {one.computed}，公布 {one.published}）" for one in broken
        )
        raise RuleViolation(f"表格不平衡，没有案件能得出这些数：{named}。", field="table3")
    table = report.table3.printed()
    if table.total(RECEIVED) + table.total(CARRIED_IN) > MOST_CASES:
        raise RuleViolation(f"一次最多重放 {MOST_CASES} 件。", field="table3")
    return table


def cases_of(table: Table3, year: int, calendar: Calendar) -> list[PlannedCase]:
    """One case for each number of the table: those carried in are answered first, the last received stay open."""
    early, within, late = _days(calendar, year)
    return [case for kind in KINDS for case in _of_kind(table, kind, cycle(early), cycle(within), cycle(late))]


def _of_kind(
    table: Table3, kind: ApplicantKind, early: Iterator[date], within: Iterator[date], late: Iterator[date]
) -> Iterator[PlannedCase]:
    carried = table.cell(CARRIED_IN, kind)
    for place, row in enumerate(_exits(table, kind)):
        received = next(early) if place < carried else next(late if row is None else within)
        answered = date(received.year + 1, 1, 12) if place < carried else received + timedelta(days=8)
        yield PlannedCase(kind, received, answered, row)


def _exits(table: Table3, kind: ApplicantKind) -> Iterator[ReportRow | None]:
    for code in outcome_codes(table.form):
        for _ in range(table.cell(code, kind)):
            yield row_for(code, table.form)
    for _ in range(table.cell(CARRIED_OUT, kind)):
        yield None


def _days(calendar: Calendar, year: int) -> tuple[Sequence[date], Sequence[date], Sequence[date]]:
    """Working days on which cases come in: late last year, within the year, late this year."""
    spans = (
        (date(year - 1, 12, 10), date(year - 1, 12, 26)),
        (date(year, 1, 6), date(year, 9, 20)),
        (date(year, 12, 10), date(year, 12, 30)),
    )
    early, within, late = (
        [day for day in _between(first, last) if calendar.is_working_day(day)] for first, last in spans
    )
    return early, within, late


def _between(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
