"""申请进度查询: the applicant's pages, by number and pass phrase. Neither stands in an address or a title."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands import track as commands
from engine.errors import TaskNotReady
from engine.queries import own, own_duties, tracking
from web import access
from web.access import applicant_page, office, public
from web.attachments import sent_along
from web.form_page import Answer, answer, typed
from web.forms.contacts import ContactsForm
from web.forms.portal import OwnWithdrawalForm, SupplementForm, TrackForm
from web.pages.cases import to_save
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
    """How far the case is, and what the applicant can do now."""
    progress = tracking.progress(_case(), office())
    papers, duties = own.released(_case(), office()), own_duties.duties(_case(), office())
    return render_template("portal/status.html", progress=progress, papers=papers, duties=duties)


@pages.get("/track/letters/<row:letter_id>.pdf")
@applicant_page
def letter(letter_id: int) -> Response:
    """A letter that was served on the applicant."""
    return shown(tracking.own_letter(_case(), letter_id, office()), disposition="attachment")


@pages.get("/track/papers/<row:file_id>")
@applicant_page
def paper(file_id: int) -> Response:
    """A paper that went out with the reply."""
    return to_save(own.released_paper(_case(), file_id, office()))


@pages.route("/track/contacts", methods=["GET", "POST"])
@applicant_page
def contacts() -> Answer:
    """The applicant tells how to reach them from now on."""
    mine = own.own_contacts(_case(), office())
    form = ContactsForm.over(mine, typed())
    return answer("portal/contacts.html", form, _change_contacts, own=mine)


@pages.route("/track/supplement", methods=["GET", "POST"])
@applicant_page
def supplement() -> Answer:
    """The applicant says more clearly what is asked for."""
    asked = tracking.supplement_asked(_case(), office())
    return answer("portal/supplement.html", SupplementForm.of(asked.items, typed()), _supplement, asked=asked)


@pages.route("/track/withdraw", methods=["GET", "POST"])
@applicant_page
def withdraw() -> Answer:
    """The applicant takes the application back in writing."""
    progress = tracking.progress(_case(), office())
    if not progress.can_withdraw:
        raise TaskNotReady("此件已经办结或者终止，不能再撤回。")
    return answer("portal/withdraw.html", OwnWithdrawalForm(typed()), _withdraw, progress=progress)


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


def _change_contacts(form: ContactsForm) -> Response:
    commands.change_own_contacts(_case(), form.details(), seen=form.seen, office=office())
    flash("联系方式已经修改。")
    return redirect(url_for("portal.status"), 303)


def _supplement(form: SupplementForm) -> Response:
    uploads = sent_along(form, "补正材料")
    commands.supplement_own(_case(), items=form.items(), words=form.value("words"), uploads=uploads, office=office())
    flash("补正已经提交。")
    return redirect(url_for("portal.status"), 303)


def _withdraw(form: OwnWithdrawalForm) -> Response:
    commands.withdraw_own(_case(), signed_by=form.value("signed_by"), words=form.value("words"), office=office())
    flash("撤回已经提交。")
    return redirect(url_for("portal.status"), 303)
