"""One open step as its page needs it: the case, the law at this step, the draft letter, what others said before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from engine.errors import NotPermitted, TaskNotReady
from engine.office import Office
from engine.permissions import Actor, Role, may_enter_sheet
from engine.queries import drawings, joint_replies, letters, timeline
from engine.queries.absences import holder_name
from engine.queries.access import step_visible_to, visible_to
from engine.queries.days import Today
from engine.queries.facts import CaseFacts, ItemLine, case_row, facts_of
from engine.queries.joint_replies import JointView
from engine.queries.letters import LetterView
from engine.queries.timeline import Line
from engine.records import Application, Duty, EventName, FormDraft, OpenTask, Person, ProcessInstance, Unit, history
from engine.rules.readings import DEFAULT, Readings

STEPS_WITH_LETTER = frozenset(
    {
        "draft_decision", "review_by_unit", "review_legality", "check_document", "approve_reply", "endorse_reply",
        "sign_as_deputy", "sign_as_head", "verify_reply", "seal_reply", "serve_reply", "archive_case",
    }
)  # fmt: skip
STEPS_WITH_NOTICE = frozenset({"approve_notice", "sign_notice", "seal_notice", "serve_notice", "hand_over_on_spot"})


@dataclass(frozen=True)
class Draft:
    """What this person had typed into this form and not sent."""

    fields: Mapping[str, list[str]]
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class StepPage:
    """Everything beside the form."""

    task_id: int
    step: str
    title: str
    role: Role
    law: str
    case: CaseFacts
    opinions: tuple[Line, ...]
    letter: LetterView | None
    item: ItemLine | None
    searches: Mapping[int, Mapping[str, Any]]
    is_mine: bool
    held_by: str | None
    is_for_signer: bool = False
    joint: JointView | None = None
    readings: Readings = DEFAULT
    acting_for: str = ""


@dataclass(frozen=True)
class Candidate:
    """Somebody who could do a step."""

    id: int
    name: str
    unit: str


@dataclass(frozen=True)
class HeldStep:
    """One open step in a list of several that change hands."""

    task_id: int
    case_number: str
    title: str
    role: Role
    holder: str


@dataclass(frozen=True)
class SeveralSteps:
    """Open steps that are to lie with somebody else, and who could do one of them at least."""

    steps: tuple[HeldStep, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Reassignment:
    """An open step that is to lie with somebody else."""

    task_id: int
    title: str
    application_id: int | None
    case_number: str
    candidates: tuple[Candidate, ...]


def step_of(task_id: int, *, actor: Actor, office: Office) -> str:
    """The name of an open step; TaskNotReady when it is done, or not this actor's to see."""
    with office.reading() as records:
        return _task(records, task_id, actor).step


def named(task_ids: Iterable[int], *, actor: Actor, office: Office) -> dict[int, str]:
    """Of these open steps those that this actor may see, each with its case's number and its own name."""
    query = (
        select(OpenTask.id, Application.case_number, OpenTask.title)
        .join(Application, OpenTask.application_id == Application.id)
        .where(OpenTask.id.in_(list(task_ids)), visible_to(actor))
        .order_by(OpenTask.id)
    )
    with office.reading() as records:
        return {task: f"{number} {title}" for task, number, title in records.execute(query)}


def step_page(task_id: int, step: str, *, actor: Actor, office: Office) -> StepPage:
    """The page of one open step.

    TaskNotReady when it is done; NotPermitted when it belongs to another role.
    """
    with office.reading() as records:
        task = _task(records, task_id, actor)
        if task.step != step:
            raise TaskNotReady
        if not actor.holds(task.role, task.unit_id) and not may_enter_sheet(actor, step):
            raise NotPermitted(f"“{task.title}”由{task.role.label}办理，您没有这一角色。")
        return _page(records, task, actor, office)


def reassignment(task_id: int, *, actor: Actor, office: Office) -> Reassignment:
    """An open step, and who else could do it; TaskNotReady when it is done, or not this actor's to see."""
    with office.reading() as records:
        task = _task(records, task_id, actor)
        able = _candidates(records, _may_do(task.role, task.unit_id), office)
        candidates = tuple(each for each in able if each.id != task.assignee_id)
        case = records.get(Application, task.application_id) if task.application_id else None
        about = case.case_number if case else f"{task.report_year}年度报告"
        return Reassignment(task.id, task.title, task.application_id, about, candidates)


def of_cases(cases: Iterable[int], *, actor: Actor, office: Office) -> SeveralSteps:
    """Every open step of these cases, of those that this actor may see, and who could do them."""
    with office.reading() as records:
        return _several(records, and_(OpenTask.application_id.in_(list(cases)), visible_to(actor)), office)


def held_by(person_id: int, *, office: Office) -> SeveralSteps:
    """Every open step that lies with this person, and who else could do them."""
    with office.reading() as records:
        return _several(records, OpenTask.assignee_id == person_id, office)


def _several(records: Session, which: ColumnElement[bool], office: Office) -> SeveralSteps:
    query = (
        select(OpenTask, Application.case_number, holder_name(office.clock.today()))
        .outerjoin(Application, OpenTask.application_id == Application.id)
        .outerjoin(Person, OpenTask.assignee_id == Person.id)
        .where(which)
        .order_by(OpenTask.id)
    )
    rows = records.execute(query).all()
    steps = tuple(
        HeldStep(task.id, number or f"{task.report_year}年度报告", task.title, task.role, holder or "待领取")
        for task, number, holder in rows
    )
    lanes = {(task.role, task.unit_id) for task, _, _ in rows}
    fits = or_(false(), *(_may_do(role, unit_id) for role, unit_id in sorted(lanes, key=str)))
    return SeveralSteps(steps, _candidates(records, fits, office))


def _may_do(role: Role, unit_id: int | None) -> ColumnElement[bool]:
    """Whether a row of `duty` joined to its person may do a step of this lane and unit."""
    return Duty.role == role if unit_id is None else and_(Duty.role == role, Person.unit_id == unit_id)


def _candidates(records: Session, fits: ColumnElement[bool], office: Office) -> tuple[Candidate, ...]:
    """Active people of whom this holds; of those who are away it is said."""
    query = (
        select(Person.id, holder_name(office.clock.today()), Unit.name)
        .join(Duty, Duty.person_id == Person.id)
        .join(Unit, Person.unit_id == Unit.id)
        .where(Person.active, fits)
        .group_by(Person.id, Person.name, Unit.name)
        .order_by(Person.id)
    )
    return tuple(Candidate(*row) for row in records.execute(query))


def draft_of(form: str, *, actor: Actor, office: Office) -> Draft | None:
    """What this person had typed into the form at this address and not sent."""
    query = select(FormDraft).where(FormDraft.person_id == actor.person_id, FormDraft.form == form)
    with office.reading() as records:
        draft = records.scalar(query)
    return Draft(draft.fields, draft.saved_at) if draft else None


def _task(records: Session, task_id: int, actor: Actor) -> OpenTask:
    """Done, never there, and not this actor's to see read alike."""
    query = (
        select(OpenTask)
        .outerjoin(Application, OpenTask.application_id == Application.id)
        .where(OpenTask.id == task_id, step_visible_to(actor))
    )
    task = records.scalar(query)
    if task is None:
        raise TaskNotReady
    return task


def _page(records: Session, task: OpenTask, actor: Actor, office: Office) -> StepPage:
    today = Today(office.clock.today(), office.calendar(records))
    application = case_row(records, task.case_id, actor)
    entries = history.of(records, application)
    sources = drawings.sources_of(records, records.get_one(ProcessInstance, task.process_instance_id).spec_hash, office)
    is_for_signer = not actor.holds(task.role, task.unit_id)
    is_elsewhere = not actor.may_take_from(task.assignee_id)
    case = facts_of(application, today, actor=actor, office=office)
    searches: dict[int, Mapping[str, Any]] = {
        entry.facts["item"]: entry.facts for entry in entries if entry.event is EventName.ITEM_SEARCHED
    }
    joint = joint_replies.view(records, application, today) if task.step in STEPS_WITH_LETTER else None
    if joint is not None:
        items, searches = joint_replies.widened(records, application, case.items, searches)
        case = replace(case, items=items)
    return StepPage(
        task_id=task.id,
        step=task.step,
        title=task.title,
        role=task.role,
        law=drawings.law_of_step(task.step, sources),
        case=case,
        opinions=timeline.opinions(entries, drawings.step_names(office)),
        letter=_letter(records, task, office),
        item=next((item for item in case.items if str(item.id) == task.subject_key), None),
        searches=searches,
        joint=joint,
        readings=office.readings_over_time(records).now,
        is_mine=task.assignee_id == actor.person_id,
        held_by=records.get_one(Person, task.assignee_id).name if is_elsewhere and not is_for_signer else None,
        is_for_signer=is_for_signer,
        acting_for=_acting_for(records, task, actor),
    )


def _acting_for(records: Session, task: OpenTask, actor: Actor) -> str:
    """For whom the actor would do the step, or does; empty for the own part."""
    absent = next((each.person_id for each in actor.stands_in_for if each.person_id == task.assignee_id), None)
    whose = task.acting_for_id or absent
    if whose in (None, actor.person_id) or not actor.may_take_from(task.assignee_id):
        return ""
    return records.get_one(Person, whose).name


def _letter(records: Session, task: OpenTask, office: Office) -> LetterView | None:
    """The letter that this step is about: the notice on its way out, or the reply."""
    if task.step in STEPS_WITH_NOTICE and task.letter_id is not None:
        return letters.notice(records, task.letter_id, office)
    return letters.reply_of(records, task.case_id, office) if task.step in STEPS_WITH_LETTER else None
