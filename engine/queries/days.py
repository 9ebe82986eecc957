"""How much time is left, in words, with a sign and a tone that never stands alone."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.records import CaseState
from engine.rules.working_days import Calendar

NEAR_DAYS = 5
SOON_DAYS = 3


class Tone(StrEnum):
    """How urgent it is; the style sheet gives each a colour, the page a sign and words."""

    CALM = "calm"
    NEAR = "near"
    TODAY = "today"
    LATE = "late"
    PAUSED = "paused"
    DONE = "done"

    @property
    def sign(self) -> str:
        """The sign beside the words."""
        return _SIGNS[self]


_SIGNS = {Tone.CALM: "○", Tone.NEAR: "◔", Tone.TODAY: "◕", Tone.LATE: "●", Tone.PAUSED: "‖", Tone.DONE: "✓"}


@dataclass(frozen=True)
class DaysLeft:
    """The words a list shows, the date behind them, and whether it is provisional (暂定)."""

    words: str
    tone: Tone
    due_on: date | None
    is_provisional: bool


@dataclass(frozen=True)
class Today:
    """What counting needs: the day it is, and the working days."""

    day: date
    calendar: Calendar

    @property
    def soon(self) -> date:
        """The last day of the next three working days."""
        return self.calendar.after(self.day, SOON_DAYS)

    def left(self, due_on: date | None, state: CaseState, *, is_provisional: bool = False) -> DaysLeft:
        """The time left of a case in this state, counted in working days; lateness in calendar days."""
        if state in _AT_REST:
            return DaysLeft(state.label, _AT_REST[state], due_on, is_provisional)
        if due_on is None:
            return DaysLeft("未起算", Tone.PAUSED, None, False)
        if due_on < self.day:
            return DaysLeft(f"逾 {(self.day - due_on).days} 日", Tone.LATE, due_on, is_provisional)
        if due_on == self.day:
            return DaysLeft("今日到期", Tone.TODAY, due_on, is_provisional)
        days = self.calendar.count(self.day, due_on)
        tone = Tone.NEAR if days <= NEAR_DAYS else Tone.CALM
        return DaysLeft(f"剩 {days} 个工作日", tone, due_on, is_provisional)


_AT_REST = {
    CaseState.PAUSED: Tone.PAUSED,
    CaseState.WAITING_FOR_APPLICANT: Tone.PAUSED,
    CaseState.ANSWERED: Tone.DONE,
    CaseState.STOPPED: Tone.DONE,
    CaseState.ARCHIVED: Tone.DONE,
}
