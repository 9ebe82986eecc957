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


UNKNOWN = "unknown"
"""What the decision table reads where a question has not been answered; no row matches it."""


@dataclass(frozen=True)
class ItemFacts:
    """The answers to the questions of the review, one for each input of `outcome.dmn`; None: not asked yet."""

    standing: Standing = Standing.OPEN
    nature: Nature | None = None
    repeated: bool | None = None
    regime: Regime | None = None
    responsibility: Responsibility | None = None
    held: Held | None = None
    already_public: bool | None = None
    ground: Ground | None = None
    severable: bool | None = None

    def as_inputs(self) -> dict[str, Any]:
        """Plain values for the decision table."""
        return {key: UNKNOWN if value is None else value for key, value in self.as_stored().items()}

    def as_stored(self) -> dict[str, Any]:
        """Plain values for the row."""
        return {key: value.value if isinstance(value, StrEnum) else value for key, value in asdict(self).items()}

    @staticmethod
    def from_stored(stored: Mapping[str, Any]) -> "ItemFacts":
        """The facts as they were stored; what is missing was not asked yet."""
        words = {key: word(stored[key]) for key, word in _WORDS.items() if stored.get(key) is not None}
        flags = {key: stored[key] for key in ("repeated", "already_public", "severable") if stored.get(key) is not None}
        return ItemFacts(**words, **flags)


_WORDS: dict[str, Any] = {
    "standing": Standing,
    "nature": Nature,
    "regime": Regime,
    "responsibility": Responsibility,
    "held": Held,
    "ground": Ground,
}

DISCLOSABLE = ItemFacts(
    nature=Nature.GOVERNMENT_INFORMATION,
    repeated=False,
    regime=Regime.ORDINARY,
    responsibility=Responsibility.OURS,
    held=Held.YES,
    already_public=False,
    ground=Ground.NONE,
    severable=False,
)
"""The facts of an item that is ours, held and under no exemption: disclosure is the norm. 《条例》第13条"""


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
