"""审签: the chain of reviews and signatures; each page shows the letter and asks for one opinion."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from engine.commands import review as commands
from engine.queries.draft_changes import draft_changes
from engine.queries.steps import StepPage
from web.access import actor, office, task_page
from web.attachments import SIGNED_SHEET, sent_along
from web.form_page import Answer
from web.forms.review import OpinionForm
from web.step_page import work_on

pages = Blueprint("review", __name__)


def changes_beside(page: StepPage) -> dict[str, Any]:
    """What is new in the draft, for whoever judges it."""
    if page.letter is None:
        return {"changes": None}
    return {"changes": draft_changes(page.letter.line.id, actor=actor(), office=office())}


def _opinion(task_id: int, step: str, command: Callable[..., None]) -> Answer:
    return work_on(
        task_id,
        step,
        lambda _, given: OpinionForm(given),
        lambda task, form: command(task, form.opinion(sent_along(form, SIGNED_SHEET)), actor=actor(), office=office()),
        template="tasks/opinion.html",
        beside=changes_beside,
    )


@pages.route("/tasks/<row:task_id>/review_by_unit", methods=["GET", "POST"])
@task_page("review_by_unit")
def review_by_unit(task_id: int) -> Answer:
    """The handling unit's head agrees, or sends the draft back."""
    return _opinion(task_id, "review_by_unit", commands.review_by_unit)


@pages.route("/tasks/<row:task_id>/review_legality", methods=["GET", "POST"])
@task_page("review_legality")
def review_legality(task_id: int) -> Answer:
    """The legal reviewer agrees, or sends the draft back."""
    return _opinion(task_id, "review_legality", commands.review_legality)


@pages.route("/tasks/<row:task_id>/check_document", methods=["GET", "POST"])
@task_page("check_document")
def check_document(task_id: int) -> Answer:
    """The document checker agrees, or sends the draft back."""
    return _opinion(task_id, "check_document", commands.check_document)


@pages.route("/tasks/<row:task_id>/approve_reply", methods=["GET", "POST"])
@task_page("approve_reply")
def approve_reply(task_id: int) -> Answer:
    """The office head approves, or sends the draft back."""
    return _opinion(task_id, "approve_reply", commands.approve_reply)


@pages.route("/tasks/<row:task_id>/endorse_reply", methods=["GET", "POST"])
@task_page("endorse_reply")
def endorse_reply(task_id: int) -> Answer:
    """The deputy leader passes the draft on to the head of the agency, or sends it back."""
    return _opinion(task_id, "endorse_reply", commands.endorse_reply)


@pages.route("/tasks/<row:task_id>/sign_as_deputy", methods=["GET", "POST"])
@task_page("sign_as_deputy")
def sign_as_deputy(task_id: int) -> Answer:
    """The deputy leader signs, or sends the draft back."""
    return _opinion(task_id, "sign_as_deputy", commands.sign_as_deputy)


@pages.route("/tasks/<row:task_id>/sign_as_head", methods=["GET", "POST"])
@task_page("sign_as_head")
def sign_as_head(task_id: int) -> Answer:
    """The head of the agency signs, or sends the draft back."""
    return _opinion(task_id, "sign_as_head", commands.sign_as_head)


@pages.route("/tasks/<row:task_id>/verify_reply", methods=["GET", "POST"])
@task_page("verify_reply")
def verify_reply(task_id: int) -> Answer:
    """The signed letter is right in form, or goes back."""
    return _opinion(task_id, "verify_reply", commands.verify_reply)
