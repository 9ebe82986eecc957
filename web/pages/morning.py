"""晨报: one page each morning, on screen and on paper."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from engine.permissions import Action
from engine.queries import morning as queries
from engine.queries.letters import LetterFile
from web.access import actor, office, permits
from web.pages.letters import shown

pages = Blueprint("morning", __name__)


@pages.get("/morning")
@permits(Action.READ_LEDGER)
def morning() -> str:
    """What this reader should know this morning."""
    return render_template(
        "board/morning.html", morning=queries.morning(actor=actor(), office=office()), quiet=queries.QUIET
    )


@pages.get("/morning.pdf")
@permits(Action.READ_LEDGER)
def paper() -> Response:
    """The same on one sheet."""
    return shown(LetterFile("晨报.pdf", queries.morning_paper(actor=actor(), office=office())))
