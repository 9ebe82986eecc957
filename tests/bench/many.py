"""Very many closed cases in a moment: the rows that lists and counts read, doubled inside the database until they are
enough. Open cases come from `engine.tools.seed`, whole; what is closed is only counted and passed over.
"""

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, String, Table, cast, func, insert, literal, select, text

from engine.clock import beijing_moment
from engine.records import Application, Base, CaseState, ReportUnit
from engine.rules.vocabulary import ApplicantKind, Channel, DeliveryMethod, ReportRow

FIRST_DAY = date(2024, 12, 1)
SPREAD = 390
"""Days over which the cases came in, so that the year 2025 has both a carry-over in and one out."""
BASE = 1_000


def closed_cases(engine: Engine, count: int) -> None:
    """There are at least `count` more archived cases, each with its counted row; the database knows their spread."""
    with engine.begin() as connection:
        base = _last(connection, Application)
        unit = _last(connection, ReportUnit)
        connection.execute(insert(Application.table()), [_case(base + n) for n in range(1, BASE + 1)])
        connection.execute(insert(ReportUnit.table()), [_unit(unit + n, base + n) for n in range(1, BASE + 1)])
        doubled(connection, Application.table(), base, count, case_number="B-", entry_key="bench-")
        doubled(connection, ReportUnit.table(), unit, count, application_id=None)
        _settle(connection)


def doubled(connection: Connection, table: Table, after: int, count: int, **own: str | None) -> None:
    """The `BASE` rows after number `after` are copied until they are `count`.

    Of each copy the number is its own, and so is every column in `own`: its number behind a word, or moved with it.
    """
    made = BASE
    while made < count:
        more, number = min(made, count - made), table.c.id + made
        values = {"id": number}
        for name, word in own.items():
            values[name] = table.c[name] + made if word is None else literal(word) + cast(number, String)
        rows = select(*(values.get(column.name, column) for column in table.c))
        rows = rows.where(table.c.id > after, table.c.id <= after + more)
        connection.execute(insert(table).from_select([column.name for column in table.c], rows))
        made += more


def _case(number: int) -> dict[str, Any]:
    came, kinds = FIRST_DAY + timedelta(days=number % SPREAD), list(ApplicantKind)
    return {
        "id": number, "case_number": f"B-{number}", "version": 1, "entry_key": f"bench-{number}",
        "channel": Channel.IN_PERSON, "arrived_on": came, "received_on": came, "receipt_evidence": "",
        "applicant_kind": kinds[number % len(kinds)], "applicant_name": "申请人", "identity_kind": "",
        "identity_sealed": b"", "phone": "", "email": "", "postcode": "", "address": "", "request_text": "某文件",
        "form_wanted": "", "delivery": DeliveryMethod.POSTAL, "pass_phrase_hash": "",
        "entered_at": beijing_moment(came, time(9, 0)), "state": CaseState.ARCHIVED, "due_is_provisional": False,
    }  # fmt: skip


def _unit(number: int, case: int) -> dict[str, Any]:
    came, kinds, rows = FIRST_DAY + timedelta(days=case % SPREAD), list(ApplicantKind), list(ReportRow)
    return {
        "id": number, "application_id": case, "applicant_kind": kinds[case % len(kinds)], "number": 1,
        "received_on": came, "closed_on": came + timedelta(days=18), "report_row": rows[case % len(rows)],
        "valid_from": came, "valid_until": None, "mixed": "",
    }  # fmt: skip


def _settle(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        for table in (Application.table(), ReportUnit.table()):
            last = select(func.max(table.c.id)).scalar_subquery()
            connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)))
    connection.execute(text("ANALYZE"))


def _last(connection: Connection, kind: type[Base]) -> int:
    return connection.scalar(select(func.coalesce(func.max(kind.table().c.id), 0))) or 0
