"""协办: a question to a unit of ours, its answer, the leader's ruling; none of it stops the legal clock."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from engine.commands import assist as commands
from engine.permissions import Action
from engine.queries import applications, enquiries, people
from engine.queries.steps import StepPage
from web.access import actor, office, permits, task_page
from web.attachments import sent_along
from web.form_page import Answer, answer, typed
from web.forms.assist import QuestionForm, RulingForm, UnitReplyForm
from web.step_page import work_on

pages = Blueprint("assist", __name__)


@pages.route("/applications/<row:application_id>/ask", methods=["GET", "POST"])
@permits(Action.ASK_UNIT)
def ask_unit(application_id: int) -> Answer:
    """The unit has the question in its own pool."""
    case = applications.case_facts(application_id, actor=actor(), office=office())
    form = QuestionForm.among(people.units(office()), typed())

    def act(sent: QuestionForm) -> Response:
        commands.ask_unit(application_id, sent.asked(), actor=actor(), office=office())
        flash("已送协办处室；不影响法定答复期限。")
        return redirect(url_for("consultations.consultations", application_id=application_id) + "#questions", 303)

    return answer("assist/ask.html", form, act, case=case)


@pages.route("/tasks/<row:task_id>/answer_unit", methods=["GET", "POST"])
@task_page("answer_unit")
def answer_unit(task_id: int) -> Answer:
    """The unit's answer is on record; silence never is one."""
    return work_on(
        task_id,
        "answer_unit",
        lambda page, given: UnitReplyForm(given, start={"disagrees": False, "on_sheet": page.is_for_signer}),
        lambda task, form: commands.answer_unit(
            task, form.reply(sent_along(form, "签字的协办单")), actor=actor(), office=office()
        ),
        beside=_question,
    )


@pages.route("/tasks/<row:task_id>/settle_disagreement", methods=["GET", "POST"])
@task_page("settle_disagreement")
def settle_disagreement(task_id: int) -> Answer:
    """The leader in charge has ruled."""
    return work_on(
        task_id,
        "settle_disagreement",
        lambda _, given: RulingForm(given),
        lambda task, form: commands.settle_disagreement(task, form.value("ruling"), actor=actor(), office=office()),
        beside=_question,
    )


def _question(page: StepPage) -> dict[str, object]:
    return {"question": enquiries.question_of_step(page.task_id, actor=actor(), office=office())}
