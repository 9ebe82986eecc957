"""The draft follows the table; more may be given with a written reason, less never. 《条例》第16条、第36条、第38条"""

from dataclasses import replace
from typing import Any

import pytest

from engine.commands import decide
from engine.errors import RuleViolation
from engine.office import Office
from engine.records import Application, EventName, history
from engine.rules.outcome import DISCLOSABLE, Ground, Held, ItemFacts, Nature
from engine.rules.review_order import Answered, checks, may_instead
from engine.rules.vocabulary import Outcome
from engine.tools.driver import Driver
from engine.tools.sample_answers import sample_answer

REASON = "相关决策已经公布实施，公开讨论记录不再影响决策，且有利于公众监督。"
DELIBERATIVE = replace(DISCLOSABLE, ground=Ground.DELIBERATIVE)


def draft(driver: Driver, facts: ItemFacts, outcome: Outcome, deviation: str = "") -> int:
    driver.facts = facts
    number = driver.register().application_id
    driver.run(number, until="draft_decision")
    task = driver.open_tasks(number)[0]
    with driver.office.reading() as records:
        item = records.get_one(Application, number).items[0].id
    answer = sample_answer(outcome, driver.office.clock.today())
    decision = decide.ItemDecision(item_id=item, outcome=outcome, answer=answer, deviation=deviation)
    decide.draft_decision(task.id, [decision], actor=driver.actor_of(task), office=driver.office)
    return number


def test_what_may_be_withheld_may_be_given_with_a_reason_that_stays_on_record(office: Office, driver: Driver) -> None:
    number = draft(driver, DELIBERATIVE, Outcome.DISCLOSED, REASON)
    with office.reading() as records:
        application = records.get_one(Application, number)
        assert application.items[0].outcome is Outcome.DISCLOSED
        assert application.items[0].facts["deviation"] == REASON
        said = [e for e in history.of(records, application) if e.event is EventName.TABLE_DEVIATED]
        assert [entry.facts["reason"] for entry in said] == [REASON]


@pytest.mark.parametrize("reason", ["", "  ", "领导同意。"])
def test_without_a_reason_the_table_stands(driver: Driver, reason: str) -> None:
    with pytest.raises(RuleViolation, match="须写明理由"):
        draft(driver, DELIBERATIVE, Outcome.DISCLOSED, reason)


NEVER: list[tuple[ItemFacts, Outcome]] = [
    (DISCLOSABLE, Outcome.WITHHELD_DELIBERATIVE),
    (DISCLOSABLE, Outcome.DOES_NOT_EXIST),
    (replace(DISCLOSABLE, ground=Ground.STATE_SECRET), Outcome.DISCLOSED),
    (DELIBERATIVE, Outcome.DOES_NOT_EXIST),
    (replace(DISCLOSABLE, ground=Ground.INTERNAL_AFFAIRS, severable=True), Outcome.WITHHELD_INTERNAL_AFFAIRS),
]


@pytest.mark.parametrize(("facts", "outcome"), NEVER)
def test_no_reason_withholds_what_the_table_gives_or_gives_what_must_be_withheld(
    driver: Driver, facts: ItemFacts, outcome: Outcome
) -> None:
    with pytest.raises(RuleViolation, match="按已记录的事实应为"):
        draft(driver, facts, outcome, REASON)


def test_only_outcomes_left_to_us_have_an_alternative_and_none_gives_less() -> None:
    giving = {Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED}
    assert all(set(may_instead(outcome)) <= giving for outcome in Outcome)
    must = {Outcome.WITHHELD_STATE_SECRET, Outcome.WITHHELD_BY_LAW, Outcome.WITHHELD_THIRD_PARTY}
    assert not any(may_instead(outcome) for outcome in must)


def states(facts: ItemFacts) -> list[Any]:
    return [check.state for check in checks(facts, secrecy_reviewed=False, asked=())]


def test_the_checks_stand_in_the_order_of_the_law_and_end_where_one_decides() -> None:
    assert states(replace(ItemFacts(), nature=Nature.PETITION_OR_COMPLAINT)) == [
        Answered.DECIDES, *[Answered.NEEDLESS] * 9
    ]  # fmt: skip
    gone = replace(DISCLOSABLE, held=Held.NO, already_public=None, ground=None, severable=None)
    assert states(gone)[4:6] == [Answered.DECIDES, Answered.NEEDLESS]
    assert states(ItemFacts()) == [Answered.OPEN] * 7 + [Answered.OPEN] * 3
    assert [check.state for check in checks(DISCLOSABLE, secrecy_reviewed=True, asked=())][-2:] == [
        Answered.DECIDES, Answered.NEEDLESS
    ]  # fmt: skip
