"""How the cost of the everyday grows: the same work among a thousand cases, and among ever more, up to a million.

Only closed cases are added, as the years add them; what is open stays as it is.
"""

from collections.abc import Callable
from statistics import median

from engine.commands import deliver, review
from engine.office import Office
from engine.permissions import Role
from engine.records import report_counts
from engine.tools.driver import Driver
from engine.tools.seed import copies_of, seed
from engine.tools.steps import AGREED
from tests.bench import many
from tests.bench.counts import YEAR
from tests.bench.site import WARM, Measured, milliseconds
from tests.bench.steps import STEP, open_at_step
from tests.web.browser import Browser
from web.app import create_app

SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 15
STAYS = 1.5
"""What is allowed to whatever reads only what is open; a count over all cases may grow as they do."""


def growth(database: str, office: Office) -> list[Measured]:
    """One row for each work and size, beside the same among a thousand cases."""
    seed(office, SIZES[0], echo=lambda _: None)
    works = _works(office)
    rows: list[Measured] = []
    first: dict[str, float] = {}
    for fewer, size in zip((SIZES[0], *SIZES), SIZES, strict=False):
        if size > fewer:
            many.closed_cases(office.engine, size - fewer)
        for name, work in works.items():
            taken = median([milliseconds(work) for _ in range(WARM + ROUNDS)][WARM:])
            first.setdefault(name, taken)
            goal = STAYS if name != "report" else STAYS * size / SIZES[0]
            rows.append(Measured(f"{name}_{size}", database, taken, first[name], goal))
    return rows


def _works(office: Office) -> dict[str, Callable[[], object]]:
    """What is done day by day, each a call without arguments."""
    app = create_app(office)
    handler, supervisor = Browser.of(app, "gongcheng1"), Browser.of(app, "duban")
    driver = Driver(office)
    checker, steps = driver.actor(Role.DOCUMENT_CHECKER), iter(_steps(office, driver))
    return {
        "inbox": lambda: handler.get("/"),
        "board": lambda: supervisor.get("/board"),
        "step": lambda: review.check_document(next(steps), AGREED, actor=checker, office=office),
        "tick": lambda: deliver.wake_due(office),
        "report": lambda: _report(office),
    }


def _steps(office: Office, driver: Driver) -> list[int]:
    """Open steps, one for each time that one is done."""
    case = driver.register().application_id
    driver.run(case, until=STEP)
    return open_at_step(office, copies_of(case, len(SIZES) * (WARM + ROUNDS), office))


def _report(office: Office) -> None:
    with office.reading() as records:
        report_counts.table3(records, YEAR)
