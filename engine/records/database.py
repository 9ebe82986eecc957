"""Connections to SQLite and PostgreSQL: one writer at a time, no lock waits without end, no read that blocks."""

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

BUSY_SECONDS = 15
STATEMENT_SECONDS = 30


def connect(url: str) -> Engine:
    """An engine for either database, with the time-outs and the isolation that the house relies on."""
    return _sqlite(url) if url.startswith("sqlite") else _postgresql(url)


def reader(engine: Engine) -> Engine:
    """The same database for pages that only read: on SQLite a deferred transaction that takes no write lock."""
    return engine.execution_options(sqlite_begin="DEFERRED")


def _postgresql(url: str) -> Engine:
    options = f"-c statement_timeout={STATEMENT_SECONDS * 1000} -c lock_timeout={BUSY_SECONDS * 1000} -c timezone=UTC"
    return create_engine(
        url,
        pool_size=10,
        max_overflow=10,
        pool_timeout=BUSY_SECONDS,
        pool_pre_ping=True,
        connect_args={"options": options},
    )


def _sqlite(url: str) -> Engine:
    in_memory = url in {"sqlite://", "sqlite:///:memory:"}
    pool = {"poolclass": StaticPool} if in_memory else {}
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
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
