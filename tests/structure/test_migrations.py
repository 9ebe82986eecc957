"""The migrations have one head and lead to exactly the tables that the code describes, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

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


def test_open_steps_keep_their_numbers_when_their_table_is_made_anew(tmp_path: Path) -> None:
    """Going from 0020 to 0021 with a running case: nothing is lost, and no number is given a second time."""
    engine = _at(tmp_path, "0019")
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for row in RUNNING:
            connection.exec_driver_sql(row)
    migrations.upgrade(engine)
    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT id, application_id, report_year FROM open_task").all() == [
            (3, 1, None)
        ]
        connection.exec_driver_sql(STEP.format("'step-4'"))
        assert connection.exec_driver_sql("SELECT max(id) FROM open_task").scalar() == 10
        with pytest.raises(IntegrityError):
            connection.exec_driver_sql("UPDATE open_task SET report_year = 2026, application_id = NULL")
    engine.dispose()


def test_a_portal_that_was_closed_stays_closed(tmp_path: Path) -> None:
    """Going from 0024 to 0025: the switch of the agency has become one of its channels."""
    engine = _at(tmp_path, "0024")
    with engine.begin() as connection:
        connection.exec_driver_sql(AGENCY)
    migrations.upgrade(engine)
    with engine.begin() as connection:
        found = connection.exec_driver_sql("SELECT channel, is_open FROM published_channel").all()
        assert connection.exec_driver_sql("SELECT name FROM agency").scalar() == "某局"
    assert found == [("online_platform", 0)]
    engine.dispose()


def test_a_case_that_had_ended_keeps_the_readings_of_before_any_change(tmp_path: Path) -> None:
    """Going from 0025 to 0026: an open case is counted by the readings that hold, an ended one by the first."""
    engine = _at(tmp_path, "0025")
    with engine.begin() as connection:
        for number, state in enumerate(("running", "entered", "answered", "stopped", "archived"), 1):
            connection.exec_driver_sql(CASE.format(number=number, state=state))
    migrations.upgrade(engine)
    with engine.begin() as connection:
        found = connection.exec_driver_sql("SELECT readings_kept FROM application ORDER BY id").scalars().all()
    assert found == [None, None, 0, 0, 0]
    engine.dispose()


def _at(folder: Path, revision: str) -> Engine:
    """An empty database as this migration left it."""
    engine = database.connect(f"sqlite:///{folder / 'former.db'}")
    config = migrations.configuration()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return engine


CASE = (
    "INSERT INTO application (id, case_number, version, entry_key, channel, arrived_on, receipt_evidence,"
    " applicant_kind, applicant_name, identity_kind, identity_sealed, phone, email, postcode, address, request_text,"
    " form_wanted, delivery, pass_phrase_hash, entered_at, state, due_is_provisional) VALUES ({number},"
    " '2026-000{number}', 1, 'key-{number}', 'in_person', '2026-01-05', '', 'natural_person', '甲某', '', x'', '', '',"
    " '', '', '某文件', '', 'postal', '', '2026-01-05', '{state}', 0)"
)
AGENCY = (
    "INSERT INTO agency (name, document_code, review_body, court, contact_office, contact_phone, contact_address,"
    " contact_hours, portal_open) VALUES ('某局', '某', '某府', '某院', '某办', '0', '某路', '工作日', FALSE)"
)
STEP = (
    "INSERT INTO open_task (process_instance_id, application_id, engine_task_id, step, title, subject_key, role,"
    " opened_at) VALUES (1, 1, {}, 'register', '登记', '', 'registrar', '2026-01-05')"
)
RUNNING = (
    "INSERT INTO process_version VALUES ('hash', 'handle_application', 1, '', '2026-01-05')",
    "INSERT INTO process_instance VALUES (1, 1, 'handle_application', 'hash', 1, x'00', '', 1)",
    STEP.format("'step-3'"),
    "UPDATE open_task SET id = 3",
    "UPDATE sqlite_sequence SET seq = 9 WHERE name = 'open_task'",
    (
        "INSERT INTO application VALUES (1, '2026-0001', 1, 'key', 'in_person', NULL, '2026-01-05', '2026-01-05', '',"
        " 'natural_person', '甲某', '', x'', '', '', '', '', '某文件', '', 'postal', '', NULL, NULL, '2026-01-05',"
        " 'running', NULL, 0)"
    ),
)
"""A case whose ninth step was the last one opened, of which the third is still there."""
