"""From a step's number to its form, and keeping what was typed."""

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.commands import drafts
from engine.permissions import Action
from engine.queries import steps
from web import asked, kept
from web.access import actor, office, permits

pages = Blueprint("tasks", __name__)

SUBJECTS = {
    "register": "register", "check_application": "handle", "assign_handler": "handle", "record_search": "handle",
    "review_secrecy": "handle", "review_items": "handle", "draft_decision": "decide", "review_by_unit": "review",
    "review_legality": "review", "check_document": "review", "approve_reply": "review", "endorse_reply": "review",
    "sign_as_deputy": "review", "sign_as_head": "review", "verify_reply": "review", "seal_reply": "serve",
    "serve_reply": "serve", "archive_case": "serve", "confirm_withdrawal": "withdraw",
}  # fmt: skip
"""Step → the module whose page function has its name."""


@pages.get("/tasks/<row:task_id>")
@permits(Action.WORK_AT_DESK)
def task(task_id: int) -> Response:
    """To the form of this step."""
    step = steps.step_of(task_id, actor=actor(), office=office())
    return redirect(url_for(f"{SUBJECTS[step]}.{step}", task_id=task_id), 303)


@pages.post("/drafts")
@permits(Action.WORK_AT_DESK)
def save_draft() -> tuple[str, int]:
    """What has been typed so far is kept; the page sends it every few seconds."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or not isinstance(sent.get("form"), str) or not kept.keeps_drafts(sent["form"]):
        abort(400)
    if not kept.is_fields(sent.get("fields")):
        abort(400)
    drafts.save_draft(sent["form"], kept.without_own(sent["fields"]), actor=actor(), office=office())
    return "", 204


@pages.post("/drafts/discard")
@permits(Action.WORK_AT_DESK)
def discard_draft() -> Response:
    """The form starts afresh."""
    drafts.discard_draft(request.form.get("form", ""), actor=actor(), office=office())
    return redirect(asked.back(), 303)
