"""Rows and engine state are one: an error between them, in either order, leaves neither."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from engine.office import Office
from engine.records import Base
from engine.tools import consistency
from engine.tools.driver import Driver


class PowerCutError(Exception):
    """What stands for anything that can go wrong between two statements."""


def _cut(*_: Any, **__: Any) -> None:
    raise PowerCutError


def _before_the_engine_moves(office: Office, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(office.workflow, "complete", _cut)


def _before_the_engine_is_saved(office: Office, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(office.workflow.catalogue.serializer, "dump", _cut)


def _between_engine_and_task_list(office: Office, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("engine.workflow.runtime.task_list.project", _cut)


def _after_all_is_written(office: Office, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("engine.office.search.index_changed", _cut)


SEAMS = (
    _before_the_engine_moves,
    _before_the_engine_is_saved,
    _between_engine_and_task_list,
    _after_all_is_written,
)
STEPS = ("check_application", "draft_decision", "sign_as_deputy", "seal_reply", "serve_reply")


@pytest.mark.parametrize("seam", SEAMS)
def test_an_error_at_the_seam_leaves_nothing_behind(
    office: Office, driver: Driver, monkeypatch: pytest.MonkeyPatch, seam: Callable[..., None]
) -> None:
    case = driver.register().application_id
    for step in STEPS:
        driver.run(case, until=step)
        before = _everything(office)
        with monkeypatch.context() as patch:
            seam(office, patch)
            with pytest.raises(PowerCutError):
                driver.step(case)
        assert _everything(office) == before
    assert driver.run(case)[-1] == "archive_case"
    assert consistency.faults(office) == []


@pytest.mark.parametrize("seam", SEAMS)
def test_an_error_while_registering_draws_no_number(
    office: Office, driver: Driver, monkeypatch: pytest.MonkeyPatch, seam: Callable[..., None]
) -> None:
    driver.register()
    before = _everything(office)
    with monkeypatch.context() as patch:
        seam(office, patch)
        with pytest.raises(PowerCutError):
            driver.register()
    assert _everything(office) == before
    assert driver.register().case_number == "2026-0002"


def test_an_error_while_a_letter_is_stored_freezes_nothing_and_the_next_try_does(
    office: Office, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = driver.register().application_id
    driver.run(case, until="seal_reply")
    driver.step(case)
    with monkeypatch.context() as patch:
        patch.setattr("engine.workflow.runtime.task_list.project", _cut)
        driver.tick()
    assert driver.open_tasks(case) == []
    driver.office.clock.advance(hours=1)  # type: ignore[attr-defined]
    driver.tick()
    assert [task.step for task in driver.open_tasks(case)] == ["serve_reply"]
    assert consistency.faults(office) == []


def _everything(office: Office) -> dict[str, list[Any]]:
    """Every row of every table."""
    with office.reading() as records:
        return {
            table.name: [tuple(row) for row in records.execute(select(table).order_by(*table.primary_key.columns))]
            for table in Base.metadata.sorted_tables
        }
