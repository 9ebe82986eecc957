"""One case, one writer: whoever writes takes the case before any of its other rows, so that none waits in a circle.

On SQLite every writing transaction holds the whole database anyway; there these ask for nothing more.
"""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine.records.cases import Application
from engine.records.processes import OpenTask


def hold_case(records: Session, application_id: int) -> None:
    """Nobody else writes to this case until the transaction ends; who is writing now has been waited for."""
    _hold(records, Application.id == application_id)


def hold_case_of(records: Session, task_id: int) -> None:
    """The same for the case of an open step; nothing when the step is no longer open."""
    case = select(OpenTask.application_id).where(OpenTask.id == task_id).scalar_subquery()
    _hold(records, Application.id == case)


def _hold(records: Session, which: ColumnElement[bool]) -> None:
    """The lock that an UPDATE takes: rows that merely name the case may still be added."""
    records.execute(select(Application.id).where(which).with_for_update(key_share=True, of=Application))
