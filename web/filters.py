"""What the address of a list asks for; page, export and the way back read the same."""

from datetime import date

from flask import request

from engine.queries import tasks
from engine.queries.applications import CaseState, ListFilter, Look, Order
from engine.queries.tasks import DeskFilter
from engine.rules.vocabulary import Channel
from web import asked


def case_filter() -> ListFilter:
    """The list of applications that is wanted."""
    return ListFilter(
        words=asked.words(),
        state=asked.word(CaseState, "state"),
        channel=asked.word(Channel, "channel"),
        unit_id=asked.number("unit"),
        look=asked.word(Look, "look"),
        due_on=day("due_on"),
        order=asked.word(Order, "order") or Order.NEWEST,
        page=asked.page(),
    )


def desk_filter() -> DeskFilter:
    """The list of the desk that is wanted."""
    return DeskFilter(
        tab=asked.word(tasks.Tab, "tab") or tasks.Tab.ALL,
        due=asked.word(tasks.DueFilter, "due"),
        words=asked.words(),
        page=asked.page(),
    )


def day(name: str) -> date | None:
    """The day that the parameter names, or None."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
