"""What a handler who knows the facts of a case enters at each step; None where the facts do not carry an answer.

Nothing here says what a case comes to: these are the answers to the questions of the review, in the words of
`engine.rules.outcome`. A claim of the agency (`*_claimed`) is no finding, and an absent key decides nothing.
"""

from dataclasses import dataclass
from datetime import date

from engine.rules.origin import Source, Transfer
from engine.rules.outcome import Ground, Held, Nature, Regime
from engine.rules.vocabulary import ConsultedParty
from engine.tools.replay_cases import Facts

NATURES = {
    "petition_complaint": Nature.PETITION_OR_COMPLAINT,
    "publication": Nature.PUBLICATION,
    "confirm_reissue": Nature.CONFIRMATION,
    "consultation_like": Nature.ENQUIRY,
    "village_affairs": Nature.NOT_GOVERNMENT_INFORMATION,
    "criminal_justice_function": Nature.NOT_GOVERNMENT_INFORMATION,
}
"""Kinds of request that are something else than a request for government information. 《条例》第2条、第39条"""

SOURCES = {
    "joint_lead": Source.LED_BY_US,
    "this_agency_lead": Source.LED_BY_US,
    "joint_nonlead": Source.LED_BY_OTHER,
    "obtained_from_private": Source.FROM_PUBLIC,
    "other_agency_made": Source.FROM_AGENCY,
    "subordinate_agency_made": Source.FROM_AGENCY,
}
"""How the paper was made or got, where it was not simply made here. 《条例》第10条"""

TRANSFERS = {
    "function_transferred_in": Transfer.FUNCTION_TAKEN_IN,
    "function_transferred_out": Transfer.FUNCTION_HANDED_ON,
    "archives_transferred": Transfer.ARCHIVED,
}
"""What became of function or records since; an early deposit with an archive changes nothing. 《档案法》第15条"""

LONG_AGO = date(1990, 1, 1)
"""A hand-over that the facts call done has no day of its own; it lies before every application."""

PARTY_HOLDERS = {"party_organ", "party_organ_claimed"}
FILE_ROLES = {"punished_party", "party_to_proceeding"}
"""Applicants who may read the file itself under the law of its procedure."""


@dataclass(frozen=True, slots=True)
class NatureReading:
    """The answers of `examine_nature`."""

    nature: Nature = Nature.GOVERNMENT_INFORMATION
    repeated: bool = False
    regime: Regime = Regime.ORDINARY
    source: Source = Source.MADE_BY_US
    transfer: Transfer = Transfer.NONE
    handed_over_on: date | None = None


@dataclass(frozen=True, slots=True)
class SearchReading:
    """The answers of `search_item`."""

    held: Held
    already_public: bool = False


@dataclass(frozen=True, slots=True)
class DisclosureReading:
    """The answers of `weigh_disclosure`, and after the opinions those of `weigh_opinions`."""

    ground: Ground
    severable: bool
    ask: tuple[ConsultedParty, ...] = ()


def nature_of(facts: Facts) -> NatureReading | None:
    """What is asked for, whether it was answered before, which law rules the access, and whose duty it is.

    《条例》第2条、第10条、第36条第（五）项至第（七）项、第39条
    """
    nature = _kind(facts)
    if nature is None:
        return None
    if nature is not Nature.GOVERNMENT_INFORMATION:
        return NatureReading(nature)
    repeated = _repeated(facts)
    if repeated:
        return NatureReading(repeated=True)
    if repeated is None or is_volume_open(facts):
        return None
    transfer = TRANSFERS.get(facts.word("holder"), Transfer.NONE)
    if transfer is Transfer.ARCHIVED and facts.flag("transfer_reason_proven") is False:
        return None
    source = SOURCES.get(facts.word("holder"), Source.MADE_BY_US)
    day = LONG_AGO if transfer is Transfer.ARCHIVED else None
    return NatureReading(regime=_regime(facts), source=source, transfer=transfer, handed_over_on=day)


def ends_before_volume(facts: Facts) -> bool:
    """Whether the item is answered for what it is, or as a repeat, before its number or frequency is looked at.

    《条例》第36条第（六）项、第39条
    """
    return _kind(facts) not in (None, Nature.GOVERNMENT_INFORMATION) or _repeated(facts) is True


def is_party_matter_open(facts: Facts) -> bool:
    """Whether somebody says the paper is a party body's and nothing shows it yet. 《条例》第2条"""
    if facts.word("holder") == "party_organ_with_administrative_name" and facts.flag("proof_of_party_nature") is None:
        return False
    said = facts.word("nature") in {"party_info", "government_info_or_party"} or facts.word("holder") in PARTY_HOLDERS
    if not said or facts.word("document_number"):
        return False
    if facts.flag("proof_of_party_nature") is not None:
        return not facts.flag("proof_of_party_nature")
    return facts.word("nature") == "government_info_or_party" or facts.word("holder") == "party_organ_claimed"


def is_volume_open(facts: Facts) -> bool:
    """Whether number or frequency is clearly beyond reason and the reasons are not accepted, or a fee is unpaid.

    Such an application isn't decided on its merits. 《条例》第35条、第42条
    """
    accepted = facts.flag("volume.reasons_reasonable") is True
    return (facts.flag("volume.excessive") is True and not accepted) or facts.flag("fee.paid_in_time") is False


def is_repeat_open(facts: Facts) -> bool:
    """Whether the same was answered before and it is still to be checked whether anything has changed since."""
    return _kind(facts) is Nature.GOVERNMENT_INFORMATION and _repeated(facts) is None


def search_of(facts: Facts) -> SearchReading | None:
    """What the search has found; None while it is still to be made, or was not a full one.

    《条例》第36条第（一）项、第（四）项、第38条
    """
    if facts.flag("already_public"):
        return SearchReading(Held.YES, already_public=True)
    if facts.flag("files_moved") is False:
        return None
    held = Held.MUST_BE_MADE if _must_be_made(facts) else _held(facts)
    return None if held is None else SearchReading(held)


def _held(facts: Facts) -> Held | None:
    exists = facts.word("exists")
    if exists in {"yes", "yes_scattered"} or (exists == "only_internal_instruction" and facts.word("file_nature")):
        return Held.YES
    is_full = facts.word("search.done") in {"", "full"}
    return Held.NO if exists in {"no", "made_not_kept"} and is_full else None


def disclosure_of(facts: Facts) -> DisclosureReading | None:
    """The ground against disclosure and who must be asked first; None while a claim is not shown.

    《条例》第14条至第16条、第32条、第34条、第37条
    """
    severable = facts.flag("severable") is True
    for ground in (_secret(facts), _internal(facts)):
        if ground is not Ground.NONE:
            return None if ground is None else DisclosureReading(ground, severable)
    ask = parties_to_ask(facts)
    if facts.has("third_party") and facts.word("public_interest"):
        return DisclosureReading(Ground.THIRD_PARTY_OVERRIDDEN, severable)
    return DisclosureReading(Ground.NONE, severable, ask)


def ruling_of(facts: Facts) -> DisclosureReading | None:
    """Our own judgment after the opinions; None while neither reason nor want of reason is shown.

    《条例》第32条、第34条
    """
    severable = facts.flag("severable") is True
    if ConsultedParty.THIRD_PARTY not in parties_to_ask(facts):
        return DisclosureReading(Ground.NONE, severable)
    response, shown = facts.word("third_party.response"), facts.flag("third_party.reason_shown")
    if response in {"refuse", "one_refuse_one_silent"} and shown:
        return DisclosureReading(Ground.THIRD_PARTY, severable)
    if response == "refuse" and shown is False:
        return DisclosureReading(Ground.THIRD_PARTY_OVERRIDDEN, severable)
    return None


def parties_to_ask(facts: Facts) -> tuple[ConsultedParty, ...]:
    """Who must be asked before the item can be given: a third party it touches, an agency that made it with us."""
    third = (ConsultedParty.THIRD_PARTY,) if facts.has("third_party") and not facts.word("public_interest") else ()
    lead = facts.has("joint_agency") and facts.word("holder") != "joint_nonlead"
    return (*third, *((ConsultedParty.CO_MAKER,) if lead else ()))


def _kind(facts: Facts) -> Nature | None:
    if is_party_matter_open(facts):
        return None
    word, holder = facts.word("nature"), facts.word("holder")
    if facts.flag("criminal_case_filed"):
        return Nature.NOT_GOVERNMENT_INFORMATION
    if word == "criminal_justice_function" and (
        facts.flag("criminal_case_filed") is False or facts.flag("secret.classified")
    ):
        return Nature.GOVERNMENT_INFORMATION  # what is classified is refused as such, whatever function it served
    if word in NATURES:
        return NATURES[word]
    if holder == "village_org":
        return Nature.NOT_GOVERNMENT_INFORMATION
    return Nature.PARTY_INFORMATION if _is_party_paper(facts) else Nature.GOVERNMENT_INFORMATION


def _is_party_paper(facts: Facts) -> bool:
    """By its number first, then by who issued it; a joint paper with an administrative number is ours."""
    number = facts.word("document_number")
    if number:
        return number == "party"
    said = facts.word("nature") in {"party_info", "government_info_or_party"} or facts.word("holder") in PARTY_HOLDERS
    return said and facts.word("holder") != "party_organ_with_administrative_name"


def _repeated(facts: Facts) -> bool | None:
    """Whether it is a repeat; None while the change since the earlier answer is still to be checked."""
    said = facts.flag("repeat.is_repeat") and facts.flag("repeat.prior_reply") is not False
    if not said or facts.flag("repeat.prior_reply_by_other_agency"):
        return False
    return True if facts.flag("repeat.circumstances_may_have_changed") is False else None


def _regime(facts: Facts) -> Regime:
    word = facts.word("nature")
    special = word == "admin_query" or (word == "case_file_access" and not facts.word("file_nature"))
    return Regime.SPECIAL_ACCESS if special else Regime.ORDINARY


def _must_be_made(facts: Facts) -> bool:
    if facts.word("needs_processing") == "processing" or facts.word("exists") == "not_ready_made":
        return True
    only_material = facts.word("holder") == "this_agency_could_compile" and not facts.word("exists")
    return only_material and facts.word("needs_processing") != "collecting_only"


def _secret(facts: Facts) -> Ground | None:
    """A ground of article 14; None while one is only claimed, or lies with the competent body."""
    if facts.flag("secret.classified"):
        return Ground.STATE_SECRET
    if facts.flag("secret.three_security"):
        return Ground.SECURITY_STABILITY
    if facts.flag("secret.three_security_claimed") and facts.flag("secret.three_security") is None:
        return None
    if facts.flag("secret.referred_to_competent_body") and facts.flag("secret.classified") is None:
        return None
    return Ground.NONE


def _internal(facts: Facts) -> Ground | None:
    """A ground of article 16; None while it is only claimed and nothing disproves it.

    Where a law orders publication, neither the discretion of article 16 nor a claim of it stands against the order.
    《条例》第16条第2款
    """
    word = facts.word("file_nature")
    outward = facts.flag("external_effect") or facts.flag("became_final_document")
    if not word or outward or facts.word("public_interest") == "statutory_publication":
        return Ground.NONE
    if word.endswith("_claimed"):
        return None
    if word == "internal_affairs":
        return Ground.INTERNAL_AFFAIRS
    return {"process": Ground.DELIBERATIVE, "enforcement_file": Ground.ENFORCEMENT_FILE}.get(word, Ground.NONE)
