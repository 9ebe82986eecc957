"""Timer events drawn as `sla:NAME`: they store no date and ask the clock each time."""

from typing import Any, ClassVar

from SpiffWorkflow.bpmn.parser.util import first, full_tag
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent, IntermediateCatchEvent
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.util import PendingBpmnEvent
from SpiffWorkflow.spiff.parser.event_parsers import SpiffBoundaryEventParser, SpiffIntermediateCatchEventParser
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser

PREFIX = "sla:"


class SlaTimer(TimerEventDefinition):  # type: ignore[misc]
    """Fires when the planned timer of this process instance, NAME and key is due."""

    def key(self, task: Any) -> str:
        """The task-data value that tells parallel runs of one process apart; empty where there is one run."""
        return str(task.data.get("key", ""))

    def has_fired(self, task: Any) -> bool:
        if not task.internal_data.get("event_fired"):
            context = task.workflow.top_workflow.context
            task.internal_data["event_fired"] = context.take(self.expression, self.key(task))
        return bool(task.internal_data["event_fired"])

    def details(self, task: Any) -> PendingBpmnEvent:
        return PendingBpmnEvent(self.name, "SlaTimer", self.expression)


def _sla_timer(parser: Any) -> SlaTimer | None:
    node = first(parser.xpath(".//bpmn:timeDate"))
    text = (node.text or "").strip() if node is not None else ""
    return SlaTimer(parser.node.get("id"), text.removeprefix(PREFIX)) if text.startswith(PREFIX) else None


class SlaBoundaryParser(SpiffBoundaryEventParser):  # type: ignore[misc]
    """Boundary timers whose date reads `sla:NAME`."""

    def parse_timer_event(self, event: Any) -> Any:
        return _sla_timer(self) or super().parse_timer_event(event)


class SlaCatchParser(SpiffIntermediateCatchEventParser):  # type: ignore[misc]
    """Catch events whose date reads `sla:NAME`."""

    def parse_timer_event(self, event: Any) -> Any:
        return _sla_timer(self) or super().parse_timer_event(event)


class DrawingParser(SpiffBpmnParser):  # type: ignore[misc]
    """Reads our drawings: the stock parser plus `sla:` timers."""

    OVERRIDE_PARSER_CLASSES: ClassVar = {
        **SpiffBpmnParser.OVERRIDE_PARSER_CLASSES,
        full_tag("boundaryEvent"): (SlaBoundaryParser, BoundaryEvent),
        full_tag("intermediateCatchEvent"): (SlaCatchParser, IntermediateCatchEvent),
    }
