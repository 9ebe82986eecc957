"""Which process is inside a write transaction right now, seen from outside: no word of this in the product."""

from pathlib import Path

from sqlalchemy import create_engine, text

WAL_WRITE_LOCK = 120  # the byte of the -shm file that a SQLite writer holds from BEGIN IMMEDIATE to the end


class SqliteWriters:
    """Reads the kernel's list of file locks."""

    def __init__(self, file: Path) -> None:
        self.shared = file.with_name(file.name + "-shm")

    def now(self) -> set[int]:
        """The process that holds the write lock, if any."""
        if not self.shared.exists():
            return set()
        mark = f":{self.shared.stat().st_ino}"
        found = set()
        for line in Path("/proc/locks").read_text(encoding="ascii").splitlines():
            words = [word for word in line.split() if word != "->"]
            if words[3] == "WRITE" and words[5].endswith(mark) and int(words[6]) <= WAL_WRITE_LOCK <= _end(words[7]):
                found.add(int(words[4]))
        return found

    def close(self) -> None:
        """Nothing is left open between two looks."""


class PostgresWriters:
    """Reads the server's list of connections; each of ours says which process it belongs to."""

    QUERY = text(
        "SELECT application_name FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_xid IS NOT NULL AND application_name LIKE 'mingda %'"
    )

    def __init__(self, url: str) -> None:
        self.engine = create_engine(url, isolation_level="AUTOCOMMIT")
        self.connection = self.engine.connect()

    def now(self) -> set[int]:
        """Every process in a transaction that has written something and is not over."""
        return {int(name.rpartition(":")[2]) for name in self.connection.scalars(self.QUERY)}

    def close(self) -> None:
        """The connection is closed."""
        self.connection.close()
        self.engine.dispose()


def _end(word: str) -> float:
    return float("inf") if word == "EOF" else int(word)
