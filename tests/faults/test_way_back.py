"""The way back: a step done by mistake is open again, a move to another version is undone, each only while nothing else
has happened since.
"""

from dataclasses import replace

import pytest
from sqlalchemy import select

from engine.commands import moves
from engine.errors import DisclosureError, NotPermitted, RuleViolation, TaskNotReady
from engine.office import Office
from engine.permissions import Role
from engine.queries import moves as run_moves
from engine.records import EventName, HistoryEntry, ProcessInstance
from engine.records.processes import RETURNABLE
from engine.tools import consistency
from engine.tools.driver import Driver
from engine.workflow import Catalogue

TWICE = {"items": ("某小区人防工程竣工验收备案文件", "同一小区人防工程的平时使用情况")}


def test_every_step_that_may_be_sent_back_is_done_twice_and_the_case_ends_as_usual(
    office: Office, driver: Driver
) -> None:
    case = driver.register(**TWICE).application_id
    again: list[str] = []
    while tasks := driver.open_tasks(case):
        before = sorted(task.step for task in tasks)
        step = driver.step(case, tasks[0].step)
        if _main(office, case).is_returnable:
            moves.send_back(_main(office, case).id, "误点", actor=driver.actor(Role.ADMINISTRATOR), office=office)
            assert sorted(task.step for task in driver.open_tasks(case)) == before
            assert consistency.faults(office) == []
            again.append(driver.step(case, step))
        driver.tick()
    assert set(again) >= RETURNABLE - {"endorse_reply"}
    assert driver.open_tasks(case) == []
    assert consistency.faults(office) == []
    assert [e.facts["reopened"] for e in _entries(office, EventName.STEP_REOPENED)] == again


def test_a_step_that_was_sent_back_cannot_be_sent_back_a_second_time(small_office: Office) -> None:
    driver = Driver(small_office)
    case = driver.register().application_id
    driver.step(case, "check_application")
    administrator, run = driver.actor(Role.ADMINISTRATOR), _main(small_office, case).id
    with pytest.raises(RuleViolation, match="写明为什么"):
        moves.send_back(run, " ", actor=administrator, office=small_office)
    with pytest.raises(NotPermitted):
        moves.send_back(run, "误点", actor=driver.actor(Role.HANDLER), office=small_office)
    moves.send_back(run, "误点", actor=administrator, office=small_office)
    with pytest.raises(DisclosureError):
        moves.send_back(run, "误点", actor=administrator, office=small_office)
    driver.run(case)
    assert consistency.faults(small_office) == []


def test_what_has_a_number_or_was_served_is_not_sent_back(small_office: Office) -> None:
    driver = Driver(small_office)
    case = driver.register().application_id
    refused = []
    while driver.open_tasks(case):
        step = driver.step(case)
        driver.tick()
        run = _main(small_office, case)
        if step not in RETURNABLE:
            refused.append(step)
            with pytest.raises((RuleViolation, TaskNotReady)):
                moves.send_back(run.id, "误点", actor=driver.actor(Role.ADMINISTRATOR), office=small_office)
    assert {"sign_as_deputy", "seal_reply", "serve_reply"} <= set(refused)


def test_a_move_is_undone_while_nothing_was_done_since(office: Office, driver: Driver) -> None:
    first, second = (driver.register().application_id for _ in range(2))
    old = _main(office, first).spec_hash
    body = _body(office, first)
    _redraw(office)
    administrator = driver.actor(Role.ADMINISTRATOR)
    for move in [each for each in run_moves.outdated(office) if each.process_id == "handle_application"]:
        moves.move_case(move.instance_id, "新规定", actor=administrator, office=office)
    driver.step(second)
    with pytest.raises(RuleViolation, match="已经办了新的步骤"):
        moves.undo_move(_main(office, second).id, "改回", actor=administrator, office=office)
    moves.undo_move(_main(office, first).id, "改回", actor=administrator, office=office)
    assert (_main(office, first).spec_hash, _body(office, first)) == (old, body)
    assert [e.facts["after"] == old for e in _entries(office, EventName.CASE_MOVED)] == [False, False, True]
    for case in (first, second):
        driver.run(case)
    assert consistency.faults(office) == []


def test_a_message_or_an_alarm_since_leaves_no_way_back(small_office: Office) -> None:
    driver = Driver(small_office)
    case = driver.register().application_id
    driver.step(case, "check_application")
    driver.withdraw(case)
    with pytest.raises((RuleViolation, TaskNotReady)):
        moves.send_back(
            _main(small_office, case).id, "误点", actor=driver.actor(Role.ADMINISTRATOR), office=small_office
        )
    driver.run(case)
    assert consistency.faults(small_office) == []


def _redraw(office: Office) -> None:
    """The office on a version of the drawings in which the last step has another name."""
    sources = dict(office.workflow.catalogue.sources)
    drawn = sources["handle_application.bpmn"]
    sources["handle_application.bpmn"] = drawn.replace('name="归档"', 'name="立卷归档"')
    catalogue = Catalogue(sources)
    office.workflow = replace(office.workflow, catalogue=catalogue)
    with office.transaction() as records:
        catalogue.deploy(records, office.clock.now())


def _main(office: Office, case: int) -> ProcessInstance:
    with office.reading() as records:
        query = select(ProcessInstance).where(ProcessInstance.process_id == "handle_application")
        return records.scalars(query.where(ProcessInstance.application_id == case)).one()


def _body(office: Office, case: int) -> bytes:
    return _main(office, case).body


def _entries(office: Office, event: EventName) -> list[HistoryEntry]:
    with office.reading() as records:
        return list(records.scalars(select(HistoryEntry).where(HistoryEntry.event == event).order_by(HistoryEntry.id)))
