"""征求意见: whom to ask, the letter, the silence, and our own judgment after all of it."""

from collections.abc import Sequence

from flask import Blueprint

from engine.commands import consult as commands
from engine.commands import previews, weigh
from engine.queries import enquiries
from engine.queries.steps import StepPage
from engine.rules.vocabulary import ConsultedParty
from web.access import actor, office, task_page
from web.form_page import Answer
from web.forms.consult import PlanForm, RulingsForm, SendingForm, SilenceForm
from web.step_page import work_on

pages = Blueprint("consult", __name__)


@pages.route("/tasks/<row:task_id>/plan_consultations", methods=["GET", "POST"])
@task_page("plan_consultations")
def plan_consultations(task_id: int) -> Answer:
    """Each party that is to be asked has its consultation."""
    return work_on(
        task_id,
        "plan_consultations",
        lambda page, given: PlanForm.over(page.case, given),
        lambda task, form: commands.plan_consultations(task, form.plans(), actor=actor(), office=office()),
    )


@pages.route("/tasks/<row:task_id>/draft_consultation", methods=["GET", "POST"])
@task_page("draft_consultation")
def draft_consultation(task_id: int) -> Answer:
    """The letter to a third party goes to be approved."""
    return work_on(
        task_id,
        "draft_consultation",
        lambda _, given: SendingForm(given),
        lambda task, _: commands.draft_consultation(task, actor=actor(), office=office()),
        template="tasks/consultation_letter.html",
        beside=_letter,
    )


@pages.route("/tasks/<row:task_id>/draft_co_maker_letter", methods=["GET", "POST"])
@task_page("draft_co_maker_letter")
def draft_co_maker_letter(task_id: int) -> Answer:
    """The letter to an agency that made the information with us goes to be approved."""
    return work_on(
        task_id,
        "draft_co_maker_letter",
        lambda _, given: SendingForm(given),
        lambda task, _: commands.draft_co_maker_letter(task, actor=actor(), office=office()),
        template="tasks/consultation_letter.html",
        beside=_letter,
    )


@pages.route("/tasks/<row:task_id>/confirm_silence", methods=["GET", "POST"])
@task_page("confirm_silence")
def confirm_silence(task_id: int) -> Answer:
    """A third party has not answered: the decision is ours."""
    return work_on(
        task_id,
        "confirm_silence",
        lambda _, given: SilenceForm(given),
        lambda task, form: commands.confirm_silence(task, form.typed_late(), actor=actor(), office=office()),
        template="tasks/silence.html",
        beside=_consultation,
    )


@pages.route("/tasks/<row:task_id>/confirm_consent_by_silence", methods=["GET", "POST"])
@task_page("confirm_consent_by_silence")
def confirm_consent_by_silence(task_id: int) -> Answer:
    """An agency that made the information with us has not answered: it counts as agreeing."""
    return work_on(
        task_id,
        "confirm_consent_by_silence",
        lambda _, given: SilenceForm(given),
        lambda task, form: commands.confirm_consent_by_silence(task, form.typed_late(), actor=actor(), office=office()),
        template="tasks/silence.html",
        beside=_consultation,
    )


@pages.route("/tasks/<row:task_id>/weigh_opinions", methods=["GET", "POST"])
@task_page("weigh_opinions")
def weigh_opinions(task_id: int) -> Answer:
    """Every item that waited for an opinion has our own ruling."""
    return work_on(
        task_id,
        "weigh_opinions",
        lambda page, given: RulingsForm.over(page.case, given, objected=_objected(page)),
        lambda task, form: weigh.weigh_opinions(task, form.rulings(), actor=actor(), office=office()),
        beside=lambda page: {"asked": _asked(page)},
    )


def _asked(page: StepPage) -> Sequence[enquiries.ConsultationLine]:
    """Everybody who was asked in this case, and what they said."""
    return enquiries.enquiries_of(page.case.id, actor=actor(), office=office()).consultations


def _objected(page: StepPage) -> set[int]:
    """The items that a third party does not want disclosed."""
    objecting = [each for each in _asked(page) if each.to is ConsultedParty.THIRD_PARTY and each.agrees is False]
    return {number for each in objecting for number in each.item_numbers}


def _consultation(page: StepPage) -> dict[str, object]:
    return {"consultation": enquiries.of_step(page.task_id, actor=actor(), office=office())}


def _letter(page: StepPage) -> dict[str, object]:
    return {**_consultation(page), "words": previews.consultation_letter(page.task_id, office=office())}
