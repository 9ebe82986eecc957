"""What people learn from: the words of the trade, and decided cases to practise on. Nothing of it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import yaml

from engine.errors import NotFound
from engine.office import Office
from engine.resources import folder
from engine.rules.articles import Article
from engine.rules.outcome import DISCLOSABLE, Ground, ItemFacts
from engine.rules.review_order import Check, checks
from engine.rules.vocabulary import Outcome


@dataclass(frozen=True)
class Term:
    """One word, what it means in plain words, and its article."""

    term: str
    group: str
    meaning: str
    article: str


@dataclass(frozen=True)
class Exercise:
    """One decided case: the facts, what the agency did, what was held, what to take along."""

    id: str
    title: str
    story: str
    agency: str
    body: str
    held: str
    lesson: str
    facts: ItemFacts

    @property
    def ground(self) -> Ground:
        """The reason for withholding that the facts show; none where the review ends before that question."""
        return self.facts.ground or Ground.NONE


@dataclass(frozen=True)
class Coaching:
    """The learner's choice beside what the decision table says of the same facts."""

    chosen: Outcome
    chosen_ground: Ground
    outcome: Outcome
    ground: Ground
    row_id: str
    row: str
    articles: tuple[str, ...]
    checks: tuple[Check, ...]

    @property
    def is_right(self) -> bool:
        """Whether outcome and ground are both those of the table."""
        return self.outcome is self.chosen and self.is_right_ground

    @property
    def is_right_ground(self) -> bool:
        """Whether the reason is the one that the facts show."""
        return self.ground is self.chosen_ground


@lru_cache(maxsize=1)
def terms() -> tuple[Term, ...]:
    """The words of the trade, in the order of a case."""
    return tuple(Term(**each) for each in _read("terms.yaml"))


def terms_by_group() -> dict[str, list[Term]]:
    """Stage of a case → its words, both in the order of a case."""
    groups: dict[str, list[Term]] = {}
    for each in terms():
        groups.setdefault(each.group, []).append(each)
    return groups


@lru_cache(maxsize=1)
def exercises() -> tuple[Exercise, ...]:
    """Every exercise, in the order of the list."""
    return tuple(Exercise(**{**each, "facts": _facts(each["facts"])}) for each in _read("exercises.yaml"))


def exercise(exercise_id: str) -> Exercise:
    """The exercise of this name; NotFound when there is none."""
    for each in exercises():
        if each.id == exercise_id:
            return each
    raise NotFound("没有这道练习。")


def following(exercise_id: str) -> Exercise | None:
    """The exercise after this one; None after the last."""
    listed = exercises()
    place = listed.index(exercise(exercise_id)) + 1
    return listed[place] if place < len(listed) else None


def coached(exercise_id: str, outcome: Outcome, ground: Ground, *, office: Office) -> Coaching:
    """What the rules make of the facts, asked now of the very table that cases follow, beside the choice.

    《条例》第36条
    """
    asked = exercise(exercise_id)
    decision = office.workflow.catalogue.decide("outcome", asked.facts.as_inputs())
    return Coaching(
        chosen=outcome,
        chosen_ground=ground,
        outcome=Outcome(decision.values["outcome"]),
        ground=asked.ground,
        row_id=decision.rule_id,
        row=decision.description,
        articles=tuple(str(Article.parse(code)) for code in decision.values["articles"].split()),
        checks=tuple(checks(asked.facts, secrecy_reviewed=True, asked=())),
    )


def _facts(given: Mapping[str, Any]) -> ItemFacts:
    """The facts as given, and else those of information that is ours, held and free to be disclosed."""
    stated = ItemFacts.from_stored(given)
    return replace(DISCLOSABLE, **{name: getattr(stated, name) for name in given})


def _read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((folder("teaching") / name).read_text(encoding="utf-8"))
    return found
