"""One reply for several applications (合并答复) as its pages show it: which are answered together, which might be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine.errors import TaskNotReady
from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import visible_to
from engine.queries.days import DaysLeft, Today
from engine.queries.facts import ItemLine, OtherCase
from engine.records import OPEN_STATES, Application, EventName, OpenTask, history, same_applicant
from engine.records.joint_replies import besides, joint_case, waiting
from engine.rules.joint_reply import why_not

STEP = "draft_decision"


@dataclass(frozen=True, kw_only=True)
class JointLine:
    """One application: its items as the joint letter numbers them, its term, and what stands in the way."""

    id: int
    case_number: str
    subject: str
    received_on: date | None
    left: DaysLeft
    numbers: tuple[int, ...] = ()
    obstacle: str = ""


@dataclass(frozen=True, kw_only=True)
class JointView:
    """What one reply answers, its own case first; `waits_for` is the case whose reply this one waits for."""

    cases: tuple[JointLine, ...]
    waits_for: JointLine | None = None

    @property
    def governs(self) -> JointLine:
        """The one whose term ends first: by then the reply must be served. 《条例》第33条第2款"""
        return min(self.cases, key=lambda line: line.left.due_on or date.max)


@dataclass(frozen=True, kw_only=True)
class JointChoice:
    """The draft of the leading case, what its reply answers already, and the applicant's other open applications."""

    application_id: int
    case_number: str
    chosen: tuple[int, ...]
    candidates: tuple[JointLine, ...]

    @property
    def possible(self) -> tuple[JointLine, ...]:
        """Those that may be chosen."""
        return tuple(line for line in self.candidates if not line.obstacle)

    @property
    def impossible(self) -> tuple[JointLine, ...]:
        """Those that may not, each with the reason."""
        return tuple(line for line in self.candidates if line.obstacle)


def view(records: Session, application: Application, today: Today) -> JointView | None:
    """How the case is answered together with others; None when it is answered alone."""
    link, links = waiting(records, application), besides(records, application)
    if link is not None:
        return JointView(cases=(_line(application, today),), waits_for=_line(link.leading, today))
    if not links:
        return None
    lines, next_number = [], 1
    for case in (application, *(each.application for each in links)):
        numbers = tuple(range(next_number, next_number + len(case.items)))
        lines.append(_line(case, today, numbers=numbers))
        next_number += len(numbers)
    return JointView(cases=tuple(lines))


def is_waiting(task_id: int, *, office: Office) -> bool:
    """Whether the case of this open step is answered by the reply of another one."""
    with office.reading() as records:
        task = records.get(OpenTask, task_id)
        return task is not None and task.application_id is not None and waiting(records, task.application) is not None


def widened(
    records: Session, application: Application, items: Sequence[ItemLine], searches: Mapping[int, Mapping[str, Any]]
) -> tuple[tuple[ItemLine, ...], dict[int, Mapping[str, Any]]]:
    """Items and search records of every case that the reply answers, numbered through."""
    all_items, all_searches = list(items), dict(searches)
    for link in besides(records, application):
        entries = history.of(records, link.application)
        found = {e.facts["item"]: e.facts for e in entries if e.event is EventName.ITEM_SEARCHED}
        for line in _items(link.application, first=len(all_items) + 1):
            all_items.append(line)
            if line.other is not None and line.other.number in found:
                all_searches[line.number] = found[line.other.number]
    return tuple(all_items), all_searches


def choice(task_id: int, *, actor: Actor, office: Office) -> JointChoice:
    """What the reply drafted at this step might answer besides its own case; TaskNotReady when it is no open draft."""
    with office.reading() as records:
        task = records.get(OpenTask, task_id)
        if task is None or task.step != STEP or not actor.holds(task.role, task.unit_id):
            raise TaskNotReady
        leading, today = task.application, Today(office.clock.today(), office.calendar(records))
        return JointChoice(
            application_id=leading.id,
            case_number=leading.case_number,
            chosen=tuple(link.application_id for link in besides(records, leading)),
            candidates=tuple(_candidates(records, leading, today, actor=actor, office=office)),
        )


def _candidates(
    records: Session, leading: Application, today: Today, *, actor: Actor, office: Office
) -> Iterator[JointLine]:
    me, key = actor.person_id, office.settings.identity_key
    first = joint_case(records, leading, leading, me=me, key=key)
    chosen = {link.application_id for link in besides(records, leading)}
    own = same_applicant.others_of(records, leading, key=key)
    seen = set(records.scalars(_ids(own, actor)))
    for case in own:
        if case.id in seen and case.state in OPEN_STATES:
            other = joint_case(records, case, leading, me=me, key=key)
            reason = None if case.id in chosen else why_not(first, other, today=today.day, calendar=today.calendar)
            yield replace(_line(case, today), obstacle=reason[0] if reason else "")


def _ids(cases: Sequence[Application], actor: Actor) -> Select[int]:
    return select(Application.id).where(Application.id.in_([case.id for case in cases]), visible_to(actor))


def _items(case: Application, *, first: int) -> Iterator[ItemLine]:
    for number, item in enumerate(case.items, first):
        other = OtherCase(case.id, case.case_number, item.number)
        yield ItemLine(item.id, number, item.what, item.facts, item.outcome, item.articles, item.answer, other)


def _line(case: Application, today: Today, *, numbers: tuple[int, ...] = ()) -> JointLine:
    return JointLine(
        id=case.id,
        case_number=case.case_number,
        subject=case.request_text.partition("\n")[0],
        received_on=case.received_on,
        left=today.left(case.due_on, case.state, is_provisional=case.due_is_provisional),
        numbers=numbers,
    )
