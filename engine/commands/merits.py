"""The end of a review on the merits: a person has found that the application is answered without one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import RuleViolation
from engine.office import Office
from engine.records import Application, OpenTask
from engine.rules.outcome import Standing

REVIEWED = frozenset({"examine_nature", "search_item", "review_secrecy", "weigh_disclosure", "draft_decision"})
"""Steps from which the case comes to its answer even where its drawing does not hear that the merits are closed."""


def close_merits(records: Session, application: Application, standing: Standing, *, office: Office) -> None:
    """Every item stands so; the reviews and consultations under way end, and the answer is drafted next.

    RuleViolation while a reply on the merits is being signed. 《条例》第35条、第42条
    """
    heard = office.workflow.send_message(records, application, "merits_closed")
    if not heard and not _open_steps(records, application) & REVIEWED:
        raise RuleViolation("答复正在审签或者尚未交办，请先由审核人退回或者先行交办，再作这一认定。")
    for item in application.items:
        item.facts = {**item.facts, "standing": standing.value}


def _open_steps(records: Session, application: Application) -> set[str]:
    return set(records.scalars(select(OpenTask.step).where(OpenTask.application_id == application.id)))
