"""Finding the case that a command is about."""

from sqlalchemy.orm import Session

from engine.errors import NotFound, RuleViolation
from engine.records import OPEN_STATES, Application, OpenTask, RequestedItem


def case_of(records: Session, application_id: int) -> Application:
    """The case; NotFound when there is none."""
    application = records.get(Application, application_id)
    if application is None:
        raise NotFound("没有找到这件申请。")
    return application


def open_case_of(records: Session, application_id: int) -> Application:
    """The case, still to be answered; RuleViolation when it has ended."""
    application = case_of(records, application_id)
    if application.state not in OPEN_STATES:
        raise RuleViolation("此件已经办结或者终止，不能再办理此事。")
    return application


def item_of(task: OpenTask) -> RequestedItem:
    """The requested item that an item's step is about."""
    return next(item for item in task.application.items if str(item.id) == task.subject_key)
