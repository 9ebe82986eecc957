"""The desk (我的待办): what a person may do now, what others do meanwhile, what is done."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from engine.office import Office
from engine.permissions import Actor, Role
from engine.queries.absences import holder_name
from engine.queries.access import assigned_to, claimable_by
from engine.queries.days import DaysLeft, Today
from engine.queries.listing import AnySelect, Page, matches, paged
from engine.queries.marks import Mark, marks_of
from engine.queries.mine import had_a_part, is_done, lies_elsewhere
from engine.records import IS_OPEN, Application, OpenTask, Person, Unit
from engine.rules.vocabulary import Channel

MOST_ROWS = 1_000_000


class Tab(StrEnum):
    """The lists of the desk."""

    ALL = "all"
    MINE = "mine"
    POOL = "pool"
    WAITING = "waiting"
    PART = "part"
    DONE = "done"

    @property
    def label(self) -> str:
        """The word on the tab."""
        return _TABS[self]


_TABS = {
    Tab.ALL: "全部待办", Tab.MINE: "我的", Tab.POOL: "本处室待领取", Tab.WAITING: "等待中", Tab.PART: "我参与的",
    Tab.DONE: "已办",
}  # fmt: skip
LISTS_OF_CASES = (Tab.WAITING, Tab.PART, Tab.DONE)
"""Tabs that list cases; the others list open steps."""


class DueFilter(StrEnum):
    """Which legal dates."""

    TODAY = "today"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, kw_only=True)
class DeskFilter:
    """What the address of the desk asks for."""

    tab: Tab = Tab.ALL
    due: DueFilter | None = None
    words: str = ""
    page: Page


@dataclass(frozen=True)
class Counters:
    """Five counters; each is the length of the list it opens."""

    waiting: int
    today: int
    soon: int
    overdue: int
    pool: int
    mine: int

    @property
    def all(self) -> int:
        """Everything that may be done now."""
        return self.mine + self.pool

    def of(self, asked: DeskFilter) -> int | None:
        """How long the asked list of steps is; None when words are looked for, which nothing here has counted."""
        if asked.words or (asked.due is not None and asked.tab is not Tab.ALL):
            return None
        if asked.due is not None:
            return {DueFilter.TODAY: self.today, DueFilter.SOON: self.soon, DueFilter.OVERDUE: self.overdue}[asked.due]
        return {Tab.MINE: self.mine, Tab.POOL: self.pool}.get(asked.tab, self.all)


@dataclass(frozen=True, kw_only=True)
class DeskRow:
    """One line of the desk: a case, and the step that is open in it."""

    application_id: int
    case_number: str
    subject: str
    applicant: str
    channel: Channel
    left: DaysLeft
    unit: str | None
    task_id: int | None
    step: str
    step_title: str
    lies_with: str
    is_mine: bool
    step_due_on: date | None = None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Desk:
    """One page of one list, and the counters above it."""

    counters: Counters
    rows: tuple[DeskRow, ...]
    total: int
    asked: DeskFilter

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return self.asked.page.count(self.total)


URGENCY = (~IS_OPEN, OpenTask.due_on.is_(None), OpenTask.due_on, OpenTask.id)


def desk(asked: DeskFilter, *, actor: Actor, office: Office) -> Desk:
    """The desk of this person as the filter asks, in at most eight queries."""
    with office.reading() as records:
        today = Today(office.clock.today(), office.calendar(records))
        counters = _counters(records, actor, today)
        if asked.tab in LISTS_OF_CASES:
            rows, total = _cases(records, asked, actor, today)
        else:
            rows, total = _tasks(records, asked, actor, today, counters.of(asked))
        marks = marks_of(records, [row.application_id for row in rows])
    return Desk(counters, tuple(replace(row, marks=marks[row.application_id]) for row in rows), total, asked)


def all_rows(asked: DeskFilter, *, actor: Actor, office: Office) -> tuple[DeskRow, ...]:
    """Every page of one list of the desk at once, in the same order."""
    with office.reading() as records:
        today = Today(office.clock.today(), office.calendar(records))
        whole = replace(asked, page=Page(1, MOST_ROWS))
        find = _cases if asked.tab in LISTS_OF_CASES else _tasks
        return find(records, whole, actor, today)[0]


def next_of_case(application_id: int, *, actor: Actor, office: Office) -> int | None:
    """The next open step of this case for this person: one already theirs before one they may take; None otherwise."""
    query = (
        select(OpenTask.id)
        .where(OpenTask.application_id == application_id, or_(assigned_to(actor), claimable_by(actor)))
        .order_by(OpenTask.assignee_id.is_(None), OpenTask.id)
        .limit(1)
    )
    with office.reading() as records:
        return records.scalar(query)


def next_task(after: int, asked: DeskFilter, *, actor: Actor, office: Office) -> DeskRow | None:
    """What this person may do next in the same list: the same case again if it is still theirs, else the most urgent.

    A list that holds no steps (waiting, done) offers from all of them.
    """
    with office.reading() as records:
        today = Today(office.clock.today(), office.calendar(records))
        query = _asked(records, asked, actor, today)
        order = (OpenTask.application_id != after, *URGENCY)
        row = records.execute(query.order_by(*order).limit(1)).first()
        return _task_row(*row, actor=actor, today=today) if row else None


def _counters(records: Session, actor: Actor, today: Today) -> Counters:
    """Five counts of open steps in one query, and the cases that lie elsewhere in another."""
    mine, pool = assigned_to(actor), claimable_by(actor)
    count = func.count(OpenTask.id)
    query = select(
        *(count.filter(_due(each, today)) for each in DueFilter),
        count.filter(pool),
        count.filter(mine),
    )
    turn = query.select_from(OpenTask).join(Application, OpenTask.application_id == Application.id)
    counts = tuple(records.execute(turn.where(or_(mine, pool))).one())
    waiting = records.scalar(select(func.count(Application.id)).where(lies_elsewhere(actor))) or 0
    return Counters(waiting, *counts)


def _due(due: DueFilter, today: Today) -> ColumnElement[bool]:
    """Steps of cases whose clock is running, by their legal date."""
    column = OpenTask.due_on
    spans = {
        DueFilter.TODAY: column == today.day,
        DueFilter.SOON: and_(column > today.day, column <= today.soon),
        DueFilter.OVERDUE: column < today.day,
    }
    return and_(IS_OPEN, spans[due])


def _tasks(
    records: Session, asked: DeskFilter, actor: Actor, today: Today, counted: int | None = None
) -> tuple[tuple[DeskRow, ...], int]:
    found, total = paged(records, _asked(records, asked, actor, today), URGENCY, asked.page, counted)
    return tuple(_task_row(*row, actor=actor, today=today) for row in found), total


def _asked(records: Session, asked: DeskFilter, actor: Actor, today: Today) -> AnySelect:
    """The open steps of one list, as the filter asks."""
    lists = {Tab.MINE: assigned_to(actor), Tab.POOL: claimable_by(actor)}
    query = _open_tasks(today.day).where(lists.get(asked.tab, or_(assigned_to(actor), claimable_by(actor))))
    if asked.due is not None:
        query = query.where(_due(asked.due, today))
    return _worded(records, query, asked)


def _open_tasks(today: date) -> AnySelect:
    return (
        select(OpenTask, Application, Unit.name, holder_name(today))
        .select_from(OpenTask)
        .join(Application, OpenTask.application_id == Application.id)
        .outerjoin(Unit, Application.handling_unit_id == Unit.id)
        .outerjoin(Person, OpenTask.assignee_id == Person.id)
    )


def _task_row(
    task: OpenTask, application: Application, unit: str | None, holder: str | None, *, actor: Actor, today: Today
) -> DeskRow:
    return DeskRow(
        **_case_part(application, unit, today),
        task_id=task.id,
        step=task.step,
        step_title=task.title,
        lies_with=holder or f"待{task.role.label}领取",
        is_mine=task.assignee_id is not None and task.assignee_id == actor.person_id,
        step_due_on=task.due_on if task.due_on != application.due_on else None,
    )


_CASES = {Tab.WAITING: lies_elsewhere, Tab.PART: had_a_part, Tab.DONE: is_done}


def _cases(records: Session, asked: DeskFilter, actor: Actor, today: Today) -> tuple[tuple[DeskRow, ...], int]:
    """Cases with the one step that is open in them, if any."""
    first = aliased(OpenTask)
    lowest = select(func.min(OpenTask.id)).where(OpenTask.application_id == Application.id).scalar_subquery()
    query = (
        select(Application, first.title, first.role, Unit.name, holder_name(today.day))
        .select_from(Application)
        .outerjoin(first, first.id == lowest)
        .outerjoin(Unit, Application.handling_unit_id == Unit.id)
        .outerjoin(Person, first.assignee_id == Person.id)
        .where(_CASES[asked.tab](actor))
    )
    query = _worded(records, query, asked)
    if asked.tab is Tab.WAITING:
        order: tuple[Any, ...] = (Application.due_on.is_(None), Application.due_on, Application.id)
    else:
        order = (Application.id.desc(),)
    found, total = paged(records, query, order, asked.page)
    return tuple(_case_row(*row, today=today) for row in found), total


def _case_row(
    application: Application,
    title: str | None,
    role: Role | None,
    unit: str | None,
    holder: str | None,
    *,
    today: Today,
) -> DeskRow:
    return DeskRow(
        **_case_part(application, unit, today),
        task_id=None,
        step="",
        step_title=title or application.state.label,
        lies_with=holder or (f"待{role.label}领取" if role else ""),
        is_mine=False,
    )


def _case_part(application: Application, unit: str | None, today: Today) -> dict[str, Any]:
    return {
        "application_id": application.id,
        "case_number": application.case_number,
        "subject": application.request_text.partition("\n")[0],
        "applicant": application.applicant_name,
        "channel": application.channel,
        "unit": unit,
        "left": today.left(application.due_on, application.state, is_provisional=application.due_is_provisional),
    }


def _worded(records: Session, query: AnySelect, asked: DeskFilter) -> AnySelect:
    return query.where(matches(records, asked.words)) if asked.words else query
