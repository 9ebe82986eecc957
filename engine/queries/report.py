"""The report of a year as its page and its files show it: live figures until it is submitted, then the frozen ones."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.office import Office
from engine.records import YearReport, report_figures, report_points
from engine.records.report_figures import YearFigures
from engine.records.report_points import Point
from engine.rules.annual_report import AnnualReport
from engine.rules.report_counting import Period
from engine.rules.report_draft import Section
from engine.rules.report_identities import Checked, Failure
from engine.rules.report_prose import prose_mismatches


@dataclass(frozen=True, kw_only=True)
class YearPage:
    """Everything about the report of one year.

    `report` is what was submitted, else the live figures; `corrections` are cells that have changed since.
    """

    report: AnnualReport
    live: AnnualReport
    previous: AnnualReport | None
    checked: Checked
    sections: tuple[Section, ...]
    is_edited: bool
    prose: tuple[Failure, ...]
    points: tuple[Point, ...]
    corrections: tuple[str, ...]
    submitted_at: datetime | None
    submitted_by: str
    fingerprint: str
    sent_on: date | None
    sent_to: str
    proof: str

    @property
    def is_submitted(self) -> bool:
        """Whether its figures are frozen."""
        return self.submitted_at is not None

    @property
    def hindrances(self) -> list[str]:
        """What keeps the report from being submitted, in words."""
        return report_points.hindrances(self.checked, self.points, self.sections)


def year_page(year: int, *, office: Office) -> YearPage:
    """The report of a year; figures are counted from the cases unless they were frozen."""
    with office.reading() as records:
        row = records.get(YearReport, year)
        now = YearFigures.now(records, year, row, office.readings)
        report, live = now.report, now.report
        if row is not None and row.figures:
            table2 = report_figures.stored_table2(row, year)
            live = report_figures.live_report(records, Period.of_year(year), office.readings, table2=table2)
        text = "\n".join(paragraph for section in now.sections for paragraph in section.paragraphs)
        return YearPage(
            report=report,
            live=live,
            previous=now.previous,
            checked=now.checked,
            sections=now.sections,
            is_edited=bool(row and row.sections),
            prose=tuple(prose_mismatches(text, report)),
            points=now.points,
            corrections=tuple(report_points.changes(report, live)) if row and row.figures else (),
            submitted_at=row.submitted_at if row else None,
            submitted_by=row.submitted_by if row else "",
            fingerprint=row.fingerprint if row else "",
            sent_on=row.sent_on if row else None,
            sent_to=row.sent_to if row else "",
            proof=row.proof if row else "",
        )


def period_report(period: Period, *, office: Office) -> AnnualReport:
    """The same for a page that shows a quarter or a month."""
    with office.reading() as records:
        return report_figures.live_report(records, period, office.readings)
