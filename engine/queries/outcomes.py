"""What the recorded facts of an item lead to: the outcome, the row of the table that says so, its articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.office import Office
from engine.queries.facts import ItemLine
from engine.rules.articles import Article
from engine.rules.outcome import ItemFacts
from engine.rules.review_order import Check, checks, may_instead
from engine.rules.vocabulary import OUTCOME_FACTS, ConsultedParty, Outcome


@dataclass(frozen=True)
class Admissible:
    """The one outcome that the facts allow, and why."""

    outcome: Outcome
    row_id: str
    row: str
    articles: tuple[str, ...]
    is_partial: bool
    checks: tuple[Check, ...]
    alternatives: tuple[Outcome, ...]
    deviates_from: Outcome | None = None

    def instead(self, wanted: str) -> "Admissible":
        """The other outcome of this name where the law leaves it to us; else this one as it is."""
        other = next((outcome for outcome in self.alternatives if outcome.value == wanted), None)
        if other is None:
            return self
        articles = tuple(str(article) for article in OUTCOME_FACTS[other].articles)
        return replace(self, outcome=other, articles=articles, is_partial=False, deviates_from=self.outcome)


def admissible(items: Sequence[ItemLine], *, office: Office) -> dict[int, Admissible]:
    """Item id → the outcome its recorded facts allow."""
    return {item.id: _of_facts(item.facts, office) for item in items}


def _of_facts(facts: Mapping[str, Any], office: Office) -> Admissible:
    decision = office.workflow.catalogue.decide("outcome", ItemFacts.from_stored(facts).as_inputs())
    values = decision.values
    asked = [ConsultedParty(party).label for party in facts.get("ask") or ()]
    reviewed = bool(facts.get("secrecy_reviewed"))
    return Admissible(
        checks=tuple(checks(ItemFacts.from_stored(facts), secrecy_reviewed=reviewed, asked=asked)),
        alternatives=may_instead(Outcome(values["outcome"])),
        outcome=Outcome(values["outcome"]),
        row_id=decision.rule_id,
        row=decision.description,
        articles=tuple(str(Article.parse(code)) for code in values["articles"].split()),
        is_partial=bool(values["partly"]),
    )
