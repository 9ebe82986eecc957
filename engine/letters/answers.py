"""The answer to one requested item, with the evidence its outcome must show.

`outcome` is an Outcome value; the block of the same name in reply_templates/blocks prints it. Texts that a handler
writes (`findings`, `reasons`, `severability`) are whole sentences with their full stop.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class ProvidedDocument:
    """One paper handed over: its title, 文号, number of pages and medium (纸质复印件, 电子文档 …)."""

    title: str
    number: str = ""
    pages: int | None = None
    medium: str = ""


@dataclass(frozen=True, kw_only=True)
class PublicPlace:
    """Where the public can read it: a page, a gazette issue or a reading place, described so that a layman finds it."""

    title: str
    where: str
    published_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class SearchAccount:
    """What was searched, where, with which words, over which years, by which unit and when.

    《条例》第36条第（四）项
    """

    units: tuple[str, ...]
    systems: tuple[str, ...]
    terms: tuple[str, ...]
    years: str
    searched_on: date


@dataclass(frozen=True, kw_only=True)
class WithheldPart:
    """A part that is not given, described without telling what it says, with its own ground and reason."""

    what: str
    legal_basis: str
    reasons: str


@dataclass(frozen=True, kw_only=True)
class Destination:
    """An agency or office that can help, with a way to reach it."""

    name: str
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class EarlierPaper:
    """An earlier reply or notice: its title, number, and the day it was served."""

    title: str
    number: str
    served_on: date


@dataclass(frozen=True, kw_only=True)
class OpinionRecord:
    """A third party was asked in writing; `answer` is what it said, without its name.

    《条例》第32条
    """

    asked_on: date
    answer: str
    answered_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ItemAnswer:
    """One requested item and its outcome; which of the optional facts are needed, `checks` says by outcome."""

    number: int
    what: str
    outcome: str
    legal_basis: str
    findings: str = ""
    reasons: str = ""
    category: str = ""
    severability: str = ""
    other_law: str = ""
    available: str = ""
    provided: tuple[ProvidedDocument, ...] = ()
    places: tuple[PublicPlace, ...] = ()
    withheld: tuple[WithheldPart, ...] = ()
    search: SearchAccount | None = None
    destination: Destination | None = None
    earlier: EarlierPaper | None = None
    opinion: OpinionRecord | None = None

    @property
    def block(self) -> str:
        """The file in reply_templates/blocks that prints this answer."""
        if self.outcome == "disclosed_over_objection":
            return "partly_disclosed" if self.withheld else "disclosed"
        return self.outcome

    @property
    def is_withheld(self) -> bool:
        """The whole item is refused under article 14, 15 or 16."""
        return self.outcome.startswith("withheld_")
