"""One case, one writer: whoever writes takes the case before any of its other rows, so that none waits in a circle.

On SQLite every writing transaction holds the whole database anyway; there these ask for nothing more.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.orm import Session, contains_eager

from engine.records.cases import Application
from engine.records.processes import OpenTask, ProcessInstance


def hold_case(records: Session, application_id: int) -> None:
    """Nobody else writes to this case until the transaction ends; who is writing now has been waited for."""
    _hold(records, Application.id == application_id)


def hold_cases(records: Session, application_ids: Collection[int]) -> None:
    """The same for several cases, taken in the order of their rows, so that no two who do so wait in a circle."""
    _hold(records, Application.id.in_(application_ids))


def hold_all_cases(records: Session) -> None:
    """Nobody else writes to any case, or registers one, until the transaction ends; who does now has been waited for.

    The lock conflicts with the first one that every writer takes, so that no two wait for each other.
    """
    if records.get_bind().dialect.name == "postgresql":
        records.execute(text("LOCK TABLE application IN EXCLUSIVE MODE"))


def hold_step(records: Session, task_id: int) -> OpenTask | None:
    """The open step as it is now, with its case and its run, all held; None when it is no longer open.

    One statement takes the case first, so that waiting for its present writer and reading what that one left
    behind are the same moment.
    """
    query = (
        select(OpenTask)
        .join(OpenTask.application)
        .join(OpenTask.instance)
        .options(
            contains_eager(OpenTask.application).joinedload(Application.representation),
            contains_eager(OpenTask.instance),
        )
        .where(OpenTask.id == task_id)
        .with_for_update(key_share=True, of=[Application, OpenTask, ProcessInstance])
        .execution_options(populate_existing=True)
    )
    return records.scalar(query)


def hold_office_step(records: Session, task_id: int) -> OpenTask | None:
    """The open step of a year's report with its run, both held; None when it is no longer open."""
    query = (
        select(OpenTask)
        .join(OpenTask.instance)
        .options(contains_eager(OpenTask.instance))
        .where(OpenTask.id == task_id, OpenTask.report_year.is_not(None))
        .with_for_update(key_share=True, of=[OpenTask, ProcessInstance])
        .execution_options(populate_existing=True)
    )
    return records.scalar(query)


def _hold(records: Session, which: ColumnElement[bool]) -> None:
    """The lock that an UPDATE takes: rows that merely name the case may still be added."""
    query = select(Application.id).where(which).order_by(Application.id)
    records.execute(query.with_for_update(key_share=True, of=Application))
