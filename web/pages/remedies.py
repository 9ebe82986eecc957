"""复议、诉讼和投诉: the list, one of them, its registration, each of its steps, and the reopening of a case."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.commands import defence, previews, redo, remedies_apart, remedies_result
from engine.commands import remedies as commands
from engine.permissions import Action
from engine.queries import applications, remedies
from engine.queries.remedies import RemedyFilter, RemedyKind
from engine.queries.steps import StepPage
from web import asked
from web.access import actor, office, permits, task_page
from web.form_page import Answer, answer, typed
from web.forms.form import Form, Typed
from web.forms.remedies import (
    DefenceForm,
    EndingForm,
    EvidenceForm,
    FinalForm,
    GoodReasonForm,
    HearingForm,
    MeasuresForm,
    RemedyForm,
    SubmissionForm,
)
from web.step_page import onward, work_on

pages = Blueprint("remedies", __name__)

TEMPLATE = "tasks/remedy.html"


@pages.get("/remedies")
@permits(Action.READ_CASES)
def remedy_list() -> str:
    """All of them, the most urgent first."""
    found = remedies.remedies(
        asked.page(),
        kind=asked.word(RemedyKind, "kind"),
        which=asked.word(RemedyFilter, "which"),
        actor=actor(),
        office=office(),
    )
    chosen = {"kind": asked.word(RemedyKind, "kind"), "which": asked.word(RemedyFilter, "which")}
    return render_template("remedies/list.html", found=found, kinds=RemedyKind, filters=RemedyFilter, chosen=chosen)


@pages.get("/remedies/<row:remedy_id>")
@permits(Action.READ_CASES)
def remedy(remedy_id: int) -> str:
    """One of them whole."""
    found = remedies.remedy(remedy_id, actor=actor(), office=office())
    return render_template("remedies/remedy.html", remedy=found)


@pages.route("/applications/<row:application_id>/remedies/new", methods=["GET", "POST"])
@permits(Action.REGISTER_REMEDY)
def register_remedy(application_id: int) -> Answer:
    """A notice has come."""
    case = applications.case_facts(application_id, actor=actor(), office=office())

    def act(form: RemedyForm) -> Response:
        commands.register_remedy(application_id, form.notice(), actor=actor(), office=office())
        return onward(application_id, "已登记，答复期限已经开始计算。")

    start = {"claimant": case.applicant_name, "counted_here": True}
    return answer("remedies/new.html", RemedyForm(typed(), start=start), act, case=case)


@pages.route("/remedies/new", methods=["GET", "POST"])
@permits(Action.REGISTER_REMEDY)
def register_apart() -> Answer:
    """A notice has come about something that was never registered here."""

    def act(form: RemedyForm) -> Response:
        row = remedies_apart.register_apart(form.notice(), actor=actor(), office=office())
        flash("已登记，按提起日期计入年度报告表四。")
        return redirect(url_for("remedies.remedy", remedy_id=row), 303)

    return answer("remedies/new.html", RemedyForm(typed(), start={"counted_here": True}), act, case=None)


@pages.route("/remedies/<row:remedy_id>/end", methods=["GET", "POST"])
@permits(Action.REGISTER_REMEDY)
def end_early(remedy_id: int) -> Answer:
    """It ended before its course."""
    found = remedies.remedy(remedy_id, actor=actor(), office=office())
    choices = remedies.early_decisions(found)

    def act(form: EndingForm) -> Response:
        remedies_result.end_early(remedy_id, form.ending(), actor=actor(), office=office())
        flash("已登记提前了结，未办结的步骤已经关闭。")
        return redirect(url_for("remedies.remedy", remedy_id=remedy_id), 303)

    return answer("remedies/end.html", EndingForm.among(choices, typed()), act, remedy=found)


@pages.route("/applications/<row:application_id>/reopen", methods=["GET", "POST"])
@permits(Action.REOPEN_CASE)
def reopen_case(application_id: int) -> Answer:
    """A case that counted as given up goes on for a good reason."""
    case = applications.case_facts(application_id, actor=actor(), office=office())

    def act(form: GoodReasonForm) -> Response:
        redo.reopen_for_good_reason(application_id, form.given(), actor=actor(), office=office())
        return onward(application_id, "已恢复办理，答复期限自收到补正之日起重新计算。")

    return answer("remedies/reopen.html", GoodReasonForm.over(case, typed()), act, case=case)


@pages.route("/tasks/<row:task_id>/prepare_evidence", methods=["GET", "POST"])
@task_page("prepare_evidence")
def prepare_evidence(task_id: int) -> Answer:
    """The list of evidence."""
    return work_on(
        task_id,
        "prepare_evidence",
        lambda _, given: EvidenceForm(given),
        lambda task, form: commands.prepare_evidence(task, form.evidence(), actor=actor(), office=office()),
        template="tasks/evidence.html",
        beside=_remedy,
    )


@pages.route("/tasks/<row:task_id>/draft_defence", methods=["GET", "POST"])
@task_page("draft_defence")
def draft_defence(task_id: int) -> Answer:
    """Our answer to the review body is drafted; one sent back comes with its words."""
    return work_on(
        task_id,
        "draft_defence",
        _defence_form,
        lambda task, form: defence.draft_defence(task, form.value("words"), actor=actor(), office=office()),
        beside=_remedy,
        preview=lambda task, form: previews.reconsideration_reply(task, form.value("words"), office=office()),
    )


@pages.route("/tasks/<row:task_id>/submit_defence", methods=["GET", "POST"])
@task_page("submit_defence")
def submit_defence(task_id: int) -> Answer:
    """Answer and evidence have gone out."""
    return _submission(task_id, "submit_defence", commands.submit_defence)


@pages.route("/tasks/<row:task_id>/answer_complaint", methods=["GET", "POST"])
@task_page("answer_complaint")
def answer_complaint(task_id: int) -> Answer:
    """The competent department has our account."""
    return _submission(task_id, "answer_complaint", commands.answer_complaint)


@pages.route("/tasks/<row:task_id>/record_hearing", methods=["GET", "POST"])
@task_page("record_hearing")
def record_hearing(task_id: int) -> Answer:
    """How the parties were heard."""
    return work_on(
        task_id,
        "record_hearing",
        lambda _, given: HearingForm(given),
        lambda task, form: commands.record_hearing(task, form.hearing(), actor=actor(), office=office()),
        template=TEMPLATE,
        beside=_remedy,
    )


@pages.route("/tasks/<row:task_id>/record_result", methods=["GET", "POST"])
@task_page("record_result")
def record_result(task_id: int) -> Answer:
    """What was decided."""
    return work_on(
        task_id,
        "record_result",
        lambda page, given: EndingForm.among(remedies.decisions(_of(page).kind), given),
        lambda task, form: remedies_result.record_result(task, form.ending(), actor=actor(), office=office()),
        template=TEMPLATE,
        beside=_remedy,
    )


@pages.route("/tasks/<row:task_id>/confirm_final", methods=["GET", "POST"])
@task_page("confirm_final")
def confirm_final(task_id: int) -> Answer:
    """Whether anybody appealed."""
    return work_on(
        task_id,
        "confirm_final",
        lambda _, given: FinalForm(given),
        lambda task, form: remedies_result.confirm_final(
            task, appealed=form.value("appealed"), words=form.value("words"), actor=actor(), office=office()
        ),
        template=TEMPLATE,
        beside=_remedy,
    )


@pages.route("/tasks/<row:task_id>/carry_out", methods=["GET", "POST"])
@task_page("carry_out")
def carry_out(task_id: int) -> Answer:
    """What is done about the decision."""
    return work_on(
        task_id,
        "carry_out",
        lambda _, given: MeasuresForm(given),
        lambda task, form: remedies_result.carry_out(task, form.measures(), actor=actor(), office=office()),
        template=TEMPLATE,
        beside=_remedy,
    )


def _submission(task_id: int, step: str, command: Any) -> Answer:
    return work_on(
        task_id,
        step,
        lambda _, given: SubmissionForm(given, start={"submitted_on": office().clock.today()}),
        lambda task, form: command(task, form.submission(), actor=actor(), office=office()),
        template=TEMPLATE,
        beside=_remedy,
    )


def _defence_form(page: StepPage, given: Typed | None) -> Form:
    return DefenceForm(given, start={"words": _of(page).facts.get("defence", "")})


def _of(page: StepPage) -> remedies.RemedyLine:
    return remedies.of_task(page.task_id, actor=actor(), office=office())


def _remedy(page: StepPage) -> dict[str, object]:
    return {"remedy": _of(page)}
