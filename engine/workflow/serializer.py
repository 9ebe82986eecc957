"""Engine state as bytes: one shared spec under its hash, the case body without it."""

import hashlib
import json
import uuid
from collections.abc import Callable
from typing import Any

import orjson
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.default import TimerConditionalEventDefinitionConverter
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG

from engine.workflow.timers import SlaTimer

Specs = tuple[Any, dict[str, Any]]
FindSpecs = Callable[[str], Specs]


class StateSerializer:
    """Dumps a case without its spec and loads it onto the shared spec that its hash names."""

    def __init__(self, find_specs: FindSpecs, script_engine: Any) -> None:
        converter = type(
            "LeanWorkflowConverter",
            (LeanWorkflowConverter,),
            {"find_specs": staticmethod(find_specs), "script_engine": script_engine},
        )
        self._serializer = BpmnWorkflowSerializer(
            BpmnWorkflowSerializer.configure(
                {**SPIFF_CONFIG, BpmnWorkflow: converter, SlaTimer: TimerConditionalEventDefinitionConverter}
            )
        )

    @property
    def registry(self) -> Any:
        """What turns specs into plain values, for comparing two of them."""
        return self._serializer.registry

    def dump(self, workflow: Any) -> bytes:
        """The case as JSON bytes, keys in the order the engine needs (never to be sorted)."""
        state = {**self._serializer.to_dict(workflow), "serializer_version": self._serializer.VERSION}
        return orjson.dumps(
            state,
            default=self._serializer.registry.convert,
            option=orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS,
        )

    def load(self, body: bytes) -> Any:
        """The case, ready to go on."""
        state = orjson.loads(body)
        self._serializer.migrate(state)
        return self._serializer.from_dict(state)

    def hash_of(self, specs: Specs) -> str:
        """The name of one version: equal exactly when everything the engine reads is equal."""
        spec, called = specs
        everything = {
            "serializer": self._serializer.VERSION,
            "spec": self._serializer.to_dict(spec),
            "called": {name: self._serializer.to_dict(sub) for name, sub in sorted(called.items())},
        }
        text = json.dumps(everything, sort_keys=True, default=self._serializer.registry.convert)
        return hashlib.sha256(text.encode()).hexdigest()


class LeanWorkflowConverter(BpmnWorkflowConverter):  # type: ignore[misc]
    """Stores the spec's hash instead of the spec."""

    find_specs: FindSpecs
    script_engine: Any

    def to_dict(self, workflow: Any) -> dict[str, Any]:
        state: dict[str, Any] = super(BpmnWorkflowConverter, self).to_dict(workflow)
        state["spec_hash"] = workflow.spec_hash
        state["subprocesses"] = self.mapping_to_dict(workflow.subprocesses)
        state["bpmn_events"] = self.registry.convert(workflow.bpmn_events)
        return state

    def from_dict(self, state: dict[str, Any]) -> Any:
        spec, called = self.find_specs(state["spec_hash"])
        workflow = self.target_class(spec, called, deserializing=True, script_engine=self.script_engine)
        workflow.spec_hash = state["spec_hash"]
        workflow.tasks = self.mapping_from_dict(state["tasks"], uuid.UUID, workflow=workflow)
        workflow.task_tree = workflow.tasks[uuid.UUID(state["root"])]
        self.set_default_attributes(workflow, state)
        self.subprocesses_from_dict(state["subprocesses"], workflow)
        workflow.bpmn_events = self.registry.restore(state.pop("bpmn_events", []))
        return workflow
