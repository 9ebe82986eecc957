"""Whatever people and the calendar do: every run ends, and forgetting what is finished changes nothing.

Each move is done twice: by a run that is pruned, stored and loaded every time, and by one that stays in memory whole.
"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.workflow.catalogue import Catalogue
from tests.workflows.drawing_reader import DRAWINGS, Drawing
from tests.workflows.walker import Name, Walk

WALKS = 150
MOST_MOVES = 600
FEW_BYTES = 100_000
AGREEMENT = 0.9
WITHDRAWAL = 0.02
Chance = random.Random
Answer = tuple[dict[str, Any], dict[str, Any]]
"""What a person enters: the facts of the step, and facts of the whole case."""


def _yes(fact: str, share: float = AGREEMENT) -> Callable[[Chance], Answer]:
    return lambda chance: ({fact: chance.random() < share}, {})


def _keys(chance: Chance, first: int, most: int) -> dict[str, str]:
    return {str(number): str(number) for number in range(first, first + chance.randint(0, most))}


def _letter(chance: Chance) -> dict[str, Any]:
    return {"letter_id": chance.randint(1, 99), "notice_signer": chance.choice(["office_head", "deputy_leader"])}


def _register(chance: Chance) -> Answer:
    receipt = chance.choice(["settled", "settled", "confirm", "read_back", "wrong_channel"])
    at_once = {"on_the_spot": True} if chance.random() < 0.2 else {}
    return {"bears_level_mark": chance.random() < 0.1, "receipt": receipt, **at_once}, {}


def _draft_decision(chance: Chance) -> Answer:
    return {"outcome": chance.choice(["disclosed", "withheld_by_law", "does_not_exist"])}, {}


def _check_application(chance: Chance) -> Answer:
    return {"clear": chance.random() < 0.6, **({"correction": True} if chance.random() < 0.2 else {})}, {}


def _check_supplement(chance: Chance) -> Answer:
    clear = chance.random() < 0.7
    return {"clear": clear}, {"standing": "open" if clear else "still_unclear"}


def _confirm_not_supplemented(chance: Chance) -> Answer:
    in_time = chance.random() < 0.3
    return {"arrived_in_time": in_time}, {} if in_time else {"standing": "not_supplemented"}


def _weigh_reasons(chance: Chance) -> Answer:
    return {"reasonable": chance.random() < 0.6, "in_time": chance.random() < 0.5}, _letter(chance)


ANSWERS: dict[str, Callable[[Chance], Answer]] = {
    "register": _register,
    "handle_offline": lambda _: ({"handled": True}, {"standing": "offline"}),
    "lead_to_channel": lambda _: ({"led": True}, {"standing": "wrong_channel"}),
    "answer_on_spot": lambda chance: ({"answered": chance.random() < 0.7}, {"letter_id": chance.randint(1, 99)}),
    "hand_over_on_spot": lambda _: ({"handed_over": True}, {"standing": "answered_on_spot"}),
    "check_application": _check_application,
    "draft_supplement_notice": lambda chance: ({"drafted": True}, _letter(chance)),
    "draft_consultation": lambda chance: ({"drafted": True}, _letter(chance)),
    "draft_co_maker_letter": lambda chance: ({"drafted": True}, _letter(chance)),
    "confirm_not_supplemented": _confirm_not_supplemented,
    "check_supplement": _check_supplement,
    "assign_handler": lambda chance: ({"unit_id": 1}, {"items": _keys(chance, 11, 2)}),
    "examine_nature": _yes("goes_on", 0.6),
    "search_item": _yes("goes_on", 0.7),
    "plan_consultations": lambda chance: (
        {"planned": True},
        {"third_parties": _keys(chance, 1, 2), "co_makers": _keys(chance, 5, 1)},
    ),
    "confirm_silence": _yes("arrived_in_time", 0.3),
    "confirm_consent_by_silence": _yes("arrived_in_time", 0.3),
    "draft_decision": _draft_decision,
    "approve_extension": lambda chance: ({"agreed": chance.random() < AGREEMENT}, _letter(chance)),
    "answer_unit": _yes("disagrees", 0.4),
    "draft_defence": lambda chance: ({"drafted": True}, _letter(chance)),
    "record_result": _yes("has_duty", 0.5),
    "confirm_final": lambda chance: ({"appealed": chance.random() < 0.3, "has_duty": chance.random() < 0.5}, {}),
    "draft_reasons_notice": lambda chance: ({"drafted": True}, _letter(chance)),
    "weigh_reasons": _weigh_reasons,
    "draft_fee_notice": lambda chance: ({"charged": chance.random() < 0.8}, _letter(chance)),
    "confirm_unpaid": _yes("paid", 0.3),
    "examine_correction": lambda chance: ({"examined": True}, _letter(chance)),
    **{
        step: _yes("agreed")
        for step in (
            "review_by_unit", "review_legality", "check_document", "approve_reply", "sign_as_deputy", "endorse_reply",
            "sign_as_head", "verify_reply", "approve_notice", "sign_notice", "review_report", "submit_report",
        )
    },
}  # fmt: skip

STARTS: dict[str, Callable[[Chance], dict[str, Any]]] = {
    "examine_items": lambda chance: {"items": _keys(chance, 11, 2)},
    "review_item": lambda _: {"key": "11"},
    "consult_third_party": lambda _: {"key": "1"},
    "consult_co_maker": lambda _: {"key": "5"},
    "consult_third_parties": lambda chance: {"third_parties": _keys(chance, 1, 2)},
    "consult_co_makers": lambda chance: {"co_makers": _keys(chance, 5, 2)},
    "issue_letter": _letter,
    "review_reply": lambda chance: {"signer": chance.choice(["deputy_leader", "agency_head"])},
    "defend_complaint": lambda chance: {"key": "3", "is_decided": chance.random() < 0.3},
    "defend_reconsideration": lambda _: {"key": "3"},
    "defend_litigation": lambda _: {"key": "3"},
    "watch_defence": lambda _: {"key": "3"},
    "prepare_annual_report": lambda _: {"key": "2026"},
    "watch_annual_report": lambda _: {"key": "2026"},
    "consult_unit": lambda _: {"unit_id": 4, "key": "9"},
}
"""What a run is started with besides `application_id` and `standing`."""


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_every_run_ends_and_forgetting_changes_nothing(catalogue: Catalogue, path: Path) -> None:
    seen: set[str] = set()
    for seed in range(WALKS):
        both = [Walk(catalogue, path.stem, kept, start) for kept, start in _starts(path.stem, seed)]
        _walk(both, random.Random(seed))
        assert both[0].size < FEW_BYTES
        seen |= {name for name, _ in both[0].trail}
    assert seen >= _what_may_happen(Drawing(path))


def _starts(process_id: str, seed: int) -> Iterator[tuple[bool, dict[str, Any]]]:
    for kept in (True, False):
        yield kept, STARTS.get(process_id, lambda _: {})(random.Random(seed))


def _what_may_happen(drawing: Drawing) -> set[str]:
    """Everything that a person or a message does in this drawing itself."""
    steps = {node.id for node in drawing.nodes.values() if node.kind == "userTask"}
    return steps | {str(name) for name in drawing.root.xpath('//*[local-name()="message"]/@name')}


def _walk(both: list[Walk], chance: Chance) -> None:
    for _ in range(MOST_MOVES):
        assert both[0].state() == both[1].state(), both[0].trail
        if both[0].has_ended:
            return
        move = _choose(both[0], chance)
        for walk in both:
            move(walk)
    raise AssertionError(f"no end after {MOST_MOVES} moves: {both[0].trail}")


def _choose(walk: Walk, chance: Chance) -> Callable[[Walk], None]:
    """One thing that may happen now: a step, a message, a day passing, a date moved."""
    messages = [name for name in walk.awaited_messages() if name[0] != "withdrawn"]
    if len(walk.awaited_messages()) > len(messages) and chance.random() < WITHDRAWAL:
        return lambda each: each.receive("withdrawn")
    moves = [_step(name, chance) for name in walk.open_steps()]
    moves += [_message(name) for name in messages]
    if timers := walk.awaited_timers():
        moves.append(chance.choice([_date_moved(chance.choice(timers), chance), _day_passes]))
    return chance.choice(moves)


def _step(name: Name, chance: Chance) -> Callable[[Walk], None]:
    facts, case_facts = ANSWERS.get(name[0], lambda _: ({"done": True}, {}))(chance)
    return lambda walk: walk.complete(name[0], facts, key=name[1], **case_facts)


def _message(name: Name) -> Callable[[Walk], None]:
    return lambda walk: walk.receive(*name)


def _day_passes(walk: Walk) -> None:
    walk.dates.today += 1
    walk.move()


def _date_moved(timer: Name, chance: Chance) -> Callable[[Walk], None]:
    """Set, brought forward, put off or stopped; one already past is found at the next wake."""
    days = chance.choice([None, -1, 0, 1, 2, 5])

    def move(walk: Walk) -> None:
        walk.dates.due.pop(timer, None)
        if days is not None:
            walk.dates.due[timer] = walk.dates.today + days
        walk.trail.append((f"{timer[0]} moved", timer[1]))

    return move
