"""A served office and a real headless Chromium; each person has a browser of their own."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from werkzeug.serving import make_server

from engine.office import Office
from engine.tools.driver import Driver
from tests.journeys.person import Desk
from web.app import create_app

SCREENS = Path(__file__).parents[2] / "build" / "screens"


@pytest.fixture
def address(small_office: Office) -> Iterator[str]:
    """The address under which the office's pages are served."""
    server = make_server("127.0.0.1", 0, create_app(small_office), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def walker(small_office: Office) -> Driver:
    """Does without pages what leads up to a journey; lets timers and the outbox do what is due."""
    return Driver(small_office)


@pytest.fixture
def desk(chromium: Chromium, address: str, walker: Driver, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Opens a browser for an account, or for somebody outside; its pictures are named after the journey's file."""
    name = request.path.stem.removeprefix("test_").replace("_", "-")
    made = Desk(chromium, address, walker, SCREENS, name)
    yield made
    made.close()
