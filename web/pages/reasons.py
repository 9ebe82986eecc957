"""说明理由: asked for with the counts in view, weighed with the applicant's words in view; the clock runs on."""

from flask import Blueprint
from werkzeug.wrappers import Response

from engine.commands import previews
from engine.commands import reasons as commands
from engine.permissions import Action
from engine.queries import applications, course, volume
from engine.queries.steps import StepPage
from web.access import actor, office, permits, task_page
from web.form_page import Answer, answer, typed
from web.forms.form import Typed
from web.forms.reasons import AskReasonsForm, ReasonsFindingForm, ReasonsForm, ReasonsNoticeForm
from web.step_page import onward, work_on

pages = Blueprint("reasons", __name__)


@pages.route("/applications/<row:application_id>/reasons/ask", methods=["GET", "POST"])
@permits(Action.ASK_REASONS)
def ask_reasons(application_id: int) -> Answer:
    """A person has found the number or frequency beyond reason; the notice is drafted next."""
    case = applications.case_facts(application_id, actor=actor(), office=office())
    counted = volume.volume(application_id, actor=actor(), office=office())

    def act(form: AskReasonsForm) -> Response:
        commands.ask_reasons(application_id, form.value("why"), actor=actor(), office=office())
        return onward(application_id, "已提出要求说明理由，请拟写通知书；答复期限照常计算。")

    return answer("reasons/ask.html", AskReasonsForm(typed()), act, case=case, volume=counted)


@pages.route("/applications/<row:application_id>/reasons", methods=["GET", "POST"])
@permits(Action.ENTER_APPLICATION)
def submit_reasons(application_id: int) -> Answer:
    """The applicant's explanation has come and waits to be weighed."""
    case = applications.case_facts(application_id, actor=actor(), office=office())
    form = ReasonsForm(typed(), start={"received_on": office().clock.today()})

    def act(sent: ReasonsForm) -> Response:
        commands.submit_reasons(application_id, sent.reasons(), actor=actor(), office=office())
        return onward(application_id, "已登记申请人说明的理由，转承办人评估。")

    return answer("reasons/received.html", form, act, case=case)


@pages.route("/tasks/<row:task_id>/draft_reasons_notice", methods=["GET", "POST"])
@task_page("draft_reasons_notice")
def draft_reasons_notice(task_id: int) -> Answer:
    """The notice states the counts and the last day to explain."""
    return work_on(
        task_id,
        "draft_reasons_notice",
        _notice_form,
        lambda task, form: commands.draft_reasons_notice(task, form.draft(), actor=actor(), office=office()),
        beside=_volume,
        preview=lambda task, form: previews.reasons_notice(task, form.draft(), office=office()),
    )


@pages.route("/tasks/<row:task_id>/weigh_reasons", methods=["GET", "POST"])
@task_page("weigh_reasons")
def weigh_reasons(task_id: int) -> Answer:
    """The reasons are judged, with our own reasons."""
    return work_on(
        task_id,
        "weigh_reasons",
        lambda _, given: ReasonsFindingForm(given),
        lambda task, form: commands.weigh_reasons(task, form.finding(), actor=actor(), office=office()),
        beside=lambda page: {
            **_volume(page),
            "course": course.reasons(page.case.id, actor=actor(), office=office()),
        },
    )


def _notice_form(page: StepPage, given: Typed | None) -> ReasonsNoticeForm:
    counted = volume.volume(page.case.id, actor=actor(), office=office())
    return ReasonsNoticeForm(given, start={"counts": counted.words, "working_days": page.readings.reasons_period_days})


def _volume(page: StepPage) -> dict[str, object]:
    return {"volume": volume.volume(page.case.id, actor=actor(), office=office())}
