"""退件: a letter came back, and is served again."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from engine.commands import dispatch as commands
from engine.permissions import Action
from engine.queries import applications, dispatches
from web.access import actor, office, permits, task_page
from web.form_page import Answer, answer, typed
from web.forms.returned import ReturnForm
from web.forms.review import ServiceForm
from web.step_page import work_on

pages = Blueprint("returned", __name__)


@pages.route("/applications/<row:application_id>/returned-letter", methods=["GET", "POST"])
@permits(Action.RECORD_RETURN)
def return_letter(application_id: int) -> Answer:
    """A served letter came back."""
    case = applications.case_facts(application_id, actor=actor(), office=office())
    served = dispatches.served_letters(application_id, actor=actor(), office=office())

    def act(form: ReturnForm) -> Response:
        commands.return_letter(application_id, form.entry(), actor=actor(), office=office())
        flash("已登记退件，并开出“重新送达”。")
        return redirect(url_for("cases.case", application_id=application_id), 303)

    form = ReturnForm.among(served, typed(), today=office().clock.today())
    return answer("cases/returned_letter.html", form, act, case=case, served=served)


@pages.route("/tasks/<row:task_id>/serve_again", methods=["GET", "POST"])
@task_page("serve_again")
def serve_again(task_id: int) -> Answer:
    """The letter is served once more, with proof."""
    return work_on(
        task_id,
        "serve_again",
        lambda page, given: ServiceForm(
            given, start={"served_on": office().clock.today(), "recipient": page.case.addressee}
        ),
        lambda task, form: commands.serve_again(task, form.service(), actor=actor(), office=office()),
    )
