"""Which of the steps that case files name the process opened, as far as the facts do not show them done.

Each row hangs on something that stands in the rows: an open step, an entry of the history, a refusal of a command.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.records import EventName
from engine.rules.fees import Fee, fee_by_item, fee_by_page
from engine.rules.reply_clock import ReplyClock
from engine.rules.vocabulary import ConsultedParty
from engine.tools import replay_facts
from engine.tools.replay_cases import Facts
from engine.tools.replay_messages import response_of
from engine.tools.replay_result import CONSULTING, Came
from engine.tools.replay_walk import Walk

POSSIBLE = {
    "privacy_possible": "consult_third_party_if_privacy",
    "trade_secret_possible": "consult_third_party_if_trade_secret",
}
ONLINE = {"email_designated", "email_non_designated", "online_platform"}
PRIVACY = {"privacy", "privacy_possible", "both"}
TRADE = {"trade_secret", "trade_secret_possible", "both", "enterprise_privacy_claimed"}


@dataclass(frozen=True)
class Seen:
    """What the walk has left behind."""

    walk: Walk
    came: Sequence[Came]
    clock: ReplyClock | None
    events: frozenset[EventName]
    open_steps: frozenset[str]

    @staticmethod
    def of(walk: Walk, came: Sequence[Came], clock: ReplyClock | None) -> "Seen":
        """The rows, read once."""
        events = frozenset(entry.event for entry in walk.entries())
        steps = frozenset(task.step for task in walk.driver.open_tasks(walk.application_id))
        return Seen(walk, came, clock, events, steps)

    @property
    def whole(self) -> Facts:
        """The facts that all items have in common."""
        return self.walk.whole

    def waiting_at(self, step: str) -> list[Facts]:
        """The facts of the items that wait at this step."""
        return [facts for facts, came in zip(self.walk.facts, self.came, strict=True) if step in came.missing]


def required_steps(seen: Seen) -> list[str]:
    """The names of the steps, each once, in the order of the course."""
    found = [*_receipt(seen), *_supplement(seen), *_examination(seen), *_search(seen), *_weighing(seen)]
    found += [*_consultation(seen), *_extension(seen), *_reply(seen), *_money(seen)]
    return list(dict.fromkeys(found))


def _receipt(seen: Seen) -> Iterator[str]:
    """《条例》第28条、第31条"""
    whole, path = seen.whole, seen.walk.path
    if "lead_to_channel" in path:
        yield "tell_applicant_designated_channels"
    if "confirm_receipt" in path and whole.word("channel") == "ordinary_letter":
        yield "confirm_with_applicant_same_day"
    elif "confirm_receipt" in path and whole.word("channel") in ONLINE and not whole.day("received"):
        yield "confirm_with_applicant"
    claims = {whole.day(f"received_claimed_by_{side}") for side in ("applicant", "agency")}
    if len(claims) > 1 and not whole.day("received"):
        yield "fix_receipt_date_by_delivery_record"
    if seen.walk.tried.get("refuse_receipt") and whole.word("channel") == "mail_refused_by_agency":
        yield "treat_as_received_on_first_delivery_attempt"


def _supplement(seen: Seen) -> Iterator[str]:
    """《条例》第30条"""
    late = seen.clock is not None and seen.clock.supplement_notice_late
    if EventName.SUPPLEMENT_REGISTERED in seen.events:
        if seen.whole.flag("correction.agency_refused_delivery"):
            yield "treat_corrected_application_as_received"
    elif EventName.SUPPLEMENT_NOTICE_DRAFTED in seen.events and not late:
        yield "one_time_correction_notice_within_7_workdays"


def _examination(seen: Seen) -> Iterator[str]:
    """《条例》第2条、第10条、第36条第（五）项、第（六）项"""
    for facts in seen.waiting_at("examine_nature"):
        if replay_facts.is_party_matter_open(facts):
            yield "check_issuer_and_document_number"
        elif replay_facts.is_repeat_open(facts):
            yield "check_change_since_prior_reply"
    if "examine_nature" in seen.walk.path:
        for facts, came in zip(seen.walk.facts, seen.came, strict=True):
            yield from _examined(facts, came)


def _examined(facts: Facts, came: Came) -> Iterator[str]:
    if facts.word("holder") == "party_organ_with_administrative_name":
        yield "reply_in_administrative_name"
    if facts.has("criminal_case_filed"):
        yield "check_criminal_case_filed"
    if facts.flag("criminal_case_filed") is False:
        yield "severability_review"
    if came.ground == "not_this_agency" and facts.word("holder") == "other_agency_made":
        yield "identify_responsible_agency_if_ascertainable"


def _search(seen: Seen) -> Iterator[str]:
    """《条例》第36条第（四）项、第38条"""
    asked = [code for code in seen.walk.marks if code in ASKED_OF_UNITS]
    yield from sorted(asked)
    for facts in seen.waiting_at("search_item"):
        named_places = {"search_finance_files", "search_synonyms_and_file_categories"} & set(asked)
        if facts.word("search.done") in {"partial", "none_proven", "unknown"} and not named_places:
            yield "full_search"
        if facts.word("search.done") == "partial" and not facts.flag("search.lead_given_by_applicant"):
            yield "explain_reason_for_nonexistence"
        if facts.word("info_kind") == "project_finance" and facts.has("needs_processing"):
            yield "offer_whole_project_budget_if_held"
    if any(facts.word("exists") == "made_not_kept" for facts in seen.walk.facts) and "search_item" in seen.walk.path:
        yield "explain_reason_for_nonexistence"


ASKED_OF_UNITS = {
    "search_finance_files", "check_meeting_file", "coordinate_with_subordinate", "obtain_files_from_predecessor",
    "search_synonyms_and_file_categories", "check_existing_statistics_first",
}  # fmt: skip


def _weighing(seen: Seen) -> Iterator[str]:
    """《条例》第14条至第17条、第37条"""
    for facts in seen.waiting_at("weigh_disclosure"):
        if facts.flag("secret.three_security_claimed"):
            yield "show_causal_risk"
        if facts.word("file_nature") == "process_claimed" and facts.flag("statutory_procedure_step"):
            yield "check_whether_law_requires_publication"
    for facts, came in zip(seen.walk.facts, seen.came, strict=True):
        if came.weighed:
            yield from _weighed(facts, came)
    if seen.walk.tried.get("refuse_by_publicity_rules"):
        yield "apply_disclosure_regulations_not_publicity_rules"


def _weighed(facts: Facts, came: Came) -> Iterator[str]:
    if facts.flag("secret.disputed") or facts.flag("secret.referred_to_competent_body"):
        yield "secrecy_review"
    is_undecided = facts.flag("severable") and came.outcome == CONSULTING
    if is_undecided or facts.word("severable") == "unknown":
        yield "severability_review"
    if came.outcome == "partial" and facts.word("third_party.kind") in PRIVACY:
        yield "mask_irrelevant_personal_data"


def _consultation(seen: Seen) -> Iterator[str]:
    """《条例》第32条、第33条第3款、第34条"""
    for facts, came in zip(seen.walk.facts, seen.came, strict=True):
        if came.outcome == CONSULTING:
            kind = facts.word("third_party.kind")
            yield POSSIBLE.get(kind, "consult_third_party_in_writing")
    parties = seen.walk.consultations()
    if EventName.CONSULTATION_SENT in seen.events and any(came.outcome == CONSULTING for came in seen.came):
        yield "tell_applicant_time_excluded"
    if any(party.to is ConsultedParty.CO_MAKER for party in parties):
        yield "consult_joint_agency_15_workdays"
    if "weigh_opinions" in seen.open_steps:
        third = [response_of(seen.walk, party) for party in parties if party.to is ConsultedParty.THIRD_PARTY]
        if "silent" in third:
            yield "agency_decides_when_third_party_silent"
        if any(_lacks_own_review(facts, silent="silent" in third) for facts in seen.walk.facts):
            yield "agency_own_trade_secret_review"


def _lacks_own_review(facts: Facts, *, silent: bool) -> bool:
    """Whether a claimed trade secret is still to be judged by ourselves; silence claims none, unless we are at fault.

    《条例》第32条
    """
    if facts.word("third_party.kind") not in TRADE:
        return False
    return not silent or facts.flag("third_party.agency_own_review") is False


def _extension(seen: Seen) -> Iterator[str]:
    """《条例》第33条第2款"""
    if EventName.EXTENSION_APPROVED in seen.events:
        yield "approval_by_head_of_disclosure_office"
    if EventName.EXTENSION_NOTIFIED in seen.events:
        yield "tell_applicant_before_due"


def _reply(seen: Seen) -> Iterator[str]:
    """国办公开办函〔2016〕235号；《邮政法》第55条"""
    if seen.walk.tried.get("private_courier"):
        yield "post_by_postal_enterprise"
    made, sent, served = (seen.whole.day(name) for name in ("reply_made", "reply_sent", "reply_served"))
    due = seen.clock.due_on if seen.clock else None
    if due and made and made <= due < (sent or served or made):
        yield "count_reply_on_posting_date" if sent else "count_direct_delivery_on_signing_date"


def _money(seen: Seen) -> Iterator[str]:
    """《条例》第35条、第42条；《收费办法》第4条至第6条"""
    volume = seen.whole
    if all(replay_facts.ends_before_volume(facts) for facts in seen.walk.facts):
        return
    if volume.flag("volume.excessive") and not volume.flag("volume.reasons_asked"):
        yield "ask_reasons"
    elif volume.flag("volume.excessive") and volume.flag("volume.reasons_reasonable"):
        yield "if_reasonable_set_delayed_date_and_tell"
    fee, paid = fee_of(volume), volume.flag("fee.paid_in_time")
    if not (fee is not None and fee.amount) and not volume.number("fee.amount_yuan") and paid is None:
        return
    if paid is None:
        yield from ("fee_notice_optional", "process_after_payment")
    elif paid is False:
        yield from ("fee_notice", "wait_payment_period")
    else:
        yield "process_after_payment"


def fee_of(facts: Facts) -> Fee | None:
    """The fee that may be asked by the tariff; None where the facts name no way of counting. 《收费办法》第3条"""
    mode = facts.word("fee.mode")
    if mode == "per_item" and (count := facts.number("volume.applications")):
        return fee_by_item(1, earlier_this_month=count - 1)
    pages = facts.number("volume.pages")
    return fee_by_page(pages) if mode == "per_page" and pages else None
