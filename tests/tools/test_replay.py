"""Cases run through the real processes: the decided ones, one case for each rule of reading facts, every known word."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from engine.cli import main
from engine.errors import DisclosureError
from engine.tools import replay, replay_cases, replay_compare
from engine.tools.replay_cases import Case, Facts
from engine.tools.replay_compare import Verdict

DECIDED = Path(__file__).parents[1] / "data" / "cases" / "decided.yaml"
READING = Path(__file__).parent / "replay_facts.yaml"
TODAY = date(2026, 8, 3)

STEPS_UNDER_WAY = {
    "not_validly_received", "need_correction", "ask_reasons", "consult_third_party", "extend", "delayed_reply_agreed",
}  # fmt: skip
OPEN = {*STEPS_UNDER_WAY, "undetermined_redo", "mixed"}
NOT_YET: dict[str, str] = {}
"""Cases that fail, and what the product lacks for them."""

LISTS = ("required_steps", "reply_must_contain", "refused")


@pytest.fixture(scope="module")
def decided() -> list[dict[str, Any]]:
    """What came out of every decided case."""
    return list(replay.run(replay_cases.read(DECIDED), today=TODAY))


@pytest.fixture(scope="module")
def verdicts(decided: list[dict[str, Any]]) -> list[Verdict]:
    """The decided cases held against what the file expects."""
    return replay_compare.verdicts(decided, replay_cases.entries(DECIDED))


def test_every_case_ends_with_an_outcome_a_step_under_way_or_the_steps_it_lacks(
    decided: list[dict[str, Any]],
) -> None:
    for result in decided:
        assert result["report_row"] or result["outcome"] in OPEN, result["id"]
        assert bool(result["missing"]) or result["outcome"] != "undetermined_redo", result["id"]
        assert result["path"][0] == "register"
        assert result["why"]


def test_strong_and_fair_outcomes_come_out_as_decided(verdicts: list[Verdict]) -> None:
    failing = {verdict.id for verdict in verdicts if verdict.strength in replay_compare.HARD and not verdict.passes}
    assert failing == set(NOT_YET)


def test_strong_and_fair_cases_cite_the_articles_they_should(verdicts: list[Verdict]) -> None:
    lacking = {v.id: v.articles for v in verdicts if v.strength in replay_compare.HARD and v.articles}
    assert lacking == {"DS-006": ["36(2)"]}, "docs/decisions/0040"


def test_certain_dates_come_out_to_the_day(verdicts: list[Verdict]) -> None:
    assert {v.id: v.dates for v in verdicts if v.deadline_strength == "strong" and v.dates} == {}


@pytest.mark.parametrize("name", LISTS)
def test_half_of_what_is_printed_is_expected_and_nine_tenths_of_what_is_expected_printed(
    verdicts: list[Verdict], name: str
) -> None:
    printed = sum(len(verdict.lists[name][0]) for verdict in verdicts)
    expected = sum(len(verdict.lists[name][1]) for verdict in verdicts)
    both = sum(len(verdict.lists[name][0] & verdict.lists[name][1]) for verdict in verdicts)
    assert both * 2 >= printed
    assert both * 10 >= expected * 9


@pytest.mark.parametrize("name", LISTS)
def test_no_word_is_printed_for_most_cases(decided: list[dict[str, Any]], name: str) -> None:
    often = Counter(word for result in decided for word in result[name])
    assert max(often.values()) < len(decided) / 3


def test_facts_alone_give_the_same_bytes(tmp_path: Path, decided: list[dict[str, Any]]) -> None:
    bare = [{"id": entry["id"], "facts": entry["facts"]} for entry in replay_cases.entries(DECIDED)][60:]
    place = tmp_path / "bare.yaml"
    place.write_text(yaml.safe_dump({"cases": bare}, allow_unicode=True), encoding="utf-8")
    again = list(replay.run(replay_cases.read(place), today=TODAY))
    assert replay.as_json(again) == replay.as_json(decided[60:])


def reading_cases() -> list[Mapping[str, Any]]:
    """One rule of reading facts each."""
    content: list[Mapping[str, Any]] = yaml.safe_load(READING.read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def read() -> dict[str, dict[str, Any]]:
    """What came out for each rule of reading facts, by name."""
    return {result["id"]: result for result in replay.run(replay_cases.read(READING), today=TODAY)}


@pytest.mark.parametrize("case", reading_cases(), ids=lambda case: case["id"])
def test_facts_are_read_as_the_rules_say(read: dict[str, dict[str, Any]], case: Mapping[str, Any]) -> None:
    result = read[case["id"]]
    assert replay_compare.name_of(result) == case["comes"]
    if "items" in case:
        assert [replay_compare.name_of(item) for item in result["items"]] == case["items"]
    if "refused" in case:
        assert case["refused"] in result["refused"]


def test_a_late_extension_is_computed_but_takes_no_effect(read: dict[str, dict[str, Any]]) -> None:
    deadline = read["extended-late"]["deadline"]
    assert (deadline["extension_valid"], deadline["due_date_extended"]) == (False, "2024-06-06")
    assert read["extended"]["deadline"]["extension_valid"] is True


def test_the_silence_of_a_co_maker_is_consent_by_its_article(read: dict[str, dict[str, Any]]) -> None:
    assert "34" in read["co-maker-silent"]["articles"]
    assert read["co-maker-silent"]["letters"] == ["D15", "D30"]


FILES = [
    ("cases: [", "有效的 YAML"),
    ("schema_version: 1", "没有 cases"),
    ("cases: [{facts: {}}]", "第 1 件用例缺少 id"),
    ("cases: [{id: A, facts: {}}, {id: A, facts: {}}]", "编号重复：A"),
]


@pytest.mark.parametrize(("text", "message"), FILES)
def test_a_file_that_is_no_case_file_is_refused_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    place = tmp_path / "cases.yaml"
    place.write_text(text, encoding="utf-8")
    with pytest.raises(DisclosureError, match=message):
        replay_cases.read(place)


def test_the_command_line_writes_the_contract_and_prints_the_comparison(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    ran = CliRunner().invoke(main, ["replay", str(DECIDED), "--only", "DS-026", "--json", str(out)])
    assert ran.exit_code == 0
    assert "√ DS-026 [weak] unable:not_this_agency" in ran.output
    written = json.loads(out.read_text(encoding="utf-8"))
    assert list(written[0]) == [
        "id", "outcome", "ground", "articles", "report_row", "items", "required_steps", "reply_must_contain", "refused",
        "missing", "remedy", "letters", "deadline", "why", "path",
    ]  # fmt: skip
    unknown = CliRunner().invoke(main, ["replay", str(DECIDED), "--only", "DS-999"])
    assert (unknown.exit_code, unknown.output.count("\n")) == (1, 1)


WORDS: dict[str, Sequence[Any]] = {
    "nature": (
        "government_info", "case_file_access", "admin_query", "petition_complaint", "petition_followup",
        "consultation_like", "publication", "confirm_reissue", "village_affairs", "party_info",
        "government_info_or_party", "criminal_justice_function", "mixed", "something_new",
    ),
    "holder": (
        "this_agency_made", "this_agency_held", "this_agency_lead", "this_agency_could_compile",
        "this_agency_claimed_none", "obtained_from_private", "mixed_made_and_obtained", "other_agency_made",
        "subordinate_agency_made", "subordinate_agency_made_this_agency_approved", "joint_lead", "joint_nonlead",
        "function_transferred_in", "function_transferred_out", "agency_archive_room", "archives_transferred",
        "archives_transferred_early", "urban_archive_not_delivered", "village_org", "party_organ",
        "party_organ_claimed", "party_organ_with_administrative_name",
    ),
    "exists": (
        "yes", "no", "partly", "should_exist", "yes_scattered", "not_ready_made", "only_internal_instruction",
        "made_not_kept", "unknown", "yes",
    ),
    "file_nature": (None, "process", "process_claimed", "internal_affairs", "internal_affairs_claimed", None,
                    "enforcement_file"),
    "channel": (
        "in_person", "mail", "mail_signed", "ordinary_letter", "mail_refused_by_agency", "online_platform",
        "email_designated", "email_non_designated", "private_courier", "carrier_pigeon",
    ),
    "clarity": ("clear", "clear_enough", "partly", "clear", "broad", "unclear", "clear", "unclear_then_corrected"),
    "third_party": (
        None, {"kind": "privacy", "consulted": False}, None,
        {"kind": "privacy_possible", "consulted": "in_progress", "persons": "many"},
        {"kind": "trade_secret", "consulted": True, "response": "refuse", "reason_shown": True}, None,
        {"kind": "trade_secret_possible", "consulted": "unknown"},
        {"kind": "both", "consulted": True, "response": "silent", "agency_own_review": False},
        {"kind": "enterprise_privacy_claimed", "consulted": True, "response": "one_refuse_one_silent"},
    ),
    "public_interest": (None, "override", None, "statutory_publication", None, "supervision_of_public_funds", "safety"),
    "applicant_role": (
        "expropriated_person", "affected_neighbour", "complainant", "punished_party", "party_to_proceeding",
        "third_party_to_enforcement", "contract_party", "competing_bidder", "claimed_co_owner",
    ),
    "agency_act": (
        None, "oral_explanation", "other_documents_sent", "attachments_left_out", "publicity_rules_relied_on",
        "special_need_asked", "left_unanswered",
    ),
    "needs_processing": (None, None, "processing", "processing_claimed", "collecting_only"),
    "search": (
        None, {"done": "full"}, {"done": "partial", "method": "literal_keyword_only"}, {"done": "none_proven"},
        {"done": "unknown", "method": "keyword_in_document_system_and_one_section", "lead_given_by_applicant": True},
    ),
    "secret": (
        None, {"classified": True, "proof": "classification_shown"}, None, {"three_security": True}, None,
        {"three_security_claimed": True, "proof": "none"}, None,
        {"classified": True, "disputed": True, "proof": "same_as_basic_scale_topographic_map"}, None,
        {"referred_to_competent_body": True},
    ),
    "already_public": (None, True, None, "partly", False),
    "severable": (None, True, "unknown", False),
    "document_number": (None, "party", None, "administrative"),
    "signed_by": (None, "gate_guard", "mail_room"),
    "delivery": (None, {"method": "cash_on_delivery"}, None, {"method": "private_courier_or_cod"}),
    "fee": (
        None, {"mode": "per_item", "free": 10, "amount_yuan": 200}, None,
        {"mode": "per_page", "free_pages": 30, "amount_yuan": 70, "paid_in_time": True}, None,
        {"mode": "per_item", "paid_in_time": False},
    ),
    "joint_agency": (None, {"consulted": True, "response": "silent"}, None, {"consulted": False}),
    "form_wanted": (None, "paper"),
    "repeat": (
        None, {"is_repeat": True, "prior_reply": True, "circumstances_may_have_changed": False}, None,
        {"is_repeat": True, "prior_reply_delivery": "signed_by_courier_station", "prior_reply_sent": "2020-02-20"},
        None, {"is_repeat": True, "already_obtained": True, "circumstances_may_have_changed": True},
    ),
    "volume": (
        None, {"excessive": True, "reasons_asked": False}, None, {"excessive": "possibly", "pages": 68}, None,
        {"applications": 12, "period_months": 1, "many_repeats": True}, None,
        {"excessive": True, "reasons_asked": True, "reasons_reasonable": True, "items_in_one": 80},
    ),
    "correction": (
        None, {"requested": False}, None, {"requested": True, "in_time": True, "responded": True}, None,
        {"requested": True, "in_time": False, "responded": True, "still_unclear": True}, None,
        {"requested": True, "responded": False}, None, {"requested": True, "agency_refused_delivery": True},
    ),
    "missing": (None, ["identity_proof"], None, ["form_of_access", "identity_proof"], None),
    "info_kind": (
        "accident_investigation", "administrative_record", "any", "certificate_to_be_made", "compensation_ledger",
        "enforcement_video", "leader_instruction", "meeting_minutes", "payment_record", "police_dispatch_record",
        "project_finance", "review_case_file", "statistics", "subsidy_list", "various", "work_plan",
    ),
    "process_final": (None, True, False),
    "became_final_document": (None, None, True, False),
    "external_effect": (None, None, None, True, False),
    "statutory_procedure_step": (None, True),
    "proof_of_party_nature": (None, None, True, False),
    "files_moved": (None, None, False, True),
    "guide_lists_channels": (None, True, False),
    "guide_excludes_this_mailbox": (None, True),
    "criminal_case_filed": (None, None, False, True),
    "transfer_reason_proven": (None, True, False),
    "formed_before": (None, None, "2008-05-01"),
    "items": (1, 3, 39),
    "dates": (
        None, {"submitted": "2023-09-15", "received": "2023-09-18", "reply_made": "2023-11-23"},
        {"received": "2024-03-04", "consult_sent": "2024-03-11", "third_party_received": "2024-03-12",
         "consult_closed": "2024-04-02", "reply_sent": "2024-04-16"},
        {"received": "2024-02-15", "correction_notice": "2024-02-27", "corrected_received": "2024-03-05"},
        {"submitted": "2018-05-12", "system_received": "2018-05-12", "registered": "2018-05-20"},
        {"received": "2024-04-10", "extension_notice": "2024-05-10", "reply_served": "2024-06-06"},
        {"received_claimed_by_applicant": "2023-04-23", "received_claimed_by_agency": "2023-06-01"},
        {"received": "1899-01-01", "reply_sent": "2024-13-40", "promised_by": 7, "lockdown_from": "2022-04-01"},
        {"received": "2009-08-14", "reply_made": "2009-08-01", "consult_deadline_given": "2009-09-01"},
        {"system_confirmed": "2024-12-20", "agency_internal_receipt": "2025-01-06", "review_decision": "2025-03-01"},
        {"received": date(2026, 12, 20)},
    ),
}  # fmt: skip
"""Every enumerated fact with its values, and some that no vocabulary knows."""


def combined() -> list[Case]:
    """Cases in which every value of every fact stands at least once, each beside others than the last time."""
    cases = []
    for number in range(max(len(values) for values in WORDS.values()) * 2):
        given = {
            key: values[(number + number // len(values) * place) % len(values)]
            for place, (key, values) in enumerate(WORDS.items())
        }
        known = {key: value for key, value in given.items() if value is not None}
        plain = Facts({**known, "requested": "任意〓\N{GRINNING FACE}文件"})
        cases.append(Case(f"C-{number}", plain, (plain,), has_parts=False))
    return cases


def test_every_word_of_the_vocabulary_stands_in_some_combined_case() -> None:
    for key, values in WORDS.items():
        stood = [case.facts.get(key) for case in combined()]
        assert all(value in stood for value in values), key


def test_no_combination_of_known_words_stops_the_run() -> None:
    for result in replay.run(combined(), today=TODAY):
        assert result["report_row"] or result["outcome"] in OPEN
        json.dumps(result)
