"""Several threads that all start at the same moment, and what came of each."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from engine.errors import DisclosureError

Job = Callable[[], Any]


def at_once(jobs: Sequence[Job]) -> list[Any]:
    """What each job returned, or the error of the house it raised, in the order of the jobs."""
    barrier = threading.Barrier(len(jobs))

    def run(job: Job) -> Any:
        barrier.wait(30)
        try:
            return job()
        except DisclosureError as error:
            return error

    with ThreadPoolExecutor(len(jobs)) as threads:
        return list(threads.map(run, jobs))


def kinds(outcomes: Sequence[Any]) -> list[str]:
    """The outcomes by the names of their classes, in alphabetical order."""
    return sorted(type(outcome).__name__ for outcome in outcomes)
