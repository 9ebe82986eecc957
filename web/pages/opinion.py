"""征求意见的答复: the consulted party's page, by number and pass phrase; it never learns who applied."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.commands import opinion as commands
from engine.queries import opinions
from web import access
from web.access import office, party_page, public
from web.attachments import sent_along
from web.form_page import Answer, answer, typed
from web.forms.portal import ConsultationForm, OwnOpinionForm

pages = Blueprint("opinion", __name__)


@pages.route("/opinion", methods=["GET", "POST"])
@public
def enter() -> Answer:
    """Number and pass phrase open one consultation for half an hour."""
    return answer("portal/opinion_enter.html", ConsultationForm(typed()), _let_in)


@pages.route("/opinion/answer", methods=["GET", "POST"])
@party_page
def give() -> Answer:
    """What our letter says, and the party's opinion; given once, it can be read and no longer changed."""
    asked = opinions.asked(access.party_consultation(), office())
    return answer("portal/opinion.html", OwnOpinionForm(typed()), _give, asked=asked)


@pages.post("/opinion/leave")
@public
def leave() -> Response:
    """This browser no longer sees the consultation."""
    response = redirect(url_for("opinion.enter"), 303)
    access.forget(response, access.PARTY_COOKIE)
    return response


def _let_in(form: ConsultationForm) -> Response:
    consultation = commands.open_own_consultation(
        form.value("number"), form.value("pass_phrase"), address=request.remote_addr or "", office=office()
    )
    response = redirect(url_for("opinion.give"), 303)
    access.let_party_in(response, consultation)
    return response


def _give(form: OwnOpinionForm) -> Response:
    commands.give_opinion(
        access.party_consultation(),
        form.opinion(office().clock.today()),
        sent_along(form, "第三方意见"),
        office=office(),
    )
    flash("意见已经提交。")
    return redirect(url_for("opinion.give"), 303)
