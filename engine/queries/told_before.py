"""To whom earlier applicants were directed: the agencies and archives named in our own served answers. Read only.

Nobody keeps this list; whoever writes the next answer still asks whether name and contact are right.
"""

from dataclasses import dataclass

from sqlalchemy import select

from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import visible_to
from engine.records import Application, CaseState, RequestedItem
from engine.rules.vocabulary import Outcome

DIRECTING = (Outcome.OTHER_AGENCY, Outcome.ARCHIVE_REGIME)
LOOKED_AT, SHOWN = 200, 5


@dataclass(frozen=True)
class ToldBefore:
    """One agency as it was named last, and in which case."""

    name: str
    contact: str
    case_number: str
    application_id: int


def told_before(outcome: Outcome, *, actor: Actor, office: Office) -> tuple[ToldBefore, ...]:
    """Whom the latest answers of this outcome named, each once; nobody for answers that direct nowhere.

    《条例》第36条第（五）项
    """
    if outcome not in DIRECTING:
        return ()
    query = (
        select(RequestedItem.answer, Application.case_number, Application.id)
        .join(Application, RequestedItem.application_id == Application.id)
        .where(RequestedItem.outcome == outcome, visible_to(actor))
        .where(Application.state.in_((CaseState.ANSWERED, CaseState.ARCHIVED)))
        .order_by(RequestedItem.id.desc())
        .limit(LOOKED_AT)
    )
    found: dict[str, ToldBefore] = {}
    with office.reading() as records:
        for answer, number, application_id in records.execute(query):
            if to := answer.get("destination"):
                found.setdefault(to["name"], ToldBefore(to["name"], to.get("contact", ""), number, application_id))
    return tuple(found.values())[:SHOWN]
