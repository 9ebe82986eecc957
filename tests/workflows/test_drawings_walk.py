"""Every course through the drawings, kept as the house keeps it, comes out where it should."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.workflow.catalogue import Catalogue
from tests.workflows.courses import (
    AGREED,
    DEPUTY_SIGNS,
    DRAFTS,
    ENDS,
    FEW_BYTES,
    GOES_ON,
    HEAD_SIGNS,
    REFUSED,
    REGISTERED,
    TWO_ITEMS,
    ask,
    at_check,
    at_consultations,
    at_items,
    at_review,
    at_supplement,
    come,
    draft,
)
from tests.workflows.walker import Walk


@pytest.mark.parametrize(
    ("outcome", "signing"),
    [("disclosed", DEPUTY_SIGNS), ("does_not_exist", DEPUTY_SIGNS), ("withheld_third_party", HEAD_SIGNS)],
)
def test_the_normal_course_ends_in_the_archive(catalogue: Catalogue, outcome: str, signing: list[str]) -> None:
    walk = at_review(catalogue, outcome)
    for step in [*signing, "verify_reply"]:
        walk.complete(step, AGREED)
    walk.complete("seal_reply")
    walk.receive("reply_frozen")
    walk.complete("serve_reply")
    walk.complete("archive_case")
    assert walk.has_ended
    assert walk.size < FEW_BYTES


@pytest.mark.parametrize(
    ("facts", "step", "case_facts", "then"),
    [
        ({"receipt": "confirm"}, "confirm_receipt", {}, "check_application"),
        ({"receipt": "read_back"}, "read_back", {}, "check_application"),
        ({"receipt": "wrong_channel"}, "lead_to_channel", {"standing": "wrong_channel"}, "archive_case"),
        ({"bears_level_mark": True}, "handle_offline", {"standing": "offline"}, "archive_case"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_received_otherwise_takes_its_own_way(
    catalogue: Catalogue, facts: dict[str, Any], step: str, case_facts: dict[str, str], then: str
) -> None:
    walk = Walk(catalogue, "handle_application")
    walk.complete("register", {**REGISTERED, **facts})
    walk.complete(step, **case_facts)
    assert walk.open_steps() == [(then, "")]


@pytest.mark.parametrize("refusing", DEPUTY_SIGNS)
def test_a_refusal_on_the_way_to_the_deputy_goes_back_to_the_draft(catalogue: Catalogue, refusing: str) -> None:
    walk = at_review(catalogue)
    for step in DEPUTY_SIGNS[: DEPUTY_SIGNS.index(refusing)]:
        walk.complete(step, AGREED)
    walk.complete(refusing, REFUSED)
    assert walk.open_steps() == [("draft_decision", "")]


@pytest.mark.parametrize("refusing", HEAD_SIGNS)
def test_a_refusal_on_the_way_to_the_head_goes_back_to_the_draft(catalogue: Catalogue, refusing: str) -> None:
    walk = at_review(catalogue, "withheld_state_secret")
    for step in HEAD_SIGNS[: HEAD_SIGNS.index(refusing)]:
        walk.complete(step, AGREED)
    walk.complete(refusing, REFUSED)
    assert walk.open_steps() == [("draft_decision", "")]


def test_a_signature_of_an_earlier_round_signs_nothing_later(catalogue: Catalogue) -> None:
    """Signed, found faulty on verification, drafted anew, refused by the unit: the old consent must not carry it on."""
    walk = at_review(catalogue)
    for step in DEPUTY_SIGNS:
        walk.complete(step, AGREED)
    walk.complete("verify_reply", REFUSED)
    walk.complete("draft_decision", {"outcome": "withheld_by_law"})
    walk.complete("review_by_unit", REFUSED)
    walk.complete("draft_decision", {"outcome": "withheld_by_law"})
    for step in HEAD_SIGNS:
        walk.complete(step, AGREED)
    assert walk.open_steps() == [("verify_reply", "")]


def test_service_waits_for_the_frozen_letter(catalogue: Catalogue) -> None:
    walk = at_review(catalogue)
    for step in [*DEPUTY_SIGNS, "verify_reply"]:
        walk.complete(step, AGREED)
    walk.complete("seal_reply")
    walk.move()
    assert walk.open_steps() == []
    walk.receive("reply_frozen")
    assert walk.open_steps() == [("serve_reply", "")]


def test_items_are_reviewed_side_by_side_and_the_last_one_opens_the_draft(catalogue: Catalogue) -> None:
    walk = at_items(catalogue, TWO_ITEMS)
    walk.complete("examine_nature", GOES_ON, key="12")
    walk.complete("search_item", GOES_ON, key="12")
    assert walk.open_steps() == [("examine_nature", "11"), ("review_secrecy", "12")]
    walk.complete("examine_nature", ENDS, key="11")
    walk.complete("review_secrecy", key="12")
    walk.complete("weigh_disclosure", GOES_ON, key="12")
    assert walk.open_steps() == [("plan_consultations", "")]


def test_an_item_that_a_search_settles_needs_no_secrecy_review(catalogue: Catalogue) -> None:
    walk = at_items(catalogue)
    walk.complete("examine_nature", GOES_ON, key="11")
    walk.complete("search_item", ENDS, key="11")
    assert walk.open_steps() == [("draft_decision", "")]


def _seal(walk: Walk) -> None:
    for step in [*DEPUTY_SIGNS, "verify_reply"]:
        walk.complete(step, AGREED)
    walk.complete("seal_reply")


def _ask_some(walk: Walk) -> None:
    ask(walk, DRAFTS[:2])
    draft(walk, *DRAFTS[2])


BEFORE_WITHDRAWAL: dict[str, Callable[[Catalogue], tuple[Walk, Callable[[Walk], None]]]] = {
    "before registration": lambda c: (Walk(c, "handle_application"), lambda _: None),
    "registered": lambda c: (at_check(c), lambda _: None),
    "supplement awaited": lambda c: (at_supplement(c), lambda _: None),
    "items open": lambda c: (at_items(c, TWO_ITEMS), lambda w: w.complete("examine_nature", GOES_ON, key="12")),
    "consultations open": lambda c: (at_consultations(c), _ask_some),
    "under review": lambda c: (at_review(c), lambda w: w.complete("review_by_unit", AGREED)),
    "sealed": lambda c: (at_review(c), _seal),
}


@pytest.mark.parametrize("moment", BEFORE_WITHDRAWAL)
def test_withdrawal_closes_everything_that_is_open(catalogue: Catalogue, moment: str) -> None:
    walk, go_on = BEFORE_WITHDRAWAL[moment](catalogue)
    go_on(walk)
    walk.receive("withdrawn")
    assert (walk.open_steps(), walk.awaited_messages(), walk.awaited_timers()) == ([("confirm_withdrawal", "")], [], [])
    walk.complete("confirm_withdrawal")
    walk.complete("archive_case")
    assert walk.has_ended


@pytest.fixture
def reminders(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str, str]]:
    """The reminders that go out, while rungs 1, 2, 3, 1, … are found reached."""
    sent: list[tuple[int, str, str]] = []
    keys = ("recipient", "action")
    notify = lambda call: sent.append((call.data["rung_facts"]["rung"], *(call.data[k] for k in keys))) or {}  # noqa: E731
    operators = {"escalation.determine_rung": lambda _: {"rung": len(sent) % 3 + 1}, "escalation.notify": notify}
    monkeypatch.setattr(catalogue.engine, "operators", operators)
    return sent


def test_escalation_reminds_at_each_rung_until_the_deadline_is_settled(
    catalogue: Catalogue, reminders: list[Any]
) -> None:
    walk = Walk(catalogue, "escalate_deadline")
    for _ in range(3):
        walk.move()
        come(walk, "next_rung")
    assert reminders == [(1, "handler", "remind"), (2, "handler", "remind"), (3, "unit_head", "remind")]
    walk.receive("deadline_settled")
    assert walk.has_ended


def test_a_platform_is_answered_once_there_is_a_result_and_the_reminder_ends_nothing(catalogue: Catalogue) -> None:
    walk = Walk(catalogue, "answer_transfer")
    assert walk.open_steps() == []
    walk.receive("deadline_settled")
    come(walk, "platform_answer")
    assert (walk.open_steps(), walk.awaited_timers()) == ([("answer_platform", "")], [])
    walk.complete("answer_platform")
    assert walk.has_ended


def test_escalation_may_go_round_for_ever(catalogue: Catalogue, reminders: list[Any]) -> None:
    """An event-based gateway in a loop: the engine went blind past a depth of 1000 tasks before pruning."""
    walk = Walk(catalogue, "escalate_deadline")
    for _ in range(401):
        come(walk, "next_rung")
    assert len(reminders) == 401
    assert walk.size < FEW_BYTES
    walk.receive("deadline_settled")
    assert walk.has_ended


def test_a_settled_deadline_reminds_nobody_even_when_a_rung_is_due(catalogue: Catalogue, reminders: list[Any]) -> None:
    """With timer and message at once the engine took both ways, and the watch never ended."""
    walk = Walk(catalogue, "escalate_deadline")
    walk.dates.due["next_rung", ""] = 0
    walk.receive("deadline_settled")
    assert walk.has_ended
    assert reminders == []
