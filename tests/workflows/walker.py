"""A run walked through its drawing without a database: pruned, stored and loaded again after every move."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition

from engine.workflow import task_list
from engine.workflow.catalogue import Catalogue
from engine.workflow.pruning import prune

MANY_ROUNDS = 50
Name = tuple[str, str]
"""A step, message or timer, and the key that tells parallel runs of one drawing apart (empty where there is one)."""


@dataclass
class Dates:
    """Stands for the planned timers of a run; a timer without a date never comes."""

    today: int = 0
    due: dict[Name, int] = field(default_factory=dict)

    def take(self, name: str, key: str) -> bool:
        """Whether the day has come; a timer that has come is used up, as in `Context.take`."""
        if self.due.get((name, key), self.today + 1) > self.today:
            return False
        del self.due[name, key]
        return True


@dataclass
class Walk:
    """One run, kept as the house keeps it; `start` is its first task data.

    A run that is not `kept` stays in memory and forgets nothing: what a kept one is measured against.
    """

    catalogue: Catalogue
    process_id: str
    kept: bool = True
    start: Mapping[str, Any] = field(default_factory=dict)
    dates: Dates = field(default_factory=Dates)
    trail: list[Name] = field(default_factory=list)
    thrown: list[str] = field(default_factory=list)
    size: int = 0
    _open_tasks: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        spec_hash = self.catalogue.current[self.process_id]
        self.case: Any = BpmnWorkflow(*self.catalogue._specs[spec_hash], script_engine=self.catalogue.engine)
        self.case.spec_hash = spec_hash
        first = self.case.get_next_task(state=TaskState.READY)
        first.data.update({"application_id": 1, "standing": "open", **self.start})
        self.move()

    @property
    def has_ended(self) -> bool:
        return bool(self.case.completed)

    def move(self) -> None:
        """Everything that needs no person has run, alarms included."""
        self._settle(self.dates)

    def complete(self, step: str, facts: Mapping[str, Any] | None = None, *, key: str = "", **case_facts: Any) -> None:
        """The person of this step is done with it."""
        (task,) = [t for t in self._open_tasks if name_of(t) == (step, key)] or [None]
        assert task, f"{step} {key} is not open after {self.trail}"
        task.data[step] = dict(facts or {"done": True})
        task.data.update(case_facts)
        task.run()
        self.trail.append((step, key))
        self.move()

    def receive(self, message: str, key: str = "") -> None:
        """Who waits for the message under this key has it (all, without one); it goes before any alarm."""
        event = BpmnEvent(MessageEventDefinition(message), payload={})
        waiting = [t for t in self.case.event_manager.tasks.values() if t.task_spec.catches(t, event)]
        catching = [task for task in waiting if key in ("", name_of(task)[1])]
        assert catching, f"nobody waits for {message} {key} after {self.trail}"
        self.case.context = Dates()
        for task in catching:
            task.task_spec.catch(task, event)
            task.task_spec._update(task)
        self.trail.append((message, key))
        self._settle(Dates())

    def open_steps(self) -> list[Name]:
        """The steps that people can take now."""
        return sorted(name_of(task) for task in self._open_tasks)

    def awaited_messages(self) -> list[Name]:
        """The messages that the run waits for."""
        events = task_list._awaited(self.case)
        return sorted((e.name, name_of(task)[1]) for task, e in events if isinstance(e, MessageEventDefinition))

    def awaited_timers(self) -> list[Name]:
        """The timers that the run waits for."""
        return sorted(task_list.awaited_timers(self.case))

    def state(self) -> list[Any]:
        """All that the house sees of the run: open steps with lane and data, awaited messages and timers."""
        tasks = [(name_of(task), task.task_spec.lane, task.data) for task in self._open_tasks]
        tasks.sort(key=lambda task: task[0])
        return [tasks, self.awaited_messages(), self.awaited_timers(), self.has_ended, self.thrown]

    def _settle(self, dates: Dates) -> None:
        self.case.context = dates
        for _ in range(MANY_ROUNDS):
            self.case.refresh_timers()
            self.case.do_engine_steps()
            self._open_tasks = self._ready_tasks()
            if all(task.task_spec.manual for task in self._open_tasks):
                break
        else:
            raise AssertionError(f"the run does not come to rest after {self.trail}")
        self.thrown += [event.event_definition.name for event in self.case.get_events()]
        if self.kept:
            body = self.catalogue.serializer.dump(prune(self.case))
            self.size = max(self.size, len(body))
            self.case = self.catalogue.serializer.load(body)
            self._open_tasks = list(self.case.get_tasks(state=TaskState.READY))

    def _ready_tasks(self) -> list[Any]:
        """Without walking through all that is finished, of which a run in memory has much."""
        scopes = [self.case, *self.case.get_active_subprocesses()]
        return [task for scope in scopes for task in scope.tasks.values() if task.state == TaskState.READY]


def name_of(task: Any) -> Name:
    """The step of the drawing, and the key of its run."""
    return task.task_spec.bpmn_id, str(task.data.get("key", ""))
