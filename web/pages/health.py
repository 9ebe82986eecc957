"""For those who watch the machine: the process is up; the database answers and is up to date."""

from flask import Blueprint

from engine.queries.health import is_ready
from web.access import office, public

pages = Blueprint("health", __name__)


@pages.get("/health")
@public
def health() -> tuple[str, int]:
    """This process answers."""
    return "ok", 200


@pages.get("/ready")
@public
def ready() -> tuple[str, int]:
    """The database answers and has the newest structure."""
    return ("ready", 200) if is_ready(office()) else ("not ready", 503)
