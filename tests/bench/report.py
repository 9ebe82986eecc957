"""The report of a year over many closed cases in PostgreSQL, against one SQL aggregate written by hand.

Run: python -m tests.bench.report [CASES]. Both answer the same question in the same run, and must agree.
"""

import statistics
import sys
from collections.abc import Callable
from time import perf_counter

import click
from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.records import database, migrations, report_counts
from engine.rules.annual_report import table_of_counts
from engine.rules.report_counting import Period
from engine.rules.report_form import CARRIED_OUT, code_of
from engine.rules.vocabulary import ApplicantKind, ReportRow
from tests.postgres import Postgres

CASES = 100_000
GOAL = 1.5
ROUNDS = 15
YEAR = Period.of_year(2025)

SEED = (
    """INSERT INTO application (id, case_number, version, entry_key, channel, arrived_on, received_on, receipt_evidence,
      applicant_kind, applicant_name, identity_kind, identity_sealed, phone, email, postcode, address, request_text,
      form_wanted, delivery, pass_phrase_hash, entered_at, state, due_is_provisional)
    SELECT n, 'B-' || n, 1, n::text, 'in_person', d, d, '', k, '申请人', '', '', '', '', '', '', '某文件', '', 'postal',
      '', now(), 'archived', false
    FROM (SELECT n, date '2024-12-01' + (n % 390)::int AS d, (cast(:kinds AS text[]))[1 + n % 6] AS k
          FROM generate_series(1, :cases) AS n) AS made""",
    """INSERT INTO report_unit (application_id, applicant_kind, number, received_on, closed_on, report_row, valid_from,
      valid_until, mixed)
    SELECT id, applicant_kind, 1, received_on, received_on + 18, (cast(:rows AS text[]))[1 + id % 21], received_on,
      NULL, '' FROM application""",
    "ANALYZE application",
    "ANALYZE report_unit",
)

BY_HAND = text(
    """SELECT applicant_kind, received_on >= :first AS is_new,
      CASE WHEN closed_on <= :last THEN report_row END AS came_out, count(*)
    FROM report_unit
    WHERE received_on <= :last AND (closed_on IS NULL OR closed_on >= :first)
      AND valid_from <= :last AND (valid_until IS NULL OR valid_until > :last) AND mixed IN ('', 'one_row')
    GROUP BY 1, 2, 3"""
)


def main() -> None:
    """The figures are printed: ours, by hand, ratio, goal."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    server = Postgres()
    try:
        engine = database.connect(server.url(server.new_database()))
        migrations.upgrade(engine)
        with Session(engine) as records:
            values = {"cases": cases, "kinds": [*map(str, ApplicantKind)], "rows": [*map(str, ReportRow)]}
            for statement in SEED:
                records.execute(text(statement), values if ":" in statement.replace("::", "") else {})
            records.commit()
            _compare(records, cases)
        engine.dispose()
    finally:
        server.stop()


def _compare(records: Session, cases: int) -> None:
    hand, ours = _by_hand(records), report_counts.table3(records, YEAR)
    assert table_of_counts(YEAR.form, hand) == ours, "both count the same"
    spans = {"hand": [], "ours": []}  # type: dict[str, list[float]]
    for _ in range(ROUNDS):
        spans["hand"].append(_milliseconds(lambda: records.execute(BY_HAND, _days()).all()))
        spans["ours"].append(_milliseconds(lambda: report_counts.table3(records, YEAR)))
    by_hand, by_us = (statistics.median(spans[name]) for name in ("hand", "ours"))
    both = _milliseconds(lambda: (report_counts.table3(records, YEAR), report_counts.table4(records, YEAR)))
    click.echo(f"{cases} closed cases: report {by_us:.1f} ms, by hand {by_hand:.1f} ms, ratio {by_us / by_hand:.2f} "
          f"(goal {GOAL}); tables three and four {both:.1f} ms")  # fmt: skip
    sys.exit(0 if by_us <= GOAL * by_hand else 1)


def _by_hand(records: Session) -> dict[tuple[str, ApplicantKind], int]:
    counts: dict[tuple[str, ApplicantKind], int] = {}
    for kind, is_new, row, number in records.execute(BY_HAND, _days()):
        code = code_of(ReportRow(row), YEAR.form) if row else CARRIED_OUT
        for cell in (("1" if is_new else "2", ApplicantKind(kind)), (code, ApplicantKind(kind))):
            counts[cell] = counts.get(cell, 0) + number
    return counts


def _days() -> dict[str, object]:
    return {"first": YEAR.first, "last": YEAR.last}


def _milliseconds(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return (perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
