"""Every course through the drawings, kept as the house keeps it, comes out where it should."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from engine.workflow.catalogue import Catalogue
from tests.workflows.walker import Name, Walk

REGISTERED = {"bears_level_mark": False, "receipt": "settled"}
TWO_ITEMS = {"11": "11", "12": "12"}
REVIEW = ["review_by_unit", "review_legality", "check_document", "approve_reply"]
DEPUTY_SIGNS = [*REVIEW, "sign_as_deputy"]
HEAD_SIGNS = [*REVIEW, "endorse_reply", "sign_as_head"]
AGREED, REFUSED, GOES_ON, ENDS = {"agreed": True}, {"agreed": False}, {"goes_on": True}, {"goes_on": False}
CONSULTED = {"third_parties": {"1": "1", "2": "2"}, "co_makers": {"5": "5"}}
DRAFTS = [("draft_co_maker_letter", "5"), ("draft_consultation", "1"), ("draft_consultation", "2")]
FEW_BYTES = 20_000


def at_check(catalogue: Catalogue) -> Walk:
    """An application that is registered, its day of receipt settled."""
    walk = Walk(catalogue, "handle_application")
    walk.complete("register", REGISTERED)
    return walk


def at_items(catalogue: Catalogue, items: Iterable[str] = ("11",)) -> Walk:
    """A clear application in the hands of its handler."""
    walk = at_check(catalogue)
    walk.complete("check_application", {"clear": True})
    walk.complete("assign_handler", items={key: key for key in items})
    return walk


def review(walk: Walk, key: str) -> None:
    """The whole review of one item."""
    walk.complete("examine_nature", GOES_ON, key=key)
    walk.complete("search_item", GOES_ON, key=key)
    walk.complete("review_secrecy", key=key)
    walk.complete("weigh_disclosure", GOES_ON, key=key)


def at_review(catalogue: Catalogue, outcome: str = "disclosed") -> Walk:
    """A case whose answer has been drafted and lies with the unit head."""
    walk = at_items(catalogue)
    review(walk, "11")
    walk.complete("draft_decision", {"outcome": outcome})
    return walk


def at_consultations(catalogue: Catalogue) -> Walk:
    """Two third parties and a co-maker, their letters to be drafted."""
    walk = at_items(catalogue, TWO_ITEMS)
    for key in TWO_ITEMS:
        review(walk, key)
    walk.complete("plan_consultations", **CONSULTED)
    assert walk.open_steps() == DRAFTS
    return walk


def draft(walk: Walk, step: str, key: str = "", signer: str = "office_head") -> None:
    """The letter of this procedure goes to be signed."""
    walk.complete(step, key=key, letter_id=1, notice_signer=signer)


def issue(walk: Walk, key: str = "", signer: str = "office_head") -> None:
    """The letter is approved, sealed, frozen and served."""
    walk.complete("approve_notice", AGREED, key=key)
    if signer == "deputy_leader":
        walk.complete("sign_notice", AGREED, key=key)
    walk.complete("seal_notice", key=key)
    walk.receive("letter_frozen", key)
    walk.complete("serve_notice", key=key)


def ask(walk: Walk, names: Iterable[Name]) -> None:
    """These consultation letters are served."""
    for step, key in names:
        draft(walk, step, key, "deputy_leader")
        issue(walk, key, "deputy_leader")


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


def at_supplement(catalogue: Catalogue) -> Walk:
    """The supplement notice is served and the applicant's period runs."""
    walk = at_check(catalogue)
    walk.complete("check_application", {"clear": False})
    draft(walk, "draft_supplement_notice")
    issue(walk)
    assert walk.awaited_timers() == [("supplement_period", "")]
    return walk


def test_a_supplement_in_time_leads_to_the_items(catalogue: Catalogue) -> None:
    walk = at_supplement(catalogue)
    walk.receive("supplement_arrived")
    walk.complete("register_supplement")
    walk.complete("check_supplement", {"clear": True}, standing="open")
    walk.complete("assign_handler", items=TWO_ITEMS)
    assert walk.open_steps() == [("examine_nature", "11"), ("examine_nature", "12")]


def test_what_is_still_unclear_is_answered_without_a_second_supplement(catalogue: Catalogue) -> None:
    walk = at_supplement(catalogue)
    walk.receive("supplement_arrived")
    walk.complete("register_supplement")
    walk.complete("check_supplement", {"clear": False}, standing="still_unclear")
    walk.complete("assign_handler", items=TWO_ITEMS)
    assert walk.open_steps() == [("draft_decision", "")]


def test_a_period_that_passes_unused_ends_the_case_without_a_look_at_the_items(catalogue: Catalogue) -> None:
    walk = at_supplement(catalogue)
    come(walk, "supplement_period")
    walk.complete("confirm_not_supplemented", {"arrived_in_time": False}, standing="not_supplemented")
    walk.complete("assign_handler", items=TWO_ITEMS)
    assert walk.open_steps() == [("draft_decision", "")]


def test_a_supplement_typed_late_is_registered_all_the_same(catalogue: Catalogue) -> None:
    walk = at_supplement(catalogue)
    come(walk, "supplement_period")
    walk.complete("confirm_not_supplemented", {"arrived_in_time": True})
    assert walk.open_steps() == [("register_supplement", "")]


def test_a_timer_put_off_does_not_come_on_its_first_day(catalogue: Catalogue) -> None:
    walk = at_supplement(catalogue)
    walk.dates.due["supplement_period", ""] = 3
    walk.dates.today = 2
    walk.move()
    walk.dates.due["supplement_period", ""] = 5
    walk.dates.today = 4
    walk.move()
    assert walk.open_steps() == []
    walk.dates.today = 5
    walk.move()
    assert walk.open_steps() == [("confirm_not_supplemented", "")]


def test_a_message_goes_before_an_alarm_that_is_due_as_well(catalogue: Catalogue) -> None:
    """With timer and message at once the engine took both ways."""
    walk = at_supplement(catalogue)
    walk.dates.due["supplement_period", ""] = 0
    walk.receive("supplement_arrived")
    walk.move()
    assert walk.open_steps() == [("register_supplement", "")]


def come(walk: Walk, timer: str, key: str = "") -> None:
    """The day of this timer has come."""
    walk.dates.due[timer, key] = walk.dates.today
    walk.move()


def test_the_signer_of_a_letter_is_who_the_draft_names(catalogue: Catalogue) -> None:
    for signer, then in (("office_head", "seal_notice"), ("deputy_leader", "sign_notice")):
        walk = Walk(catalogue, "issue_letter", start={"notice_signer": signer})
        walk.complete("approve_notice", AGREED)
        assert walk.open_steps() == [(then, "")]


def test_a_letter_refused_by_either_signer_goes_back_to_its_draft(catalogue: Catalogue) -> None:
    walk = at_check(catalogue)
    walk.complete("check_application", {"clear": False})
    for refuse in (["approve_notice"], ["approve_notice", "sign_notice"]):
        draft(walk, "draft_supplement_notice", signer="deputy_leader")
        for step in refuse:
            walk.complete(step, REFUSED if step == refuse[-1] else AGREED)
        assert walk.open_steps() == [("draft_supplement_notice", "")]


def test_a_consent_to_an_earlier_draft_issues_no_later_one(catalogue: Catalogue) -> None:
    """Whatever the earlier round left in the data, both signers are asked anew and the last word counts."""
    walk = at_check(catalogue)
    walk.complete("check_application", {"clear": False})
    draft(walk, "draft_supplement_notice", signer="deputy_leader")
    walk.complete("approve_notice", AGREED)
    walk.complete("sign_notice", REFUSED)
    draft(walk, "draft_supplement_notice", signer="deputy_leader")
    walk.complete("approve_notice", REFUSED)
    assert walk.open_steps() == [("draft_supplement_notice", "")]
    draft(walk, "draft_supplement_notice", signer="office_head")
    issue(walk)
    assert walk.awaited_timers() == [("supplement_period", "")]


def test_a_letter_may_be_sent_back_any_number_of_times(catalogue: Catalogue) -> None:
    """An unpruned loop went blind past a depth of 1000 tasks."""
    walk = Walk(catalogue, "consult_third_party", start={"key": "1"})
    for _ in range(150):
        draft(walk, "draft_consultation", "1")
        walk.complete("approve_notice", REFUSED, key="1")
    assert walk.open_steps() == [("draft_consultation", "1")]
    assert walk.size < FEW_BYTES


def test_a_letter_sent_back_leaves_the_other_consultations_where_they_are(catalogue: Catalogue) -> None:
    """An error event at the end of the letter's drawing was caught by every parallel consultation at once."""
    walk = at_consultations(catalogue)
    for step, key in DRAFTS:
        draft(walk, step, key, "deputy_leader")
    walk.complete("approve_notice", AGREED, key="1")
    walk.complete("approve_notice", REFUSED, key="2")
    assert walk.open_steps() == [("approve_notice", "5"), ("draft_consultation", "2"), ("sign_notice", "1")]


def test_letters_opinions_and_alarms_find_their_own_consultation(catalogue: Catalogue) -> None:
    walk = at_consultations(catalogue)
    for step, key in DRAFTS:
        draft(walk, step, key)
        walk.complete("approve_notice", AGREED, key=key)
        walk.complete("seal_notice", key=key)
    walk.receive("letter_frozen", "2")
    assert walk.open_steps() == [("serve_notice", "2")]
    for key in ("1", "5"):
        walk.receive("letter_frozen", key)
    for key in ("1", "2", "5"):
        walk.complete("serve_notice", key=key)
    assert walk.awaited_timers() == [("opinion_window", key) for key in ("1", "2", "5")]
    walk.receive("opinion_arrived", "1")
    come(walk, "opinion_window", "5")
    assert walk.awaited_timers() == [("opinion_window", "2")]
    assert walk.open_steps() == [("confirm_consent_by_silence", "5")]


def test_silence_is_looked_into_before_it_counts(catalogue: Catalogue) -> None:
    walk = at_consultations(catalogue)
    ask(walk, DRAFTS)
    for key in ("1", "2", "5"):
        come(walk, "opinion_window", key)
    silent = [("confirm_consent_by_silence", "5"), ("confirm_silence", "1"), ("confirm_silence", "2")]
    assert walk.open_steps() == silent
    for step, key in silent:
        walk.complete(step, {"arrived_in_time": key == "2"}, key=key)
    walk.complete("weigh_opinions")
    assert walk.open_steps() == [("draft_decision", "")]


@pytest.mark.parametrize(
    ("third_parties", "co_makers", "open_after"),
    [
        ({}, {}, [("weigh_opinions", "")]),
        ({"1": "1"}, {}, [("draft_consultation", "1")]),
        ({}, {"5": "5"}, [("draft_co_maker_letter", "5")]),
    ],
)
def test_who_is_not_there_is_not_asked(
    catalogue: Catalogue, third_parties: dict[str, str], co_makers: dict[str, str], open_after: list[Name]
) -> None:
    walk = Walk(catalogue, "consult_others")
    walk.complete("plan_consultations", third_parties=third_parties, co_makers=co_makers)
    assert walk.open_steps() == open_after


def test_after_the_consultations_a_refused_draft_asks_nobody_again(catalogue: Catalogue) -> None:
    walk = at_consultations(catalogue)
    ask(walk, DRAFTS)
    for _, key in DRAFTS:
        walk.receive("opinion_arrived", key)
    walk.complete("weigh_opinions")
    walk.complete("draft_decision", {"outcome": "disclosed"})
    walk.complete("review_by_unit", REFUSED)
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


@pytest.mark.parametrize("agreed", [True, False])
def test_an_extension_is_notified_or_refused(catalogue: Catalogue, agreed: bool) -> None:
    walk = Walk(catalogue, "extend_reply")
    walk.complete("approve_extension", {"agreed": agreed}, letter_id=1, notice_signer="office_head")
    if agreed:
        issue(walk)
    assert walk.has_ended


def test_an_extension_notice_sent_back_is_put_to_the_head_of_the_office_again(catalogue: Catalogue) -> None:
    walk = Walk(catalogue, "extend_reply")
    walk.complete("approve_extension", AGREED, letter_id=1, notice_signer="office_head")
    walk.complete("approve_notice", REFUSED)
    assert walk.open_steps() == [("approve_extension", "")]


def test_a_unit_that_is_late_is_reminded_once_and_still_answers(catalogue: Catalogue) -> None:
    walk = Walk(catalogue, "consult_unit", start={"unit_id": 4})
    come(walk, "unit_answer")
    come(walk, "unit_answer")
    assert (walk.open_steps(), walk.awaited_timers()) == ([("answer_unit", "")], [])
    walk.complete("answer_unit", {"disagrees": True})
    walk.complete("settle_disagreement")
    assert walk.has_ended


def test_an_answer_without_disagreement_needs_no_leader(catalogue: Catalogue) -> None:
    walk = Walk(catalogue, "consult_unit", start={"unit_id": 4})
    walk.complete("answer_unit", {"disagrees": False})
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
    assert reminders == [(1, "handler", "remind"), (2, "unit_head", "remind"), (3, "supervisor", "urge")]
    walk.receive("deadline_settled")
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
