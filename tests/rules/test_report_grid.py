"""The printed grids: every place of the form filled once, spans as in the notice."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.rules.annual_report import AnnualReport, Table2
from engine.rules.report_form import KINDS, ReportForm
from engine.rules.report_grid import Grid, grid_of_table2, grids_of
from engine.rules.report_json import parse, report_from

FOLDER = Path(__file__).parents[1] / "data/annual_reports"
OLD, NEW = "shanghai-gov-office_2019.json", "suqian-city_2024.json"


def published(name: str) -> AnnualReport:
    return report_from(parse((FOLDER / name).read_text(encoding="utf-8")))


def spans(grid: Grid) -> dict[str, tuple[int, int]]:
    return {cell.text: (cell.columns, cell.rows) for _, _, cell in grid.placed() if cell.text}


@pytest.mark.parametrize("name", [OLD, NEW])
def test_every_place_of_a_grid_is_filled_once(name: str) -> None:
    for grid in grids_of(published(name)).values():
        places = [
            (row + down, column + right)
            for row, column, cell in grid.placed()
            for down in range(cell.rows)
            for right in range(cell.columns)
        ]
        assert sorted(places) == [(row, column) for row in range(len(grid.rows)) for column in range(len(grid.widths))]


def test_the_labels_of_table_three_span_what_the_form_says() -> None:
    new, old = (spans(grids_of(published(name))["table3"]) for name in (NEW, OLD))
    assert (new["三、本年度办理结果"], old["三、本年度办理结果"]) == ((1, 22), (1, 20))
    assert (new["（三）不予公开"], new["（四）无法提供"], new["（五）不予处理"]) == ((1, 8), (1, 3), (1, 5))
    assert (new["（六）其他处理"], old["（六）其他处理"]) == ((1, 3), (2, 1))
    assert new["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"] == (3, 3)
    assert (new["申请人情况"], new["法人或其他组织"], new["自然人"], new["总计"]) == ((7, 1), (5, 1), (1, 2), (1, 2))
    assert (new["一、本年新收政府信息公开申请数量"], new["（七）总计"]) == ((3, 1), (2, 1))


def test_every_number_of_table_three_knows_its_figure() -> None:
    report = published(NEW)
    assert report.table3 is not None
    numbers = {cell.figure: cell.number for _, _, cell in grids_of(report)["table3"].placed() if cell.is_number}
    assert len(numbers) == 175
    for code in report.table3.rows:
        assert numbers[f"{code}/total"] == report.table3.total(code)
        for kind in KINDS:
            assert numbers[f"{code}/{kind}"] == report.table3.cell(code, kind)


def test_blanks_are_printed_as_zero_and_a_missing_table_as_the_bare_form() -> None:
    report = published(OLD)
    grids = grids_of(report)
    assert all(cell.number is not None for _, _, cell in grids["table3"].placed() if cell.is_number)
    assert all(cell.number is None for _, _, cell in grids["table2"].placed())
    assert {cell.number for _, _, cell in grids_of(replace(report, table3=None))["table3"].placed()} == {None}


def test_table_four_has_fifteen_numbers_in_three_groups() -> None:
    grid = grids_of(published(NEW))["table4"]
    assert [cell.number for cell in grid.rows[-1]] == [88, 18, 28, 36, 170, 7, 0, 11, 7, 25, 33, 0, 6, 13, 52]
    assert grid.rows[-1][5].figure == "litigation_direct/upheld"
    labels = spans(grid)
    assert (labels["行政复议"], labels["行政诉讼"], labels["复议后起诉"]) == ((5, 1), (10, 1), (5, 1))


def test_table_two_of_2019_has_columns_of_two_and_of_three() -> None:
    grid = grid_of_table2(Table2(ReportForm.FORM_2019))
    labels = spans(grid)
    assert (labels["第二十条第（九）项"], labels["本年新公开数量"], labels["采购总金额"]) == ((7, 1), (2, 1), (3, 1))
