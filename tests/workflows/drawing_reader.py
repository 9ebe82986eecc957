"""Reads a drawing as a person sees it: nodes, lanes and flows with their places on the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from lxml import etree

WORKFLOWS = Path(__file__).resolve().parents[2] / "workflows"
DRAWINGS = sorted(WORKFLOWS.glob("*.bpmn"))

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"

NODE_KINDS = {
    "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "userTask",
    "manualTask", "serviceTask", "businessRuleTask", "sendTask", "receiveTask", "scriptTask", "task", "callActivity",
    "subProcess", "transaction", "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway",
}  # fmt: skip

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle on the page."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> Point:
        return (self.x + self.width / 2, self.y + self.height / 2)

    def holds(self, other: Box) -> bool:
        """Whether the other lies wholly inside."""
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom

    def overlaps(self, other: Box) -> bool:
        """Whether the two share an area; touching edges do not count."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def has_on_border(self, point: Point) -> bool:
        """Whether the point lies on the edge."""
        x, y = point
        within = self.x <= x <= self.right and self.y <= y <= self.bottom
        return within and (x in (self.x, self.right) or y in (self.y, self.bottom))


@dataclass(frozen=True)
class Node:
    """A task, gateway or event."""

    id: str
    kind: str
    name: str
    documentation: str
    box: Box | None
    label: Box | None
    element: etree._Element

    @property
    def is_gateway(self) -> bool:
        return self.kind.endswith("Gateway")

    @property
    def is_event(self) -> bool:
        return self.kind.endswith("Event")


@dataclass(frozen=True)
class Lane:
    """The band of one role."""

    id: str
    name: str
    members: tuple[str, ...]
    box: Box | None


@dataclass(frozen=True)
class Flow:
    """An arrow with the corners it runs through."""

    id: str
    name: str
    source: str
    target: str
    points: tuple[Point, ...]
    label: Box | None

    def segments(self) -> Iterator[tuple[Point, Point]]:
        """The straight pieces, from source to target."""
        return pairwise(self.points)


class Drawing:
    """One file of `workflows/`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root = etree.parse(path).getroot()
        self.process = self.root.find(BPMN + "process")
        self._shapes = {s.get("bpmnElement"): s for s in self.root.iter(BPMNDI + "BPMNShape")}
        self._edges = {e.get("bpmnElement"): e for e in self.root.iter(BPMNDI + "BPMNEdge")}
        self.nodes = {n.id: n for n in map(self._node, self.process.iter()) if n is not None}
        self.lanes = [self._lane(lane) for lane in self.process.iter(BPMN + "lane")]
        self.flows = [self._flow(flow) for flow in self.process.iter(BPMN + "sequenceFlow")]

    @property
    def id(self) -> str:
        return str(self.process.get("id"))

    def pool(self) -> Box | None:
        """The frame around all lanes."""
        participant = self.root.find(f"{BPMN}collaboration/{BPMN}participant")
        return None if participant is None else _bounds(self._shapes.get(participant.get("id")))

    def lane_of(self, node_id: str) -> Lane:
        """The one lane that names the node."""
        (lane,) = [lane for lane in self.lanes if node_id in lane.members]
        return lane

    def flows_from(self, node_id: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.source == node_id]

    def flows_to(self, node_id: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.target == node_id]

    def next_nodes(self, node_id: str) -> list[str]:
        """Where the course may go from a node: along its flows, and out of its boundary events."""
        attached = [n.id for n in self.nodes.values() if n.element.get("attachedToRef") == node_id]
        return [flow.target for flow in self.flows_from(node_id)] + attached

    def reach(self, node_id: str) -> set[str]:
        """The node and everything that may follow it."""
        seen, todo = set(), [node_id]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo += self.next_nodes(node)
        return seen

    def _node(self, element: etree._Element) -> Node | None:
        kind = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if kind not in NODE_KINDS:
            return None
        shape = self._shapes.get(element.get("id"))
        return Node(
            id=element.get("id"),
            kind=kind,
            name=element.get("name", ""),
            documentation=(element.findtext(BPMN + "documentation") or "").strip(),
            box=_bounds(shape),
            label=_label(shape),
            element=element,
        )

    def _lane(self, element: etree._Element) -> Lane:
        members = tuple((ref.text or "").strip() for ref in element.iter(BPMN + "flowNodeRef"))
        return Lane(element.get("id"), element.get("name", ""), members, _bounds(self._shapes.get(element.get("id"))))

    def _flow(self, element: etree._Element) -> Flow:
        edge = self._edges.get(element.get("id"))
        corners = () if edge is None else edge.iterfind(DI + "waypoint")
        return Flow(
            id=element.get("id"),
            name=element.get("name", ""),
            source=element.get("sourceRef"),
            target=element.get("targetRef"),
            points=tuple((float(p.get("x")), float(p.get("y"))) for p in corners),
            label=_label(edge),
        )


def _bounds(shape: etree._Element | None) -> Box | None:
    bounds = None if shape is None else shape.find(DC + "Bounds")
    return None if bounds is None else Box(*(float(bounds.get(key)) for key in ("x", "y", "width", "height")))


def _label(shape: etree._Element | None) -> Box | None:
    label = None if shape is None else shape.find(BPMNDI + "BPMNLabel")
    return _bounds(label)
