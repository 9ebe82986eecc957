"""Drafted sentences carry the figures of the tables, and edited ones that no longer do are found."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.annual_report import AnnualReport, FeesCharged, RemedyGroup, Table4, table_of_counts
from engine.rules.remedy_counting import CARRIED_OVER_NOTE, RemedyCounting
from engine.rules.report_draft import TO_BE_WRITTEN, change, draft, is_finished
from engine.rules.report_form import KINDS, SECTIONS, RemedyResult, ReportForm, rows_of
from engine.rules.report_json import parse, report_from
from engine.rules.report_prose import prose_mismatches, stated_numbers

FOLDER = Path(__file__).parents[1] / "data/annual_reports"


def published(name: str) -> AnnualReport:
    return report_from(parse((FOLDER / name).read_text(encoding="utf-8")))


def text_of(report: AnnualReport, previous: AnnualReport | None = None) -> str:
    return "\n".join(paragraph for section in draft(report, previous=previous) for paragraph in section.paragraphs)


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("本年新收政府信息公开申请3,525件，比上年增加14件", [3525]),
        ("予以公开和部分公开258件（占33.9%）", [258]),
        ("予以公开258件，部分公开 3 件；不予公开的35例", [258, 3, 35]),
        ("予以公开占33.9%，不予公开比上年减少2件", []),
        ("上年结转121件，结转下年度继续办理125件", [121, 125]),
        ("行政复议案件尚未审结36件、行政诉讼57起", [36, 57]),
        ("办结12.5万件", []),
        ("举办培训3次，发布信息3525条", []),
    ],
)
def test_numbers_of_cases_are_read_and_shares_and_changes_are_not(sentence: str, numbers: list[int]) -> None:
    assert [stated.number for stated in stated_numbers(sentence)] == numbers


def test_the_mismatches_of_a_published_report_are_found() -> None:
    """The city's prose gave only decided cases, its table includes those pending."""
    report = published("suqian-city_2024.json")
    told = prose_mismatches("办理行政复议案件134件、行政诉讼案件57件。予以公开1431件。", report)
    assert [(one.at, one.computed, one.published) for one in told] == [
        ("行政复议案件134件", 170, 134),
        ("行政诉讼案件57件", 77, 57),
    ]
    assert not prose_mismatches("行政复议案件已审结134件，行政诉讼尚未审结20件", report)


def test_the_first_years_prose_took_one_cell_for_the_whole_row() -> None:
    report = published("shanghai-gov-office_2019.json")
    told = prose_mismatches("予以公开和部分公开258件，不予公开35件，无法提供265件，不予处理158件", report)
    assert [(one.computed, one.published) for one in told] == [(275, 258), (337, 265)]


def test_a_table_that_was_not_read_asks_nothing() -> None:
    report = AnnualReport(year=2024, form=ReportForm.FORM_2021, table4=Table4())
    assert not prose_mismatches("予以公开3件，行政复议5件", report)


def test_a_draft_has_the_six_sections_and_leaves_to_people_what_they_know() -> None:
    sections = draft(published("suqian-city_2024.json"), previous=published("suqian-city_2023.json"))
    assert tuple(section.heading for section in sections) == SECTIONS
    assert not is_finished(sections)
    written = tuple(
        replace(section, paragraphs=tuple(text.replace(TO_BE_WRITTEN, "已写。") for text in section.paragraphs))
        for section in sections
    )
    assert is_finished(written)


def test_a_draft_compares_with_the_year_before() -> None:
    text = text_of(published("suqian-city_2024.json"), published("suqian-city_2023.json"))
    assert "新收政府信息公开申请3525件，比上年增加14件，增长0.4%" in text
    assert "占办结总数的54.0%，比上年提高10.4个百分点" in text
    assert "行政复议案件170件，其中已审结134件（结果维持88件，结果纠正18件，其他结果28件），尚未审结36件" in text
    assert "收取政府信息公开信息处理费3件，共计2230元" in text


def test_the_note_on_carried_reviews_stands_only_where_they_are_counted() -> None:
    report = published("suqian-city_2024.json")
    assert CARRIED_OVER_NOTE in text_of(report)
    sections = draft(report, counting=RemedyCounting.FILED_IN_YEAR)
    assert CARRIED_OVER_NOTE not in sections[3].paragraphs


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (3525, 3511, "比上年增加14件，增长0.4%"),
        (1, 2, "比上年减少1件，下降50.0%"),
        (5, 5, "与上年持平"),
        (0, 0, "与上年持平"),
        (5, 0, "比上年增加5件"),
    ],
)
def test_a_change_is_told_in_cases_and_in_percent(now: int, before: int, words: str) -> None:
    assert change(now, before) == words


@pytest.mark.parametrize(
    ("fees", "words"),
    [
        (None, "未收取"),
        (FeesCharged(0, 0), "未收取"),
        (FeesCharged(2, 0), "发出收费通知2件，未收取"),
        (FeesCharged(1, Decimal("380.50")), "1件，共计380.5元"),
    ],
)
def test_fees_are_reported_whether_charged_or_not(fees: FeesCharged | None, words: str) -> None:
    assert words in text_of(AnnualReport(year=2024, form=ReportForm.FORM_2021, fees=fees))


COUNTS = st.integers(0, 2000)


@st.composite
def reports(draw: st.DrawFn, year: int) -> AnnualReport:
    form = draw(st.sampled_from(ReportForm))
    codes = [row.code for row in rows_of(form) if row.code != "3.7"]
    counts = {(draw(st.sampled_from(codes)), draw(st.sampled_from(KINDS))): draw(COUNTS) for _ in range(8)}
    groups = [RemedyGroup.of_counts({result: draw(COUNTS) for result in RemedyResult}) for _ in range(3)]
    table4 = draw(st.none() | st.just(Table4(*groups)))
    fees = draw(st.none() | st.builds(FeesCharged, COUNTS, COUNTS))
    return AnnualReport(year=year, form=form, table3=table_of_counts(form, counts), table4=table4, fees=fees)


@given(reports(2024), st.none() | reports(2023))
def test_a_draft_never_contradicts_its_tables(report: AnnualReport, previous: AnnualReport | None) -> None:
    text = text_of(report, previous)
    assert not prose_mismatches(text, report)
    assert len(list(stated_numbers(text))) >= 4
