"""The record of a platform of a higher authority, as pages show it."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.records import Application


@dataclass(frozen=True)
class PlatformFacts:
    """The platform's number and times, and what was told there."""

    platform: str
    number: str
    submitted_at: datetime | None
    transferred_at: datetime
    answer_by: date | None
    answered_on: date | None
    receipt_number: str


def platform_facts(application: Application) -> PlatformFacts | None:
    """The row as values; None for what did not come from a platform."""
    row = application.platform_record
    if row is None:
        return None
    return PlatformFacts(
        row.platform, row.number, row.submitted_at, row.transferred_at, row.answer_by, row.answered_on,
        row.receipt_number,
    )  # fmt: skip
