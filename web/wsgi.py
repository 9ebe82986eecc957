"""What gunicorn loads: the pages of the office that the environment describes."""

from flask import Flask

from engine import bootstrap, logs
from engine.settings import Settings
from web.app import create_app


def make_app() -> Flask:
    """The web application; DisclosureError at start when the environment or the database is not right."""
    logs.set_up()
    return create_app(bootstrap.build(Settings.from_environment()))
