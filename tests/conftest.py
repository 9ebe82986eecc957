"""What every test may ask for: a fixed clock, an office with people in every role, on SQLite or on PostgreSQL."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import create_engine, text

from engine import bootstrap
from engine.clock import BEIJING
from engine.office import Office
from engine.passwords import Passwords
from engine.records import database, migrations
from engine.settings import Settings
from engine.tools.driver import Driver, SetClock
from engine.tools.sample_office import found_office
from tests.postgres import Postgres

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


@pytest.fixture
def clock() -> SetClock:
    """Nine in the morning in Beijing on Wednesday, 4 March 2026, until a test moves it."""
    return SetClock(MORNING)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL server for the whole run."""
    server = Postgres()
    yield server
    server.stop()


_numbers = count(1)


def new_database(server: Postgres) -> str:
    """The address of an empty database of its own."""
    name = f"office_{next(_numbers)}"
    admin = create_engine(server.url(), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} STRATEGY file_copy"))
    admin.dispose()
    return server.url(name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest, clock: SetClock, tmp_path: Path) -> Iterator[Office]:
    """An office, once on each database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'office.db'}"
    else:
        url = new_database(request.getfixturevalue("postgres"))
    made = open_office(url, clock)
    yield made
    made.engine.dispose()


@pytest.fixture
def small_office(clock: SetClock, tmp_path: Path) -> Iterator[Office]:
    """An office on SQLite alone, for tests that are not about the database."""
    made = open_office(f"sqlite:///{tmp_path / 'office.db'}", clock)
    yield made
    made.engine.dispose()


@pytest.fixture
def driver(office: Office) -> Driver:
    """Somebody who does what the office's people would do."""
    return Driver(office)
