"""The list of applications with its filters, and the page that hands over a number after registration."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import visible_to
from engine.queries.days import DaysLeft, Today
from engine.queries.facts import CaseFacts, case_row, facts_of
from engine.queries.listing import Page, matches, paged
from engine.records import Application, CaseState, Person, Unit
from engine.rules.vocabulary import Channel

__all__ = ["CaseList", "CaseState", "ListFilter", "ListRow", "applications", "case_facts"]


@dataclass(frozen=True, kw_only=True)
class ListFilter:
    """What the address of the list asks for."""

    words: str = ""
    state: CaseState | None = None
    channel: Channel | None = None
    unit_id: int | None = None
    page: Page


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

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return self.asked.page.count(self.total)


def applications(asked: ListFilter, *, actor: Actor, office: Office) -> CaseList:
    """The cases this actor may see, as the filter asks, newest first."""
    query = (
        select(Application, Unit.name, Person.name)
        .select_from(Application)
        .outerjoin(Unit, Application.handling_unit_id == Unit.id)
        .outerjoin(Person, Application.handler_id == Person.id)
        .where(visible_to(actor))
    )
    wanted = {Application.state: asked.state, Application.channel: asked.channel}
    for column, value in wanted.items():
        if value is not None:
            query = query.where(column == value)
    if asked.unit_id is not None:
        query = query.where(Application.handling_unit_id == asked.unit_id)
    if asked.words:
        query = query.where(matches(asked.words))
    with office.reading() as records:
        today = Today(office.clock.today(), office.calendar(records))
        found, total = paged(records, query, (Application.id.desc(),), asked.page)
        return CaseList(tuple(_row(*each, today=today) for each in found), total, asked)


def case_facts(application_id: int, *, actor: Actor, office: Office) -> CaseFacts:
    """The facts of one case; NotFound when it is not there or not this actor's to see."""
    with office.reading() as records:
        today = Today(office.clock.today(), office.calendar(records))
        return facts_of(case_row(records, application_id, actor), today, actor=actor, office=office)


def _row(application: Any, unit: str | None, handler: str | None, *, today: Today) -> ListRow:
    return ListRow(
        id=application.id,
        case_number=application.case_number,
        subject=application.request_text.partition("\n")[0],
        applicant=application.applicant_name,
        channel=application.channel,
        state=application.state,
        received_on=application.received_on,
        unit=unit,
        handler=handler,
        left=today.left(application.due_on, application.state, is_provisional=application.due_is_provisional),
    )
