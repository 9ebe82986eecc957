"""What the address of a list asks for; page, export and the way back read the same."""

from datetime import date
from typing import Any

from flask import request, session, url_for

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


DESK = ("tab", "due", "q", "size", "page")


def remember_desk() -> None:
    """The filter of the desk stays with the browser, so that finishing a step leads back to the same list."""
    session["desk"] = {name: request.args[name][:60] for name in DESK if name in request.args}


def back_to_desk(finished: int) -> str:
    """The address of the desk as it was last asked for, with what has just been finished."""
    kept = session.get("desk")
    known = kept if isinstance(kept, dict) else {}
    asked_for: dict[str, Any] = {name: str(known[name]) for name in DESK if name in known}
    return url_for("desk.desk", after=finished, **asked_for)
