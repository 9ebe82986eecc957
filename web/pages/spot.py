"""当场答复: answered at the counter, on a sheet that the applicant signs."""

from flask import Blueprint

from engine.clock import BEIJING
from engine.commands import spot as commands
from engine.queries import sister_agencies
from engine.queries.steps import StepPage
from web.access import actor, office, task_page
from web.attachments import SIGNED_SHEET, sent_along
from web.form_page import Answer
from web.forms.form import Typed
from web.forms.spot import SpotForm, SpotReceiptForm
from web.step_page import work_on

pages = Blueprint("spot", __name__)


@pages.route("/tasks/<row:task_id>/answer_on_spot", methods=["GET", "POST"])
@task_page("answer_on_spot")
def answer_on_spot(task_id: int) -> Answer:
    """Every item is answered at once, or the case takes its usual way."""
    return work_on(task_id, "answer_on_spot", _form, _answer)


@pages.route("/tasks/<row:task_id>/hand_over_on_spot", methods=["GET", "POST"])
@task_page("hand_over_on_spot")
def hand_over_on_spot(task_id: int) -> Answer:
    """The sheet is handed over and signed."""
    return work_on(
        task_id,
        "hand_over_on_spot",
        lambda _, given: SpotReceiptForm(given, start={"received_on": office().clock.today()}),
        lambda task, form: commands.hand_over_on_spot(
            task, form.receipt(sent_along(form, SIGNED_SHEET)), actor=actor(), office=office()
        ),
    )


def _form(page: StepPage, given: Typed | None) -> SpotForm:
    now = office().clock.now().astimezone(BEIJING)
    start = {"answered_on": now.date(), "answered_time": now.time()}
    return SpotForm.over(page.case, given, start=start, agencies=sister_agencies.standing_today(office()))


def _answer(task_id: int, form: SpotForm) -> None:
    if form.is_declined:
        commands.take_usual_way(task_id, form.value("reason"), actor=actor(), office=office())
    else:
        commands.answer_on_spot(task_id, form.answer(), actor=actor(), office=office())
