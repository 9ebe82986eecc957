"""Reviews, lawsuits and complaints as lists and pages show them, within what the reader may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.office import Office
from engine.permissions import Action, Actor, permits
from engine.queries.access import NOT_THERE, visible_to
from engine.queries.days import DaysLeft, Today
from engine.queries.listing import Page, paged
from engine.records import Application, CaseState, OpenTask, RemedyCase, RemedyDecision, RemedyKind
from engine.records.remedies import DECISIONS, EARLY

__all__ = [
    "RemedyDecision",
    "RemedyFilter",
    "RemedyKind",
    "RemedyLine",
    "RemedyList",
    "decisions",
    "early_decisions",
    "of_case",
    "of_task",
    "remedies",
    "remedy",
]


class RemedyFilter(StrEnum):
    """Which of them a list shows."""

    OPEN = "open"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """The word on the filter."""
        return {"open": "尚未审结", "ended": "已经审结"}[self.value]


@dataclass(frozen=True, kw_only=True)
class RemedyLine:
    """One review, suit or complaint; `stage` says in words where it stands."""

    id: int
    application_id: int | None
    case_number: str
    kind: RemedyKind
    claimant: str
    body: str
    number: str
    claims: str
    filed_on: date
    notice_received_on: date
    answer_due_on: date | None
    answered_on: date | None
    left: DaysLeft
    stage: str
    heard_on: date | None
    decision: RemedyDecision | None
    decision_number: str
    ended_on: date | None
    decision_received_on: date | None
    redo_due_on: date | None
    carried_out_on: date | None
    is_counted: bool
    facts: Mapping[str, Any]

    @property
    def is_open(self) -> bool:
        """Whether nothing final has been decided."""
        return self.ended_on is None


@dataclass(frozen=True)
class RemedyList:
    """One page of the list, the most urgent first."""

    rows: tuple[RemedyLine, ...]
    total: int
    page: Page

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return self.page.count(self.total)


def remedies(
    page: Page, *, kind: RemedyKind | None, which: RemedyFilter | None, actor: Actor, office: Office
) -> RemedyList:
    """Those of the cases this person may see: open ones by the day their answer is due, then the latest ended."""
    query = _visible(actor)
    if kind is not None:
        query = query.where(RemedyCase.kind == kind)
    if which is not None:
        is_open = RemedyCase.ended_on.is_(None)
        query = query.where(is_open if which is RemedyFilter.OPEN else ~is_open)
    order = (
        RemedyCase.ended_on.is_not(None), RemedyCase.answered_on.is_not(None), RemedyCase.answer_due_on,
        RemedyCase.id.desc(),
    )  # fmt: skip
    with office.reading() as records:
        today = Today(office.clock.today(), office.calendar(records))
        rows, total = paged(records, query, order, page)
        return RemedyList(tuple(_line(*row, today=today) for row in rows), total, page)


def of_case(records: Session, application: Application, today: Today) -> tuple[RemedyLine, ...]:
    """Those of one case, the latest first; whoever sees the case sees them."""
    query = select(RemedyCase).where(RemedyCase.application_id == application.id).order_by(RemedyCase.id.desc())
    return tuple(_line(row, application, today=today) for row in records.scalars(query))


def remedy(remedy_id: int, *, actor: Actor, office: Office) -> RemedyLine:
    """One of them; NotFound when it is not there or not this person's to see."""
    with office.reading() as records:
        today = Today(office.clock.today(), office.calendar(records))
        row = records.execute(_visible(actor).where(RemedyCase.id == remedy_id)).first()
        if row is None:
            raise NotFound(NOT_THERE)
        return _line(*row, today=today)


def of_task(task_id: int, *, actor: Actor, office: Office) -> RemedyLine:
    """The one that an open step is about."""
    with office.reading() as records:
        key = records.scalar(select(OpenTask.subject_key).where(OpenTask.id == task_id))
    return remedy(int(key or 0), actor=actor, office=office)


def decisions(kind: RemedyKind) -> Sequence[RemedyDecision]:
    """How one of this kind can end."""
    return DECISIONS[kind]


def early_decisions(line: RemedyLine) -> Sequence[RemedyDecision]:
    """How this one can end before its course; one without a case has no course, and ends here however it does."""
    return [each for each in DECISIONS[line.kind] if line.application_id is None or each in EARLY]


def _visible(actor: Actor) -> Select[RemedyCase, Application]:
    """Those of cases that the actor may see; those of none are for whoever reads the report that counts them."""
    of_case = and_(RemedyCase.application_id.is_not(None), visible_to(actor))
    of_none = RemedyCase.application_id.is_(None)
    return (
        select(RemedyCase, Application)
        .outerjoin(Application, RemedyCase.application_id == Application.id)
        .where(or_(of_case, of_none) if permits(actor, Action.READ_REPORT) else of_case)
    )


def _line(remedy: RemedyCase, application: Application | None, *, today: Today) -> RemedyLine:
    done = remedy.answered_on is not None or remedy.ended_on is not None or remedy.answer_due_on is None
    state = CaseState.ANSWERED if done else CaseState.RUNNING
    left = today.left(remedy.answer_due_on, state)
    names = (
        "id", "kind", "claimant", "body", "number", "claims", "filed_on", "notice_received_on", "answer_due_on",
        "answered_on", "heard_on", "decision", "decision_number", "ended_on", "decision_received_on", "redo_due_on",
        "carried_out_on", "facts",
    )  # fmt: skip
    return RemedyLine(
        application_id=remedy.application_id,
        case_number=application.case_number if application else "没有对应申请",
        left=left,
        stage=_stage(remedy),
        is_counted=remedy.route is not None and remedy.counted_here,
        **{name: getattr(remedy, name) for name in names},
    )


def _stage(remedy: RemedyCase) -> str:
    if remedy.carried_out_on is not None:
        return "已履行"
    if remedy.ended_on is not None:
        return "已审结"
    if remedy.decision is not None:
        return "等待生效"
    return "等待结果" if remedy.answered_on is not None else "等待提交答复"
