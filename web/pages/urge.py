"""督办: the unit answers for a case that is late."""

from flask import Blueprint

from engine.commands import urge as commands
from web.access import actor, office, task_page
from web.form_page import Answer
from web.forms.urge import UrgingForm
from web.step_page import work_on

pages = Blueprint("urge", __name__)


@pages.route("/tasks/<row:task_id>/answer_urging", methods=["GET", "POST"])
@task_page("answer_urging")
def answer_urging(task_id: int) -> Answer:
    """Why the case is late, and when it will be done."""
    return work_on(
        task_id,
        "answer_urging",
        lambda _, given: UrgingForm(given),
        lambda task, form: commands.answer_urging(task, form.answer(), actor=actor(), office=office()),
    )
