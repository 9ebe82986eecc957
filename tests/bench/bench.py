"""Every benchmark by name; each makes its own office, so that none works on what another left behind."""

import json
from collections.abc import Callable, Iterator

from engine.office import Office
from tests.bench import alarms, counts, desks, growth, pages, steps
from tests.bench.site import Measured, offices

Benchmark = Callable[[str, Office], list[Measured]]

BENCHMARKS: dict[str, Benchmark] = {
    "step": steps.step,
    "history": steps.history,
    "inbox": desks.inbox,
    "search": desks.search,
    "desks": desks.desks,
    "tick": alarms.tick,
    "recalendar": alarms.recalendar,
    "letter": pages.letter,
    "report": counts.report,
    "start": pages.start,
    "page": pages.page,
    "memory": steps.memory,
    "growth": growth.growth,
}

ON_SQLITE_ONLY = {"letter", "memory"}
"""What the database has no part in is measured once."""


def run(name: str = "") -> Iterator[Measured]:
    """The rows of one benchmark, or of all; KeyError when there is none of this name."""
    for each in [name] if name else BENCHMARKS:
        with offices() as made:
            for database, office in made.items():
                if database == "sqlite" or each not in ON_SQLITE_ONLY:
                    yield from BENCHMARKS[each](database, office)


def as_text(row: Measured) -> str:
    """One line for a person: who, both times, the ratio and the goal."""
    verdict = "ok" if row.is_met else "ABOVE"
    return (
        f"{row.name:14} {row.database:11} {row.ours:10.2f} {row.floor:10.2f} {row.unit:5} "
        f"ratio {row.ratio:6.2f}  goal {row.goal:5.2f}  {verdict}"
    )


def as_json(rows: list[Measured]) -> str:
    """All rows as the command line promises them."""
    return json.dumps([row.row() for row in rows], ensure_ascii=False, indent=1)
