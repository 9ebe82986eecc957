"""The form of the annual report: rows, columns and headings in the words of the notice, in both forms."""

from decimal import Decimal

import pytest

from engine.errors import RuleViolation
from engine.rules.annual_report import RemedyGroup, Row, Table4, table_of_counts
from engine.rules.report_form import (
    COLUMNS,
    GROUP_NAMES,
    ReportForm,
    blocks_of,
    code_of,
    group_codes,
    outcome_codes,
    row_of_code,
    rows_of,
)
from engine.rules.report_json import parse, report_from, report_to
from engine.rules.vocabulary import ApplicantKind, ReportRow

HEADINGS_2021 = """\
一、本年新收政府信息公开申请数量
二、上年结转政府信息公开申请数量
（一）予以公开
（二）部分公开（区分处理的，只计这一情形，不计其他情形）
1.属于国家秘密
2.其他法律行政法规禁止公开
3.危及“三安全一稳定”
4.保护第三方合法权益
5.属于三类内部事务信息
6.属于四类过程性信息
7.属于行政执法案卷
8.属于行政查询事项
1.本机关不掌握相关政府信息
2.没有现成信息需要另行制作
3.补正后申请内容仍不明确
1.信访举报投诉类申请
2.重复申请
3.要求提供公开出版物
4.无正当理由大量反复申请
5.要求行政机关确认或重新出具已获取信息
1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请
2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请
3.其他
（七）总计
四、结转下年度继续办理""".splitlines()


def test_the_rows_of_the_form_of_2021_read_as_prescribed() -> None:
    assert [row.heading for row in rows_of(ReportForm.FORM_2021)] == HEADINGS_2021


def test_the_form_of_2019_has_one_row_where_that_of_2021_has_three() -> None:
    headings = [row.heading for row in rows_of(ReportForm.FORM_2019)]
    assert headings == [*HEADINGS_2021[:20], "（六）其他处理", *HEADINGS_2021[23:]]


def test_the_tables_have_the_cells_of_their_forms() -> None:
    assert [len(rows_of(form)) * len(COLUMNS) for form in ReportForm] == [161, 175]
    assert COLUMNS == ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


@pytest.mark.parametrize(("year", "form"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021")])
def test_a_year_has_its_form(year: int, form: str) -> None:
    assert ReportForm.of_year(year) == form


@pytest.mark.parametrize("row", ReportRow)
def test_every_outcome_has_its_row_in_both_forms(row: ReportRow) -> None:
    new = row_of_code(ReportForm.FORM_2021, code_of(row, ReportForm.FORM_2021))
    assert new.is_outcome
    assert new.full_heading.startswith(row.label)
    old = code_of(row, ReportForm.FORM_2019)
    assert old == ("3.6" if row.value.startswith("R6") else new.code)
    assert row_of_code(ReportForm.FORM_2019, old).is_outcome


def test_each_form_refuses_the_rows_of_the_other() -> None:
    for form, codes in ((ReportForm.FORM_2019, ("3.6.1", "3.6.2", "3.6.3")), (ReportForm.FORM_2021, ("3.6",))):
        for code in codes:
            with pytest.raises(RuleViolation, match=code):
                row_of_code(form, code)


@pytest.mark.parametrize("form", ReportForm)
def test_the_groups_make_up_part_three(form: ReportForm) -> None:
    parts = [group_codes(form, group) for group in GROUP_NAMES]
    assert [len(codes) for codes in parts] == [1, 1, 8, 3, 5, 1 if form == "2019" else 3]
    assert tuple(code for codes in parts for code in codes) == outcome_codes(form)


def test_table_two_has_the_items_of_article_20() -> None:
    assert [(block.heading, len(block.columns), block.items) for block in blocks_of(ReportForm.FORM_2021)] == [
        ("第二十条第（一）项", 3, ("规章", "行政规范性文件")),
        ("第二十条第（五）项", 1, ("行政许可",)),
        ("第二十条第（六）项", 1, ("行政处罚", "行政强制")),
        ("第二十条第（八）项", 1, ("行政事业性收费",)),
    ]
    assert blocks_of(ReportForm.FORM_2019)[-1].items == ("政府集中采购",)


def test_a_table_of_counts_adds_up() -> None:
    counts = {("1", ApplicantKind.ENTERPRISE): 3, ("3.1", ApplicantKind.ENTERPRISE): 1}
    table = table_of_counts(ReportForm.FORM_2021, counts | {("3.3.7", ApplicantKind.ENTERPRISE): 2})
    assert table.rows["3.7"] == Row((0, 3, 0, 0, 0, 0), 3)
    assert (table.total("1"), table.group_total("3.3"), table.cell("3.1", ApplicantKind.ENTERPRISE)) == (3, 2, 1)


def test_a_blank_is_zero_in_a_sum_and_printed_as_zero() -> None:
    row = Row((258, 12, None, None, 1, 1), None)
    assert (row.sum_of_kinds, row.value(2), row.value(6), row.is_full) == (272, 0, 272, False)
    table = table_of_counts(ReportForm.FORM_2019, {})
    blank = type(table)(table.form, {**table.rows, "3.1": row})
    assert blank.printed().rows["3.1"] == Row((258, 12, 0, 0, 1, 1), 272)


def test_decided_and_pending_reviews_have_names_of_their_own() -> None:
    """A published report gave 134 reviews in its prose and 170 in its table: 36 were still pending."""
    reviews = RemedyGroup(upheld=88, corrected=18, other=28, pending=36, total=170)
    assert (reviews.decided, reviews.sum_of_results) == (134, 170)
    direct, after = RemedyGroup(7, 0, 11, 7, 25), RemedyGroup(33, 0, 6, 13, 52)
    suits = Table4(reviews, direct, after).litigation()
    assert (suits.decided, suits.total) == (57, 77)
    assert Table4().litigation() == RemedyGroup()


def test_money_stays_exact_from_file_to_value() -> None:
    text = '{"year": 2024, "table4": null, "table2": {"行政事业性收费_万元": 72701.2578}}'
    report = report_from(parse(text))
    assert report.table2 is not None
    assert report.table2.number("行政事业性收费", "wan_yuan") == Decimal("72701.2578")
    assert report_to(report)["table2"] == {"行政事业性收费_万元": 72701.2578}
    assert report.title == "2024年政府信息公开工作年度报告"
