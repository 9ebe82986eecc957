"""The drawn process of one case: what is done, what is open, what is awaited, and who did it when."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from engine.errors import NotFound
from engine.office import Office
from engine.permissions import Actor
from engine.queries import drawings
from engine.queries.access import require_case
from engine.queries.drawings import Drawing, Step
from engine.records import Application, EventName, HistoryEntry, PlannedTimer, ProcessInstance

STEP_OF_EVENT = {
    EventName.APPLICATION_ENTERED: "application_entered",
    EventName.REGISTERED: "register",
    EventName.APPLICATION_CHECKED: "check_application",
    EventName.HANDLER_ASSIGNED: "assign_handler",
    EventName.ITEM_SEARCHED: "search_item",
    EventName.NATURE_EXAMINED: "examine_nature",
    EventName.SECRECY_REVIEWED: "review_secrecy",
    EventName.DISCLOSURE_WEIGHED: "weigh_disclosure",
    EventName.DECISION_DRAFTED: "draft_decision",
    EventName.REPLY_SEALED: "seal_reply",
    EventName.LETTER_FROZEN: "letter_frozen",
    EventName.REPLY_SERVED: "serve_reply",
    EventName.ANSWERED_ON_SPOT: "answer_on_spot",
    EventName.URGING_ANSWERED: "answer_urging",
    EventName.PLATFORM_RECORD_TAKEN: "transfer_taken",
    EventName.PLATFORM_ANSWERED: "answer_platform",
    EventName.LETTER_SERVED_AGAIN: "serve_again",
    EventName.WITHDRAWN: "withdrawn",
    EventName.WITHDRAWAL_CONFIRMED: "confirm_withdrawal",
    EventName.CASE_ARCHIVED: "archive_case",
}
REDRAFTED = (
    "draft_decision", "review_by_unit", "review_legality", "check_document", "approve_reply", "endorse_reply",
    "sign_as_deputy", "sign_as_head", "verify_reply", "seal_reply",
)  # fmt: skip
"""The steps that are to be done again after a draft was sent back."""

AUTOMATIC = ("startEvent", "businessRuleTask", "serviceTask")
"""What the engine does by itself: done as soon as what follows is reached."""

UNMARKED = ("exclusiveGateway", "eventBasedGateway", "endEvent")


class Mark(StrEnum):
    """Where a case stands at one step."""

    DONE = "done"
    NOW = "now"
    WAITING = "waiting"
    AHEAD = "ahead"

    @property
    def label(self) -> str:
        """The Chinese word of the list."""
        return {"done": "已办", "now": "正在办理", "waiting": "等待中", "ahead": "未到"}[self.value]


@dataclass(frozen=True)
class MarkedStep:
    """One element with its mark, and who did it when."""

    step: Step
    mark: Mark
    who: str
    at: datetime | None


@dataclass(frozen=True)
class Picture:
    """One drawing with the case's marks on it."""

    drawing: Drawing
    steps: tuple[MarkedStep, ...]

    @property
    def now(self) -> str:
        """The open steps, in words."""
        return "、".join(each.step.name for each in self.steps if each.mark is Mark.NOW)

    @property
    def is_entered(self) -> bool:
        """Whether the case has come to this drawing at all."""
        return any(each.mark is not Mark.AHEAD for each in self.steps)

    def ids(self, mark: str) -> str:
        """The ids of the elements with this mark, for the drawing on the page."""
        return " ".join(each.step.id for each in self.steps if each.mark == mark)


def pictures(
    records: Session,
    application: Application,
    entries: Sequence[HistoryEntry],
    open_steps: Sequence[str],
    office: Office,
) -> tuple[Picture, ...]:
    """The drawings that this case has come to, the main course first; each as it was when the case began."""
    runs = _runs(records, application)
    main = next((run for run in runs if run.process_id == "handle_application"), None)
    if main is None:
        return ()
    shown = drawings.drawings_of(drawings.sources_of(records, main.spec_hash, office))
    done = _done(entries)
    awaited = {name for run in runs if run.is_running for name in run.awaits.split()}
    awaited |= set(records.scalars(select(PlannedTimer.name).where(PlannedTimer.application_id == application.id)))
    found = [Picture(each, _marked(each, shown, done, set(open_steps), awaited)) for each in shown]
    return tuple(picture for picture in found if picture.is_entered)


def source_of(application_id: int, process_id: str, *, actor: Actor, office: Office) -> str:
    """The drawing that this case runs on, as XML; NotFound for any other."""
    with office.reading() as records:
        application = require_case(records, application_id, actor)
        runs = _runs(records, application)
        sources = drawings.sources_of(records, runs[0].spec_hash, office) if runs else {}
    for each in drawings.drawings_of(sources):
        if each.id == process_id:
            return each.source
    raise NotFound("没有这张流程图。")


def _runs(records: Session, application: Application) -> list[ProcessInstance]:
    read = load_only(
        ProcessInstance.process_id, ProcessInstance.spec_hash, ProcessInstance.is_running, ProcessInstance.awaits
    )
    query = select(ProcessInstance).options(read).where(ProcessInstance.application_id == application.id)
    return list(records.scalars(query.order_by(ProcessInstance.id)))


def _done(entries: Sequence[HistoryEntry]) -> dict[str, HistoryEntry]:
    """Step → the entry that says it was done; what was sent back is undone again."""
    done: dict[str, HistoryEntry] = {}
    for entry in entries:
        if entry.event is EventName.SENT_BACK:
            for step in REDRAFTED:
                done.pop(step, None)
            continue
        step = STEP_OF_EVENT.get(entry.event) or str(entry.facts.get("step", "")) * ("words" in entry.facts)
        if step:
            done[step] = entry
    return done


def _marked(
    drawing: Drawing,
    shown: Sequence[Drawing],
    done: dict[str, HistoryEntry],
    open_steps: set[str],
    awaited: set[str],
) -> tuple[MarkedStep, ...]:
    inside = {each.id: each.steps for each in shown}
    marks = {s.id: _mark(s, _within(s, inside), done.keys(), open_steps, awaited) for s in drawing.steps}
    for step in reversed(drawing.steps):
        if step.kind in AUTOMATIC and any(marks.get(each, Mark.AHEAD) is not Mark.AHEAD for each in step.following):
            marks[step.id] = Mark.DONE
    return tuple(
        _marked_step(step, marks[step.id], done.get(step.id)) for step in drawing.steps if step.kind not in UNMARKED
    )


def _marked_step(step: Step, mark: Mark, entry: HistoryEntry | None) -> MarkedStep:
    is_known = entry is not None and mark is Mark.DONE
    return MarkedStep(step, mark, entry.who if entry and is_known else "", entry.at if entry and is_known else None)


def _mark(step: Step, within: set[str], done: Set[str], open_steps: set[str], awaited: set[str]) -> Mark:
    if step.kind == "intermediateCatchEvent" and step.id in awaited:
        return Mark.WAITING
    if within & open_steps or (step.calls and within & awaited):
        return Mark.NOW
    return Mark.DONE if within & done else Mark.AHEAD


def _within(step: Step, inside: Mapping[str, Sequence[Step]]) -> set[str]:
    """The step itself, and all steps of the drawing it calls, and so on down."""
    found = {step.id}
    for each in inside.get(step.calls, ()):
        found |= _within(each, inside)
    return found
