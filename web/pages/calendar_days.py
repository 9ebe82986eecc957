"""工作日历: what a change would do is shown before it is made."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands import calendar_days as commands
from engine.errors import RuleViolation
from engine.permissions import Action
from engine.queries import calendar_days as queries
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.calendar_days import DayForm, YearForm

pages = Blueprint("calendar_days", __name__)


@pages.route("/calendar", methods=["GET", "POST"])
@permits(Action.MANAGE_CALENDAR)
def calendar() -> Answer:
    """The calendar; a day that is set is shown with its effect first, and set when that was confirmed."""
    view = queries.calendar_view(actor=actor(), office=office())

    def act(form: DayForm) -> Response | str:
        entry = form.entry()
        commands.require_source(entry.source)
        if request.form.get("do") != "confirm":
            change = queries.change_of(form.change(), actor=actor(), office=office())
            return render_template("office/calendar_change.html", form=form, change=change, entry=entry)
        return _done(commands.set_day(entry, actor=actor(), office=office()))

    return answer("office/calendar.html", DayForm(typed()), act, view=view)


@pages.post("/calendar/remove")
@permits(Action.MANAGE_CALENDAR)
def remove_day() -> Response:
    """A day counts as published again."""
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError as error:
        raise RuleViolation("请从工作日历中选择要恢复的日子。", field="day") from error
    return _done(commands.remove_day(day, actor=actor(), office=office()))


@pages.route("/calendar/year", methods=["GET", "POST"])
@permits(Action.MANAGE_CALENDAR)
def load_year() -> Answer:
    """A year's arrangement is complete."""
    view = queries.calendar_view(actor=actor(), office=office())

    def act(form: YearForm) -> Response:
        return _done(commands.load_year(form.entry(), actor=actor(), office=office()))

    return answer("office/calendar_year.html", YearForm(typed(), start={"year": view.missing}), act, view=view)


def _done(moved: int) -> Response:
    flash(f"工作日历已更新，{moved} 件在办申请的期限随之变动，提醒一并调整。")
    return redirect(url_for("calendar_days.calendar"), 303)
