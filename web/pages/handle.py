"""审核、交办: from the registered application to the people who handle it."""

from flask import Blueprint

from engine.commands import handle as commands
from engine.queries import people
from web.access import actor, office, task_page
from web.form_page import Answer
from web.forms.handle import AssignmentForm, CheckForm
from web.step_page import work_on

pages = Blueprint("handle", __name__)


@pages.route("/tasks/<row:task_id>/check_application", methods=["GET", "POST"])
@task_page("check_application")
def check_application(task_id: int) -> Answer:
    """The application has been looked through."""
    return work_on(
        task_id,
        "check_application",
        lambda _, given: CheckForm(given, start={"clear": True}),
        lambda task, form: commands.check_application(task, form.check(), actor=actor(), office=office()),
    )


@pages.route("/tasks/<row:task_id>/assign_handler", methods=["GET", "POST"])
@task_page("assign_handler")
def assign_handler(task_id: int) -> Answer:
    """The case lies with a unit."""
    return work_on(
        task_id,
        "assign_handler",
        lambda _, given: AssignmentForm.among(people.handlers_by_unit(office()), given),
        lambda task, form: commands.assign_handler(task, form.assignment(), actor=actor(), office=office()),
    )
