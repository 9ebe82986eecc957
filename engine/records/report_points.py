"""What must be looked at before a year is reported: each difference by name, with the explanation somebody gave."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.clock import beijing_moment
from engine.records import report_counts
from engine.records.cases import Application
from engine.records.envelopes import Envelope
from engine.records.office import NumberSeries
from engine.records.remedies import RemedyCase
from engine.records.report import YearReport
from engine.records.words import OPEN_STATES
from engine.rules.annual_report import AnnualReport, RemedyGroup
from engine.rules.envelopes import OPEN_ENVELOPES
from engine.rules.readings import Readings
from engine.rules.report_counting import Period
from engine.rules.report_draft import Section, is_finished
from engine.rules.report_form import COLUMNS, RemedyResult, RemedyRoute, rows_of
from engine.rules.report_identities import Checked, Identity
from engine.rules.vocabulary import Channel

PLATFORMS = (Channel.ONLINE_PLATFORM, Channel.HIGHER_PLATFORM)
CASE_NUMBERS = "case"


@dataclass(frozen=True, slots=True)
class Point:
    """One difference: its key, what it is, the case it is about, and how it was explained."""

    key: str
    text: str
    application_id: int | None = None
    explanation: str = ""
    explained_by: str = ""


def points(
    records: Session, year: int, checked: Checked, row: YearReport | None, readings: Readings
) -> tuple[Point, ...]:
    """Register against papers, platform, review notices and last year's report; explained or not."""
    found = (
        *_unregistered(records, year),
        *_uncounted(records, year),
        *_across_years(records, year),
        *_platform(records, year),
        *_gaps(records, year),
        *_unlinked_remedies(records, year, readings),
        *_carried(checked),
    )
    explanations, explained_by = (row.explanations, row.explained_by) if row else ({}, {})
    return tuple(
        replace(point, explanation=explanations.get(point.key, ""), explained_by=explained_by.get(point.key, ""))
        for point in found
    )


def hindrances(checked: Checked, found: Sequence[Point], sections: tuple[Section, ...]) -> list[str]:
    """What keeps a report from being submitted, in words; a carry-over may differ where that was explained."""
    broken = [failure for failure in checked.failures if failure.identity is not Identity.CARRY]
    unexplained = [point for point in found if not point.explanation]
    return [
        *(f"{one.identity.value} {one.at}：{one.identity.label}" for one in broken),
        *(f"尚未说明：{point.text}" for point in unexplained),
        *([] if is_finished(sections) else ["文字部分还有〔请填写〕之处。"]),
    ]


def changes(submitted: AnnualReport, live: AnnualReport) -> Iterator[str]:
    """Each cell that would be another number if the year were counted again now."""
    if submitted.table3 and live.table3:
        for row in rows_of(submitted.form):
            cells = zip(COLUMNS, submitted.table3.rows[row.code].cells, live.table3.rows[row.code].cells, strict=True)
            for column, was, now in cells:
                if was != now:
                    yield f"表三“{row.full_heading}”{column}：已报送 {was}，现为 {now}"
    for route in RemedyRoute:
        was4 = (submitted.table4.group(route) if submitted.table4 else None) or RemedyGroup()
        now4 = (live.table4.group(route) if live.table4 else None) or RemedyGroup()
        for result, before, after in zip(RemedyResult, was4.results, now4.results, strict=True):
            if before != after:
                yield f"表四“{route.label}”{result.label}：已报送 {before}，现为 {after}"


def _uncounted(records: Session, year: int) -> Iterator[Point]:
    for application in report_counts.uncounted(records, Period.of_year(year)):
        text = f"{application.case_number} 没有收到申请之日，未计入表三"
        yield Point(f"uncounted:{application.id}", text, application.id)


def _unregistered(records: Session, year: int) -> Iterator[Point]:
    """Envelopes signed for in the year that belong to no case and that nobody passed on. 《条例》第31条"""
    first, last = beijing_moment(date(year, 1, 1), time.min), beijing_moment(date(year, 12, 31), time.max)
    inside = Envelope.signed_at.between(first, last)
    query = select(Envelope).where(inside, Envelope.application_id.is_(None), Envelope.state.in_(OPEN_ENVELOPES))
    for one in records.scalars(query.order_by(Envelope.id)):
        yield Point(f"envelope:{one.id}", f"来件信封 {one.number}（{one.sender}）签收后没有登记为申请，也没有去向")


def _platform(records: Session, year: int) -> Iterator[Point]:
    """What came by a platform of a higher authority without its record there, or is answered here and not there."""
    period = Period.of_year(year)
    query = select(Application).where(
        Application.channel == Channel.HIGHER_PLATFORM, Application.received_on.between(period.first, period.last)
    )
    for one in records.scalars(query.order_by(Application.id)):
        record = one.platform_record
        if record is None:
            yield Point(f"platform:{one.id}", f"{one.case_number} 由上级平台转来，没有登记平台编号", one.id)
        elif record.answered_on is None and one.state not in OPEN_STATES:
            text = f"{one.case_number} 已经办结，没有登记在{record.platform}（{record.number}）的办结回填"
            yield Point(f"platform:{one.id}", text, one.id)


def _across_years(records: Session, year: int) -> Iterator[Point]:
    """A paper or a platform entry of one year that counts in the next: the envelope explains it."""
    period = Period.of_year(year)
    query = select(Application).where(
        Application.arrived_on < period.first, Application.received_on.between(period.first, period.last)
    )
    for one in records.scalars(query.order_by(Application.id)):
        source = "平台" if one.channel in PLATFORMS else "信封或者材料"
        text = f"{one.case_number} 来件在上年（{source}），收到之日在本年，请与{source}记载核对"
        yield Point(f"across:{one.id}", text, one.id)


def _gaps(records: Session, year: int) -> Iterator[Point]:
    """Numbers drawn from the register without a case behind them."""
    drawn = records.scalar(
        select(NumberSeries.last).where(NumberSeries.family == CASE_NUMBERS, NumberSeries.year == year)
    )
    kept = records.scalar(select(func.count()).where(Application.case_number.like(f"{year}%")))
    if drawn is not None and kept is not None and drawn != kept:
        yield Point(f"gap:{year}", f"登记簿取号 {drawn} 个，登记在册 {kept} 件")


def _unlinked_remedies(records: Session, year: int, readings: Readings) -> Iterator[Point]:
    period = Period.of_year(year)
    counted = report_counts.remedies_counted(period, readings.remedy_counting)
    for one in records.scalars(select(RemedyCase).where(counted, RemedyCase.application_id.is_(None))):
        text = f"{one.kind.label}案件 {one.number or one.id} 没有关联本机关的申请，请与复议、应诉通知书核对"
        yield Point(f"remedy:{one.id}", text)


def _carried(checked: Checked) -> Iterator[Point]:
    for failure in checked.failures:
        if failure.identity is Identity.CARRY:
            text = f"上年结转{failure.name}：上年报告第四项为 {failure.computed}，本年第二项为 {failure.published}"
            yield Point(f"carry:{failure.at}", text)
