"""消息: reminders and notices to one person."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.commands import messages as commands
from engine.permissions import Action
from engine.queries import messages as queries
from web import asked
from web.access import actor, office, permits

pages = Blueprint("messages", __name__)


@pages.get("/messages")
@permits(Action.WORK_AT_DESK)
def messages() -> str:
    """One's own messages."""
    return render_template(
        "messages/messages.html", found=queries.messages(asked.page(), actor=actor(), office=office())
    )


@pages.post("/messages/read")
@permits(Action.WORK_AT_DESK)
def mark_read() -> Response:
    """All of them are read."""
    commands.mark_read(actor=actor(), office=office())
    return redirect(url_for("messages.messages"), 303)
