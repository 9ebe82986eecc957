"""The list of applications with its filters, and the page that hands over a number after registration."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.office import Office
from engine.permissions import Actor
from engine.queries.absences import holder_name
from engine.queries.access import visible_to
from engine.queries.days import DaysLeft, Today
from engine.queries.facts import CaseFacts, case_row, facts_of
from engine.queries.listing import MOST_COUNTED, MOST_FOUND, AnySelect, Found, Page, matches, paged, paged_of_many
from engine.queries.looks import Look, Moment, condition
from engine.records import IS_OPEN, OPEN_STATES, Application, CaseState, Person, Unit
from engine.rules.vocabulary import Channel, Labelled

__all__ = ["CaseList", "CaseState", "ListFilter", "ListRow", "Look", "Order", "all_rows", "applications", "case_facts"]


class Order(Labelled):
    """How the list is sorted; the number of the case settles what is equal."""

    NEWEST = "newest", "最新登记的在前"
    DUE = "due", "最早到期的在前"


@dataclass(frozen=True, kw_only=True)
class ListFilter:
    """What the address of the list asks for."""

    words: str = ""
    state: CaseState | None = None
    channel: Channel | None = None
    unit_id: int | None = None
    look: Look | None = None
    due_on: date | None = None
    order: Order = Order.NEWEST
    page: Page

    @property
    def is_of_open_cases(self) -> bool:
        """Whether only open cases are asked for: of those every one is counted."""
        return self.look is not None or self.due_on is not None or self.state in OPEN_STATES


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """One case in the list."""

    id: int
    case_number: str
    subject: str
    applicant: str
    channel: Channel
    state: CaseState
    received_on: date | None
    unit: str | None
    handler: str | None
    left: DaysLeft


@dataclass(frozen=True)
class CaseList:
    """One page of the list."""

    rows: tuple[ListRow, ...]
    total: int
    asked: ListFilter
    has_more: bool = False

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return self.asked.page.count(self.total)


_SHOWN = (
    Application.id, Application.case_number, Application.request_text, Application.applicant_name, Application.channel,
    Application.state, Application.received_on, Application.due_on, Application.due_is_provisional,
)  # fmt: skip
"""What a row of the list is made of: nothing else of a case is read for it."""

_ORDERS: dict[Order, tuple[Any, ...]] = {
    Order.NEWEST: (Application.id.desc(),),
    Order.DUE: (Application.due_on.is_(None), Application.due_on, Application.id),
}


def applications(asked: ListFilter, *, actor: Actor, office: Office) -> CaseList:
    """One page of the cases this actor may see, as the filter asks."""
    with office.reading() as records:
        today = Today(office.clock.today(), office.calendar(records))
        query, order = _asked(records, asked, actor, today), _ORDERS[asked.order]
        if asked.is_of_open_cases:
            found = Found(*paged(records, query, order, asked.page))
        else:
            most = MOST_FOUND if asked.words else MOST_COUNTED
            found = paged_of_many(records, query, order, asked.page, most=most)
        return CaseList(tuple(_row(each, today) for each in found.rows), found.total, asked, found.has_more)


def all_rows(asked: ListFilter, *, actor: Actor, office: Office) -> tuple[ListRow, ...]:
    """Every page of the same list at once, in the same order."""
    with office.reading() as records:
        today = Today(office.clock.today(), office.calendar(records))
        query = _asked(records, asked, actor, today).order_by(*_ORDERS[asked.order])
        return tuple(_row(each, today) for each in records.execute(query))


def _asked(records: Session, asked: ListFilter, actor: Actor, today: Today) -> AnySelect:
    query = (
        select(*_SHOWN, Unit.name.label("unit"), holder_name(today.day).label("handler"))
        .select_from(Application)
        .outerjoin(Unit, Application.handling_unit_id == Unit.id)
        .outerjoin(Person, Application.handler_id == Person.id)
        .where(visible_to(actor))
    )
    wanted = {
        Application.state: asked.state,
        Application.channel: asked.channel,
        Application.handling_unit_id: asked.unit_id,
        Application.due_on: asked.due_on,
    }
    for column, value in wanted.items():
        if value is not None:
            query = query.where(column == value)
    if asked.due_on is not None:
        query = query.where(IS_OPEN)
    if asked.look is not None:
        query = query.where(condition(asked.look, Moment(today)))
    return query.where(matches(records, asked.words)) if asked.words else query


def case_facts(application_id: int, *, actor: Actor, office: Office) -> CaseFacts:
    """The facts of one case; NotFound when it is not there or not this actor's to see."""
    with office.reading() as records:
        today = Today(office.clock.today(), office.calendar(records))
        return facts_of(case_row(records, application_id, actor), today, actor=actor, office=office)


def _row(row: Any, today: Today) -> ListRow:
    return ListRow(
        id=row.id,
        case_number=row.case_number,
        subject=row.request_text.partition("\n")[0],
        applicant=row.applicant_name,
        channel=row.channel,
        state=row.state,
        received_on=row.received_on,
        unit=row.unit,
        handler=row.handler,
        left=today.left(row.due_on, row.state, is_provisional=row.due_is_provisional),
    )
