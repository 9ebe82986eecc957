"""机关信息: what every letter says of the agency."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from engine.commands import agency as commands
from engine.permissions import Action
from engine.queries import agency as queries
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.people import AgencyForm

pages = Blueprint("agency", __name__)


@pages.route("/agency", methods=["GET", "POST"])
@permits(Action.MANAGE_AGENCY)
def agency() -> Answer:
    """The agency's name, code, remedies and contact."""
    known = queries.agency(office())

    def act(form: AgencyForm) -> Response:
        commands.describe_agency(form.entry(), actor=actor(), office=office())
        flash("机关信息已保存，今后拟定的文书按此印制。")
        return redirect(url_for("agency.agency"), 303)

    return answer("people/agency.html", AgencyForm(typed(), start=known.as_values() if known else {}), act)
