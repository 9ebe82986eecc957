"""Papers that an office prints for itself: the register of a period (台账) and the morning sheet (晨报)."""

from dataclasses import dataclass
from datetime import date

from engine.letters.forms import FormFacts


@dataclass(frozen=True, kw_only=True)
class LedgerFacts(FormFacts):
    """The register: its period in words, the heads of its columns, its rows as words, its totals in one line."""

    period: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: str


@dataclass(frozen=True, kw_only=True)
class MorningPart:
    """One question of the morning: its title, and one line for each case."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MorningFacts(FormFacts):
    """The morning sheet of a day; no parts means that nothing is due."""

    day: date
    parts: tuple[MorningPart, ...]
    quiet: str
