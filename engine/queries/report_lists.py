"""The lists behind the figures: cases of a cell of table three, reviews and lawsuits of a cell of table four."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import visible_to
from engine.queries.listing import Page, paged
from engine.records import Application, ReportUnit, report_counts
from engine.rules.report_counting import Period
from engine.rules.report_form import COLUMNS, KINDS, RemedyResult, RemedyRoute, row_of_code
from engine.rules.vocabulary import ApplicantKind, ReportRow


@dataclass(frozen=True, slots=True)
class CellCase:
    """One application in a cell: when it came, when and how it was answered."""

    id: int
    case_number: str
    subject: str
    applicant: str
    received_on: date
    closed_on: date | None
    row: ReportRow | None


@dataclass(frozen=True, slots=True)
class CellCases:
    """One page of the cases behind a cell; `hidden` is how many more there are that this viewer may not see."""

    heading: str
    column: str
    cases: tuple[CellCase, ...]
    total: int
    hidden: int
    page: Page

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return self.page.count(self.total)


@dataclass(frozen=True, slots=True)
class CellRemedy:
    """One review or lawsuit in a cell."""

    id: int
    application_id: int | None
    name: str
    filed_on: date
    ended_on: date | None
    result: str


def cell_cases(
    period: Period, code: str, kind: ApplicantKind | None, page: Page, *, actor: Actor, office: Office
) -> CellCases:
    """The cases behind a cell that this actor may see. RuleViolation where the form has no such row."""
    heading = row_of_code(period.form, code).full_heading
    inside = report_counts.in_cell(period, period.form, code, kind, office.readings.mixed_letters)
    query = select(Application, ReportUnit).join(ReportUnit, ReportUnit.application_id == Application.id).where(inside)
    with office.reading() as records:
        found, total = paged(records, query.where(visible_to(actor)), (Application.id, ReportUnit.number), page)
        every = len(report_counts.units_in(records, inside))
        cases = tuple(
            CellCase(
                one.id,
                one.case_number,
                one.request_text.partition("\n")[0],
                one.applicant_name,
                unit.received_on,
                unit.closed_on if unit.closed_on and unit.closed_on <= period.last else None,
                unit.report_row if unit.closed_on and unit.closed_on <= period.last else None,
            )
            for one, unit in found
        )
    column = COLUMNS[KINDS.index(kind)] if kind else COLUMNS[-1]
    return CellCases(heading, column, cases, total, every - total, page)


def cell_remedies(
    period: Period, route: RemedyRoute, result: RemedyResult | None, *, actor: Actor, office: Office
) -> list[CellRemedy]:
    """The reviews and lawsuits behind a cell of table four, of cases that this actor may see."""
    with office.reading() as records:
        found = report_counts.remedies_in(records, period, route, result, office.readings.remedy_counting)
        mine = {one.application_id for one in found if one.application_id}
        query = select(Application.id).where(visible_to(actor), Application.id.in_(mine))
        seen = set(records.scalars(query))
        return [
            CellRemedy(
                one.id,
                one.application_id,
                f"{one.body} {one.number}".strip(),
                one.filed_on,
                one.ended_on,
                one.decision.label if one.decision and one.ended_on else RemedyResult.PENDING.label,
            )
            for one in found
            if one.application_id is None or one.application_id in seen
        ]
