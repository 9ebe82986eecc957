"""合并答复: one reply for several applications of one applicant, chosen on the draft of the case that is due first."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from engine.commands import drafts
from engine.commands import joint_reply as commands
from engine.permissions import Action
from engine.queries import joint_replies as queries
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.joint_reply import JointReplyForm

pages = Blueprint("joint_reply", __name__)


@pages.route("/tasks/<row:task_id>/answer_together", methods=["GET", "POST"])
@permits(Action.ANSWER_TOGETHER)
def answer_together(task_id: int) -> Answer:
    """The reply drafted at this step answers other applications of the same applicant as well."""
    choice = queries.choice(task_id, actor=actor(), office=office())

    def act(form: JointReplyForm) -> Response:
        chosen = form.chosen()
        commands.answer_together(task_id, chosen, actor=actor(), office=office())
        if set(choice.chosen) - set(chosen):  # the items of the letter have other numbers now
            drafts.discard_draft(_draft(task_id), actor=actor(), office=office())
        flash("已定为合并答复：各件的全部申请内容在一份答复书里逐项答复。" if chosen else "此件单独答复。")
        return redirect(_draft(task_id), 303)

    return answer("joint/choose.html", JointReplyForm.of(choice, typed()), act, choice=choice, task_id=task_id)


@pages.post("/tasks/<row:task_id>/answer_alone")
@permits(Action.ANSWER_TOGETHER)
def answer_alone(task_id: int) -> Response:
    """The case of this step has a reply of its own again."""
    commands.answer_alone(task_id, actor=actor(), office=office())
    flash("此件改为单独答复，请拟定答复。")
    return redirect(_draft(task_id), 303)


def _draft(task_id: int) -> str:
    return url_for("decide.draft_decision", task_id=task_id)
