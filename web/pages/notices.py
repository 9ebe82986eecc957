"""发文: a procedural letter on its way out, from approval to service."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint

from engine.commands import defence
from engine.commands import notices as commands
from engine.queries import enquiries, remedies
from engine.queries.steps import StepPage
from engine.rules.vocabulary import DeliveryMethod
from web.access import actor, office, task_page
from web.attachments import SIGNED_SHEET, STAMPED_SCAN, sent_along
from web.form_page import Answer
from web.forms.form import Typed
from web.forms.review import OpinionForm, SealingForm, ServiceForm
from web.pages.review import changes_beside
from web.step_page import work_on

pages = Blueprint("notices", __name__)


@pages.route("/tasks/<row:task_id>/approve_notice", methods=["GET", "POST"])
@task_page("approve_notice")
def approve_notice(task_id: int) -> Answer:
    """The head of the disclosure office agrees with the notice, or sends it back."""
    return _opinion(task_id, "approve_notice", commands.approve_notice)


@pages.route("/tasks/<row:task_id>/sign_notice", methods=["GET", "POST"])
@task_page("sign_notice")
def sign_notice(task_id: int) -> Answer:
    """The deputy leader signs a letter that goes to somebody outside the case, or sends it back."""
    return _opinion(task_id, "sign_notice", commands.sign_notice)


@pages.route("/tasks/<row:task_id>/seal_notice", methods=["GET", "POST"])
@task_page("seal_notice")
def seal_notice(task_id: int) -> Answer:
    """The use of the seal is recorded."""
    return work_on(
        task_id,
        "seal_notice",
        lambda _, given: SealingForm(given, start={"copies": 2}),
        lambda task, form: commands.seal_notice(
            task, form.sealing(sent_along(form, STAMPED_SCAN)), actor=actor(), office=office()
        ),
        template="tasks/notice.html",
        beside=_party,
    )


@pages.route("/tasks/<row:task_id>/serve_notice", methods=["GET", "POST"])
@task_page("serve_notice")
def serve_notice(task_id: int) -> Answer:
    """The notice is served, with proof."""
    return work_on(
        task_id,
        "serve_notice",
        _service,
        lambda task, form: commands.serve_notice(task, form.service(), actor=actor(), office=office()),
        template="tasks/notice.html",
        beside=_party,
    )


def _opinion(task_id: int, step: str, command: Callable[..., None]) -> Answer:
    return work_on(
        task_id,
        step,
        lambda _, given: OpinionForm(given),
        lambda task, form: command(task, form.opinion(sent_along(form, SIGNED_SHEET)), actor=actor(), office=office()),
        template="tasks/opinion.html",
        beside=lambda page: {**_party(page), **changes_beside(page)},
    )


def _party(page: StepPage) -> Mapping[str, Any]:
    return {"consultation": enquiries.of_step(page.task_id, actor=actor(), office=office())}


def _service(page: StepPage, given: Typed | None) -> ServiceForm:
    """To the applicant as the applicant wished; to anybody else, by post to its own name."""
    other = _other_addressee(page)
    start = {
        "method": DeliveryMethod.POSTAL if other else page.case.delivery,
        "served_on": office().clock.today(),
        "recipient": other or page.case.addressee,
        **ServiceForm.USUAL,
    }
    return ServiceForm(given, start=start)


def _other_addressee(page: StepPage) -> str:
    """The party that is asked, or the review body that is answered; empty for the applicant."""
    if page.letter is not None and page.letter.line.kind == defence.KIND:
        return remedies.of_task(page.task_id, actor=actor(), office=office()).body
    party = enquiries.of_step(page.task_id, actor=actor(), office=office())
    return party.name if party else ""
