"""同类答复: our own served replies on the like subject, with today's table asked again for each. Read only.

Only cases that the reader may open anyway are looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select

from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import visible_to
from engine.queries.facts import ItemLine
from engine.queries.outcomes import Admissible
from engine.records import Application, Letter, LetterState, RequestedItem
from engine.rules.catalogue import likeness
from engine.rules.outcome import ItemFacts
from engine.rules.vocabulary import Outcome

LOOKED_AT = 300
SHOWN = 3
ALIKE = 0.3
"""From this share of common pairs of characters on a subject counts as like. 内部规定：同类答复提示"""


@dataclass(frozen=True)
class OwnLetter:
    """One served reply: where it is read, what it answered, and whether the law would still answer so."""

    letter_id: int
    document_number: str
    dated_on: date | None
    what: str
    still_holds: bool


def own_letters(
    items: Sequence[ItemLine], proposed: dict[int, Admissible], *, application_id: int, actor: Actor, office: Office
) -> dict[int, tuple[OwnLetter, ...]]:
    """Item number → the few served replies of the same outcome whose subject is most like it, the likest first.

    One query for each outcome, however many items there are.
    """
    outcomes = {proposed[item.id].outcome for item in items}
    with office.reading() as records:
        served = {each: records.execute(_served(each, application_id, actor)).all() for each in outcomes}
    return {item.number: _likest(item.what, served[proposed[item.id].outcome], office) for item in items}


def _served(outcome: Outcome, application_id: int, actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            RequestedItem.what, RequestedItem.facts, RequestedItem.articles, RequestedItem.outcome, Letter.id,
            Letter.document_number, Letter.dated_on,
        )
        .join(Application, Application.id == RequestedItem.application_id)
        .join(Letter, Letter.application_id == Application.id)
        .where(
            RequestedItem.outcome == outcome, Application.id != application_id, Letter.series == "reply",
            Letter.state == LetterState.SERVED, visible_to(actor),
        )
        .order_by(Letter.id.desc())
        .limit(LOOKED_AT)
    )  # fmt: skip


def _likest(what: str, served: Sequence[Row[Any]], office: Office) -> tuple[OwnLetter, ...]:
    measured = [(likeness(what, row.what), row) for row in served]
    best = sorted((pair for pair in measured if pair[0] >= ALIKE), key=lambda pair: -pair[0])[:SHOWN]
    return tuple(
        OwnLetter(row.id, row.document_number or "", row.dated_on, row.what, _holds(row, office)) for _, row in best
    )


def _holds(row: Row[Any], office: Office) -> bool:
    """Whether today's table gives the same outcome by the same articles for the facts recorded then."""
    values = office.workflow.catalogue.decide("outcome", ItemFacts.from_stored(row.facts).as_inputs()).values
    return bool(values["outcome"] == row.outcome and values["articles"].split() == row.articles.split())
