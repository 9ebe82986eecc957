"""A changed drawing is for new cases; a running one is moved only when that is safe, and refused with the reason."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from engine.commands import moves
from engine.errors import RuleViolation
from engine.office import Office
from engine.permissions import Role
from engine.queries import moves as run_moves
from engine.records import EventName, HistoryEntry, ProcessInstance
from engine.tools import consistency
from engine.tools.driver import Driver
from engine.workflow import BadDrawing, Catalogue, versions

FILE = "request_supplement.bpmn"


def _with(office: Office, file: str, *changes: tuple[str, str]) -> None:
    """The office on a version of the drawings in which these words are changed."""
    sources = dict(office.workflow.catalogue.sources)
    for old, new in changes:
        assert old in sources[file]
        sources[file] = sources[file].replace(old, new)
    catalogue = Catalogue(sources)
    office.workflow = replace(office.workflow, catalogue=catalogue)
    with office.transaction() as records:
        catalogue.deploy(records, office.clock.now())


def test_a_running_case_keeps_its_version_and_a_new_one_has_the_new(small_office: Office) -> None:
    driver = Driver(small_office)
    old = driver.register().application_id
    _with(small_office, "handle_application.bpmn", ('name="归档"', 'name="立卷归档"'))
    new = driver.register().application_id
    driver.run(old, until="archive_case")
    driver.run(new, until="archive_case")
    assert [driver.open_tasks(case)[0].title for case in (old, new)] == ["归档", "立卷归档"]


def test_a_renamed_later_step_may_be_moved_to_with_a_line_in_the_history(small_office: Office) -> None:
    driver = Driver(small_office)
    case = driver.register().application_id
    _with(small_office, "handle_application.bpmn", ('name="归档"', 'name="立卷归档"'))
    (move,) = [each for each in run_moves.outdated(small_office) if each.process_id == "handle_application"]
    assert move.objections == ()
    moves.move_case(move.instance_id, "新规定", actor=driver.actor(Role.ADMINISTRATOR), office=small_office)
    driver.run(case, until="archive_case")
    assert driver.open_tasks(case)[0].title == "立卷归档"
    with small_office.reading() as records:
        entry = records.scalars(select(HistoryEntry).where(HistoryEntry.event == EventName.CASE_MOVED)).one()
    assert entry.facts["before"] != entry.facts["after"]
    assert consistency.faults(small_office) == []


def test_a_removed_open_step_is_refused_and_nothing_changes(small_office: Office) -> None:
    """Fault G: the engine would migrate and dump it, and could never load it again."""
    driver = Driver(small_office)
    case = driver.register().application_id
    driver.run(case, until="check_application")
    body = _body(small_office)
    sources = dict(small_office.workflow.catalogue.sources)
    changed = sources["answer_application.bpmn"].replace("check_application", "look_through")
    sources["answer_application.bpmn"] = changed
    catalogue = Catalogue(sources)
    small_office.workflow = replace(small_office.workflow, catalogue=catalogue)
    with small_office.transaction() as records:
        catalogue.deploy(records, small_office.clock.now())
    (move,) = [each for each in run_moves.outdated(small_office) if each.process_id == "handle_application"]
    assert any("在新版中没有了" in line or "有改动" in line for line in move.objections)
    with pytest.raises(RuleViolation, match="不能迁移到现行版本"):
        moves.move_case(move.instance_id, "新规定", actor=driver.actor(Role.ADMINISTRATOR), office=small_office)
    assert _body(small_office) == body


def test_the_differences_of_two_versions_are_named(small_office: Office) -> None:
    old = small_office.workflow.catalogue
    before = old.specs_now("handle_application")
    _with(small_office, "handle_application.bpmn", ('name="归档"', 'name="立卷归档"'))
    after = small_office.workflow.catalogue.specs_now("handle_application")
    assert versions.differences(before, before, old.serializer) == []
    lines = versions.differences(before, after, old.serializer)
    assert any("archive_case" in line and "改动" in line for line in lines)


def test_a_malformed_drawing_is_never_deployed(small_office: Office) -> None:
    sources = dict(small_office.workflow.catalogue.sources)
    sources[FILE] = sources[FILE][:2000]
    with pytest.raises(BadDrawing, match="未予发布"):
        Catalogue(sources)


def _body(office: Office) -> bytes:
    with office.reading() as records:
        query = select(ProcessInstance.body).where(ProcessInstance.process_id == "handle_application")
        return records.scalars(query).one()
