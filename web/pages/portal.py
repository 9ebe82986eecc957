"""申请进度查询: the applicant's page, by number and pass phrase. Neither stands in an address or a title."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands import track as commands
from engine.queries import tracking
from web import access
from web.access import applicant_page, office, public
from web.form_page import Answer, answer, typed
from web.forms.portal import TrackForm
from web.pages.letters import shown

pages = Blueprint("portal", __name__)


@pages.route("/track", methods=["GET", "POST"])
@public
def track() -> Answer:
    """Number and pass phrase open one case for half an hour."""
    return answer("portal/track.html", TrackForm(typed()), _let_in)


@pages.get("/track/status")
@applicant_page
def status() -> str:
    """How far the case is."""
    return render_template("portal/status.html", progress=tracking.progress(_case(), office()))


@pages.get("/track/letter.pdf")
@applicant_page
def letter() -> Response:
    """The served reply."""
    return shown(tracking.own_letter(_case(), office()), disposition="attachment")


@pages.post("/track/leave")
@public
def leave() -> Response:
    """This browser no longer sees the case."""
    response = redirect(url_for("portal.track"), 303)
    access.forget(response, access.APPLICANT_COOKIE)
    return response


def _case() -> int:
    return access.applicant_case()


def _let_in(form: TrackForm) -> Response:
    case = commands.open_own_case(
        form.value("case_number"), form.value("pass_phrase"), address=request.remote_addr or "", office=office()
    )
    response = redirect(url_for("portal.status"), 303)
    access.let_applicant_in(response, case)
    return response
