"""Fifty applications through every step by the real forms, while web and timers processes are killed by SIGKILL.

`python -m tests.faults.torture --kills 200 --cases 50`; `script/torture` does it on both databases.
"""

import argparse
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from engine import bootstrap, outbox
from engine.clock import Clock
from engine.office import Office
from engine.passwords import Passwords
from engine.records import database, migrations
from engine.settings import Settings
from engine.tools.sample_office import found_office
from tests.conftest import QUICK_PASSWORDS
from tests.faults import reckoning
from tests.faults.killer import Killer, Writers
from tests.faults.site import Site
from tests.faults.visitors import REGISTRAR, STAFF, Browser, Ledger, Official, Registrar
from tests.faults.writers import PostgresWriters, SqliteWriters
from tests.postgres import Postgres

DATABASES = ("sqlite", "postgresql")
STANDSTILL_SECONDS = outbox.LEASE_SECONDS * 2
"""Longer than a promise may lie with a process that was killed, so that nothing at all can be going on."""
RECEIVED_DAYS_AGO = (0, 0, 12, 25, 29, 40)
"""Some cases are new, some near their date, some past it, so that the timers have work to do."""


@dataclass
class Run:
    """What is to be done to one database, and what came of it."""

    url: str
    folder: Path
    kills: int
    cases: int
    seed: int
    lease: int | None = None
    minutes: float = 30
    inside: int = 0
    workers: int = 2
    timers: int = 2

    def torture(self) -> list[str]:
        """The faults found; the figures are printed."""
        office = founded(self.url)
        site = Site(self.url, self.folder, lease=self.lease, workers=self.workers, timers=self.timers)
        try:
            site.start()
            return self._work(site, office)
        finally:
            site.end()
            office.engine.dispose()

    def _work(self, site: Site, office: Office) -> list[str]:
        started = time.monotonic()
        ledger = Ledger(wanted=self.cases)
        killer = Killer(site, ledger, _writers(self.url), self.kills, random.Random(self.seed))
        for thread in [killer, *self._people(site, ledger)]:
            thread.start()
        self._wait(lambda: bool(ledger.troubles) or reckoning.is_finished(office, ledger), ledger, started)
        ledger.is_done = True
        worked = time.monotonic() - started
        self._wait(lambda: reckoning.is_settled(office) or bool(ledger.troubles), ledger, started)
        killer.join(STANDSTILL_SECONDS)
        killer.writers.close()
        codes = site.stop()
        found = reckoning.faults(office, ledger)
        found += [f"{name} ended with {code}" for name, code in codes.items() if code]
        found += [f"in the log: {line[:300]}" for line in site.tracebacks()]
        if len(killer.blows) < self.kills:
            found.append(f"only {len(killer.blows)} kills of {self.kills}")
        landed = sum(blow.inside_a_write for blow in killer.blows)
        if landed < self.inside:
            found.append(f"only {landed} kills inside a write transaction, {self.inside} wanted")
        _print(office, killer, ledger, worked)
        return found

    def _people(self, site: Site, ledger: Ledger) -> list[Official | Registrar]:
        today = Clock().today()
        officials = [
            Official(Browser(site.port, account, ledger), random.Random(f"{self.seed} {account}")) for account in STAFF
        ]
        registrar = Registrar(Browser(site.port, REGISTRAR, ledger), random.Random(self.seed), self._days(today))
        return [*officials, registrar]

    def _days(self, today: date) -> list[date]:
        return [today - timedelta(days=RECEIVED_DAYS_AGO[n % len(RECEIVED_DAYS_AGO)]) for n in range(self.cases)]

    def _wait(self, is_over: Callable[[], bool], ledger: Ledger, started: float) -> None:
        moved, acknowledged = time.monotonic(), -1
        while not is_over():
            if len(ledger.acknowledged) > acknowledged:
                moved, acknowledged = time.monotonic(), len(ledger.acknowledged)
            if time.monotonic() > started + 60 * self.minutes or time.monotonic() > moved + STANDSTILL_SECONDS:
                ledger.troubles.append(f"no end after {time.monotonic() - started:.0f} seconds")
                return
            time.sleep(0.5)


def torture(name: str, **given: Any) -> list[str]:
    """The faults found on a throw-away database of this kind; kills, cases, seed and so on as in `Run`."""
    with throw_away(name) as (url, folder):
        return Run(url, folder, **given).torture()


def main() -> None:
    """Exit 0 when nothing was lost and nothing doubled."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--cases", type=int, default=50)
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument("--seed", type=int, default=int(time.monotonic()))
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--lease", type=int, help="seconds a promise stays taken by a process that died")
    parser.add_argument("--inside", type=int, default=0, help="kills that must land inside a write transaction")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--timers", type=int, default=2)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whoever ends this ends what it started
    failed = False
    for name in given.database or DATABASES:
        print(f"{name}: {given.kills} kills during {given.cases} cases, seed {given.seed}", flush=True)
        wanted = {key: value for key, value in vars(given).items() if key != "database"}
        found = torture(name, **wanted)
        print(f"  faults: {len(found)}", *found, sep="\n    ", flush=True)
        failed = failed or bool(found)
    sys.exit(failed)


def founded(url: str) -> Office:
    """The sample office on this empty database."""
    engine = database.connect(url)
    migrations.upgrade(engine)
    engine.dispose()
    settings = Settings(database_url=url, secret_key=b"torture only", identity_key=bytes(32), demo=True)
    office = bootstrap.build(settings, passwords=QUICK_PASSWORDS)
    found_office(office)
    office.passwords = Passwords()
    office.engine.dispose()
    return office


def _writers(url: str) -> Writers:
    return SqliteWriters(Path(url.removeprefix("sqlite:///"))) if url.startswith("sqlite") else PostgresWriters(url)


@contextmanager
def throw_away(name: str) -> Iterator[tuple[str, Path]]:
    """The address of an empty database of this kind, and a folder for the logs; both are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="mingda-torture-"))
    server = Postgres() if name == "postgresql" else None
    try:
        yield server.url(server.new_database()) if server else f"sqlite:///{folder / 'office.db'}", folder
    finally:
        if server:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _print(office: Office, killer: Killer, ledger: Ledger, seconds: float) -> None:
    lines = {
        "seconds of work": round(seconds),
        **killer.figures(),
        "steps opened": len(ledger.opened),
        "steps acknowledged": len(ledger.acknowledged),
        "steps sent back": len(ledger.sent_back),
        "requests without an answer": sum(ledger.lost.values()),
        "forms without an answer": ledger.lost["POST"],
        "answers": dict(sorted(ledger.answers.items())),
        **reckoning.figures(office),
    }
    for what, much in lines.items():
        print(f"  {what}: {much}", flush=True)


if __name__ == "__main__":
    main()
