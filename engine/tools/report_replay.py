"""`mingda report replay`: cases with a published table's figures, run through the real commands and drawings.

Two processes work at once, each in a throw-away office of its own; the two reports are added up cell by cell, as a
collecting office adds up those of its departments. The outbox is not run.
"""

import gc
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import reduce
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from typing import Any

from engine.records import report_counts
from engine.rules.annual_report import AnnualReport, RemedyGroup, Row, Table3, Table4
from engine.rules.report_counting import MixedLetters, Period
from engine.rules.report_form import COLUMNS, RemedyResult, RemedyRoute, rows_of
from engine.rules.report_json import report_to
from engine.rules.working_days import Calendar
from engine.tools import replay, report_check
from engine.tools.report_plan import cases_of, require_replayable
from engine.tools.report_remedies import PlannedRemedy, make_remedies, remedies_of
from engine.tools.report_walk import PlannedCase, QuickDriver, in_one_session, walk

BATCH = 25
WORKERS = 2
FEW = 40
"""So few cases are walked by one process: founding a second office would take longer."""


@dataclass(frozen=True)
class Share:
    """What one process makes: a part of the cases, of the reviews and lawsuits."""

    year: int
    cases: Sequence[PlannedCase]
    remedies: Sequence[PlannedRemedy]


@dataclass(frozen=True)
class Difference:
    """One cell that came out otherwise than it was published."""

    place: str
    published: int
    came_out: int

    def __str__(self) -> str:
        return f"{self.place}：公布 {self.published}，重放 {self.came_out}"


def run(path: Path, *, workers: int | None = None) -> tuple[AnnualReport, list[Difference]]:
    """The report that cases with the file's figures give, and every cell in which it differs from the file.

    RuleViolation when the file holds no table, or one that does not balance.
    """
    published = report_check.read(path)
    table = require_replayable(published)
    cases = cases_of(table, published.year, Calendar.official().provisional())
    shares = _shares(published, cases, workers or min(WORKERS, cpu_count() or 1))
    tables: dict[str, Any] = _added(_made(shares))
    came = replace(published, evidence="replay", table2=None, fees=None, **tables)
    return came, list(differences(published, came))


def differences(published: AnnualReport, came: AnnualReport) -> Iterator[Difference]:
    """Each cell of tables three and four in which the two differ; a blank is 0, a table that was not read is none."""
    if published.table3 and came.table3:
        for row in rows_of(published.form):
            pairs = zip(
                COLUMNS, published.table3.printed().rows[row.code].cells, came.table3.rows[row.code].cells, strict=True
            )
            for column, was, now in pairs:
                if was != now:
                    yield Difference(f"表三 {row.code} {column}", was or 0, now or 0)
    for route in RemedyRoute if published.table4 else ():
        yield from _group_differences(route, published.table4, came.table4)


def _group_differences(route: RemedyRoute, was: Table4 | None, now: Table4 | None) -> Iterator[Difference]:
    before = (was.group(route) if was else None) or RemedyGroup()
    after = (now.group(route) if now else None) or RemedyGroup()
    names = [*(result.label for result in RemedyResult), "总计"]
    numbers = zip(names, (*before.results, before.sum_of_results), after.cells, strict=True)
    for name, published, came_out in numbers:
        if (published or 0) != (came_out or 0):
            yield Difference(f"表四 {route.label} {name}", published or 0, came_out or 0)


def as_text(came: AnnualReport, found: Sequence[Difference]) -> str:
    """The table as lines of numbers, and each difference in words."""
    lines = [f"{came.agency} {came.year}年"]
    if came.table3:
        for row in rows_of(came.form):
            numbers = "\t".join(str(number) for number in came.table3.rows[row.code].cells)
            lines.append(f"{row.code}\t{numbers}")
    for route in RemedyRoute:
        group = came.table4.group(route) if came.table4 else None
        lines.append(f"{route.label}\t" + "\t".join(str(number) for number in group.cells) if group else route.label)
    lines += [str(difference) for difference in found] or ["与公布的表格逐格一致。"]
    return "\n".join(lines)


def as_json(reports: Sequence[AnnualReport]) -> str:
    """The report as published data, a list where there are several."""
    whole = [report_to(report) for report in reports]
    return json.dumps(whole[0] if len(whole) == 1 else whole, ensure_ascii=False, indent=1) + "\n"


def _shares(published: AnnualReport, cases: Sequence[PlannedCase], workers: int) -> list[Share]:
    """Every process gets as many cases of every kind; few cases stay together."""
    count = 1 if len(cases) <= FEW else workers
    remedies = remedies_of(published.table4, published.year)
    return [Share(published.year, cases[start::count], remedies[start::count]) for start in range(count)]


def _made(shares: Sequence[Share]) -> list[tuple[Table3, Table4]]:
    if len(shares) == 1:
        return [_make(shares[0])]
    with ProcessPoolExecutor(len(shares), mp_context=get_context("spawn")) as pool:
        return list(pool.map(_make, shares))


def _make(share: Share) -> tuple[Table3, Table4]:
    """The cases of a share, walked in a throw-away office, and the tables counted there."""
    with replay.throw_away_office() as driver:
        quick = QuickDriver(in_one_session(driver.office))
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        answered = []
        for number, case in enumerate(share.cases, 1):
            application_id = walk(quick, case)
            answered += [application_id] if case.row is not None else []
            if number % BATCH == 0:
                quick.shared.save()
        make_remedies(quick, share.remedies, answered)
        quick.shared.save()
        period = Period.of_year(share.year)
        with driver.office.reading() as records:
            return (
                report_counts.table3(records, period, mixed=MixedLetters.ONE_ROW),
                report_counts.table4(records, period),
            )


def _added(tables: Sequence[tuple[Table3, Table4]]) -> dict[str, Table3 | Table4]:
    return {
        "table3": reduce(_sum3, (table for table, _ in tables)),
        "table4": reduce(_sum4, (table for _, table in tables)),
    }


def _sum3(one: Table3, other: Table3) -> Table3:
    rows = {
        code: Row(
            tuple(row.value(c) + other.rows[code].value(c) for c in range(6)), row.value(6) + other.rows[code].value(6)
        )
        for code, row in one.rows.items()
    }
    return Table3(one.form, rows)


def _sum4(one: Table4, other: Table4) -> Table4:
    groups = {}
    for route in RemedyRoute:
        mine, theirs = one.group(route) or RemedyGroup(), other.group(route) or RemedyGroup()
        counts = dict(zip(RemedyResult, mine.results, strict=True))
        groups[route.value] = RemedyGroup.of_counts(
            {
                result: (counts[result] or 0) + (number or 0)
                for result, number in zip(RemedyResult, theirs.results, strict=True)
            }
        )
    return Table4(**groups)
