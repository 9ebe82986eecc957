"""编制年度报告: its steps, each with the report beside its form. 《条例》第49条、第50条"""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.commands import drafts
from engine.commands import report_course as commands
from engine.queries import report_course as queries
from engine.queries.report_course import ReportStepPage
from web.access import actor, office, task_page
from web.form_page import Answer
from web.forms.form import Form, Typed
from web.forms.report import DraftForm, PointsForm, ReviewForm, SubmissionForm
from web.step_page import step_answer

pages = Blueprint("report_course", __name__)

AnyForm = TypeVar("AnyForm", bound=Form)


@pages.route("/tasks/<row:task_id>/reconcile_report", methods=["GET", "POST"])
@task_page("reconcile_report")
def reconcile_report(task_id: int) -> Answer:
    """Each difference is explained by name."""

    def make(page: ReportStepPage, given: Typed | None) -> PointsForm:
        return PointsForm.of(((p.key, p.text, p.explanation) for p in page.report.points), given)

    def act(form: PointsForm) -> None:
        commands.reconcile_report(task_id, form.words(), actor=actor(), office=office())

    return _work_on(task_id, "reconcile_report", make, act)


@pages.route("/tasks/<row:task_id>/draft_report", methods=["GET", "POST"])
@task_page("draft_report")
def draft_report(task_id: int) -> Answer:
    """The report goes to be reviewed."""

    def act(_: DraftForm) -> None:
        commands.draft_report(task_id, actor=actor(), office=office())

    return _work_on(task_id, "draft_report", lambda _, given: DraftForm(given), act)


@pages.route("/tasks/<row:task_id>/review_report", methods=["GET", "POST"])
@task_page("review_report")
def review_report(task_id: int) -> Answer:
    """Another person has looked at it."""

    def act(form: ReviewForm) -> None:
        commands.review_report(task_id, form.review(), actor=actor(), office=office())

    return _work_on(task_id, "review_report", lambda _, given: ReviewForm(given), act)


@pages.route("/tasks/<row:task_id>/submit_report", methods=["GET", "POST"])
@task_page("submit_report")
def submit_report(task_id: int) -> Answer:
    """It went out, and is frozen."""

    def act(form: SubmissionForm) -> None:
        commands.submit_report(task_id, form.submission(), actor=actor(), office=office())

    return _work_on(task_id, "submit_report", lambda _, given: SubmissionForm(given), act)


def _work_on(
    task_id: int,
    step: str,
    make_form: Callable[[ReportStepPage, Typed | None], AnyForm],
    command: Callable[[AnyForm], None],
) -> Answer:
    """The page of this step with its form; after POST the page of the year."""

    def find() -> ReportStepPage:
        return queries.report_step(task_id, step, actor=actor(), office=office())

    def act(page: ReportStepPage, sent: AnyForm, _: object) -> Response:
        command(sent)
        drafts.discard_draft(request.path, actor=actor(), office=office())
        flash(f"{page.year}年度报告的“{page.title}”已办结。")
        return redirect(url_for("report.report", year=page.year), 303)

    return step_answer(find, make_form, act, f"report/{step}.html")
