"""The forbidden acts that the facts invite, each tried through its command; what is refused is reported.

They are tried in an office in which nothing lasts: a command that accepts what it should refuse changes no case.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from engine.clock import beijing_moment
from engine.errors import DisclosureError
from engine.office import Office
from engine.records import OpenTask
from engine.tools import replay_facts
from engine.tools import replay_trials as trials
from engine.tools.driver import SetClock
from engine.tools.replay_cases import Facts
from engine.tools.replay_trials import Trial
from engine.tools.replay_walk import Walk

AT_THE_END = ""
"""In place of a step: tried when the walk has come to its end."""


class WouldBeAccepted(Exception):
    """The command would have changed the case."""


class TrialOffice(Office):
    """An office on the same rows in which every transaction is undone."""

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Everything is done as usual up to the last moment, and then undone."""
        with Session(self.engine, expire_on_commit=False) as records, records.begin():
            yield records
            self._refresh(records)
            raise WouldBeAccepted


@dataclass(frozen=True)
class Forbidden:
    """One act: at which steps it is tried, when the facts invite it, and how somebody would do it."""

    act: str
    steps: tuple[str, ...]
    invited: Callable[[Facts, Walk], bool]
    attempt: Callable[[Trial], None]


def try_at(walk: Walk, task: OpenTask | None, step: str) -> None:
    """Each act that belongs to this step and that the facts invite has been tried once, and its refusal is kept."""
    facts = walk.facts_of(task) if task is not None and step in ITEM_STEPS else walk.whole
    for forbidden in FORBIDDEN:
        if step in forbidden.steps and forbidden.act not in walk.tried and forbidden.invited(facts, walk):
            walk.tried[forbidden.act] = _refusal(walk, task, facts, forbidden)


def _refusal(walk: Walk, task: OpenTask | None, facts: Facts, forbidden: Forbidden) -> DisclosureError | None:
    """What the command said; None when it would have done it."""
    try:
        forbidden.attempt(_trial(walk, task, facts))
    except DisclosureError as error:
        return error
    except WouldBeAccepted:
        return None
    return None


def _trial(walk: Walk, task: OpenTask | None, facts: Facts) -> Trial:
    clock = SetClock(max(walk.clock.now(), beijing_moment(_latest(walk), time(9, 30))))
    plain = {name: getattr(walk.office, name) for name in walk.office.__dataclass_fields__}
    office = TrialOffice(**{**plain, "clock": clock, "workflow": replace(walk.office.workflow, clock=clock)})
    return Trial(walk=walk, office=office, driver=replace(walk.driver, office=office), task=task, facts=facts)


def _latest(walk: Walk) -> date:
    """A day late enough to enter whatever date a wrong entry would bear."""
    internal = trials.internal_receipt(walk.whole)
    return max(walk.today, internal) if internal else walk.today


ITEM_STEPS = {"examine_nature", "search_item", "review_secrecy", "weigh_disclosure"}


def _acted(word: str) -> Callable[[Facts, Walk], bool]:
    return lambda _, walk: walk.whole.word("agency_act") == word


def _said(path: str, *words: str) -> Callable[[Facts, Walk], bool]:
    return lambda facts, _: facts.word(path) in words


def _always(_: Facts, __: Walk) -> bool:
    return True


def _counted_inside(facts: Facts, _: Walk) -> bool:
    return trials.internal_receipt(facts) is not None


def _turned_away(facts: Facts, _: Walk) -> bool:
    refused = facts.word("channel") == "mail_refused_by_agency" and not facts.flag("correction.agency_refused_delivery")
    return refused or facts.word("channel") == "private_courier"


def _party_claimed(facts: Facts, _: Walk) -> bool:
    return replay_facts.is_party_matter_open(facts)


def _change_unchecked(facts: Facts, _: Walk) -> bool:
    return replay_facts.is_repeat_open(facts)


def _unproven_security(facts: Facts, _: Walk) -> bool:
    return bool(facts.flag("secret.three_security_claimed")) and not facts.flag("secret.three_security")


def _objected_alone(_: Facts, walk: Walk) -> bool:
    return any(
        facts.word("third_party.response") == "refuse" and not facts.flag("third_party.reason_shown")
        for facts in walk.facts
    )


def _silent(*responses: str) -> Callable[[Facts, Walk], bool]:
    return lambda _, walk: any(facts.word("third_party.response") in responses for facts in walk.facts)


def _co_author_silent(_: Facts, walk: Walk) -> bool:
    return any(facts.word("joint_agency.response") == "silent" for facts in walk.facts)


def _partly_third_party(_: Facts, walk: Walk) -> bool:
    return any(facts.has("third_party") and facts.flag("severable") is True for facts in walk.facts)


def _formed_before(facts: Facts, walk: Walk) -> bool:
    return facts.has("formed_before") or any(one.has("formed_before") for one in walk.facts)


def _delivered_by(*methods: str) -> Callable[[Facts, Walk], bool]:
    return lambda _, walk: walk.whole.word("delivery.method") in methods


def _thin_search(facts: Facts, _: Walk) -> bool:
    return facts.word("search.done") in {"partial", "none_proven", "unknown"}


def _is_public(_: Facts, walk: Walk) -> bool:
    return any(facts.flag("already_public") for facts in walk.facts)


def _approved_below(facts: Facts, _: Walk) -> bool:
    return facts.word("holder") == "subordinate_agency_made_this_agency_approved"


def _label_only(facts: Facts, _: Walk) -> bool:
    return facts.word("file_nature") == "process_claimed"


def _all(*acts: tuple[str, tuple[str, ...], Any, Callable[[Trial], None]]) -> tuple[Forbidden, ...]:
    return tuple(Forbidden(*act) for act in acts)


WEIGHING, DRAFTING, END = ("weigh_disclosure",), ("draft_decision",), (AT_THE_END,)
PARTLY = "one_refuse_one_silent"
FORBIDDEN = _all(
    ("treat_internal_receipt_as_received", ("register",), _counted_inside, trials.count_from_internal_receipt),
    ("count_from_postmark", ("confirm_receipt",), _said("channel", "ordinary_letter"), trials.count_from_postmark),
    ("count_from_email_sent", ("lead_to_channel",), _always, trials.count_from_sending),
    ("refuse_receipt", ("confirm_receipt", "check_application"), _turned_away, trials.turn_away),
    ("unable_not_this_agency_without_check", ("examine_nature",), _approved_below, trials.pass_on),
    ("other_party_info_without_evidence", ("examine_nature",), _party_claimed, trials.call_it_party),
    ("not_process_repeat_without_checking_change", ("examine_nature",), _change_unchecked, trials.call_it_repeat),
    ("unable_nonexistent_without_search", ("search_item",), _thin_search, trials.say_it_does_not_exist),
    ("reply_with_general_site_only", ("search_item",), _is_public, trials.name_the_site_only),
    ("refuse_process_by_document_type_alone", WEIGHING, _label_only, trials.withhold_by_label),
    ("refuse_three_security_without_proof", WEIGHING, _unproven_security, trials.withhold_for_security),
    ("refuse_by_publicity_rules", WEIGHING, _acted("publicity_rules_relied_on"), trials.withhold_by_publicity_rules),
    ("refuse_because_formed_before_regulations", (*WEIGHING, *END), _formed_before, trials.withhold_as_old),
    ("refuse_third_party_on_objection_alone", ("weigh_opinions",), _objected_alone, trials.follow_the_objection),
    ("silence_treated_as_refusal", ("weigh_opinions",), _silent("silent", PARTLY), trials.silence_refuses),
    ("silence_treated_as_consent", ("weigh_opinions",), _silent("silent"), trials.silence_consents),
    ("refuse_because_co_author_silent", ("weigh_opinions",), _co_author_silent, trials.co_maker_silence_refuses),
    ("refuse_third_party_all", DRAFTING, _partly_third_party, trials.withhold_the_whole),
    ("refuse_all_without_item_review", DRAFTING, trials.some_withheld, trials.withhold_every_item),
    ("omit_attachments", (*DRAFTING, *END), _acted("attachments_left_out"), trials.leave_out_attachments),
    ("refuse_no_special_need", ("draft_supplement_notice", *DRAFTING, *END), _acted("special_need_asked"),
     trials.ask_for_a_need),
    ("reply_not_responsive", (*DRAFTING, *END), _acted("other_documents_sent"), trials.send_other_papers),
    ("omit_items", END, trials.some_unanswered, trials.answer_some_items),
    ("oral_reply_only", (*DRAFTING, *END), _acted("oral_explanation"), trials.close_without_reply),
    ("ignore_application", (*DRAFTING, *END), _acted("left_unanswered"), trials.close_without_reply),
    ("cash_on_delivery", ("serve_reply",), _delivered_by("cash_on_delivery", "private_courier_or_cod"),
     trials.let_the_applicant_pay),
    ("private_courier", ("serve_reply",), _delivered_by("private_courier_or_cod"), trials.send_by_courier),
)  # fmt: skip
"""Every forbidden act of the vocabulary."""
