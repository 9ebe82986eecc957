"""The timers process as `mingda timers` runs it, several times over, each replaced at once when it dies.

Starting Python and reading drawings takes seconds; here that is done once, so that a death costs milliseconds.
"""

import argparse
import os
import signal
import sys

from engine import bootstrap, logs, outbox, scheduler
from engine.office import Office
from engine.settings import Settings


def main() -> None:
    """Children run until this process is asked to end; then each finishes its tick."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--tick", type=float, default=0.5, help="seconds between ticks; the product's are five")
    parser.add_argument("--lease", type=int, default=outbox.LEASE_SECONDS, help="seconds a promise stays taken")
    given = parser.parse_args()
    logs.set_up()
    outbox.LEASE_SECONDS = given.lease
    office = bootstrap.build(Settings.from_environment())
    office.engine.dispose()
    signal.signal(signal.SIGTERM, _stop)
    children = {_fork(office, given.tick) for _ in range(given.processes)}
    try:
        while True:
            gone, _ = os.wait()
            children = (children - {gone}) | {_fork(office, given.tick)}
    except KeyboardInterrupt:
        for child in children:
            os.kill(child, signal.SIGTERM)
        sys.exit(max(os.waitpid(child, 0)[1] for child in children))


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _fork(office: Office, tick: float) -> int:
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        scheduler.run(office, seconds=tick)
        os._exit(0)
    return child


if __name__ == "__main__":
    main()
