"""Connections to SQLite and PostgreSQL: one writer at a time, no lock waits without end, no read that blocks."""

import os
import socket
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

BUSY_SECONDS = 15
STATEMENT_SECONDS = 30

LOCK_NOT_AVAILABLE, DEADLOCK, SERIALIZATION, CANCELED, UNIQUE = "55P03", "40P01", "40001", "57014", "23505"
DISK_FULL, READ_ONLY = "53100", "25006"
SHUTTING_DOWN = ("57P01", "57P02", "57P03")
SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL = 8, 10, 13
SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PRIMARY_KEY, SQLITE_UNIQUE = 5, 6, 1555, 2067


def connect(url: str) -> Engine:
    """An engine for either database, with the time-outs and the isolation that the house relies on."""
    return _sqlite(url) if url.startswith("sqlite") else _postgresql(url)


def reader(engine: Engine) -> Engine:
    """The same database for pages that only read.

    On SQLite a deferred transaction that takes no write lock; on PostgreSQL each statement by itself, as it sees the
    database in a transaction of ours too, without the round trips that open and close one.
    """
    if engine.dialect.name == "sqlite":
        return engine.execution_options(sqlite_begin="DEFERRED")
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def is_busy(error: Exception) -> bool:
    """Whether others held the database, the row or all connections for too long: nothing is wrong, try again."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, PoolTimeout)
    if (code := getattr(error.orig, "sqlite_errorcode", None)) is not None:
        return code & 0xFF in (SQLITE_BUSY, SQLITE_LOCKED)
    return _sqlstate(error) in (LOCK_NOT_AVAILABLE, DEADLOCK, SERIALIZATION, CANCELED)


def is_taken(error: Exception) -> bool:
    """Whether somebody else stored the one row of its kind a moment ago."""
    if not isinstance(error, IntegrityError):
        return False
    if (code := getattr(error.orig, "sqlite_errorcode", None)) is not None:
        return code in (SQLITE_PRIMARY_KEY, SQLITE_UNIQUE)
    return _sqlstate(error) == UNIQUE


def is_unwritable(error: Exception) -> bool:
    """Whether the database takes nothing: no room on the disk, or it may only be read."""
    if not isinstance(error, DBAPIError):
        return False
    if (code := getattr(error.orig, "sqlite_errorcode", None)) is not None:
        return code & 0xFF in (SQLITE_FULL, SQLITE_READONLY, SQLITE_IOERR)
    return _sqlstate(error) in (DISK_FULL, READ_ONLY)


def is_gone(error: Exception) -> bool:
    """Whether the server ended the connection, as it does when it is stopped: try again when it is back."""
    if not isinstance(error, DBAPIError):
        return False
    refused = isinstance(error, OperationalError) and _sqlstate(error) in (None, *SHUTTING_DOWN)
    is_server = getattr(error.orig, "sqlite_errorcode", None) is None
    return error.connection_invalidated or (is_server and refused)


def _sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def _postgresql(url: str) -> Engine:
    options = f"-c statement_timeout={STATEMENT_SECONDS * 1000} -c lock_timeout={BUSY_SECONDS * 1000} -c timezone=UTC"
    engine = create_engine(
        url,
        pool_size=10,
        max_overflow=10,
        pool_timeout=BUSY_SECONDS,
        pool_pre_ping=True,
        hide_parameters=True,  # they are people's names and words, and errors go to the log
        connect_args={"options": options},
    )
    event.listen(engine, "do_connect", _say_who)
    return engine


def _say_who(_dialect: Any, _record: Any, _args: Any, parameters: dict[str, Any]) -> None:
    """Beside each connection the server's own list shows the machine and the process it belongs to."""
    parameters["application_name"] = f"mingda {socket.gethostname()[:40]}:{os.getpid()}"


def _sqlite(url: str) -> Engine:
    in_memory = url in {"sqlite://", "sqlite:///:memory:"}
    pool = {"poolclass": StaticPool} if in_memory else {}
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        hide_parameters=True,
        **pool,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver must not send its own BEGIN
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A transaction that will write takes the write lock at once, so that it never loses it half-way."""
    connection.exec_driver_sql("BEGIN " + connection.get_execution_options().get("sqlite_begin", "IMMEDIATE"))
