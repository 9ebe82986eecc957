"""撤回: the applicant's statement is recorded, then confirmed."""

from flask import Blueprint
from werkzeug.wrappers import Response

from engine.commands import withdraw as commands
from engine.permissions import Action
from engine.queries import applications
from web.access import actor, office, permits, task_page
from web.form_page import Answer, answer, typed
from web.forms.review import ConfirmationForm, WithdrawalForm
from web.step_page import onward, work_on

pages = Blueprint("withdraw", __name__)


@pages.route("/applications/<row:application_id>/withdraw", methods=["GET", "POST"])
@permits(Action.RECORD_WITHDRAWAL)
def record_withdrawal(application_id: int) -> Answer:
    """The statement stands in the history; the case waits to be confirmed as withdrawn."""
    case = applications.case_facts(application_id, actor=actor(), office=office())
    form = WithdrawalForm(typed(), start={"stated_on": office().clock.today()})

    def act(sent: WithdrawalForm) -> Response:
        commands.record_withdrawal(application_id, sent.withdrawal(), actor=actor(), office=office())
        return onward(application_id, "已登记撤回，请确认撤回。")

    return answer("cases/withdraw.html", form, act, case=case)


@pages.route("/tasks/<row:task_id>/confirm_withdrawal", methods=["GET", "POST"])
@task_page("confirm_withdrawal")
def confirm_withdrawal(task_id: int) -> Answer:
    """The withdrawal is confirmed; the case goes to the archive."""
    return work_on(
        task_id,
        "confirm_withdrawal",
        lambda _, given: ConfirmationForm(given),
        lambda task, form: commands.confirm_withdrawal(task, form.value("remark"), actor=actor(), office=office()),
    )
