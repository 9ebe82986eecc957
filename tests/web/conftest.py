"""An application over a small office, and browsers in which its people have signed in."""

from collections.abc import Callable

import pytest
from flask import Flask

from engine.office import Office
from engine.tools.driver import Driver
from tests.web.browser import Browser
from web.app import create_app

OpenBrowser = Callable[..., Browser]


@pytest.fixture
def app(small_office: Office) -> Flask:
    """The pages of a founded office on SQLite."""
    made = create_app(small_office)
    made.testing = True
    return made


@pytest.fixture
def walker(small_office: Office) -> Driver:
    """Does what people do, without pages."""
    return Driver(small_office)


@pytest.fixture
def browser(app: Flask) -> OpenBrowser:
    """Opens a browser in which the account has signed in; without one, a stranger's."""
    return lambda account="": Browser.of(app, account)
