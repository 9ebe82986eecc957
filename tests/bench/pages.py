"""What a person waits for: a letter, the start of a web process, the case page when everybody works at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from engine.bootstrap import letter_renderer
from engine.office import Office
from engine.tools.driver import Driver
from engine.tools.letter_files import find
from tests.bench import floors
from tests.bench.site import Measured, in_turn, milliseconds
from tests.faults.site import Site
from tests.faults.visitors import Browser, Ledger

REPLIES = Path(__file__).parents[1] / "data" / "letters" / "replies.yaml"
TWO_PAGES = "does_not_exist"
PEOPLE, PAGES_EACH = 32, 12


def letter(database: str, office: Office) -> list[Measured]:
    """A reply of two pages as PDF; the database does not matter."""
    renderer, sample = letter_renderer(), find(REPLIES, TWO_PAGES)
    page = renderer.html(sample.template, sample.facts)
    ours, floor = in_turn(
        15, lambda _: renderer.pdf(sample.template, sample.facts), lambda _: floors.bare_letter(renderer, page)
    )
    return [Measured("letter", database, ours, floor, 1.3)]


def start(database: str, office: Office) -> list[Measured]:
    """From the start of the process to the first page served, beside Python importing the same libraries."""
    url = office.engine.url.render_as_string(hide_password=False)
    libraries = floors.libraries()
    pairs = [(_first_page(url), floors.imports(libraries)) for _ in range(5)]
    ours, floor = (median(pair[side] for pair in pairs[1:]) for side in (0, 1))
    return [Measured("start", database, ours, floor, 2.0)]


def page(database: str, office: Office) -> list[Measured]:
    """The 95th percentile of the case page, 32 people at two web processes; the floor is a page without a case."""
    driver = Driver(office)
    cases = [driver.register().application_id for _ in range(8)]
    for case in cases:
        driver.run(case, until="review_by_unit")
    with TemporaryDirectory() as folder:
        site = Site(office.engine.url.render_as_string(hide_password=False), Path(folder), timers=0)
        site.start()
        try:
            ours, floor = (
                _slowest(site.port, [f"/applications/{case}" for case in cases]),
                _slowest(site.port, ["/track"]),
            )
        finally:
            site.end()
    return [Measured("page", database, ours, floor, 6.0)]


def _first_page(url: str) -> float:
    with TemporaryDirectory() as folder:
        site = Site(url, Path(folder), workers=1, timers=0)
        taken = milliseconds(site.start)
        site.end()
    return taken


def _slowest(port: int, addresses: list[str]) -> float:
    """The 95th percentile in milliseconds; any answer but a page is an error."""
    ledger = Ledger(wanted=0)
    people = [Browser(port, "zhuren", ledger) for _ in range(PEOPLE)]
    people[0].sign_in()
    for person in people:
        person.cookies = people[0].cookies

    def read(number: int) -> list[float]:
        return [_timed(people[number], addresses[(number + n) % len(addresses)]) for n in range(PAGES_EACH)]

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(lambda person: person.get(addresses[0]), people[:8]))
        times = [taken for each in pool.map(read, range(PEOPLE)) for taken in each]
    return quantiles(times, n=20)[-1]


def _timed(person: Browser, address: str) -> float:
    started = time.perf_counter()
    answer = person.get(address)
    if answer.status != 200:
        raise AssertionError(f"{address}: {answer.status}")
    return (time.perf_counter() - started) * 1000
