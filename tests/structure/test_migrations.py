"""The migrations have one head and lead to exactly the tables that the code describes, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from engine.records import Base, database, migrations
from tests.conftest import new_database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database after all migrations."""
    on_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'new.db'}" if on_sqlite else new_database(request.getfixturevalue("postgres"))
    engine = database.connect(url)
    migrations.upgrade(engine)
    yield engine
    engine.dispose()


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(migrations.configuration()).get_heads()) == 1


def test_the_migrated_database_is_what_the_tables_say(upgraded: Engine) -> None:
    with upgraded.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    assert migrations.is_current(upgraded)
