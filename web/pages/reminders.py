"""提醒日期: when the reminders before a due date come."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from engine.commands import reminders as commands
from engine.permissions import Action
from engine.queries import reminders as queries
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.reminders import ReminderForm

pages = Blueprint("reminders", __name__)


@pages.route("/reminders", methods=["GET", "POST"])
@permits(Action.MANAGE_AGENCY)
def reminders() -> Answer:
    """The days of the reminders, and their changes."""
    view = queries.reminders(actor=actor(), office=office())

    def act(form: ReminderForm) -> Response:
        commands.set_reminder_days(form.days(), actor=actor(), office=office())
        flash("提醒日期已更新，在办申请的提醒随即按新的日期调整。")
        return redirect(url_for("reminders.reminders"), 303)

    form = ReminderForm(typed(), start=ReminderForm.start_of(view.days))
    return answer("office/reminders.html", form, act, view=view)
