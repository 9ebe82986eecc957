"""The one access filter: which cases an actor may see. Every list, count, page, letter and file goes through it."""

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.permissions import OVERSEEING_ROLES, Action, Actor, permits
from engine.records import Application, HistoryEntry, OpenTask

NOT_THERE = "没有找到您要看的内容。它可能不存在，也可能不归您办理。"


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor may see a row of `application`.

    Overseeing roles see all; others see the cases of their unit, those with an open step for them, and those
    in whose history they act.
    """
    if not permits(actor, Action.READ_CASES):
        return false()
    if actor.roles & OVERSEEING_ROLES:
        return true()
    return or_(
        Application.handling_unit_id.in_(actor.units),
        has_turn(actor),
        took_part(actor),
    )


def step_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor may see a row of `open_task`, outer-joined to its case: the case's, or a report's whose
    lane is the actor's or which the actor may read.
    """
    is_reader = permits(actor, Action.READ_REPORT)
    of_report = OpenTask.report_year.is_not(None)
    of_case = and_(OpenTask.application_id.is_not(None), visible_to(actor))
    return or_(of_case, of_report if is_reader else and_(of_report, OpenTask.role.in_(sorted(actor.roles))))


def has_turn(actor: Actor) -> ColumnElement[bool]:
    """Whether a row of `application` has an open step that the actor holds or may take."""
    step = select(OpenTask.id).where(
        OpenTask.application_id == Application.id, or_(assigned_to(actor), claimable_by(actor))
    )
    return step.correlate(Application).exists()


def assigned_to(actor: Actor) -> ColumnElement[bool]:
    """Whether a row of `open_task` lies with the actor."""
    return OpenTask.assignee_id == actor.person_id


def claimable_by(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor may take a row of `open_task`: from a pool, or from somebody who is away, as the deputy."""
    free: ColumnElement[bool] = OpenTask.assignee_id.is_(None)
    if actor.stands_in_for:
        free = or_(free, OpenTask.assignee_id.in_([absent.person_id for absent in actor.stands_in_for]))
    return (
        free
        & OpenTask.role.in_(sorted(actor.roles))
        & or_(OpenTask.unit_id.is_(None), OpenTask.unit_id.in_(actor.units))
    )


def took_part(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor did something in the history of a row of `application`, or is its handler."""
    deed = select(HistoryEntry.id).where(
        HistoryEntry.application_id == Application.id, HistoryEntry.actor_id == actor.person_id
    )
    return or_(Application.handler_id == actor.person_id, deed.correlate(Application).exists())


def require_case(records: Session, application_id: int, actor: Actor) -> Application:
    """The case, if it exists and the actor may see it; otherwise NotFound, in the same words for both."""
    query = select(Application).where(Application.id == application_id, visible_to(actor))
    application = records.scalar(query)
    if application is None:
        raise NotFound(NOT_THERE)
    return application
