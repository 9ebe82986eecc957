"""不予公开情况: refusals by ground beside what was later put right, in the order of the law and never as a ranking."""

from flask import Blueprint, render_template

from engine.permissions import Action
from engine.queries import refusals as queries
from web import asked
from web.access import actor, office, permits

pages = Blueprint("refusals", __name__)


@pages.get("/refusals")
@permits(Action.SUPERVISE)
def refusals() -> str:
    """One year."""
    return render_template(
        "board/refusals.html", page=queries.refusals(asked.number("year"), actor=actor(), office=office())
    )
