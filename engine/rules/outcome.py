"""One requested item: the facts that are asked, and what several items together amount to.

Which outcome the facts allow stands in `workflows/outcome.dmn`; here is only what may never be broken.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from engine.rules.vocabulary import Outcome, Remedy

MIXED = "mixed"


class Standing(StrEnum):
    """Whether the application is still to be answered on its merits."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    NOT_SUPPLEMENTED = "not_supplemented"
    STILL_UNCLEAR = "still_unclear"
    UNPAID = "unpaid"
    EXCESSIVE = "excessive"


class Nature(StrEnum):
    """What kind of thing is asked for (《条例》第2条、第39条)."""

    GOVERNMENT_INFORMATION = "government_information"
    PETITION_OR_COMPLAINT = "petition_or_complaint"
    PUBLICATION = "publication"
    CONFIRMATION = "confirmation"
    ENQUIRY = "enquiry"
    NOT_GOVERNMENT_INFORMATION = "not_government_information"
    PARTY_INFORMATION = "party_information"


class Regime(StrEnum):
    """Whether another law rules the access (《条例》第36条第（七）项)."""

    ORDINARY = "ordinary"
    SPECIAL_ACCESS = "special_access"
    ARCHIVE = "archive"


class Responsibility(StrEnum):
    """Whose duty it is to disclose (《条例》第10条)."""

    OURS = "ours"
    OTHER_AGENCY = "other_agency"


class Held(StrEnum):
    """What the search found (《条例》第36条第（四）项、第38条)."""

    YES = "yes"
    NO = "no"
    MUST_BE_MADE = "must_be_made"


class Ground(StrEnum):
    """Why it might not be disclosed (《条例》第14条至第16条)."""

    NONE = "none"
    STATE_SECRET = "state_secret"  # noqa: S105  # a ground for withholding, no password
    BY_LAW = "by_law"
    SECURITY_STABILITY = "security_stability"
    THIRD_PARTY = "third_party"
    THIRD_PARTY_OVERRIDDEN = "third_party_overridden"
    INTERNAL_AFFAIRS = "internal_affairs"
    DELIBERATIVE = "deliberative"
    ENFORCEMENT_FILE = "enforcement_file"


@dataclass(frozen=True)
class ItemFacts:
    """The answers to the questions of the review, one field for each input of `outcome.dmn`."""

    standing: Standing = Standing.OPEN
    nature: Nature = Nature.GOVERNMENT_INFORMATION
    repeated: bool = False
    regime: Regime = Regime.ORDINARY
    responsibility: Responsibility = Responsibility.OURS
    held: Held = Held.YES
    already_public: bool = False
    ground: Ground = Ground.NONE
    severable: bool = False

    def as_inputs(self) -> dict[str, Any]:
        """Plain values for the decision table and for storage."""
        return {key: value.value if isinstance(value, StrEnum) else value for key, value in asdict(self).items()}

    @staticmethod
    def from_stored(facts: Mapping[str, Any]) -> "ItemFacts":
        """The facts as they were stored."""
        return ItemFacts(
            standing=Standing(facts["standing"]),
            nature=Nature(facts["nature"]),
            repeated=facts["repeated"],
            regime=Regime(facts["regime"]),
            responsibility=Responsibility(facts["responsibility"]),
            held=Held(facts["held"]),
            already_public=facts["already_public"],
            ground=Ground(facts["ground"]),
            severable=facts["severable"],
        )


def overall(outcomes: Iterable[Outcome]) -> str:
    """The one outcome of all items, or `mixed` when they differ."""
    different = set(outcomes)
    return next(iter(different)).value if len(different) == 1 else MIXED


def overall_remedy(remedies: Iterable[Remedy]) -> Remedy:
    """The remedy paragraph of a letter over several items: both kinds where items differ.

    《行政复议法》第23条
    """
    kinds = set(remedies) - {Remedy.R0}
    if not kinds:
        return Remedy.R0
    if Remedy.RAB in kinds or {Remedy.RA, Remedy.RB} <= kinds:
        return Remedy.RAB
    return kinds.pop()
