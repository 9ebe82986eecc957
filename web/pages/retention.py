"""保管期限表: how long each kind of closed file is kept."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from engine.commands import retention as commands
from engine.permissions import Action
from engine.queries import retention as queries
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.retention import RetentionForm

pages = Blueprint("retention", __name__)


@pages.route("/retention", methods=["GET", "POST"])
@permits(Action.MANAGE_AGENCY)
def retention() -> Answer:
    """The table, and its changes."""
    view = queries.retention(actor=actor(), office=office())

    def act(form: RetentionForm) -> Response:
        commands.set_retention(form.table(), actor=actor(), office=office())
        flash("保管期限表已更新，今后归档的案卷按此拟定保管期限。")
        return redirect(url_for("retention.retention"), 303)

    form = RetentionForm(typed(), start=RetentionForm.start_of(view.table))
    return answer("office/retention.html", form, act, view=view)
