"""在线申请: filled in, looked over, sent; the pass phrase is shown once."""

from flask import Blueprint, redirect, render_template, request, session, url_for

from engine.commands import register as commands
from engine.errors import DisclosureError
from engine.queries import agency, catalogue, channels, tracking
from web import access
from web.access import applicant_page, office, public
from web.attachments import POWER_OF_ATTORNEY, AttachmentsForm, sent_along
from web.errors import status_of
from web.form_page import Answer, typed
from web.forms.apply import OnlineForm

pages = Blueprint("apply", __name__)


@pages.route("/apply", methods=["GET", "POST"])
@public
def apply() -> Answer:
    """The form, then the same to be looked over, then sent."""
    form = OnlineForm.online(typed(), _topic())
    if not channels.is_portal_open(office()):
        closed = _shown("portal/closed.html", form, items=form.asked)
        return closed if typed() is None else (closed, 409)
    wish = request.form.get("do", "")
    if form.adjust_rows(request.form.get("row", "")) or typed() is None or wish == "back":
        return _shown("portal/apply.html", form)
    if not form.read():
        return _shown("portal/apply.html", form), 422
    papers = AttachmentsForm(typed() if wish == "send" else None)
    if wish != "send":
        return _check(form, papers)
    return _send(form, papers)


@pages.get("/apply/done")
@applicant_page
def done() -> str:
    """The number, and once only the pass phrase."""
    case = access.applicant_case()
    shown = session.pop("applied", {})
    phrase = shown.get("pass_phrase", "") if shown.get("case") == case else ""
    return render_template("portal/done.html", progress=tracking.progress(case, office()), pass_phrase=phrase)


def _send(form: OnlineForm, papers: AttachmentsForm) -> Answer:
    papers.read()
    try:
        power = sent_along(papers, POWER_OF_ATTORNEY, name="power") if form.has_agent else ()
        entry = form.online_entry(office().clock.today(), has_power=bool(power))
        files = (*power, *sent_along(papers, "申请材料"))
        done = commands.apply_online(entry, files, address=_address(), office=office())
    except DisclosureError as error:
        papers.refuse(error)
        return _check(form, papers), status_of(error)
    session["applied"] = {"case": done.application_id, "pass_phrase": done.pass_phrase}
    response = redirect(url_for("apply.done"), 303)
    access.let_applicant_in(response, done.application_id)
    return response


def _check(form: OnlineForm, papers: AttachmentsForm) -> str:
    suggested = catalogue.suggested(form.asked, office())
    return _shown("portal/check.html", form, papers=papers, suggested=suggested)


def _topic() -> str:
    """The title of the catalogue's topic that the address names; nothing when it names none."""
    number = request.args.get("topic", default=0, type=int)
    return next((each.title for each in catalogue.topics(office()) if each.id == number), "") if number else ""


def _address() -> str:
    return request.remote_addr or ""


def _shown(template: str, form: OnlineForm, **more: object) -> str:
    known = {"agency": agency.agency(office()), "channels": channels.open_channels(office())}
    return render_template(template, form=form, **known, **more)
