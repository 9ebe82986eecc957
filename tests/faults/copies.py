"""Many cases at the same step, in a moment: the rows of one that was worked to there, copied."""

import re
from collections import defaultdict
from typing import Any
from uuid import uuid4

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from engine.office import Office
from engine.records import (
    Application,
    Base,
    HistoryEntry,
    Letter,
    OpenTask,
    PlannedTimer,
    ProcessInstance,
    ReportUnit,
    RequestedItem,
)

LETTER_ID = re.compile(rb'"letter_id":(\d+)')
UUID_TEXT = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OF_A_CASE = (RequestedItem, HistoryEntry, Letter, ProcessInstance, OpenTask, PlannedTimer, ReportUnit)


def copies_of(application_id: int, times: int, office: Office) -> list[int]:
    """The case and `times` - 1 others that stand where it stands, each with its own runs and steps."""
    with office.transaction() as records:
        return [application_id, *(_copy(records, application_id, number) for number in range(1, times))]


def _copy(records: Session, application_id: int, number: int) -> int:
    table = Application.table()
    original = records.execute(select(table).where(table.c.id == application_id)).one()
    case = _add(records, table, original, case_number=f"{original.case_number}-{number}", entry_key=str(uuid4()))
    runs: dict[int, int] = {}
    letters: dict[int, int] = {}
    renamed: dict[bytes, bytes] = defaultdict(lambda: str(uuid4()).encode())
    for kind in OF_A_CASE:
        for row in _rows(records, kind, application_id):
            added = _add(records, kind.table(), row, application_id=case, **_own(row, runs, letters, renamed))
            if kind is ProcessInstance:
                runs[row.id] = added
            if kind is Letter:
                letters[row.id] = added
    return case


def _own(row: Any, runs: dict[int, int], letters: dict[int, int], renamed: dict[bytes, bytes]) -> dict[str, Any]:
    """What must differ in the copy: its run, its letter, and the names of the engine's tasks, coming ones too."""
    own: dict[str, Any] = {}
    if "process_instance_id" in row._fields:
        own["process_instance_id"] = runs[row.process_instance_id]
    if "engine_task_id" in row._fields:
        own["engine_task_id"] = renamed[row.engine_task_id.encode()].decode()
    if "body" in row._fields:
        body = UUID_TEXT.sub(lambda found: renamed[found[0]], row.body)
        own["body"] = LETTER_ID.sub(lambda found: b'"letter_id":%d' % letters[int(found[1])], body)
        own |= {"former_body": None, "former_hash": None, "former_step": ""}  # a copy has no way back
    return own


def _rows(records: Session, kind: type[Base], application_id: int) -> list[Any]:
    table = kind.table()
    return list(records.execute(select(table).where(table.c.application_id == application_id).order_by(table.c.id)))


def _add(records: Session, table: Table, row: Any, **instead: Any) -> int:
    values = {column.name: value for column, value in zip(table.c, row, strict=True) if column.name != "id"}
    result = records.execute(insert(table).values({**values, **instead}))
    return int(result.inserted_primary_key[0])
