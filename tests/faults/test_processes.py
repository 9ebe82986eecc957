"""The processes themselves, as `mingda serve` and `mingda timers` run them: their log, their readiness, their end."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select, text

from engine.clock import Clock
from engine.office import Office
from engine.records import Application, HistoryEntry, Message, OutboxEntry, database
from tests.conftest import office_on
from tests.faults.site import Site
from tests.faults.visitors import REGISTRAR, Browser, Fields, Ledger, counter_application, filled
from tests.web.browser import Browser as Visitor
from web.app import create_app

PERSONAL = {
    "applicant_name": "欧阳未名", "identity_number": "110101199003074610", "phone": "13987654321",
    "email": "weiming@example.org", "address": "某省某市无名巷七号", "items-0-what": "无名巷七号房屋的征收补偿档案",
}  # fmt: skip
"""What nobody may find in a log, a promise or an address."""
ONLINE: Fields = {"applicant_kind": "natural_person", "identity_kind": "居民身份证", "postcode": "430000"}


@pytest.fixture
def site(founded_file: Path, tmp_path: Path) -> Iterator[Site]:
    """Web and timers on a fresh copy of the founded office, with one web process."""
    shutil.copy(founded_file, tmp_path / "office.db")
    made = Site(f"sqlite:///{tmp_path / 'office.db'}", tmp_path, workers=1, timers=1)
    made.start()
    yield made
    made.end()


def test_s20_what_an_applicant_typed_stands_in_no_log_no_promise_and_no_address(site: Site) -> None:
    """Once refused and once accepted, at the counter's form and at the applicant's own."""
    counter, ledger = Browser(site.port, REGISTRAR, Ledger(wanted=0)), Ledger(wanted=0)
    counter.sign_in()
    typed = {**PERSONAL, "items-1-what": "无名巷七号的测绘图", "channel": "in_person", "evidence": "当面签收"} | ONLINE
    led_to = [_send(counter, "/applications/new", typed | {"phone": "1" * 60}, refused=True)]
    led_to.append(_send(counter, "/applications/new", typed))
    stranger = Browser(site.port, "", ledger)
    led_to.append(_send(stranger, "/apply", PERSONAL | ONLINE | {"applicant_name": "", "do": "check"}, refused=True))
    assert site.stop() == {"web": 0, "timers": 0}
    written = [path.read_text(encoding="utf-8") for path in site.folder.glob("*.log")]
    engine = database.connect(site.url)
    with engine.connect() as rows:
        assert "欧阳未名" in rows.scalars(select(Application.applicant_name)).all()
        promises = [*rows.scalars(select(OutboxEntry.facts)), *rows.scalars(select(Message.text))]
        events = rows.scalars(select(HistoryEntry.facts)).all()
    engine.dispose()
    assert events != []
    for where in (*written, *led_to, json.dumps(promises, ensure_ascii=False)):
        assert [value for value in PERSONAL.values() if value in where] == []


def test_every_line_of_the_log_is_one_object_with_its_moment_and_level(site: Site) -> None:
    assert site.stop() == {"web": 0, "timers": 0}
    lines = [line for path in site.folder.glob("*.log") for line in path.read_text(encoding="utf-8").splitlines()]
    assert any("timers running" in line for line in lines)
    for line in lines:
        assert {"event", "level", "logger", "timestamp"} <= json.loads(line).keys()


def test_a_request_in_hand_is_finished_before_the_web_process_ends(site: Site) -> None:
    """Half of a form has come when the machine is told to stop; the other half still gets its answer."""
    body = urlencode({"account": "dengji", "password": "wrong"}).encode()
    lines = (
        "POST /sign-in HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}", "", "",
    )  # fmt: skip
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as connection:
        connection.sendall("\r\n".join(lines).encode() + body[:5])
        _until_taken_up(site)
        site.web.send_signal(signal.SIGTERM)
        with pytest.raises(subprocess.TimeoutExpired):
            site.web.wait(1)
        connection.sendall(body[5:])
        answer = connection.recv(200)
    assert answer.startswith(b"HTTP/1.1 400")  # the guard against forgery answered: the form came whole
    assert site.web.wait(60) == 0


def test_a_promise_in_hand_is_kept_before_the_timers_process_ends(founded_file: Path, tmp_path: Path) -> None:
    shutil.copy(founded_file, tmp_path / "office.db")
    office = office_on(f"sqlite:///{tmp_path / 'office.db'}", Clock())
    with _slow_receiver() as (address, came, go_on):
        now = office.clock.now()
        with office.transaction() as records:
            records.add(OutboxEntry(kind="webhook", key="one", facts={"text": "x"}, created_at=now, next_try_at=now))
        more = {"MINGDA_WEBHOOK_URL": address, "MINGDA_WEBHOOK_SECRET": "secret"}
        environment = Site(office.settings.database_url, tmp_path).environment | more
        process = subprocess.Popen([sys.executable, "-m", "engine", "timers"], env=environment)
        assert came.wait(60)
        process.send_signal(signal.SIGTERM)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)
        go_on.set()
        assert process.wait(60) == 0
    with office.reading() as records:
        assert records.scalars(select(OutboxEntry.done_at)).one() is not None
    office.engine.dispose()


def test_without_a_database_the_process_lives_and_is_not_ready(small_office: Office) -> None:
    visitor = Visitor.of(create_app(small_office))
    small_office.engine = database.connect("postgresql+psycopg://nobody@/office?host=/nonexistent")
    assert (visitor.get("/health").status_code, visitor.get("/ready").status_code) == (200, 503)


def test_with_an_older_structure_the_process_is_not_ready(small_office: Office) -> None:
    with small_office.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert Visitor.of(create_app(small_office)).get("/ready").status_code == 503


def _send(browser: Browser, address: str, typed: Fields, *, refused: bool = False) -> str:
    """Where the answer leads; the form was refused or taken, as expected."""
    page = browser.get(address).tree()
    fields = filled(page.xpath("//main//form[@method='post']")[-1], counter_application(Clock().today()))
    answer = browser.post(address, fields | typed)
    assert (answer.status == 422) is refused, answer.body.decode()
    return answer.location


def _until_taken_up(site: Site) -> None:
    """A second request on a connection of its own has been answered: the first is in a thread's hands by then."""
    for _ in range(3):
        Browser(site.port, "", Ledger(wanted=0)).get("/health")


@contextmanager
def _slow_receiver() -> Iterator[tuple[str, threading.Event, threading.Event]]:
    """Its address; it says that a call has come, and answers when it may go on."""
    came, go_on = threading.Event(), threading.Event()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.set()
            go_on.wait(60)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    os.environ.setdefault("no_proxy", "127.0.0.1")
    yield f"http://127.0.0.1:{server.server_port}/", came, go_on
    server.shutdown()
    thread.join(10)
    server.server_close()
