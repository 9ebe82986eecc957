"""补正: one notice, one supplement, and a person's look before silence ends anything."""

from flask import Blueprint
from werkzeug.wrappers import Response

from engine.commands import previews
from engine.commands import supplement as commands
from engine.permissions import Action
from engine.queries import applications, course, envelopes
from engine.queries.steps import StepPage
from engine.rules.envelopes import Paper
from web.access import actor, office, permits, task_page
from web.form_page import Answer, answer, typed
from web.forms.form import Typed
from web.forms.supplement import (
    CounterSupplementForm,
    NotSupplementedForm,
    SupplementCheckForm,
    SupplementForm,
    SupplementNoticeForm,
)
from web.step_page import onward, work_on

pages = Blueprint("supplement", __name__)


@pages.route("/tasks/<row:task_id>/draft_supplement_notice", methods=["GET", "POST"])
@task_page("draft_supplement_notice")
def draft_supplement_notice(task_id: int) -> Answer:
    """The notice names every defect and its cure, once."""
    return work_on(
        task_id,
        "draft_supplement_notice",
        lambda page, given: SupplementNoticeForm(given, start=SupplementNoticeForm.beginning(page.case, page.readings)),
        lambda task, form: commands.draft_supplement_notice(task, form.draft(), actor=actor(), office=office()),
        preview=lambda task, form: previews.supplement_notice(task, form.draft(), office=office()),
    )


@pages.route("/tasks/<row:task_id>/register_supplement", methods=["GET", "POST"])
@task_page("register_supplement")
def register_supplement(task_id: int) -> Answer:
    """The items read as supplemented; the period runs anew from the day of receipt."""
    return work_on(
        task_id,
        "register_supplement",
        _supplement_form,
        lambda task, form: commands.register_supplement(task, form.supplement(), actor=actor(), office=office()),
        beside=_course,
    )


@pages.route("/tasks/<row:task_id>/confirm_not_supplemented", methods=["GET", "POST"])
@task_page("confirm_not_supplemented")
def confirm_not_supplemented(task_id: int) -> Answer:
    """A person has looked whether a supplement came in time after all."""
    return work_on(
        task_id,
        "confirm_not_supplemented",
        lambda _, given: NotSupplementedForm(given),
        lambda task, form: commands.confirm_not_supplemented(
            task,
            arrived_in_time=form.value("arrived_in_time"),
            excuse=form.value("excuse"),
            legal_opinion=form.value("legal_opinion"),
            actor=actor(),
            office=office(),
        ),
        beside=_course,
    )


@pages.route("/tasks/<row:task_id>/check_supplement", methods=["GET", "POST"])
@task_page("check_supplement")
def check_supplement(task_id: int) -> Answer:
    """What was supplemented is clear enough, or is answered as still unclear."""
    return work_on(
        task_id,
        "check_supplement",
        lambda _, given: SupplementCheckForm(given),
        lambda task, form: commands.check_supplement(
            task, clear=form.value("clear"), remark=form.value("remark"), actor=actor(), office=office()
        ),
        beside=_course,
    )


@pages.route("/applications/<row:application_id>/supplement", methods=["GET", "POST"])
@permits(Action.ENTER_APPLICATION)
def submit_supplement(application_id: int) -> Answer:
    """A supplement has come to the house and waits to be registered."""
    case = applications.case_facts(application_id, actor=actor(), office=office())

    def act(form: CounterSupplementForm) -> Response:
        commands.submit_supplement(
            application_id,
            words=form.value("words"),
            received_on=form.value("received_on"),
            actor=actor(),
            office=office(),
        )
        return onward(application_id, "已收到补正材料，请登记补正；补正期已过的，先核实再登记。")

    signed = envelopes.signed_day_of(application_id, Paper.SUPPLEMENT, office())
    form = CounterSupplementForm(typed(), start={"received_on": signed or office().clock.today()})
    return answer("cases/supplement.html", form, act, case=case)


def _supplement_form(page: StepPage, given: Typed | None) -> SupplementForm:
    found = course.supplement(page.case.id, actor=actor(), office=office())
    start = {
        "received_on": found.sent_on or office().clock.today(),
        "evidence": "申请人在“申请进度查询”页提交" if found.sent_items else "",
    }
    return SupplementForm.over(page.case, given, found, start)


def _course(page: StepPage) -> dict[str, object]:
    return {"course": course.supplement(page.case.id, actor=actor(), office=office())}
