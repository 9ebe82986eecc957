"""Kills by SIGKILL: at any moment, while a form is on its way, or in the middle of a write transaction.

The victim is stopped first and looked at while it stands still, so that where the blow lands is known exactly.
"""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from tests.faults.site import Site
from tests.faults.visitors import Ledger

STEPS_OF_A_CASE = 16
LONGEST_WAIT = 5.0
BETWEEN_LOOKS = 0.0003


class Writers(Protocol):
    """Knows who is inside a write transaction."""

    def now(self) -> set[int]:
        """Their process ids."""

    def close(self) -> None:
        """No more looks."""


class Moment(StrEnum):
    """How the moment is chosen."""

    ANY = "any moment"
    IN_FLIGHT = "a form on its way"
    WRITING = "a write transaction"


@dataclass(frozen=True)
class Blow:
    """One kill: what for, whom, and what the victim was doing when it stood still."""

    aim: Moment
    victim: str
    forms_in_flight: int
    inside_a_write: bool


@dataclass
class Killer(threading.Thread):
    """Spreads its blows over the work: the next is due when the people have got far enough."""

    site: Site
    ledger: Ledger
    writers: Writers
    kills: int
    luck: random.Random
    blows: list[Blow] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(name="killer", daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        """All blows have been dealt, or the work is over."""
        while len(self.blows) < self.kills and not self.ledger.is_over():
            self._wait_for_work()
            aim = self.luck.choices(list(Moment), weights=(2, 3, 5))[0]
            victim = self._victim(aim)
            if victim is not None:
                self._strike(aim, *victim)

    def figures(self) -> dict[str, int]:
        """The blows by victim and by where they landed."""
        count = Counter[str]()
        for blow in self.blows:
            count["kills"] += 1
            count[f"of {blow.victim}"] += 1
            count["while a form was on its way"] += blow.forms_in_flight > 0
            count["inside a write transaction"] += blow.inside_a_write
            count[f"inside a write transaction of {blow.victim}"] += blow.inside_a_write
        return dict(count)

    def _wait_for_work(self) -> None:
        """The work has got as far as this blow is due, or does not get on."""
        due = 0.75 * self.ledger.wanted * STEPS_OF_A_CASE * len(self.blows) / self.kills
        end = time.monotonic() + LONGEST_WAIT
        while len(self.ledger.acknowledged) < due and time.monotonic() < end and not self.ledger.is_over():
            time.sleep(0.01)

    def _victim(self, aim: Moment) -> tuple[str, int] | None:
        wanted = self.luck.choices(("web", "timers"), weights=(7, 3))[0]
        if aim is Moment.WRITING:
            return self._one_who_writes(wanted)
        if aim is Moment.IN_FLIGHT:
            _until(lambda: self.ledger.in_flight > 0)
        time.sleep(self.luck.uniform(0, 0.15))
        alive = self._alive()
        candidates = [pid for pid, kind in alive.items() if kind == wanted]
        return (wanted, self.luck.choice(candidates)) if candidates else None

    def _one_who_writes(self, wanted: str) -> tuple[str, int] | None:
        """Somebody of the wanted kind who writes; after some waiting, anybody who does."""
        end = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < end and not self.ledger.is_over():
            alive = self._alive()
            for pid in self.writers.now():
                if alive.get(pid) == wanted or (pid in alive and time.monotonic() > end - LONGEST_WAIT / 2):
                    time.sleep(self.luck.uniform(0, 0.01))
                    return alive[pid], pid
            time.sleep(BETWEEN_LOOKS)
        return None

    def _alive(self) -> dict[int, str]:
        return dict.fromkeys(self.site.web_pids(), "web") | dict.fromkeys(self.site.timer_pids(), "timers")

    def _strike(self, aim: Moment, kind: str, pid: int) -> None:
        """The victim stands still, is looked at, and is dead; no blow if it died or moved on before it stood."""
        try:
            os.kill(pid, signal.SIGSTOP)
            if not _until(lambda: _state(pid) in "TtZX", seconds=1) or _state(pid) in "ZX":
                return
            inside = pid in self.writers.now()
            if aim is Moment.WRITING and not inside:
                os.kill(pid, signal.SIGCONT)
                return
            self.blows.append(Blow(aim, kind, self.ledger.in_flight, inside))
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        _until(lambda: _state(pid) in "ZX", seconds=5)


def _state(pid: int) -> str:
    """R, S, D, T, Z… as the kernel says; X for a process that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "X"


def _until(is_so: Callable[[], bool], seconds: float = LONGEST_WAIT) -> bool:
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(BETWEEN_LOOKS)
    return True
