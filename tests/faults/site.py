"""The real thing, started: gunicorn as `mingda serve` runs it, and timers processes, on one database."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 180


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@dataclass
class Site:
    """Web and timers on one database. Their logs lie in `folder`."""

    url: str
    folder: Path
    workers: int = 2
    timers: int = 2
    lease: int | None = None
    port: int = field(default_factory=_free_port)

    @property
    def environment(self) -> dict[str, str]:
        """The MINGDA_* variables of this site."""
        return {
            **os.environ,
            "MINGDA_DATABASE_URL": self.url,
            "MINGDA_SECRET_KEY": "torture only",
            "MINGDA_IDENTITY_KEY": "00" * 32,
            "MINGDA_PORT": str(self.port),
            "MINGDA_DEMO": "1",
        }

    def start(self) -> None:
        """The site answers, and its timers run."""
        lease = [] if self.lease is None else ["--lease", str(self.lease)]
        self.web = self._run("web", "-m", "engine", "serve", "--workers", str(self.workers), "--threads", "4")
        self.forker = self._run("timers", "-m", "tests.faults.timers_forker", "--processes", str(self.timers), *lease)
        _wait(
            lambda: self._answers() and len(self.web_pids()) == self.workers and len(self.timer_pids()) == self.timers
        )

    def stop(self) -> dict[str, int]:
        """Both were asked to end, and did; their exit codes."""
        for process in (self.web, self.forker):
            process.terminate()
        return {"web": self.web.wait(PATIENCE), "timers": self.forker.wait(PATIENCE)}

    def end(self) -> None:
        """Nothing runs any more, whatever went wrong before."""
        for process in (self.web, self.forker):
            for child in _children(process.pid):
                _kill(child)
            process.kill()
            process.wait(PATIENCE)

    def web_pids(self) -> list[int]:
        """The web workers that are alive."""
        return _children(self.web.pid)

    def timer_pids(self) -> list[int]:
        """The timers processes that are alive."""
        return _children(self.forker.pid)

    def tracebacks(self) -> list[str]:
        """Every log line that tells of an error nobody expected."""
        lines = [line for log in self.folder.glob("*.log") for line in log.read_text(encoding="utf-8").splitlines()]
        return [line for line in lines if "Traceback" in line]

    def _run(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen([sys.executable, *command], env=self.environment, stdout=log, stderr=log)

    def _is_whole(self) -> bool:
        return self._answers() and (len(self.web_pids()), len(self.timer_pids())) == (self.workers, self.timers)

    def _answers(self) -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"http://127.0.0.1:{self.port}/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def _wait(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError("the site did not start")
        time.sleep(0.05)


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except FileNotFoundError:
        return []


def _kill(pid: int) -> None:
    try:
        os.kill(pid, 9)
    except ProcessLookupError:
        return
