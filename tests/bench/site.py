"""Where benchmarks run: a founded office on SQLite and on PostgreSQL, and pairs of measurements taken in turn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from engine.office import Office
from tests.conftest import MORNING, SetClock, new_database, office_on, open_office
from tests.postgres import Postgres

WARM = 3
"""Pairs taken before any counts: caches and connections are filled."""


@dataclass(frozen=True)
class Measured:
    """One row of `mingda bench`: our time, the floor's, and what we allow ourselves."""

    name: str
    database: str
    ours: float
    floor: float
    goal: float
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    @property
    def is_met(self) -> bool:
        return self.ratio <= self.goal

    def row(self) -> dict[str, str | float]:
        """The figures as the JSON has them."""
        return {
            "name": self.name,
            "database": self.database,
            "ours": round(self.ours, 4),
            "floor": round(self.floor, 4),
            "ratio": round(self.ratio, 3),
            "goal": self.goal,
            "unit": self.unit,
        }


@contextmanager
def offices() -> Iterator[dict[str, Office]]:
    """A founded office on each database; both are gone afterwards."""
    server = Postgres()
    with TemporaryDirectory() as folder:
        urls = {"sqlite": f"sqlite:///{Path(folder) / 'office.db'}", "postgresql": new_database(server)}
        made = {name: _founded(url) for name, url in urls.items()}
        try:
            yield made
        finally:
            for office in made.values():
                office.engine.dispose()
            server.stop()


def _founded(url: str) -> Office:
    clock = SetClock(MORNING)
    open_office(url, clock).engine.dispose()
    return office_on(url, clock)


def milliseconds(work: Callable[[], object]) -> float:
    """How long the work took by the clock on the wall."""
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000


def in_turn(rounds: int, ours: Callable[[int], object], floor: Callable[[int], object]) -> tuple[float, float]:
    """The medians of both in milliseconds, taken one after the other so that a busy moment meets both alike.

    Each is told the number of its round; the first rounds do not count.
    """
    pairs = [(milliseconds(lambda n=n: ours(n)), milliseconds(lambda n=n: floor(n))) for n in range(WARM + rounds)]
    counted = pairs[WARM:]
    return median(pair[0] for pair in counted), median(pair[1] for pair in counted)
