"""Whose case it is: the conditions by which a person's lists and counters take their rows."""

from sqlalchemy import ColumnElement, String, and_, cast, select, union

from engine.permissions import Actor
from engine.queries.access import has_turn, visible_to
from engine.records import IS_OPEN, OPEN_STATES, Application, HistoryEntry

LATEST = 1000
"""So many cases are listed in which a person had a part, the latest ones; older ones are found by searching."""


def had_a_part(actor: Actor) -> ColumnElement[bool]:
    """The latest cases in whose history this person did something, or whose handler they are."""
    deeds = (
        select(HistoryEntry.application_id)
        .where(HistoryEntry.actor_id == actor.person_id, HistoryEntry.application_id.is_not(None))
        .distinct()
        .order_by(HistoryEntry.application_id.desc())
        .limit(LATEST)
        .subquery()
    )
    handled = (
        select(Application.id)
        .where(Application.handler_id == actor.person_id)
        .order_by(Application.id.desc())
        .limit(LATEST)
        .subquery()
    )
    latest = union(select(deeds.c.application_id), select(handled.c.id))
    return and_(visible_to(actor), Application.id.in_(latest))


def lies_elsewhere(actor: Actor) -> ColumnElement[bool]:
    """Those of them that are open, where it is now somebody else's turn or the applicant's.

    The state is asked as an expression, so that the latest cases lead and not the index of all that are open.
    """
    is_open = cast(Application.state, String).in_([state.value for state in OPEN_STATES])
    return and_(is_open, had_a_part(actor), ~has_turn(actor))


def is_done(actor: Actor) -> ColumnElement[bool]:
    """Those of them that are answered or stopped."""
    return and_(~IS_OPEN, had_a_part(actor))
