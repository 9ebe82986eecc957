"""Start, claim, complete, message, wake: the five things the house does with a drawing."""

import copy
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.clock import Clock
from engine.errors import TaskNotReady
from engine.permissions import Actor
from engine.records import Application, OpenTask, PlannedTimer, ProcessInstance, history, holding, report_course
from engine.rules.escalation import Rung
from engine.rules.working_days import Calendar
from engine.workflow import task_list, versions
from engine.workflow.catalogue import Catalogue
from engine.workflow.pruning import prune
from engine.workflow.task_list import StepMarks
from engine.workflow.turns import require_turn

MANY_ROUNDS = 500
NO_WAY_BACK = "此后流程已有新的变化，不能再退回，请按现在的步骤办理。"


def require_step(task: OpenTask, step: str | None) -> None:
    """Nothing, if this is the step (or none is named); TaskNotReady when the command is for another one."""
    if step not in (None, task.step):
        raise TaskNotReady


@dataclass
class Context:
    """What a running drawing may ask for: the transaction, the case (None for a year's report), time and calendar."""

    records: Session
    application: Application
    clock: Clock
    calendar: Callable[[], Calendar]
    ladder: Callable[[], Sequence[Rung]]
    tasks: dict[str, OpenTask] = field(default_factory=dict)
    timers: dict[tuple[str, str], PlannedTimer] = field(default_factory=dict)
    alarms_rest: bool = False

    def take(self, name: str, key: str) -> bool:
        """Whether this planned timer has come; one that has is used up until it is dated anew."""
        timer = self.timers.get((name, key))
        if self.alarms_rest or timer is None or timer.due_at is None or timer.due_at > self.clock.now():
            return False
        timer.due_at, timer.failures = None, 0
        if timer.report_year is None:
            history.touch(self.records, self.application)
        return True


@dataclass
class Workflow:
    """The drawings at work. Every method runs inside the caller's transaction and saves what it moved."""

    catalogue: Catalogue
    clock: Clock
    calendar: Callable[[Session], Calendar]
    ladder: Callable[[Session], Sequence[Rung]]

    def start(
        self, records: Session, process_id: str, application: Application, facts: Mapping[str, Any]
    ) -> ProcessInstance:
        """A new run of the current version, advanced to its first human steps."""
        run = ProcessInstance(process_id=process_id, application_id=application.id, application=application)
        return self._start(records, run, facts)

    def start_for_year(self, records: Session, process_id: str, year: int) -> ProcessInstance:
        """The same for the report of a year, whose row is there; it belongs to no application."""
        return self._start(records, ProcessInstance(process_id=process_id, report_year=year), {"key": str(year)})

    def _start(self, records: Session, instance: ProcessInstance, facts: Mapping[str, Any]) -> ProcessInstance:
        instance.spec_hash, instance.body = self.catalogue.current[instance.process_id], b""
        spec, called = self.catalogue.specs(records, instance.spec_hash)
        case = BpmnWorkflow(spec, called, script_engine=self.catalogue.engine)
        case.spec_hash = instance.spec_hash
        records.add(instance)
        records.flush()
        case.data.update(facts)
        case.context = self._context(records, instance)
        _first_task(case).data.update(copy.deepcopy(dict(facts)))
        self._advance_and_save(records, instance, case)
        return instance

    def claim(
        self, records: Session, task_id: int, actor: Actor, *, step: str | None = None, for_signer: bool = False
    ) -> OpenTask:
        """The open step, this actor's until the transaction ends; `step` says which one the command is for.

        TaskNotReady when it is done, another's or another step; NotPermitted when the lane is none of the actor's.
        `for_signer`: it stays with whoever should do it; the actor only enters what that person signed on paper.
        """
        task = holding.hold_step(records, task_id)
        if task is None:
            raise TaskNotReady
        if step not in (None, task.step):
            raise self._out_of_turn(records, task)
        return task if for_signer else require_turn(records, task, actor, self.clock.today())

    def claim_office_step(self, records: Session, task_id: int, actor: Actor, *, step: str | None = None) -> OpenTask:
        """The same for a step of a year's report."""
        task = holding.hold_office_step(records, task_id)
        if task is None:
            raise TaskNotReady
        require_step(task, step)
        return require_turn(records, task, actor, self.clock.today())

    def complete(self, records: Session, task: OpenTask, facts: Mapping[str, Any], **case_facts: Any) -> None:
        """The step is done with these routing facts; the drawing has moved on to the next human steps.

        `case_facts` are routing facts of the whole scope, such as `standing`, that a later gateway reads by name.
        """
        instance = task.instance
        before, spec_hash = instance.body, instance.spec_hash
        case = self._load(records, instance)
        step = case.get_task_from_id(uuid.UUID(task.engine_task_id))
        if step is None or step.state != TaskState.READY or not step.task_spec.manual:
            raise TaskNotReady("这一步骤已经办结，请返回待办查看最新情况。")
        step.data[task.step] = copy.deepcopy(dict(facts))
        step.data.update(copy.deepcopy(case_facts))
        step.run()
        self._advance_and_save(records, instance, case, former=(before, spec_hash, task.step))

    def step_back(self, records: Session, instance: ProcessInstance) -> None:
        """The run stands again where it stood before its last step, or before its move to another version.

        The caller holds the case. TaskNotReady when something has happened to it since, so that there is no way back.
        """
        records.refresh(instance)
        if not instance.has_former:
            raise TaskNotReady(NO_WAY_BACK)
        instance.take_former()
        task_list.project(records, instance, self._load(records, instance), at=self.clock.now())

    def send_message(self, records: Session, application: Application, name: str, **about: Any) -> int:
        """Everybody in this case who waits for the message has received it; returns how many did.

        `about` narrows it to those whose routing facts say the same: one of several consultations, one of
        several letters.
        """
        waiting = [i for i in self.instances(records, application) if i.awaits_message(name)]
        return sum(self._deliver(records, instance, name, about) for instance in waiting)

    def send_message_to_year(self, records: Session, year: int, name: str) -> None:
        """Every run of the year's report that waits for the message has received it."""
        for instance in self.instances_of_year(records, year):
            if instance.awaits_message(name):
                self._deliver(records, instance, name, {})

    def end(self, records: Session, instance: ProcessInstance) -> None:
        """A run beside the main course is over: what it had open is closed, what it waited for will not come."""
        case = self._load(records, instance)
        case.cancel()
        instance.body = self.catalogue.serializer.dump(case)
        instance.is_running = False
        task_list.clear(records, instance)

    def wake(self, records: Session, instance: ProcessInstance) -> None:
        """The run has looked at its timers and gone through those that are due."""
        self._advance_and_save(records, instance, self._load(records, instance))

    def instances(self, records: Session, application: Application) -> list[ProcessInstance]:
        """The runs of this case that have not ended, oldest first; the case is held until the transaction ends."""
        holding.hold_case(records, application.id)
        query = select(ProcessInstance).where(
            ProcessInstance.application_id == application.id, ProcessInstance.is_running
        )
        return list(records.scalars(query.order_by(ProcessInstance.id)))

    def instances_of_year(self, records: Session, year: int) -> list[ProcessInstance]:
        """The runs of the year's report that have not ended, oldest first."""
        query = select(ProcessInstance).where(ProcessInstance.report_year == year, ProcessInstance.is_running)
        return list(records.scalars(query.order_by(ProcessInstance.id)))

    def date_years(self, records: Session) -> None:
        """The steps and reminders of every report under way are dated by the calendar as it stands."""
        report_course.date_all(records, self.ladder(records), self.calendar(records))

    def differences(self, records: Session, instance: ProcessInstance) -> list[str]:
        """Where the rows beside a run say something else than the engine; empty when all is well."""
        return task_list.differences(records, instance, self._load(records, instance))

    def path(self, records: Session, instance: ProcessInstance) -> StepMarks:
        """Which elements of the drawing are done, open and waited at, for the picture on the case page."""
        return task_list.marks(self._load(records, instance))

    def objections(self, records: Session, instance: ProcessInstance) -> list[str]:
        """Why this run must not be moved to the current version; empty when it may be. Nothing is changed."""
        return self._on_current(records, instance)[0]

    def migrate(self, records: Session, instance: ProcessInstance) -> list[str]:
        """The run goes on on the current version; otherwise why not, and it stays as it is."""
        if instance.application_id is not None:
            holding.hold_case(records, instance.application_id)
        records.refresh(instance)
        faults, body, spec_hash = self._on_current(records, instance)
        if not faults:
            instance.former_body, instance.former_hash, instance.former_step = instance.body, instance.spec_hash, ""
            instance.body, instance.spec_hash = body, spec_hash
            task_list.project(records, instance, self._load(records, instance), at=self.clock.now())
        return faults

    def _on_current(self, records: Session, instance: ProcessInstance) -> tuple[list[str], bytes, str]:
        spec_hash = self.catalogue.current.get(instance.process_id, "")
        if not spec_hash:
            return [f"现行版本中没有流程 {instance.process_id}"], b"", ""
        new = self.catalogue.specs(records, spec_hash)
        case = self._load(records, instance)
        return *versions.moved(case, new, spec_hash, self.catalogue.serializer), spec_hash

    def _context(self, records: Session, instance: ProcessInstance) -> Context:
        tasks, timers = task_list.rows_of(records, instance)
        return Context(
            records=records,
            application=instance.application,
            clock=self.clock,
            calendar=lambda: self.calendar(records),
            ladder=lambda: self.ladder(records),
            tasks=tasks,
            timers=timers,
        )

    def _out_of_turn(self, records: Session, task: OpenTask) -> TaskNotReady:
        """What the case waits for instead, and the article that the drawing gives for it."""
        step = self._load(records, task.instance).get_task_from_id(uuid.UUID(task.engine_task_id))
        article = (step.task_spec.documentation or "").strip().partition("。")[0]
        return TaskNotReady(f"此件现在要办的是“{task.title}”，不能越过这一步。", article)

    def _load(self, records: Session, instance: ProcessInstance) -> Any:
        self.catalogue.specs(records, instance.spec_hash)
        case = self.catalogue.serializer.load(instance.body)
        case.context = self._context(records, instance)
        return case

    def _deliver(self, records: Session, instance: ProcessInstance, name: str, about: Mapping[str, Any]) -> int:
        case = self._load(records, instance)
        case.context.alarms_rest = True  # the message goes first: with an alarm due as well, the engine takes both ways
        event = BpmnEvent(MessageEventDefinition(name), payload={})
        catching = [
            task
            for task in case.event_manager.tasks.values()
            if task.task_spec.catches(task, event) and all(task.data.get(fact) == about[fact] for fact in about)
        ]
        for task in catching:
            task.task_spec.catch(task, event)
            task.task_spec._update(task)  # noqa: SLF001  # as the engine's own event manager does for each catcher
        if catching:
            self._advance_and_save(records, instance, case)
        return len(catching)

    def _advance_and_save(
        self, records: Session, instance: ProcessInstance, case: Any, *, former: tuple[bytes, str, str] | None = None
    ) -> None:
        """The run stands where it came to rest; `former` is the state that a step left, and how to go back to it."""
        _advance(case)
        thrown = [event.event_definition.name for event in case.get_events()]
        prune(case)
        instance.body = self.catalogue.serializer.dump(case)
        instance.is_running = not case.completed
        if former is not None and instance.is_running:
            instance.former_body, instance.former_hash, instance.former_step = former
        elif instance.has_former:
            instance.forget_former()
        task_list.project(records, instance, case, at=self.clock.now())
        if instance.report_year is not None:
            report_course.date_steps(records, instance.report_year, self.ladder(records), self.calendar(records))
        for name in thrown:
            self.send_message(records, instance.application, name)


def _first_task(case: Any) -> Any:
    return case.get_next_task(state=TaskState.READY)


def _advance(case: Any) -> None:
    """Everything that can run without a person has run."""
    for _ in range(MANY_ROUNDS):
        case.refresh_timers()
        case.do_engine_steps()
        if case.get_next_task(state=TaskState.READY, manual=False) is None:
            return
    raise RuntimeError(f"drawing {case.spec.name} does not come to rest")
