"""Signing in and out, the first administrator, one's own password."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, request, session, url_for
from werkzeug.wrappers import Response

from engine.commands import drafts, people
from engine.permissions import Action
from engine.queries.people import nobody_yet
from web import access, kept
from web.access import actor, office, permits, public
from web.form_page import Answer, answer, typed
from web.forms.sign_in import PasswordForm, SetUpForm, SignInForm

pages = Blueprint("sign_in", __name__)


@pages.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Answer:
    """A person signs in and goes on where they wanted to be."""
    if nobody_yet(office()):
        return redirect(url_for("sign_in.set_up"), 303)
    context = {"next": request.values.get("next", ""), "kept": request.form.get("kept", ""), "is_lost": False}
    return answer("sign_in/sign_in.html", SignInForm(typed()), _begin, **context)


@pages.post("/sign-out")
@public
def sign_out() -> Response:
    """The sign-in has ended, here and in the database."""
    people.sign_out(request.cookies.get(access.STAFF_COOKIE, ""), office=office())
    session.clear()
    response = redirect(url_for("sign_in.sign_in"), 303)
    access.forget(response, access.STAFF_COOKIE)
    return response


@pages.route("/set-up", methods=["GET", "POST"])
@public
def set_up() -> Answer:
    """The first administrator, while there is nobody."""
    if request.method == "GET" and not nobody_yet(office()):
        return redirect(url_for("sign_in.sign_in"), 303)
    return answer("sign_in/set_up.html", SetUpForm(typed()), _set_up)


@pages.route("/account", methods=["GET", "POST"])
@permits(Action.WORK_AT_DESK)
def account() -> Answer:
    """One's own account and password."""
    return answer("sign_in/account.html", PasswordForm(typed()), _change_password)


def _begin(form: SignInForm) -> Response:
    token = people.sign_in(
        form.value("account"), form.value("password"), address=request.remote_addr or "", office=office()
    )
    response = redirect(_wanted(), 303)
    _keep_draft(token)
    session.clear()
    access.set_staff_cookie(response, token)
    return response


def _keep_draft(token: str) -> None:
    """What was being sent when the sign-in was lost is now the draft of its form."""
    fields = kept.unpacked(request.form.get("kept", ""))
    path = request.form.get("next", "")
    if fields is not None and kept.keeps_drafts(path):
        drafts.save_draft_of_sign_in(token, path, fields, office=office())


def _wanted() -> str:
    """The page asked for, if it is one of ours."""
    target = request.values.get("next", "")
    parts = urlsplit(target)
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc
    return target if is_ours else url_for("desk.desk")


def _set_up(form: SetUpForm) -> Response:
    people.set_up_first_administrator(form.administrator(), form.value("unit_name"), office=office())
    return redirect(url_for("sign_in.sign_in"), 303)


def _change_password(form: PasswordForm) -> Response:
    people.set_password(access.person_id(), form.value("password"), actor=actor(), office=office())
    return redirect(url_for("sign_in.sign_in"), 303)
