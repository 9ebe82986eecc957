"""Every forbidden practice, tried through its command: refused, with what is missing and the article."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from engine.tools import replay
from engine.tools.replay_cases import Case, Facts
from engine.tools.replay_forbidden import FORBIDDEN

HELD: Mapping[str, Any] = {"exists": "yes"}
CLAIMED = {"kind": "trade_secret", "consulted": True}
TODAY = date(2026, 8, 3)

INVITED: dict[str, Mapping[str, Any]] = {
    "treat_internal_receipt_as_received": {
        **HELD, "channel": "mail_signed", "dates": {"received": "2024-03-04", "agency_internal_receipt": "2024-03-11"},
    },
    "count_from_postmark": {**HELD, "channel": "ordinary_letter"},
    "count_from_email_sent": {**HELD, "channel": "email_non_designated", "guide_lists_channels": True},
    "refuse_receipt": {**HELD, "channel": "mail_refused_by_agency"},
    "unable_not_this_agency_without_check": {"holder": "subordinate_agency_made_this_agency_approved"},
    "other_party_info_without_evidence": {"nature": "government_info_or_party", "proof_of_party_nature": False},
    "not_process_repeat_without_checking_change": {
        **HELD, "repeat": {"is_repeat": True, "prior_reply": True, "circumstances_may_have_changed": True},
    },
    "unable_nonexistent_without_search": {"exists": "no", "search": {"done": "none_proven"}},
    "reply_with_general_site_only": {"already_public": True},
    "refuse_process_by_document_type_alone": {**HELD, "file_nature": "process_claimed"},
    "refuse_three_security_without_proof": {**HELD, "secret": {"three_security_claimed": True}},
    "refuse_by_publicity_rules": {**HELD, "agency_act": "publicity_rules_relied_on"},
    "refuse_because_formed_before_regulations": {**HELD, "formed_before": "2008-05-01"},
    "refuse_third_party_on_objection_alone": {**HELD, "third_party": {**CLAIMED, "response": "refuse"}},
    "silence_treated_as_refusal": {**HELD, "third_party": {**CLAIMED, "response": "silent"}},
    "silence_treated_as_consent": {**HELD, "third_party": {**CLAIMED, "response": "silent"}},
    "refuse_because_co_author_silent": {
        **HELD, "holder": "joint_lead", "joint_agency": {"consulted": True, "response": "silent"},
    },
    "refuse_third_party_all": {
        **HELD, "severable": True, "third_party": {**CLAIMED, "response": "refuse", "reason_shown": True},
    },
    "refuse_all_without_item_review": {**HELD, "parts": [{"what": "甲"}, {"what": "乙", "file_nature": "process"}]},
    "omit_attachments": {**HELD, "agency_act": "attachments_left_out"},
    "refuse_no_special_need": {**HELD, "agency_act": "special_need_asked"},
    "reply_not_responsive": {**HELD, "agency_act": "other_documents_sent"},
    "omit_items": {"parts": [{"what": "甲", "exists": "yes"}, {"what": "乙", "exists": "unknown"}]},
    "oral_reply_only": {**HELD, "agency_act": "oral_explanation"},
    "ignore_application": {**HELD, "agency_act": "left_unanswered"},
    "cash_on_delivery": {**HELD, "delivery": {"method": "cash_on_delivery"}},
    "private_courier": {**HELD, "delivery": {"method": "private_courier_or_cod"}},
}  # fmt: skip
"""Forbidden practice → facts that invite it."""


ARTICLE = re.compile(r"（(?:《.+》第[\d]+条.*|国办\S+)）$")
"""A refusal ends with the provision that forbids the act."""


def case(name: str) -> Case:
    facts = dict(INVITED[name])
    parts = facts.pop("parts", [{}])
    return Case(name, Facts(facts), tuple(Facts({**facts, **part}) for part in parts), has_parts=len(parts) > 1)


@pytest.fixture(scope="module")
def came() -> dict[str, dict[str, Any]]:
    """What came of each, by name."""
    return {result["id"]: result for result in replay.run([case(name) for name in INVITED], today=TODAY)}


def test_every_practice_of_the_vocabulary_has_its_case() -> None:
    assert {forbidden.act for forbidden in FORBIDDEN} == set(INVITED)


@pytest.mark.parametrize("name", INVITED)
def test_it_is_refused_with_what_is_missing(came: dict[str, dict[str, Any]], name: str) -> None:
    assert name in came[name]["refused"]
    said = [line.removeprefix(f"{name}：") for line in came[name]["why"] if line.startswith(f"{name}：")]
    assert len(said) == 1
    assert len(said[0]) > 8
    assert ARTICLE.search(said[0])
