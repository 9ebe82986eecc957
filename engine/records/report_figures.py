"""The figures of any period as one report, what is frozen of them when a year is submitted, and their fingerprint."""

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.records import report_counts, report_points
from engine.records.cases import HistoryEntry
from engine.records.office import Agency
from engine.records.report import YearReport
from engine.records.report_points import Point
from engine.records.words import EventName
from engine.rules.annual_report import AnnualReport, FeesCharged, Table2
from engine.rules.readings import Readings
from engine.rules.report_counting import Period
from engine.rules.report_draft import Section, draft
from engine.rules.report_form import CARRIED_IN, RECEIVED, SECTIONS
from engine.rules.report_identities import Checked, check_report
from engine.rules.report_json import report_from, report_to


@dataclass(frozen=True)
class YearFigures:
    """A year as it is counted, written and explained now, before it is submitted."""

    report: AnnualReport
    previous: AnnualReport | None
    checked: Checked
    sections: tuple[Section, ...]
    points: tuple[Point, ...]

    @staticmethod
    def now(records: Session, year: int, row: YearReport | None, readings: Readings) -> "YearFigures":
        """Everything about the year from one view of the database; what was submitted stands as it was."""
        live = live_report(records, Period.of_year(year), readings, table2=stored_table2(row, year))
        report = frozen_report(row) or live
        previous = report_before(records, year, readings)
        checked = check_report(report, previous=previous)
        return YearFigures(
            report=report,
            previous=previous,
            checked=checked,
            sections=sections_of(row, report, previous, readings),
            points=report_points.points(records, year, checked, row, readings),
        )


def live_report(records: Session, period: Period, readings: Readings, *, table2: Table2 | None = None) -> AnnualReport:
    """The figures of any period as the cases stand now, by the office's rules; its name where it is entered."""
    name = records.scalar(select(Agency.name)) or ""
    return AnnualReport(
        year=period.last.year,
        form=period.form,
        agency=name,
        table2=table2,
        table3=report_counts.table3(records, period, mixed=readings.mixed_letters),
        table4=report_counts.table4(records, period, counting=readings.remedy_counting),
        fees=fees_charged(records, period),
    )


def frozen_report(row: YearReport | None) -> AnnualReport | None:
    """What was submitted; None before."""
    return report_from(row.figures["report"]) if row and row.figures else None


def report_before(records: Session, year: int, readings: Readings) -> AnnualReport | None:
    """Last year's report as it was submitted, else as it is counted now; None where last year had no case."""
    row = records.get(YearReport, year - 1)
    if frozen := frozen_report(row):
        return frozen
    live = live_report(records, Period.of_year(year - 1), readings, table2=stored_table2(row, year - 1))
    has_cases = live.table3 and (live.table3.total(RECEIVED) or live.table3.total(CARRIED_IN))
    return live if has_cases else None


def stored_table2(row: YearReport | None, year: int) -> Table2 | None:
    """Table two as it was entered or imported; None before."""
    if row is None or not row.table2:
        return None
    return report_from({"year": year, "table4": None, "table2": row.table2}).table2


def figures_of(records: Session, report: AnnualReport, readings: Readings) -> dict[str, Any]:
    """What is frozen: the numbers, and the cases behind each cell."""
    period = Period.of_year(report.year)
    return {
        "report": report_to(report),
        "cells": report_counts.cells(records, period, report.form, readings.mixed_letters),
        "remedies": report_counts.remedy_cells(records, period, readings.remedy_counting),
        "counting": [readings.mixed_letters.value, readings.remedy_counting.value],
    }


def fingerprint_of(figures: dict[str, Any], sections: tuple[Section, ...]) -> str:
    """The SHA-256 of numbers, cases and sentences in one canonical text."""
    whole = [figures, [[section.heading, list(section.paragraphs)] for section in sections]]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def fees_charged(records: Session, period: Period) -> FeesCharged:
    """Money received in the period by the days of payment, in yuan; without any, how many notices went out.

    《条例》第42条
    """
    events = (EventName.FEE_PAID, EventName.FEE_NOTICE_DRAFTED, EventName.FEE_NOTICE_SENT)
    entries = records.scalars(
        select(HistoryEntry).where(HistoryEntry.event.in_(events)).order_by(HistoryEntry.id)
    ).all()
    amounts = {e.application_id: e.facts.get("amount", 0) for e in entries if e.event is EventName.FEE_NOTICE_DRAFTED}
    inside = [entry for entry in entries if period.first <= entry.on <= period.last]
    paid = [entry.application_id for entry in inside if entry.event is EventName.FEE_PAID]
    sent = {entry.application_id for entry in inside if entry.event is EventName.FEE_NOTICE_SENT}
    yuan = sum((Decimal(str(amounts.get(case, 0))) for case in paid), Decimal())
    return FeesCharged(len(paid) if paid else len(sent), yuan)


def sections_of(
    row: YearReport | None, report: AnnualReport, previous: AnnualReport | None, readings: Readings
) -> tuple[Section, ...]:
    """The sentences as edited; drafted from the figures while nobody has."""
    if row is None or not row.sections:
        return draft(report, previous=previous, counting=readings.remedy_counting)
    return tuple(Section(heading, tuple(row.sections.get(heading, ()))) for heading in SECTIONS)
