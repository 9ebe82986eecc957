"""延期: asked for with the date in view, approved with the date in view."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands import extend as commands
from engine.commands import previews
from engine.permissions import Action
from engine.queries import applications, course
from web.access import actor, office, permits, task_page
from web.attachments import SIGNED_SHEET, sent_along
from web.form_page import Answer, answer, typed
from web.forms.extend import ExtensionForm
from web.forms.review import ExtensionOpinionForm
from web.step_page import work_on

pages = Blueprint("extend", __name__)


@pages.route("/applications/<row:application_id>/extension", methods=["GET", "POST"])
@permits(Action.REQUEST_EXTENSION)
def request_extension(application_id: int) -> Answer:
    """The request lies with the head of the disclosure office."""
    case = applications.case_facts(application_id, actor=actor(), office=office())
    choices = course.extension(application_id, actor=actor(), office=office())

    def act(sent: ExtensionForm) -> Response | str:
        if request.form.get("do") == "preview":
            words = previews.extension_notice(application_id, sent.request(), office=office())
            return render_template("extend/request.html", form=sent, case=case, choices=choices, words=words)
        commands.request_extension(application_id, sent.request(), actor=actor(), office=office())
        flash("已提请延期，等待审批；审批并告知申请人之前，原期限继续计算。")
        return redirect(url_for("cases.case", application_id=application_id), 303)

    form = ExtensionForm.among(choices, typed())
    return answer("extend/request.html", form, act, case=case, choices=choices, words=None)


@pages.route("/tasks/<row:task_id>/approve_extension", methods=["GET", "POST"])
@task_page("approve_extension")
def approve_extension(task_id: int) -> Answer:
    """The head of the disclosure office agrees, or refuses with a reason."""
    return work_on(
        task_id,
        "approve_extension",
        lambda _, given: ExtensionOpinionForm(given),
        lambda task, form: commands.approve_extension(
            task, form.opinion(sent_along(form, SIGNED_SHEET)), actor=actor(), office=office()
        ),
        beside=lambda page: {"choices": course.extension(page.case.id, actor=actor(), office=office())},
    )
