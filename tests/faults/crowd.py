"""Sixteen handlers who take their steps from one pool, and four timers processes, for some minutes on one database.

Nobody is killed: what is looked for is a step done twice, a deadlock that a person meets, an error of the server.
`python -m tests.faults.crowd --minutes 3`; PostgreSQL unless another database is named.
"""

import argparse
import random
import signal
import sys
import time
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, text

from engine.clock import Clock
from engine.office import Office
from engine.permissions import Role
from engine.records import Duty, Person, Unit
from tests.faults import reckoning
from tests.faults.killer import STEPS_OF_A_CASE
from tests.faults.site import Site
from tests.faults.torture import DATABASES, RECEIVED_DAYS_AGO, STANDSTILL_SECONDS, founded, throw_away
from tests.faults.visitors import REGISTRAR, STAFF, UNIT, Browser, Ledger, Official, Registrar

HANDLERS_THERE = 2
"""Accounts of the sample office that already handle cases in the one unit."""
DEADLOCKS = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")


class Window(Registrar):
    """Registers for as long as the window is open, two open cases a handler at most."""

    def __init__(self, browser: Browser, luck: random.Random, *, handlers: int, seconds: float) -> None:
        super().__init__(browser, luck, [])
        self.handlers, self.end = handlers, time.monotonic() + seconds

    def work(self) -> bool:
        if time.monotonic() > self.end and not self.form:
            self.ledger.wanted = len(self.ledger.registered)
            return False
        if not self.form and self._open_cases() >= 2 * self.handlers:
            return False
        if not self.form:
            self.days = [self._day(len(self.ledger.registered))]
        return super().work()

    def _open_cases(self) -> float:
        return len(self.ledger.registered) - len(self.ledger.acknowledged) / STEPS_OF_A_CASE

    def _day(self, number: int) -> date:
        return Clock().today() - timedelta(days=RECEIVED_DAYS_AGO[number % len(RECEIVED_DAYS_AGO)])


def crowd(name: str, *, handlers: int = 16, timers: int = 4, workers: int = 4, minutes: float = 3) -> list[str]:
    """The faults found on a throw-away database of this kind; the figures are printed."""
    with throw_away(name) as (url, folder):
        office = founded(url)
        accounts = [*STAFF, *_more_handlers(office, handlers - HANDLERS_THERE)]
        site = Site(url, folder, workers=workers, timers=timers)
        try:
            site.start()
            return _work(site, office, accounts, handlers=handlers, seconds=60 * minutes)
        finally:
            site.end()
            office.engine.dispose()


def _work(site: Site, office: Office, accounts: list[str], *, handlers: int, seconds: float) -> list[str]:
    ledger = Ledger(wanted=sys.maxsize)
    people: list[Official | Registrar] = [
        Official(Browser(site.port, account, ledger), random.Random(account)) for account in accounts
    ]
    window = Window(Browser(site.port, REGISTRAR, ledger), random.Random(0), handlers=handlers, seconds=seconds)
    started = time.monotonic()
    for person in [*people, window]:
        person.start()
    _wait(office, ledger, seconds + STANDSTILL_SECONDS)
    print(f"  seconds of work: {time.monotonic() - started:.0f}", flush=True)
    found = [f"{name} ended with {code}" for name, code in site.stop().items() if code]
    found += reckoning.faults(office, ledger) + [f"in the log: {line[:300]}" for line in site.tracebacks()]
    if ledger.told_busy:
        found.append(f"{ledger.told_busy} times a person was told that the system is busy")
    if deadlocks := _deadlocks(office):
        found.append(f"{deadlocks} deadlocks in the database")
    _print(office, ledger, accounts)
    return found


def _wait(office: Office, ledger: Ledger, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not ledger.troubles and not (reckoning.is_finished(office, ledger) and reckoning.is_settled(office)):
        if time.monotonic() > end:
            ledger.troubles.append("no end in sight")
        time.sleep(0.5)
    ledger.is_done, ledger.wanted = True, len(ledger.registered)


def _more_handlers(office: Office, number: int) -> list[str]:
    """So many more handlers work in the one unit; they sign in as all others do."""
    accounts = [f"chengban{n}" for n in range(1, number + 1)]
    with office.transaction() as records:
        unit = records.scalars(select(Unit.id).where(Unit.name == UNIT)).one()
        secret = records.scalars(select(Person.password_hash).where(Person.account == REGISTRAR)).one()
        records.add_all(
            Person(account=a, name=f"{a}（示例）", unit_id=unit, password_hash=secret, duties=[Duty(role=Role.HANDLER)])
            for a in accounts
        )
    return accounts


def _deadlocks(office: Office) -> int:
    if office.engine.dialect.name != "postgresql":
        return 0
    with office.engine.connect() as connection:
        return int(connection.scalar(DEADLOCKS) or 0)


def _print(office: Office, ledger: Ledger, accounts: list[str]) -> None:
    handlers = sorted(ledger.done_by[a] for a in accounts if a.startswith(("chengban", "gongcheng1", "gongcheng2")))
    lines: dict[str, Any] = {
        "cases": ledger.wanted,
        "steps opened": len(ledger.opened),
        "steps acknowledged": len(ledger.acknowledged),
        "steps of each handler": handlers,
        "told that the system is busy": ledger.told_busy,
        "deadlocks in the database": _deadlocks(office),
        "answers": dict(sorted(ledger.answers.items())),
        **reckoning.figures(office),
    }
    for what, much in lines.items():
        print(f"  {what}: {much}", flush=True)


def main() -> None:
    """Exit 0 when every step was done once and nobody met an error or a deadlock."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=DATABASES, default="postgresql")
    parser.add_argument("--handlers", type=int, default=16)
    parser.add_argument("--timers", type=int, default=4)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--minutes", type=float, default=3)
    given = vars(parser.parse_args())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    name = given.pop("database")
    print(f"{name}: {given['handlers']} handlers, {given['timers']} timers, {given['minutes']} minutes", flush=True)
    found = crowd(name, **given)
    print(f"  faults: {len(found)}", *found, sep="\n    ", flush=True)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
