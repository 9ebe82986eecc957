"""What every test may ask for: a fixed clock, an office with people in every role, on SQLite or on PostgreSQL.

The database is migrated and founded once a run; each test works on a copy of it.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

from engine import bootstrap
from engine.clock import BEIJING, Clock
from engine.office import Office
from engine.passwords import Passwords
from engine.records import database, migrations
from engine.settings import Settings
from engine.tools.driver import Driver, SetClock
from engine.tools.sample_office import found_office
from tests.postgres import Postgres

hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)  # how fast a busy machine is says nothing about the law; the benchmarks measure time
hypothesis.settings.load_profile("house")

CHROMIUM = "/usr/bin/chromium"
MORNING = datetime(2026, 3, 4, 9, 0, tzinfo=BEIJING)
QUICK_PASSWORDS = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
"""Argon2 with the least work: the tests are about who may enter, not about how slow guessing is."""


def settings_for(url: str) -> Settings:
    """Settings for a throw-away office."""
    return Settings(database_url=url, secret_key=b"tests only", identity_key=bytes(32), demo=True)


def open_office(url: str, clock: SetClock) -> Office:
    """An office with its agency, units and people, on an empty database."""
    engine = database.connect(url)
    migrations.upgrade(engine)
    engine.dispose()
    office = bootstrap.build(settings_for(url), clock=clock, passwords=QUICK_PASSWORDS)
    found_office(office)
    return office


@cache
def _parts() -> Office:
    """Drawings, tables, templates and fonts as `engine.bootstrap` puts them together, read once a run."""
    with TemporaryDirectory() as folder:
        office = open_office(f"sqlite:///{folder}/office.db", SetClock(MORNING))
        office.engine.dispose()
    return office


def office_on(url: str, clock: Clock) -> Office:
    """The office on a database that has been founded already, with its own clock and connections."""
    parts = _parts()
    return replace(
        parts,
        settings=settings_for(url),
        clock=clock,
        engine=database.connect(url),
        workflow=replace(parts.workflow, clock=clock),
    )


@pytest.fixture
def clock() -> SetClock:
    """Nine in the morning in Beijing on Wednesday, 4 March 2026, until a test moves it."""
    return SetClock(MORNING)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """One browser for the run; whoever opens a page closes it."""
    with sync_playwright() as play:
        path = CHROMIUM if Path(CHROMIUM).exists() else None
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--lang=zh-CN"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL server for the whole run."""
    server = Postgres()
    yield server
    server.stop()


def new_database(server: Postgres) -> str:
    """The address of an empty database of its own."""
    return server.url(server.new_database())


@pytest.fixture(scope="session")
def founded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with a founded office, to be copied, never opened."""
    place = tmp_path_factory.mktemp("founded") / "office.db"
    open_office(f"sqlite:///{place}", SetClock(MORNING)).engine.dispose()
    return place


@pytest.fixture(scope="session")
def founded_database(postgres: Postgres) -> str:
    """The name of a PostgreSQL database with a founded office, to be copied, never opened."""
    name = postgres.new_database()
    open_office(postgres.url(name), SetClock(MORNING)).engine.dispose()
    return name


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def founded_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh copy of the founded office, once on each database; gone after the test."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("founded_file"), tmp_path / "office.db")
        yield f"sqlite:///{tmp_path / 'office.db'}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        name = server.new_database(template=request.getfixturevalue("founded_database"))
        yield server.url(name)
        server.drop_database(name)


@pytest.fixture
def office(founded_url: str, clock: SetClock) -> Iterator[Office]:
    """An office, once on each database."""
    made = office_on(founded_url, clock)
    yield made
    made.engine.dispose()


@pytest.fixture
def small_office(founded_file: Path, clock: SetClock, tmp_path: Path) -> Iterator[Office]:
    """An office on SQLite alone, for tests that are not about the database."""
    shutil.copy(founded_file, tmp_path / "office.db")
    made = office_on(f"sqlite:///{tmp_path / 'office.db'}", clock)
    yield made
    made.engine.dispose()


@pytest.fixture
def driver(office: Office) -> Driver:
    """Somebody who does what the office's people would do."""
    return Driver(office)
