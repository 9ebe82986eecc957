"""The whole office in one file, taken while it runs, and back again into an empty database of either kind.

A ZIP of one JSON-lines file a table, with a manifest of counts and fingerprints. Read in one transaction, so that it
shows one moment; written beside and moved into place, so that there is never half a file.
"""

import base64
import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, Engine, LargeBinary, Table, Time, func, insert, inspect, select, text

from engine.errors import DisclosureError
from engine.records import Base, migrations
from engine.records.base import Moment

FORMAT = "mingda-backup-1"
MANIFEST = "manifest.json"
CHUNK = 500
MODULUS = 1 << 256


@dataclass(frozen=True)
class TableState:
    """How many rows a table has, and one fingerprint over all of them, whatever their order."""

    rows: int
    fingerprint: str


State = dict[str, TableState]


@dataclass(frozen=True)
class Comparison:
    """One table here and there."""

    table: str
    here: TableState
    there: TableState

    @property
    def is_equal(self) -> bool:
        """Whether every row is the same."""
        return self.here == self.there


def backup(engine: Engine, place: Path, *, at: datetime) -> State:
    """The file holds the office as it was at one moment; whoever works goes on working."""
    part = place.with_name(place.name + ".part")
    try:
        with _snapshot(engine) as connection:
            state = _write(connection, part, at)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    return state


def restore(place: Path, engine: Engine) -> list[Comparison]:
    """The empty database is the office of the file; the tables of both, compared row by row.

    DisclosureError when the file is damaged or of another structure, or the database is not empty.
    """
    with _opened(place) as archive:
        manifest = _manifest(archive)
        migrations.upgrade(engine)
        with engine.begin() as connection:
            _require_fit(manifest, connection)
            for table in Base.metadata.sorted_tables:
                _fill(connection, table, archive)
            _set_sequences(connection, manifest["sequences"])
    return compare(place, engine)


def compare(place: Path, engine: Engine) -> list[Comparison]:
    """Each table of the file beside the same table of the database."""
    with _opened(place) as archive:
        written = {name: TableState(**state) for name, state in _manifest(archive)["tables"].items()}
    with _snapshot(engine) as connection:
        found = {table.name: state_of(_rows(connection, table)) for table in Base.metadata.sorted_tables}
    nothing = TableState(0, state_of([]).fingerprint)
    return [
        Comparison(name, written.get(name, nothing), found.get(name, nothing))
        for name in sorted(written.keys() | found.keys())
    ]


def state_of(rows: Iterable[bytes]) -> TableState:
    """The count and the fingerprint of these rows."""
    count = total = 0
    for row in rows:
        count += 1
        total = (total + int.from_bytes(hashlib.sha256(row).digest())) % MODULUS
    return TableState(count, f"{total:064x}")


def as_text(compared: Iterable[Comparison]) -> str:
    """The comparison for people: a line for each table that has rows anywhere."""
    lines = [f"{'表':<24}{'备份':>10}{'数据库':>10}  是否一致"]
    for each in compared:
        if each.here.rows or each.there.rows:
            verdict = "一致" if each.is_equal else "不一致"
            lines.append(f"{each.table:<24}{each.here.rows:>10}{each.there.rows:>10}  {verdict}")
    return "\n".join(lines)


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """One moment of the database, read without keeping anybody waiting."""
    options: dict[str, Any] = {"sqlite_begin": "DEFERRED"}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        yield connection


def _write(connection: Connection, part: Path, at: datetime) -> State:
    state: State = {}
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in Base.metadata.sorted_tables:
            with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as out:
                state[table.name] = state_of(_copied(_rows(connection, table), out))
        manifest = {
            "format": FORMAT,
            "taken_at": at.isoformat(),
            "revision": _revision(connection),
            "sequences": _sequences(connection),
            "tables": {name: vars(one) for name, one in state.items()},
        }
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return state


def _copied(rows: Iterable[bytes], out: Any) -> Iterator[bytes]:
    for row in rows:
        out.write(row + b"\n")
        yield row


def _rows(connection: Connection, table: Table) -> Iterator[bytes]:
    query = select(*table.columns).order_by(*table.primary_key.columns)
    found = connection.execution_options(stream_results=True, yield_per=CHUNK).execute(query)
    names = [column.name for column in table.columns]
    for row in found:
        yield json.dumps(
            dict(zip(names, map(plain, row), strict=True)), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()


def plain(value: Any) -> Any:
    """A stored value as JSON holds it."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def _value(column: Any, given: Any) -> Any:
    kind = column.type
    if given is None:
        return None
    if isinstance(kind, LargeBinary):
        return base64.b64decode(given)
    if isinstance(kind, Moment):
        return datetime.fromisoformat(given)
    if isinstance(kind, Date):
        return date.fromisoformat(given)
    return time.fromisoformat(given) if isinstance(kind, Time) else given


def _fill(connection: Connection, table: Table, archive: zipfile.ZipFile) -> None:
    some: list[dict[str, Any]] = []
    columns = {column.name: column for column in table.columns}
    with archive.open(f"tables/{table.name}.jsonl") as lines:
        for line in lines:
            row = json.loads(line)
            some.append({column.key: _value(column, row[name]) for name, column in columns.items()})
            if len(some) == CHUNK:
                connection.execute(insert(table), some)
                some = []
    if some:
        connection.execute(insert(table), some)


@contextmanager
def _opened(place: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(place) as archive:
            if damaged := archive.testzip():
                raise DisclosureError(f"备份文件已损坏（{damaged}），请换一份备份。")
            yield archive
    except (OSError, zipfile.BadZipFile) as error:
        raise DisclosureError("备份文件打不开或者已损坏，请换一份备份。") from error


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError) as error:
        raise DisclosureError("这不是明答的备份文件。") from error
    if manifest.get("format") != FORMAT:
        raise DisclosureError("这不是明答的备份文件，或者由更新的版本制作。")
    return manifest


def _require_fit(manifest: dict[str, Any], connection: Connection) -> None:
    if manifest["revision"] != _revision(connection):
        raise DisclosureError("备份的数据库结构与本程序版本不同，请用制作备份时的版本恢复，再升级。")
    full = [t.name for t in Base.metadata.sorted_tables if connection.scalar(select(func.count()).select_from(t))]
    if full:
        raise DisclosureError("目标数据库已有数据，只能恢复到空的数据库。")


def _revision(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def _sequences(connection: Connection) -> dict[str, int]:
    """The highest number each table ever gave out, so that none is given twice."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence")).all()
        return {row.name: row.seq for row in rows}
    found = {}
    for table in _numbered(connection):
        name = connection.scalar(text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table})
        if name:
            last, called = connection.execute(text(f"SELECT last_value, is_called FROM {name}")).one()  # noqa: S608  # the server's own name
            found[table] = int(last) if called else 0
    return found


def _set_sequences(connection: Connection, wanted: dict[str, int]) -> None:
    for table in _numbered(connection):
        top = connection.scalar(text(f'SELECT max(id) FROM "{table}"')) or 0  # noqa: S608  # one of our tables
        top = max(top, wanted.get(table, 0))
        if connection.dialect.name == "postgresql" and top:
            statement = "SELECT setval(pg_get_serial_sequence(:table, 'id'), :top)"
            connection.execute(text(statement), {"table": table, "top": top})
        elif connection.dialect.name == "sqlite" and table in wanted:
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :t"), {"t": table})
            connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:t, :n)"), {"t": table, "n": top})


def _numbered(connection: Connection) -> list[str]:
    there = set(inspect(connection).get_table_names())
    return [
        table.name
        for table in Base.metadata.sorted_tables
        if table.name in there and [c.name for c in table.primary_key.columns] == ["id"]
    ]
