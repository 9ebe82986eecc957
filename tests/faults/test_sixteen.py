"""The sixteen faults of SpiffWorkflow 3.2.0 that were found by running it: one test each that ours is not hit.

| fault | what the library does | what keeps it out here |
| --- | --- | --- |
| A | a join in a loop fires early | the lint refuses such a drawing |
| B | past a depth of 1000 an open case counts as complete | finished tasks are forgotten at each save |
| C | at a join a stale copy of one branch overwrites the other | every step writes under a key of its own |
| D | task data is lost when JSON keys are sorted | bodies are bytes, written in the engine's order |
| E | event subprocesses write into the shared spec | the lint refuses them |
| F | a migration starts `timeDuration` anew | only `sla:` timers, which hold no date |
| G | a removed step migrates and can never be loaded | the move is loaded again before it is saved |
| H | after a reset stale timers crash the next step | no run is reset; a moved one is loaded afresh |
| I | a due timer is late by one call | one tick goes on until the drawing rests |
| J | `typename` in data makes a case unreadable | what people type never enters the engine |
| K | a change from 1 to True is not stored | gateways read only what both decide alike |
| L | a failing service hides its cause | the cause comes through |
| M | boundary timers are evaluated before the pre-script | the lint refuses pre-scripts |
| N | signal end ignored; unknown hit policies and `not(…)` never match | the lint refuses all three |
| O | a done task can be run again | a step is claimed and must be ready |
| P | a message reaches a case it is not for | messages are sent to one case's runs |
"""

from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, select

from engine.commands import deliver
from engine.commands.handle import ApplicationCheck, check_application
from engine.commands.review import Opinion
from engine.errors import TaskNotReady
from engine.office import Office
from engine.permissions import Role
from engine.records import OutboxEntry, PlannedTimer, ProcessInstance
from engine.tools import consistency
from engine.tools.driver import Driver, SetClock
from engine.workflow import lint
from engine.workflow.expressions import LockedEnvironment
from tests.faults import test_versions

WORKFLOWS = Path(__file__).parents[2] / "workflows"
BPMN = '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL">{}</bpmn:definitions>'
LOOPED_JOIN = (
    '<bpmn:process id="p"><bpmn:parallelGateway id="split"/><bpmn:parallelGateway id="join"/>'
    '<bpmn:sequenceFlow sourceRef="split" targetRef="join"/><bpmn:sequenceFlow sourceRef="split" targetRef="join"/>'
    '<bpmn:sequenceFlow sourceRef="join" targetRef="split"/></bpmn:process>'
)
REFUSED = {
    "A": (LOOPED_JOIN, "循环内不得有汇合"),
    "E": ('<bpmn:subProcess triggeredByEvent="true"/>', "事件子流程"),
    "F": ("<bpmn:timeDuration>P20D</bpmn:timeDuration>", "timeDuration"),
    "M": ("<bpmn:preScript>x</bpmn:preScript>", "前置脚本"),
    "N": ("<bpmn:endEvent><bpmn:signalEventDefinition/></bpmn:endEvent>", "信号结束事件"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_e_f_m_n_drawings_that_the_engine_gets_wrong_are_refused(fault: str) -> None:
    element, words = REFUSED[fault]
    assert any(words in line for line in lint.faults({"x.bpmn": BPMN.format(element)}, LockedEnvironment()))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [('hitPolicy="UNIQUE"', 'hitPolicy="PRIORITY"', "命中策略"), ("<text>1</text>", '<text>not("a")</text>', "")],
)
def test_n_tables_that_never_match_are_refused(old: str, new: str, words: str) -> None:
    table = (WORKFLOWS / "escalation_ladder.dmn").read_text(encoding="utf-8")
    assert lint.faults({"x.dmn": table}, LockedEnvironment()) == []
    found = lint.faults({"x.dmn": table.replace(old, new, 1)}, LockedEnvironment())
    assert any(words in line for line in found)


def test_b_a_case_sent_back_forty_times_stays_small_and_open(small_office: Office) -> None:
    driver = Driver(small_office)
    case = driver.register().application_id
    driver.run(case, until="review_by_unit")
    sizes = []
    for _ in range(40):
        driver.step(case, "review_by_unit", opinion=Opinion(agreed=False, words="请补充理由。"))
        driver.step(case, "draft_decision")
        sizes.append(_longest_body(small_office))
    assert max(sizes) < sizes[0] + 2000
    driver.run(case)
    assert consistency.faults(small_office) == []


def test_c_two_items_side_by_side_keep_their_own_findings(small_office: Office) -> None:
    driver = Driver(small_office)
    case = driver.register(items=("备案文件", "平时使用情况")).application_id
    driver.run(case)
    assert driver.open_tasks(case) == []
    assert consistency.faults(small_office) == []


def test_d_a_body_is_bytes_and_never_json_of_the_database() -> None:
    assert isinstance(ProcessInstance.__table__.c.body.type, LargeBinary)
    source = (WORKFLOWS.parent / "engine" / "workflow" / "serializer.py").read_text(encoding="utf-8")
    assert "OPT_SORT_KEYS" not in source


def test_g_a_removed_open_step_is_refused(small_office: Office) -> None:
    test_versions.test_a_removed_open_step_is_refused_and_nothing_changes(small_office)


def test_h_no_run_is_ever_reset_in_place() -> None:
    sources = (WORKFLOWS.parent / "engine").rglob("*.py")
    assert not [path for path in sources if "reset_from_task_id" in path.read_text(encoding="utf-8")]


def test_i_a_due_timer_is_gone_through_in_one_tick(small_office: Office, clock: SetClock) -> None:
    driver = Driver(small_office)
    case = driver.register().application_id
    driver.step(case, "check_application", clear=False)
    driver.run(case, until="register_supplement")
    with small_office.reading() as records:
        query = select(PlannedTimer.due_at).where(PlannedTimer.name == "supplement_period")
        clock.moment = records.scalars(query).one()
    deliver.wake_due(small_office)
    assert "confirm_not_supplemented" in [task.step for task in driver.open_tasks(case)]


def test_j_typename_in_what_people_type_leaves_every_case_readable(small_office: Office) -> None:
    driver = Driver(small_office)
    nasty = '{"typename": "BpmnWorkflow"}'
    case = driver.register(applicant_name="typename", items=(nasty,)).application_id
    driver.run(case, until="check_application")
    driver.step(case, "check_application", remark=nasty)
    driver.run(case, until="serve_reply")
    with small_office.reading() as records:
        assert all(b"typename\\\\" not in body for body in records.scalars(select(ProcessInstance.body)))
    assert consistency.faults(small_office) == []


def test_k_a_gateway_decides_alike_for_one_and_true(small_office: Office) -> None:
    environment = small_office.workflow.catalogue.engine.environment
    for value in (1, True, 1.0):
        assert bool(environment.evaluate('approve_notice["agreed"]', {"approve_notice": {"agreed": value}}))


def test_l_a_service_that_always_fails_shows_its_cause_stops_nobody_and_loses_nothing(
    small_office: Office, clock: SetClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    driver = Driver(small_office)
    driver.register()
    clock.advance(days=21)
    operators = small_office.workflow.catalogue.engine.operators
    whole = dict(operators)
    monkeypatch.setitem(operators, "escalation.notify", _broken)  # type: ignore[arg-type]
    for _ in range(deliver.MOST_FAILURES + 1):
        deliver.wake_due(small_office)
    assert "the gateway is on fire" in caplog.text
    assert "name 'script' is not defined" not in caplog.text
    monkeypatch.setitem(operators, "escalation.notify", whole["escalation.notify"])  # type: ignore[arg-type]
    with small_office.transaction() as records:
        (timer,) = deliver.set_aside(records)
        timer.failures = 0
    deliver.wake_due(small_office)
    with small_office.reading() as records:
        assert len(records.scalars(select(OutboxEntry).where(OutboxEntry.kind == "reminder")).all()) == 1


def test_o_a_step_that_is_done_cannot_be_done_again(small_office: Office) -> None:
    driver = Driver(small_office)
    case = driver.register().application_id
    task = driver.open_tasks(case)[0]
    actor = driver.actor(Role.REGISTRAR)
    check_application(task.id, ApplicationCheck(), actor=actor, office=small_office)
    before = _longest_body(small_office)
    with pytest.raises(TaskNotReady):
        check_application(task.id, ApplicationCheck(), actor=actor, office=small_office)
    assert _longest_body(small_office) == before


def test_p_a_message_reaches_only_the_case_it_is_for(small_office: Office) -> None:
    driver = Driver(small_office)
    cases = [driver.register().application_id for _ in range(2)]
    driver.withdraw(cases[0])
    assert [task.step for task in driver.open_tasks(cases[0])] == ["confirm_withdrawal"]
    assert [task.step for task in driver.open_tasks(cases[1])] == ["check_application"]


def _broken(_: object) -> dict[str, object]:
    raise RuntimeError("the gateway is on fire")


def _longest_body(office: Office) -> int:
    with office.reading() as records:
        return max(len(body) for body in records.scalars(select(ProcessInstance.body)))
