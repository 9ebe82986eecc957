"""A database that others hold: a Chinese sentence that says to try again, never a traceback, and nothing saved."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.exc import IntegrityError

from engine import logs
from engine.commands import drafts
from engine.errors import Conflict
from engine.office import Office
from engine.permissions import Role
from engine.records import Application, Base, FormDraft, database
from engine.tools.driver import Driver, SetClock
from tests.conftest import office_on


@pytest.fixture
def impatient(founded_url: str, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office that waits one second for others, not fifteen."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 1)
    monkeypatch.setattr(database, "STATEMENT_SECONDS", 2)
    made = office_on(founded_url, clock)
    yield made
    made.engine.dispose()


def test_a_case_that_another_holds_for_too_long_is_a_conflict(impatient: Office) -> None:
    driver = Driver(impatient)
    case = driver.register().application_id
    with _held_elsewhere(impatient), pytest.raises(Conflict, match="系统正忙，您的操作没有保存，请稍候再提交一次"):
        driver.step(case)
    driver.step(case)


def test_pages_are_read_while_another_writes(impatient: Office) -> None:
    driver = Driver(impatient)
    case = driver.register().application_id
    with _held_elsewhere(impatient):
        assert [task.step for task in driver.open_tasks(case)] == ["check_application"]


@pytest.mark.postgres
@pytest.mark.parametrize("founded_url", ["postgresql"], indirect=True)
def test_a_statement_that_takes_too_long_is_a_conflict(impatient: Office) -> None:
    with pytest.raises(Conflict, match="系统正忙"), impatient.transaction() as records:
        records.execute(text("SELECT pg_sleep(10)"))
    with pytest.raises(Conflict, match="系统正忙，请稍候再试"), impatient.reading() as records:
        records.execute(text("SELECT pg_sleep(10)"))


def test_a_draft_that_cannot_be_thrown_away_does_not_make_a_saved_step_look_refused(impatient: Office) -> None:
    actor = Driver(impatient).actor(Role.REGISTRAR)
    drafts.save_draft("/applications/new", {"phone": ["1"]}, actor=actor, office=impatient)
    with _held_elsewhere(impatient, FormDraft):
        drafts.discard_draft("/applications/new", actor=actor, office=impatient)
    drafts.discard_draft("/applications/new", actor=actor, office=impatient)
    with impatient.reading() as records:
        assert records.scalars(select(FormDraft)).all() == []


def test_no_free_connection_is_a_conflict(impatient: Office) -> None:
    engine = create_engine(impatient.engine.url, pool_size=1, max_overflow=0, pool_timeout=0.1)
    impatient.engine, before = engine, impatient.engine
    with engine.connect(), pytest.raises(Conflict, match="系统正忙"), impatient.transaction() as records:
        records.execute(select(Application))
    engine.dispose()
    impatient.engine = before


def test_what_goes_wrong_in_the_database_leaves_no_applicant_in_the_log(
    impatient: Office, caplog: pytest.LogCaptureFixture
) -> None:
    """SQLAlchemy prints the parameters of a failing statement, PostgreSQL the whole row, line breaks and all."""
    try:
        with impatient.transaction() as records:
            records.add(Application(applicant_name="张三", phone="13900000000", request_text="某路\n工程"))
    except IntegrityError:
        logging.getLogger("mingda.test").exception("not saved")
    line = logs.formatter().format(caplog.records[-1])
    assert "NOT NULL" in line.upper().replace("NOT-NULL", "NOT NULL")
    assert "INSERT INTO application" in line
    assert not any(words in line for words in ("张三", "13900000000", "某路", "工程"))


@contextmanager
def _held_elsewhere(office: Office, kind: type[Base] = Application) -> Iterator[None]:
    """Another process is in the middle of writing to every row of this kind."""
    engine: Engine = database.connect(office.settings.database_url)
    with engine.begin() as connection:
        connection.execute(select(kind.__table__).with_for_update())
        yield
    engine.dispose()
