"""The drawings and tables as people read them: the steps with their law, the rows with their articles."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.office import Office
from engine.records import ProcessVersion

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
PROCESS_ORDER = ("handle_application", "answer_application", "review_reply", "escalate_deadline")

KINDS = {
    "userTask": "人工步骤",
    "serviceTask": "系统步骤",
    "businessRuleTask": "查决策表",
    "callActivity": "另一张图",
    "startEvent": "开始",
    "endEvent": "结束",
    "intermediateCatchEvent": "等待",
    "boundaryEvent": "中断",
    "exclusiveGateway": "判断",
    "eventBasedGateway": "等候先到者",
}


@dataclass(frozen=True)
class Step:
    """One element of a drawing: what it is called, who does it, what the law or rule says of it."""

    id: str
    name: str
    kind: str
    lane: str
    documentation: str
    calls: str
    following: tuple[str, ...]

    @property
    def kind_label(self) -> str:
        """The kind in Chinese."""
        return KINDS[self.kind]


@dataclass(frozen=True)
class Drawing:
    """One process: its name, its purpose, its elements from left to right."""

    id: str
    name: str
    documentation: str
    steps: tuple[Step, ...]
    source: str

    def step(self, step_id: str) -> Step | None:
        """The element of this id."""
        return next((step for step in self.steps if step.id == step_id), None)


def drawings_of(sources: Mapping[str, str]) -> tuple[Drawing, ...]:
    """Every drawing of one set of sources, the main course first."""
    found = [drawing(text) for name, text in sources.items() if name.endswith(".bpmn")]
    return tuple(sorted(found, key=lambda each: _rank(each.id)))


def current(office: Office) -> tuple[Drawing, ...]:
    """The drawings that new cases follow."""
    return drawings_of(office.workflow.catalogue.sources)


def current_drawing(process_id: str, office: Office) -> Drawing:
    """The drawing of this name; NotFound when there is none."""
    for each in current(office):
        if each.id == process_id:
            return each
    raise NotFound("没有这张流程图。")


def sources_of(records: Session, spec_hash: str, office: Office) -> Mapping[str, str]:
    """The drawings of the version that a case runs on."""
    catalogue = office.workflow.catalogue
    if spec_hash in catalogue.current.values():
        return catalogue.sources
    stored: Mapping[str, str] = json.loads(records.get_one(ProcessVersion, spec_hash).sources)
    return stored


def step_names(office: Office) -> dict[str, str]:
    """Id → name of every human step of the current drawings."""
    return {step.id: step.name for each in current(office) for step in each.steps if step.kind == "userTask"}


def law_of_step(step_id: str, sources: Mapping[str, str]) -> str:
    """What the drawing says the law asks at this step."""
    steps = (each.step(step_id) for each in drawings_of(sources))
    return next((step.documentation for step in steps if step is not None), "")


@lru_cache(maxsize=64)
def drawing(source: str) -> Drawing:
    """The drawing of this XML."""
    root = etree.fromstring(source.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    process = root.find(f"{BPMN}process")
    lanes = {
        (node.text or "").strip(): lane.get("name", "")
        for lane in process.iter(f"{BPMN}lane")
        for node in lane.iter(f"{BPMN}flowNodeRef")
    }
    places = {
        shape.get("bpmnElement"): float(shape.find(f"{DC}Bounds").get("x")) for shape in root.iter(f"{DI}BPMNShape")
    }
    flows = [(flow.get("sourceRef"), flow.get("targetRef")) for flow in process.iter(f"{BPMN}sequenceFlow")]
    steps = [_step(node, lanes, flows) for node in process if etree.QName(node).localname in KINDS]
    steps.sort(key=lambda step: places.get(step.id, 0.0))
    return Drawing(process.get("id"), process.get("name", ""), _documentation(process), tuple(steps), source)


def _step(node: Any, lanes: Mapping[str, str], flows: Sequence[tuple[str, str]]) -> Step:
    return Step(
        id=node.get("id"),
        name=node.get("name", ""),
        kind=etree.QName(node).localname,
        lane=lanes.get(node.get("id"), ""),
        documentation=_documentation(node),
        calls=node.get("calledElement", ""),
        following=tuple(target for source, target in flows if source == node.get("id")),
    )


def _documentation(node: Any) -> str:
    return (node.findtext(f"{BPMN}documentation") or "").strip()


def _rank(process_id: str) -> tuple[int, str]:
    known = PROCESS_ORDER.index(process_id) if process_id in PROCESS_ORDER else len(PROCESS_ORDER)
    return known, process_id
