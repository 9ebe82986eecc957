"""What the recorded facts of an item lead to: the outcome, the row of the table that says so, its articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.office import Office
from engine.queries.facts import ItemLine
from engine.rules.articles import Article
from engine.rules.outcome import ItemFacts
from engine.rules.vocabulary import Outcome


@dataclass(frozen=True)
class Admissible:
    """The one outcome that the facts allow, and why."""

    outcome: Outcome
    row_id: str
    row: str
    articles: tuple[str, ...]
    is_partial: bool


def admissible(items: Sequence[ItemLine], *, office: Office) -> dict[int, Admissible]:
    """Item id → the outcome its recorded facts allow."""
    return {item.id: _of_facts(item.facts, office) for item in items}


def _of_facts(facts: Mapping[str, Any], office: Office) -> Admissible:
    decision = office.workflow.catalogue.decide("outcome", ItemFacts.from_stored(facts).as_inputs())
    values = decision.values
    return Admissible(
        outcome=Outcome(values["outcome"]),
        row_id=decision.rule_id,
        row=decision.description,
        articles=tuple(str(Article.parse(code)) for code in values["articles"].split()),
        is_partial=bool(values["partly"]),
    )
