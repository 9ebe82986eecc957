"""The end of a review on the merits: a person has found that the application is answered without one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.commands import joint_reply
from engine.errors import RuleViolation
from engine.office import Office
from engine.records import Application, OpenTask
from engine.rules.outcome import Standing

CLOSED = "merits_closed"
REVIEWED = frozenset({"examine_nature", "search_item", "review_secrecy", "weigh_disclosure", "draft_decision"})
"""Steps from which the case comes to its answer even where its drawing does not hear that the merits are closed."""


def require_before_signing(records: Session, application: Application, *, office: Office) -> None:
    """Nothing, while items are under review or the answer is to be drafted; RuleViolation before and after."""
    joint_reply.require_free(records, application)
    awaited = any(run.awaits_message(CLOSED) for run in office.workflow.instances(records, application))
    query = select(OpenTask.step).where(OpenTask.application_id == application.id)
    if not awaited and not set(records.scalars(query)) & REVIEWED:
        raise RuleViolation("此件尚未交办，或者答复正在审签；请先交办，或者先由审核人退回，再办理此事。")


def close_merits(records: Session, application: Application, standing: Standing, *, office: Office) -> None:
    """Every item stands so; the reviews and consultations under way end, and the answer is drafted next.

    RuleViolation while a reply on the merits is being signed. 《条例》第35条、第42条
    """
    require_before_signing(records, application, office=office)
    office.workflow.send_message(records, application, CLOSED)
    for item in application.items:
        item.facts = {**item.facts, "standing": standing.value}
