"""What the course of an answer period is made of: its runs, its waits for the applicant, its extensions."""

from dataclasses import dataclass
from datetime import date

from engine.rules.clock_events import ClockEventName


@dataclass(frozen=True, slots=True)
class Run:
    """One period from its first day: the receipt, the corrected application or the payment."""

    start_on: date
    began_with: ClockEventName
    stopped_on: date | None = None
    stopped_by: ClockEventName | None = None


@dataclass(slots=True)
class Waiting:
    """The period stands still until the applicant supplements or pays, at the latest on `until`."""

    since: date
    reason: ClockEventName
    until: date
    is_open_ended: bool = False
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """One notified extension: what was asked for, what the law grants of it, and why not more."""

    on: date
    asked: int
    granted: int
    objection: str = ""
