"""Every procedure that asks somebody by letter: who is asked, what comes back, and what silence means."""

import pytest

from engine.workflow.catalogue import Catalogue
from tests.workflows.courses import (
    AGREED,
    DRAFTS,
    FEW_BYTES,
    REFUSED,
    TWO_ITEMS,
    ask,
    at_check,
    at_consultations,
    at_items,
    at_supplement,
    come,
    draft,
    issue,
)
from tests.workflows.walker import Name, Walk


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


def at_reasons(catalogue: Catalogue) -> Walk:
    """The notice that asks for reasons is served."""
    walk = Walk(catalogue, "ask_reasons")
    draft(walk, "draft_reasons_notice", signer="deputy_leader")
    issue(walk, signer="deputy_leader")
    assert walk.awaited_timers() == [("reasons_period", "")]
    return walk


@pytest.mark.parametrize("moment", ["explained", "silent"])
def test_reasons_are_weighed_whether_they_came_or_not(catalogue: Catalogue, moment: str) -> None:
    walk = at_reasons(catalogue)
    if moment == "explained":
        walk.receive("reasons_arrived")
    else:
        come(walk, "reasons_period")
    walk.complete("weigh_reasons", {"reasonable": False, "in_time": False})
    assert walk.has_ended


def test_a_delay_notice_sent_back_is_weighed_again(catalogue: Catalogue) -> None:
    walk = at_reasons(catalogue)
    walk.receive("reasons_arrived")
    delayed = {"reasonable": True, "in_time": False}
    walk.complete("weigh_reasons", delayed, letter_id=2, notice_signer="deputy_leader")
    walk.complete("approve_notice", REFUSED)
    assert walk.open_steps() == [("weigh_reasons", "")]
    walk.complete("weigh_reasons", delayed, letter_id=2, notice_signer="deputy_leader")
    issue(walk, signer="deputy_leader")
    assert walk.has_ended


def test_a_fee_is_paid_found_paid_left_unpaid_or_never_asked(catalogue: Catalogue) -> None:
    for ending in ("paid", "found", "unpaid", "waived"):
        walk = Walk(catalogue, "collect_fee")
        charged = ending != "waived"
        walk.complete("draft_fee_notice", {"charged": charged}, letter_id=1, notice_signer="deputy_leader")
        if charged:
            issue(walk, signer="deputy_leader")
        if ending == "paid":
            walk.receive("fee_arrived")
        elif charged:
            come(walk, "fee_period")
            walk.complete("confirm_unpaid", {"paid": ending == "found"})
        assert walk.has_ended, ending


def test_closed_merits_end_reviews_and_consultations_and_open_the_draft(catalogue: Catalogue) -> None:
    for walk in (at_items(catalogue, TWO_ITEMS), at_consultations(catalogue)):
        walk.receive("merits_closed")
        assert walk.open_steps() == [("draft_decision", "")]
        assert walk.awaited_messages() == [("answered_jointly", ""), ("withdrawn", "")]


def test_a_correction_goes_its_own_way_to_the_end(catalogue: Catalogue) -> None:
    walk = at_check(catalogue)
    walk.complete("check_application", {"clear": True, "correction": True})
    walk.complete("assign_handler", items={"11": "11"})
    walk.complete("examine_correction", letter_id=1, notice_signer="deputy_leader")
    issue(walk, signer="deputy_leader")
    assert walk.open_steps() == [("archive_case", "")]
