"""Three ways to a seal, over the real way of a case: an outside service, the demo's mark, ink."""

import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pypdf
import pytest
from sqlalchemy import select

from engine.errors import DisclosureError
from engine.letters.seals import signatures
from engine.office import Office
from engine.records import Letter, LetterState, OutboxEntry
from engine.settings import Settings
from engine.tools.driver import Driver
from tests.letters.test_seals import Service

ENVIRONMENT = {
    "MINGDA_DATABASE_URL": "sqlite://",
    "MINGDA_SECRET_KEY": "tests only",
    "MINGDA_IDENTITY_KEY": "00" * 32,
}


class _Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        sealed = Service().seal(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(sealed)

    def log_message(self, *_: object) -> None:
        """Silence."""


@pytest.fixture
def service() -> Iterator[str]:
    """The address of an outside service that seals whatever it is sent."""
    server = HTTPServer(("127.0.0.1", 0), _Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/seal"
    server.shutdown()
    server.server_close()


def sealing(office: Office, **settings: str) -> Driver:
    return Driver(replace(office, settings=replace(office.settings, **settings)))  # type: ignore[arg-type]


def reply(driver: Driver) -> Letter:
    with driver.office.reading() as records:
        letter = records.scalars(select(Letter)).one()
        letter.pdf  # noqa: B018  # loads the bytes while there is a session
        return letter


def test_an_outside_service_seals_and_its_file_is_the_record(small_office: Office, service: str) -> None:
    driver = sealing(small_office, seal="electronic", seal_service=service)
    case = driver.register().application_id
    driver.run(case)
    letter = reply(driver)
    assert letter.state is LetterState.SERVED
    assert letter.pdf is not None
    assert signatures(letter.pdf) == 1


def test_without_the_service_nothing_is_frozen_and_the_trouble_is_told(small_office: Office) -> None:
    driver = sealing(small_office, seal="electronic", seal_service="http://127.0.0.1:1/seal")
    case = driver.register().application_id
    driver.run(case)
    assert reply(driver).state is LetterState.SEALED
    with driver.office.reading() as records:
        waiting = [entry for entry in records.scalars(select(OutboxEntry)) if entry.kind == "freeze_letter"]
    assert [entry.done_at for entry in waiting] == [None]
    assert "电子印章服务没有正常返回" in waiting[0].trouble


def test_the_demo_prints_its_mark_and_ink_leaves_the_place_empty(small_office: Office) -> None:
    for mode in ("sample", "ink"):
        driver = sealing(small_office, seal=mode)
        driver.run(driver.register().application_id)
    with small_office.reading() as records:
        texts = [
            "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(letter.pdf or b"")).pages)
            for letter in records.scalars(select(Letter).order_by(Letter.id))
        ]
    assert ["样本" in text for text in texts] == [True, False]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"MINGDA_SEAL": "sample"}, "只能用于演示"),
        ({"MINGDA_SEAL": "electronic"}, "MINGDA_SEAL_SERVICE"),
        ({"MINGDA_SEAL": "picture"}, "MINGDA_SEAL"),
    ],
)
def test_a_mode_that_cannot_be_stops_the_start(given: dict[str, str], words: str) -> None:
    with pytest.raises(DisclosureError, match=words):
        Settings.from_environment(ENVIRONMENT | given)
