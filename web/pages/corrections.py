"""更正本人信息: examined with the proof in view, answered by letter."""

from flask import Blueprint

from engine.commands import corrections as commands
from engine.queries import sister_agencies
from engine.queries.steps import StepPage
from web.access import actor, office, task_page
from web.form_page import Answer
from web.forms.corrections import CorrectionForm
from web.forms.form import Typed
from web.step_page import work_on

pages = Blueprint("corrections", __name__)


@pages.route("/tasks/<row:task_id>/examine_correction", methods=["GET", "POST"])
@task_page("examine_correction")
def examine_correction(task_id: int) -> Answer:
    """The record is corrected, or the applicant is told why not or who may."""
    return work_on(
        task_id,
        "examine_correction",
        _form,
        lambda task, form: commands.examine_correction(task, form.correction(), actor=actor(), office=office()),
    )


def _form(page: StepPage, given: Typed | None) -> CorrectionForm:
    record = "；".join(item.what for item in page.case.items)
    return CorrectionForm(given, start={"record": record}, agencies=sister_agencies.standing_today(office()))
