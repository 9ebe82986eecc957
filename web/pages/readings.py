"""法律适用口径: what a change would do is shown before it is made."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands import readings as commands
from engine.permissions import Action
from engine.queries import readings as queries
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.readings import ReadingForm

pages = Blueprint("readings", __name__)


@pages.route("/library/readings/<reading>", methods=["GET", "POST"])
@permits(Action.MANAGE_CALENDAR)
def change(reading: str) -> Answer:
    """One reading; another answer is shown with its effect first, and holds when that was confirmed."""
    now = queries.reading(reading, actor=actor(), office=office())

    def act(form: ReadingForm) -> Response | str:
        wanted = form.wanted(reading)
        if request.form.get("do") == "restore":
            form["answer"].texts = form["answer"].spec.show(now.first)
            wanted = replace(wanted, value=now.first)
        if request.form.get("do") != "confirm":
            change = queries.change_of(wanted, actor=actor(), office=office())
            return render_template("office/reading_change.html", form=form, change=change, reading=now)
        moved = commands.set_reading(wanted, actor=actor(), office=office())
        flash(f"口径已修改，{moved} 件在办申请的期限随之变动，提醒一并调整。")
        return redirect(url_for("library.readings"), 303)

    return answer("office/reading.html", ReadingForm.over(now, typed()), act, reading=now)
