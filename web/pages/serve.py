"""用印、送达、归档: from the signed letter to the closed file."""

from flask import Blueprint

from engine.commands import serve as commands
from engine.queries import retention
from engine.queries.steps import StepPage
from web.access import actor, office, task_page
from web.attachments import STAMPED_SCAN, sent_along
from web.form_page import Answer
from web.forms.review import ArchivingForm, SealingForm, ServiceForm
from web.step_page import work_on

pages = Blueprint("serve", __name__)


@pages.route("/tasks/<row:task_id>/seal_reply", methods=["GET", "POST"])
@task_page("seal_reply")
def seal_reply(task_id: int) -> Answer:
    """The use of the seal is recorded."""
    return work_on(
        task_id,
        "seal_reply",
        lambda _, given: SealingForm(given, start={"copies": 2}),
        lambda task, form: commands.seal_reply(
            task, form.sealing(sent_along(form, STAMPED_SCAN)), actor=actor(), office=office()
        ),
    )


@pages.route("/tasks/<row:task_id>/serve_reply", methods=["GET", "POST"])
@task_page("serve_reply")
def serve_reply(task_id: int) -> Answer:
    """The reply is served, with proof."""
    return work_on(
        task_id,
        "serve_reply",
        lambda page, given: ServiceForm(
            given,
            start={
                "method": page.case.delivery,
                "served_on": office().clock.today(),
                "recipient": page.case.addressee,
                **ServiceForm.USUAL,
            },
        ),
        lambda task, form: commands.serve_reply(task, form.service(), actor=actor(), office=office()),
    )


@pages.route("/tasks/<row:task_id>/archive_case", methods=["GET", "POST"])
@task_page("archive_case")
def archive_case(task_id: int) -> Answer:
    """The file is closed."""
    return work_on(
        task_id,
        "archive_case",
        lambda page, given: ArchivingForm(given, start={"retention": _proposed(page).period}),
        lambda task, form: commands.archive_case(task, form.archiving(), actor=actor(), office=office()),
        beside=lambda page: {"proposed": _proposed(page)},
    )


def _proposed(page: StepPage) -> retention.ProposedRetention:
    return retention.proposal(page.case.id, actor=actor(), office=office())
