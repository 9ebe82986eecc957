"""The report of a year over a million closed cases, beside one SQL aggregate written by hand that gives the same."""

from sqlalchemy import Date, bindparam, text
from sqlalchemy.orm import Session

from engine.office import Office
from engine.records import report_counts
from engine.rules.annual_report import table_of_counts
from engine.rules.report_counting import Period
from engine.rules.report_form import CARRIED_OUT, code_of
from engine.rules.vocabulary import ApplicantKind, ReportRow
from tests.bench import many
from tests.bench.site import Measured, in_turn

CASES = 1_000_000
YEAR = Period.of_year(2025)
DAYS = {"first": YEAR.first, "last": YEAR.last}

BY_HAND = text(
    """SELECT applicant_kind, received_on >= :first AS is_new,
      CASE WHEN closed_on <= :last THEN report_row END AS came_out, count(*)
    FROM report_unit
    WHERE received_on <= :last AND (closed_on IS NULL OR closed_on >= :first)
      AND valid_from <= :last AND (valid_until IS NULL OR valid_until > :last) AND mixed IN ('', 'one_row')
    GROUP BY 1, 2, 3"""
).bindparams(bindparam("first", type_=Date), bindparam("last", type_=Date))


def report(database: str, office: Office) -> list[Measured]:
    """Table three of 2025; both count the same, or there is no figure."""
    many.closed_cases(office.engine, CASES)
    with office.reading() as records:
        assert table_of_counts(YEAR.form, _by_hand(records)) == report_counts.table3(records, YEAR)
        ours, floor = in_turn(
            7, lambda _: report_counts.table3(records, YEAR), lambda _: records.execute(BY_HAND, DAYS).all()
        )
    return [Measured("report", database, ours, floor, 1.5)]


def _by_hand(records: Session) -> dict[tuple[str, ApplicantKind], int]:
    counts: dict[tuple[str, ApplicantKind], int] = {}
    for kind, is_new, row, number in records.execute(BY_HAND, DAYS):
        code = code_of(ReportRow(row), YEAR.form) if row else CARRIED_OUT
        for cell in (("1" if is_new else "2", ApplicantKind(kind)), (code, ApplicantKind(kind))):
            counts[cell] = counts.get(cell, 0) + number
    return counts
