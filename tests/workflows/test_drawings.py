"""Every drawing explains itself: names, citations, lanes, and a course that can be followed to its end."""

import re

import pytest

from engine.permissions import Role
from engine.workflow.services import OPERATORS
from tests.workflows.drawing_reader import BPMN, DRAWINGS, WORKFLOWS, Drawing

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
CITATION = re.compile(
    r"(《[^》]+》第\d+条(之[一二三])?(第\d+款)?(第（[一二三四五六七八九十]+）项)?([、至](《[^》]+》)?第\d+条(第\d+款)?(第（[一二三四五六七八九十]+）项)?)*"
    r"|国办[\u4e00-\u9fff]*〔\d{4}〕\d+号|内部规定：[\u4e00-\u9fff]+)。"
)
MOST_NODES = 20
SHORTEST_ADVICE = 10
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"
CALLED_DECISION = SPIFF + "calledDecisionId"
EXPECTED = {
    "handle_application", "receive_application", "answer_application", "request_supplement", "review_item",
    "consult_others", "consult_third_parties", "consult_third_party", "consult_co_makers", "consult_co_maker",
    "issue_letter", "review_reply", "extend_reply", "consult_unit", "escalate_deadline", "urge_case", "return_letter",
    "examine_items", "ask_reasons", "collect_fee", "correct_record", "spot_answer",
    "defend_reconsideration", "defend_litigation", "defend_complaint", "watch_defence", "answer_again",
    "prepare_annual_report", "watch_annual_report", "answer_transfer",
}  # fmt: skip
MESSAGES = {
    "withdrawn", "supplement_arrived", "opinion_arrived", "letter_frozen", "reply_frozen", "deadline_settled",
    "merits_closed", "reasons_arrived", "fee_arrived", "answered_jointly",
    "defence_settled", "report_settled",
}  # fmt: skip
TIMERS = {
    "next_rung", "supplement_period", "opinion_window", "unit_answer", "reasons_period", "fee_period",
    "defence_reminder", "report_rung", "platform_answer",
}  # fmt: skip
LETTER_ISSUED = 'approve_notice["agreed"] and (notice_signer != "deputy_leader" or sign_notice["agreed"])'


@pytest.fixture(params=DRAWINGS, ids=lambda path: path.stem)
def drawing(request: pytest.FixtureRequest) -> Drawing:
    return Drawing(request.param)


def test_the_drawings_of_the_whole_course_are_there() -> None:
    assert {path.stem for path in DRAWINGS} >= EXPECTED


def test_one_process_per_file_named_like_the_file(drawing: Drawing) -> None:
    assert len(drawing.root.findall(BPMN + "process")) == 1
    assert drawing.id == drawing.path.stem
    assert drawing.process.get("isExecutable") == "true"


def test_every_id_is_snake_case_and_used_once(drawing: Drawing) -> None:
    ids = drawing.root.xpath("//@id")
    engine_names = set(drawing.root.xpath('//*[local-name()="serviceTaskOperator" or local-name()="parameter"]/@id'))
    assert [i for i in ids if not SNAKE_CASE.fullmatch(i) and i not in engine_names] == []
    own = [i for i in ids if i not in engine_names]
    assert len(own) == len(set(own))


def test_every_element_has_a_chinese_name(drawing: Drawing) -> None:
    named = [drawing.process, *(node.element for node in drawing.nodes.values()), *drawing.process.iter(BPMN + "lane")]
    assert [e.get("id") for e in named if not CHINESE.search(e.get("name", ""))] == []


def test_no_step_is_named_after_who_does_it(drawing: Drawing) -> None:
    labels = {role.label for role in Role}
    assert [node.id for node in drawing.nodes.values() if node.name in labels] == []


def test_every_gateway_asks_a_question_and_labels_its_answers(drawing: Drawing) -> None:
    for node in drawing.nodes.values():
        if node.is_gateway:
            assert node.name.endswith("？"), node.id
            assert [flow.id for flow in drawing.flows_from(node.id) if not flow.name] == []


def test_every_exclusive_gateway_has_one_way_without_condition_and_it_is_the_default(drawing: Drawing) -> None:
    for node in drawing.nodes.values():
        if node.kind == "exclusiveGateway":
            flows = [e for e in drawing.process.iter(BPMN + "sequenceFlow") if e.get("sourceRef") == node.id]
            unconditional = [e.get("id") for e in flows if e.find(BPMN + "conditionExpression") is None]
            assert unconditional == [node.element.get("default")], node.id


def test_what_is_not_agreed_expressly_is_sent_back(drawing: Drawing) -> None:
    """The default of every question about consent is the cautious answer."""
    for flow in drawing.process.iter(BPMN + "sequenceFlow"):
        condition = flow.findtext(BPMN + "conditionExpression") or ""
        if "agreed" in condition and condition != LETTER_ISSUED:
            assert re.fullmatch(r'[a-z_]+\["agreed"\]', condition), flow.get("id")
            asked = condition.split("[")[0]
            assert asked in {f.source for f in drawing.flows_to(flow.get("sourceRef"))}, "asks the step just done"


def test_whoever_calls_for_a_letter_asks_at_once_whether_it_went_out(drawing: Drawing) -> None:
    """The signers of this very round are asked; a letter sent back is the default."""
    for call in drawing.process.iter(BPMN + "callActivity"):
        if call.get("calledElement") == "issue_letter":
            (asks,) = drawing.next_nodes(call.get("id"))
            default = drawing.nodes[asks].element.get("default")
            (issued,) = [f for f in drawing.process.iter(BPMN + "sequenceFlow") if f.get("sourceRef") == asks
                         and f.get("id") != default]  # fmt: skip
            assert issued.findtext(BPMN + "conditionExpression") == LETTER_ISSUED


def test_what_runs_several_times_at_once_is_told_apart_by_its_key(drawing: Drawing) -> None:
    """Each run gets `key` and nothing else of the case, and gives back one value under that key."""
    for several in drawing.process.iter(BPMN + "multiInstanceLoopCharacteristics"):
        call = several.getparent()
        assert several.get("isSequential") is None
        assert several.find(BPMN + "inputDataItem").get("id") == "key"
        called = Drawing(WORKFLOWS / f"{call.get('calledElement')}.bpmn")
        assert [i.get("id") for i in called.process.iterfind(f"{BPMN}ioSpecification/{BPMN}dataInput")] == ["key"]
        declared = {p.get("id") for p in drawing.process.iterfind(BPMN + "property")}
        assert {several.findtext(BPMN + "loopDataInputRef"), several.findtext(BPMN + "loopDataOutputRef")} <= declared
        first_step = called.next_nodes(next(n.id for n in called.nodes.values() if n.kind == "startEvent"))
        assert [several.find(BPMN + "outputDataItem").get("id")] == first_step, "what every run has, however it ends"


def test_what_runs_several_times_at_once_is_never_gone_into_again(drawing: Drawing) -> None:
    """The engine refuses some second rounds of a multi-instance call; the drawings have none."""
    for several in drawing.process.iter(BPMN + "multiInstanceLoopCharacteristics"):
        call = several.getparent().get("id")
        assert not any(call in drawing.reach(node) for node in drawing.next_nodes(call))


def test_no_error_is_sent_where_several_run_at_once() -> None:
    """The engine hands an error event to every waiting boundary of that code, in the other runs too."""
    drawings = {path.stem: Drawing(path) for path in DRAWINGS}
    several = {e.getparent().get("calledElement") for drawing in drawings.values()
               for e in drawing.process.iter(BPMN + "multiInstanceLoopCharacteristics")}  # fmt: skip
    assert several == {"review_item", "consult_third_party", "consult_co_maker"}
    below = set(several)
    while more := {name for parent in below for name in _called(drawings[parent])} - below:
        below |= more
    assert [name for name in below if _ends_in_error(drawings[name])] == []


def test_messages_and_timers_are_those_that_the_house_knows() -> None:
    roots = [Drawing(path).root for path in DRAWINGS]
    timers = {(date.text or "").strip() for root in roots for date in root.iter(BPMN + "timeDate")}
    assert {message.get("name") for root in roots for message in root.iter(BPMN + "message")} == MESSAGES
    assert timers == {f"sla:{name}" for name in TIMERS}


def test_operators_are_those_that_the_house_offers() -> None:
    roots = [Drawing(path).root for path in DRAWINGS]
    assert {e.get("id") for root in roots for e in root.iter(SPIFF + "serviceTaskOperator")} == set(OPERATORS)


def test_documentation_begins_with_its_citation_and_goes_on_in_a_sentence(drawing: Drawing) -> None:
    texts = {drawing.id: (drawing.process.findtext(BPMN + "documentation") or "").strip()}
    texts |= {node.id: node.documentation for node in drawing.nodes.values()}
    for element, text in texts.items():
        citation = CITATION.match(text)
        assert citation, f"{element}: {text}"
        advice = text[citation.end() :]
        assert advice.endswith("。"), f"{element}: {text}"
        assert len(advice) >= SHORTEST_ADVICE, f"{element}: {text}"


def test_lanes_are_roles(drawing: Drawing) -> None:
    assert [lane.name for lane in drawing.lanes] == [Role(lane.id).label for lane in drawing.lanes]
    assert [lane.id for lane in drawing.lanes if not lane.members] == [], "a lane nobody works in"


def test_every_step_is_in_one_lane(drawing: Drawing) -> None:
    members = [member for lane in drawing.lanes for member in lane.members]
    assert sorted(members) == sorted(drawing.nodes)


def test_a_drawing_stays_small(drawing: Drawing) -> None:
    assert len(drawing.nodes) <= MOST_NODES


def test_every_step_can_be_reached_and_every_course_can_end(drawing: Drawing) -> None:
    (start,) = [node.id for node in drawing.nodes.values() if node.kind == "startEvent"]
    ends = {node.id for node in drawing.nodes.values() if node.kind == "endEvent"}
    assert drawing.reach(start) == set(drawing.nodes)
    assert [node for node in drawing.nodes if not drawing.reach(node) & ends] == []


def test_what_is_called_is_there(drawing: Drawing) -> None:
    called = [e.get("calledElement") for e in drawing.process.iter(BPMN + "callActivity")]
    tables = [(e.text or "").strip() for e in drawing.process.iter(CALLED_DECISION)]
    assert [name for name in called if not (WORKFLOWS / f"{name}.bpmn").exists()] == []
    assert [name for name in tables if not (WORKFLOWS / f"{name}.dmn").exists()] == []
    for kind, marker in (("businessRuleTask", CALLED_DECISION), ("serviceTask", SPIFF + "serviceTaskOperator")):
        assert [e.get("id") for e in drawing.process.iter(BPMN + kind) if e.find(f".//{marker}") is None] == []


def test_an_error_sent_by_a_called_drawing_is_caught_by_every_caller() -> None:
    drawings = {path.stem: Drawing(path) for path in DRAWINGS}
    for name, drawing in drawings.items():
        sent = set(drawing.root.xpath('//*[local-name()="error"]/@errorCode')) if _ends_in_error(drawing) else set()
        for caller in drawings.values():
            for call in caller.process.iter(BPMN + "callActivity"):
                if call.get("calledElement") == name:
                    assert sent == _caught_at(caller, call.get("id")), f"{caller.id}: {call.get('id')}"


def _called(drawing: Drawing) -> list[str]:
    return [call.get("calledElement") for call in drawing.process.iter(BPMN + "callActivity")]


def _ends_in_error(drawing: Drawing) -> bool:
    return any(end.find(BPMN + "errorEventDefinition") is not None for end in drawing.process.iter(BPMN + "endEvent"))


def _caught_at(drawing: Drawing, node_id: str) -> set[str]:
    codes = {e.get("id"): e.get("errorCode") for e in drawing.root.iter(BPMN + "error")}
    events = [n.element for n in drawing.nodes.values() if n.element.get("attachedToRef") == node_id]
    return {codes[d.get("errorRef")] for e in events for d in e.iter(BPMN + "errorEventDefinition")}
