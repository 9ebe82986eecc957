"""Every course through the drawings, stored and loaded again after each step, comes out where it should."""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition

from engine.workflow.catalogue import Catalogue
from engine.workflow.pruning import prune
from tests.workflows.drawing_reader import WORKFLOWS

BEFORE_REVIEW = [
    "register", "check_application", "assign_handler", "record_search", "review_secrecy", "review_items",
    "draft_decision",
]  # fmt: skip
REVIEW = ["review_by_unit", "review_legality", "check_document", "approve_reply"]
DEPUTY_SIGNS = [*REVIEW, "sign_as_deputy"]
HEAD_SIGNS = [*REVIEW, "endorse_reply", "sign_as_head"]
CONSENT = {*DEPUTY_SIGNS, *HEAD_SIGNS, "verify_reply"}
FEW_BYTES = 20_000


@dataclass
class Alarm:
    """Stands for the planned timer of a case."""

    is_due: bool = False

    def take(self, name: str, key: str) -> bool:
        assert (name, key) == ("next_rung", "")
        was_due, self.is_due = self.is_due, False
        return was_due


@dataclass
class Walk:
    """A case without database, dumped and loaded after every move."""

    catalogue: Catalogue
    process_id: str
    pruned: bool = True
    alarm: Alarm = field(default_factory=Alarm)
    trail: list[str] = field(default_factory=list)
    size: int = 0

    def __post_init__(self) -> None:
        spec_hash = self.catalogue.current[self.process_id]
        self.case: Any = BpmnWorkflow(*self.catalogue._specs[spec_hash], script_engine=self.catalogue.engine)
        self.case.spec_hash = spec_hash
        self.case.get_next_task(state=TaskState.READY).data["application_id"] = 1
        self.move()

    def move(self) -> None:
        """Everything that needs no person has run, alarms included."""
        self.case.context = self.alarm
        self._advance_and_store()

    def _advance_and_store(self) -> None:
        self.case.refresh_timers()
        self.case.do_engine_steps()
        assert self.case.get_next_task(state=TaskState.READY, manual=False) is None
        assert self.case.get_events() == []
        body = self.catalogue.serializer.dump(prune(self.case) if self.pruned else self.case)
        self.size = max(self.size, len(body))
        self.case = self.catalogue.serializer.load(body)
        self.case.context = self.alarm

    def open_steps(self) -> list[str]:
        ready = self.case.get_tasks(state=TaskState.READY, manual=True)
        return [task.task_spec.bpmn_id for task in ready]

    def complete(self, step: str, **facts: Any) -> None:
        assert self.open_steps() == [step], self.trail
        task = self.case.get_next_task(state=TaskState.READY, manual=True)
        task.data[step] = {"agreed": True, **facts} if step in CONSENT else {"done": True, **facts}
        task.run()
        self.trail.append(step)
        self.move()

    def receive(self, message: str) -> None:
        """The message goes before any alarm, as in `Workflow.send_message`."""
        self.case.context = Alarm()
        self.case.send_event(BpmnEvent(MessageEventDefinition(message), payload={}))
        self.trail.append(message)
        self._advance_and_store()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.of(WORKFLOWS)


def at_review(catalogue: Catalogue, outcome: str = "disclosed") -> Walk:
    """A case whose answer has been drafted and lies with the unit head."""
    walk = Walk(catalogue, "handle_application")
    for step in BEFORE_REVIEW:
        walk.complete(step, **({"outcome": outcome} if step == "draft_decision" else {}))
    return walk


@pytest.mark.parametrize(
    ("outcome", "signing"),
    [("disclosed", DEPUTY_SIGNS), ("does_not_exist", DEPUTY_SIGNS), ("withheld_third_party", HEAD_SIGNS)],
)
def test_the_normal_course_ends_in_the_archive(catalogue: Catalogue, outcome: str, signing: list[str]) -> None:
    walk = at_review(catalogue, outcome)
    for step in [*signing, "verify_reply", "seal_reply"]:
        walk.complete(step)
    walk.receive("letter_frozen")
    walk.complete("serve_reply")
    walk.complete("archive_case")
    assert walk.case.completed


@pytest.mark.parametrize("refusing", DEPUTY_SIGNS)
def test_a_refusal_on_the_way_to_the_deputy_goes_back_to_the_draft(catalogue: Catalogue, refusing: str) -> None:
    walk = at_review(catalogue)
    for step in DEPUTY_SIGNS[: DEPUTY_SIGNS.index(refusing)]:
        walk.complete(step)
    walk.complete(refusing, agreed=False)
    assert walk.open_steps() == ["draft_decision"]


@pytest.mark.parametrize("refusing", HEAD_SIGNS)
def test_a_refusal_on_the_way_to_the_head_goes_back_to_the_draft(catalogue: Catalogue, refusing: str) -> None:
    walk = at_review(catalogue, "withheld_state_secret")
    for step in HEAD_SIGNS[: HEAD_SIGNS.index(refusing)]:
        walk.complete(step)
    walk.complete(refusing, agreed=False)
    assert walk.open_steps() == ["draft_decision"]


def test_a_signature_of_an_earlier_round_signs_nothing_later(catalogue: Catalogue) -> None:
    """Signed, found faulty on verification, drafted anew, refused by the unit: the old consent must not carry it on."""
    walk = at_review(catalogue)
    for step in DEPUTY_SIGNS:
        walk.complete(step)
    walk.complete("verify_reply", agreed=False)
    walk.complete("draft_decision", outcome="withheld_by_law")
    walk.complete("review_by_unit", agreed=False)
    walk.complete("draft_decision", outcome="withheld_by_law")
    for step in HEAD_SIGNS:
        walk.complete(step)
    assert walk.open_steps() == ["verify_reply"]


@pytest.mark.parametrize("done", range(1, len(BEFORE_REVIEW) + len(DEPUTY_SIGNS) + 3))
def test_withdrawal_stops_every_step_until_service(catalogue: Catalogue, done: int) -> None:
    walk = Walk(catalogue, "handle_application")
    for step in [*BEFORE_REVIEW, *DEPUTY_SIGNS, "verify_reply", "seal_reply"][:done]:
        walk.complete(step, **({"outcome": "disclosed"} if step == "draft_decision" else {}))
    walk.receive("withdrawn")
    walk.complete("confirm_withdrawal")
    walk.complete("archive_case")
    assert walk.case.completed


def test_service_waits_for_the_frozen_letter(catalogue: Catalogue) -> None:
    walk = at_review(catalogue)
    for step in [*DEPUTY_SIGNS, "verify_reply", "seal_reply"]:
        walk.complete(step)
    assert walk.open_steps() == []
    walk.move()
    assert walk.open_steps() == []
    walk.receive("letter_frozen")
    assert walk.open_steps() == ["serve_reply"]


def test_random_courses_stay_small_and_agree_with_the_engine_that_forgets_nothing(catalogue: Catalogue) -> None:
    ends: Counter[str] = Counter()
    for seed in range(12):
        chance = random.Random(seed)  # noqa: S311 - courses to try, nothing secret
        walks = [Walk(catalogue, "handle_application"), Walk(catalogue, "handle_application", pruned=False)]
        while not walks[0].case.completed:
            assert walks[0].open_steps() == walks[1].open_steps(), walks[0].trail
            _one_move(walks, chance)
        assert walks[1].case.completed
        assert walks[0].size < FEW_BYTES
        ends["withdrawn" if "withdrawn" in walks[0].trail else "served"] += 1
    assert set(ends) == {"withdrawn", "served"}


def _one_move(walks: list[Walk], chance: random.Random) -> None:
    (step,) = walks[0].open_steps() or [""]
    outside = step in {"register", "confirm_withdrawal", "archive_case"}
    message = "withdrawn" if not outside and chance.random() < 0.02 else "" if step else "letter_frozen"
    facts: dict[str, Any] = {"agreed": chance.random() < 0.85} if step in CONSENT else {}
    if step == "draft_decision":
        facts["outcome"] = chance.choice(["disclosed", "withheld_by_law", "does_not_exist"])
    for walk in walks:
        walk.receive(message) if message else walk.complete(step, **facts)


@pytest.fixture
def reminders(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str, str]]:
    """The reminders that go out, while rungs 1, 2, 3, 1, … are found reached."""
    sent: list[tuple[int, str, str]] = []
    keys = ("recipient", "action")
    notify = lambda call: sent.append((call.data["rung_facts"]["rung"], *(call.data[k] for k in keys))) or {}  # noqa: E731
    operators = {"escalation.determine_rung": lambda _: {"rung": len(sent) % 3 + 1}, "escalation.notify": notify}
    monkeypatch.setattr(catalogue.engine, "operators", operators)
    return sent


def test_escalation_reminds_at_each_rung_until_the_deadline_is_settled(
    catalogue: Catalogue, reminders: list[Any]
) -> None:
    walk = Walk(catalogue, "escalate_deadline")
    for _ in range(3):
        walk.move()
        walk.alarm.is_due = True
        walk.move()
    assert reminders == [(1, "handler", "remind"), (2, "unit_head", "remind"), (3, "supervisor", "urge")]
    walk.receive("deadline_settled")
    assert walk.case.completed


def test_escalation_may_go_round_for_ever(catalogue: Catalogue, reminders: list[Any]) -> None:
    """An event-based gateway in a loop: the engine went blind past a depth of 1000 tasks before pruning."""
    walk = Walk(catalogue, "escalate_deadline")
    walk.alarm.is_due = True
    walk.move()
    size = len(catalogue.serializer.dump(walk.case))
    for _ in range(400):
        walk.alarm.is_due = True
        walk.move()
    assert len(reminders) == 401
    assert abs(len(catalogue.serializer.dump(walk.case)) - size) < 100
    walk.receive("deadline_settled")
    assert walk.case.completed


def test_a_settled_deadline_reminds_nobody_even_when_a_rung_is_due(catalogue: Catalogue, reminders: list[Any]) -> None:
    """With timer and message at once the engine took both ways, and the watch never ended."""
    walk = Walk(catalogue, "escalate_deadline")
    walk.alarm.is_due = True
    walk.receive("deadline_settled")
    assert walk.case.completed
    assert reminders == []
