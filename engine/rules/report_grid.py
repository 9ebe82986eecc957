"""Tables two, three and four as the form prints them: every cell in its place, with the columns and rows it spans.

Whatever draws the report (page, document, workbook) draws these grids; a number knows which figure it is.
国办公开办函〔2021〕30号
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from math import lcm

from engine.rules.annual_report import Amount, AnnualReport, RemedyGroup, Table2, Table3, Table4, table_of_counts
from engine.rules.report_form import (
    APPLICANTS,
    COLUMNS,
    GROUPS,
    KINDS,
    LITIGATION,
    ORGANIZATIONS,
    PART_THREE,
    TABLE_3_NOTE,
    TOTAL,
    FormRow,
    ItemBlock,
    RemedyResult,
    RemedyRoute,
    blocks_of,
    rows_of,
)

_ITEM = "信息内容"
_RESULTS = (*(result.label for result in RemedyResult), TOTAL)


@dataclass(frozen=True, slots=True)
class GridCell:
    """One printed cell: words, or the number of a figure; `figure` is what a page links to its cases."""

    text: str = ""
    columns: int = 1
    rows: int = 1
    number: Amount = None
    figure: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it shows a figure and not words of the form."""
        return bool(self.figure)


GridRow = tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows from above, how wide its columns are against each other, how many rows repeat on a new page."""

    title: str
    rows: tuple[GridRow, ...]
    widths: tuple[int, ...]
    head: int = 0

    def placed(self) -> Iterator[tuple[int, int, GridCell]]:
        """Every cell with the row and column of its upper left corner, counted from 0."""
        taken: set[tuple[int, int]] = set()
        for row, cells in enumerate(self.rows):
            column = 0
            for cell in cells:
                while (row, column) in taken:
                    column += 1
                yield row, column, cell
                taken |= {(row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}


def grids_of(report: AnnualReport) -> dict[str, Grid]:
    """The grids of a report by name (`table2`, `table3`, `table4`); a missing table is its form without numbers."""
    grids = {
        "table2": grid_of_table2(report.table2 or Table2(report.form)),
        "table3": grid_of_table3(report.table3 or table_of_counts(report.form, {})),
        "table4": grid_of_table4(report.table4 or Table4()),
    }
    given = {"table2": report.table2, "table3": report.table3, "table4": report.table4}
    return {name: grid if given[name] else _emptied(grid) for name, grid in grids.items()}


def grid_of_table3(table: Table3) -> Grid:
    """Table three in its form: three columns of labels, six kinds of applicants, the total; 0 for every blank."""
    printed = table.printed()
    body = tuple(
        _labels(row, rows_of(table.form)) + _numbers(row, printed.rows[row.code].cells) for row in rows_of(table.form)
    )
    return Grid("表三", (*_head_of_table3(), *body), (10, 15, 47, *(12,) * len(COLUMNS)), head=3)


def grid_of_table4(table: Table4) -> Grid:
    """Table four in its form: fifteen numbers in one row."""
    groups = [(route, table.group(route) or RemedyGroup()) for route in RemedyRoute]
    names = [*RemedyResult, "total"]
    numbers = tuple(
        GridCell(number=number or 0, figure=f"{route.value}/{name}")
        for route, group in groups
        for name, number in zip(names, group.cells, strict=True)
    )
    direct, after = RemedyRoute.LITIGATION_DIRECT, RemedyRoute.LITIGATION_AFTER_RECONSIDERATION
    head = (
        (GridCell(RemedyRoute.RECONSIDERATION.label, columns=5), GridCell(LITIGATION, columns=10)),
        (
            *(GridCell(result, rows=2) for result in _RESULTS),
            GridCell(direct.label, columns=5),
            GridCell(after.label, columns=5),
        ),
        tuple(GridCell(result) for result in _RESULTS * 2),
    )
    return Grid("表四", (*head, numbers), (10,) * 15, head=3)


def grid_of_table2(table: Table2) -> Grid:
    """Table two in its form: a block for each item of article 20 that it reports on."""
    blocks = blocks_of(table.form)
    units = lcm(*(len(block.columns) for block in blocks))
    rows = tuple(row for block in blocks for row in _block(block, table, units))
    return Grid("表二", rows, (36, *(120 // units,) * units))


def _emptied(grid: Grid) -> Grid:
    """The form alone: nobody is told 0 about what has not been entered."""
    return replace(grid, rows=tuple(tuple(replace(cell, number=None) for cell in row) for row in grid.rows))


def _block(block: ItemBlock, table: Table2, units: int) -> Iterator[GridRow]:
    span = units // len(block.columns)
    yield (GridCell(block.heading, columns=units + 1),)
    yield (GridCell(_ITEM), *(GridCell(heading, columns=span) for _, heading in block.columns))
    for item in block.items:
        numbers = (
            GridCell(columns=span, number=table.number(item, key) or 0, figure=f"{item}/{key}")
            for key, _ in block.columns
        )
        yield (GridCell(item), *numbers)


def _head_of_table3() -> tuple[GridRow, ...]:
    person, *organizations, _ = COLUMNS
    return (
        (GridCell(TABLE_3_NOTE, columns=3, rows=3), GridCell(APPLICANTS, columns=len(COLUMNS))),
        (GridCell(person, rows=2), GridCell(ORGANIZATIONS, columns=len(organizations)), GridCell(TOTAL, rows=2)),
        tuple(GridCell(name) for name in organizations),
    )


def _labels(row: FormRow, form: tuple[FormRow, ...]) -> GridRow:
    """The labels in front of a row: a part or a group stands in its first row and spans the others."""
    if not row.code.startswith("3."):
        return (GridCell(row.heading, columns=3),)
    part = [other for other in form if other.code.startswith("3.")]
    labels: GridRow = (GridCell(PART_THREE, rows=len(part)),) if row is part[0] else ()
    if not row.group:
        return (*labels, GridCell(row.heading, columns=2))
    members = next(list(rows) for group, rows in groupby(part, lambda other: other.group) if group == row.group)
    if row is members[0]:
        labels = (*labels, GridCell(GROUPS[row.group], rows=len(members)))
    return (*labels, GridCell(row.heading))


def _numbers(row: FormRow, cells: tuple[int | None, ...]) -> GridRow:
    names = (*(kind.value for kind in KINDS), "total")
    return tuple(
        GridCell(number=number, figure=f"{row.code}/{name}") for name, number in zip(names, cells, strict=True)
    )
