"""What was not given, by ground, beside what a review body, a court or ourselves later put right.

In the order of the law, with no rate and no rank: whoever refuses less on one ground must not look better for saying
that nothing exists, so that what was not found stands in the same list.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.queries.access import visible_to
from engine.records import Application, EventName, HistoryEntry, RemedyCase
from engine.records.remedies import CORRECTED
from engine.rules.vocabulary import OUTCOME_FACTS, Outcome

NOT_GIVEN = tuple(
    outcome for outcome, facts in OUTCOME_FACTS.items() if facts.report_row.value.startswith(("R2", "R3", "R4", "R5"))
)
"""Every answer that gives nothing or only a part, in the order of the report form."""


@dataclass(frozen=True)
class Ground:
    """One ground: its article, how many requested items were answered so, and in how many this was put right."""

    outcome: Outcome
    article: str
    row: str
    items: int
    corrected: int


@dataclass(frozen=True)
class Refusals:
    """The grounds of the year, the items given whole beside them, and the years that can be looked at."""

    year: int
    grounds: tuple[Ground, ...]
    given: int
    years: tuple[int, ...]

    @property
    def any(self) -> bool:
        """Whether anything was answered in the year."""
        return bool(self.given or any(ground.items for ground in self.grounds))


def refusals(year: int | None, *, actor: Actor, office: Office) -> Refusals:
    """The first answers served in the year, by what they came to. 《条例》第13条、第36条"""
    require(actor, Action.SUPERVISE)
    today = office.clock.today()
    wanted = year or today.year
    with office.reading() as records:
        answered = list(_first_answers(records, actor, wanted))
        corrected = set(records.scalars(select(RemedyCase.application_id).where(RemedyCase.decision.in_(CORRECTED))))
        counts = Counter(outcome for _, outcome in answered)
        righted = Counter(outcome for case, outcome in answered if case in corrected)
        grounds = tuple(_ground(outcome, counts[outcome], righted[outcome]) for outcome in NOT_GIVEN)
        given = sum(number for outcome, number in counts.items() if outcome not in NOT_GIVEN)
        return Refusals(wanted, grounds, given, _years(records, today))


def _first_answers(records: Session, actor: Actor, year: int) -> Iterator[tuple[int, Outcome]]:
    """Case and outcome of each item as it was first answered, for cases whose first reply went out in the year."""
    query = (
        select(HistoryEntry)
        .join(Application, Application.id == HistoryEntry.application_id)
        .where(HistoryEntry.event.in_((EventName.DECISION_DRAFTED, EventName.REPLY_SERVED)), visible_to(actor))
        .order_by(HistoryEntry.id)
    )
    drafted: dict[int, dict[str, str]] = {}
    done: set[int] = set()
    for entry in records.scalars(query):
        case = entry.application_id or 0
        if entry.event is EventName.DECISION_DRAFTED:
            drafted[case] = entry.facts.get("outcomes", {})
        elif case not in done:
            done.add(case)
            if entry.on.year == year:
                yield from ((case, Outcome(word)) for word in drafted.get(case, {}).values() if word)


def _ground(outcome: Outcome, items: int, corrected: int) -> Ground:
    facts = OUTCOME_FACTS[outcome]
    return Ground(outcome, str(facts.article or ""), facts.report_row.label, items, corrected)


def _years(records: Session, today: date) -> tuple[int, ...]:
    first = records.scalar(select(Application.arrived_on).order_by(Application.arrived_on).limit(1))
    return tuple(range(today.year, (first.year if first else today.year) - 1, -1))
