"""征求意见与协办 of one case: what was asked, what came of it, and typing in what came by post or at the counter."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from engine.commands import announce
from engine.commands import consult as commands
from engine.permissions import Action
from engine.queries import applications, enquiries
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.consult import AnnouncementForm, OpinionForm, ReceiptForm, ReturnForm

pages = Blueprint("consultations", __name__)


@pages.get("/applications/<row:application_id>/consultations")
@permits(Action.READ_CASES)
def consultations(application_id: int) -> str:
    """Every party and unit that was asked; a fresh pass phrase is shown once."""
    case = applications.case_facts(application_id, actor=actor(), office=office())
    shown = session.pop("party", {})
    return render_template(
        "consult/consultations.html",
        case=case,
        asked=enquiries.enquiries_of(application_id, actor=actor(), office=office()),
        pass_phrase=shown if shown.get("case") == application_id else {},
    )


@pages.route("/consultations/<row:consultation_id>/receipt", methods=["GET", "POST"])
@permits(Action.REGISTER_OPINION)
def record_letter_receipt(consultation_id: int) -> Answer:
    """It is proven when the party got our letter."""
    party = enquiries.consultation(consultation_id, actor=actor(), office=office())
    form = ReceiptForm(typed(), start={"on": office().clock.today()})

    def act(sent: ReceiptForm) -> Response:
        commands.record_letter_receipt(consultation_id, sent.value("on"), actor=actor(), office=office())
        return _back(party, "已登记对方签收的日期。")

    return answer("consult/receipt.html", form, act, party=party)


@pages.route("/consultations/<row:consultation_id>/returned", methods=["GET", "POST"])
@permits(Action.REGISTER_OPINION)
def record_returned_letter(consultation_id: int) -> Answer:
    """The letter came back undelivered."""
    party = enquiries.consultation(consultation_id, actor=actor(), office=office())
    form = ReturnForm(typed(), start={"on": office().clock.today()})

    def act(sent: ReturnForm) -> Response:
        commands.record_returned_letter(consultation_id, sent.value("on"), actor=actor(), office=office())
        return _back(party, "已登记退信。")

    return answer("consult/returned.html", form, act, party=party)


@pages.route("/consultations/<row:consultation_id>/opinion", methods=["GET", "POST"])
@permits(Action.REGISTER_OPINION)
def register_opinion(consultation_id: int) -> Answer:
    """The opinion that came by post or at the counter is on record with its real day."""
    party = enquiries.consultation(consultation_id, actor=actor(), office=office())
    form = OpinionForm(typed(), start={"received_on": office().clock.today()})

    def act(sent: OpinionForm) -> Response:
        commands.register_opinion(consultation_id, sent.opinion(), actor=actor(), office=office())
        return _back(party, f"已登记{party.name}的意见。")

    return answer("consult/opinion.html", form, act, party=party)


@pages.post("/consultations/<row:consultation_id>/pass-phrase")
@permits(Action.REGISTER_OPINION)
def hand_out_pass_phrase(consultation_id: int) -> Response:
    """A fresh pass phrase for the party's own page; an earlier one opens nothing."""
    party = enquiries.consultation(consultation_id, actor=actor(), office=office())
    phrase = commands.hand_out_pass_phrase(consultation_id, actor=actor(), office=office())
    session["party"] = {"case": party.application_id, "id": consultation_id, "name": party.name, "phrase": phrase}
    return redirect(url_for("consultations.consultations", application_id=party.application_id), 303)


@pages.route("/consultations/<row:consultation_id>/disclosure", methods=["GET", "POST"])
@permits(Action.REGISTER_OPINION)
def announce_disclosure(consultation_id: int) -> Answer:
    """Who objected is told what is disclosed all the same, why, and from which day."""
    party = enquiries.consultation(consultation_id, actor=actor(), office=office())

    def act(sent: AnnouncementForm) -> Response:
        announce.announce_disclosure(consultation_id, sent.announcement(), actor=actor(), office=office())
        return _back(party, f"给{party.name}的决定公开告知书已经送审。")

    return answer("consult/disclosure.html", AnnouncementForm(typed()), act, party=party)


@pages.post("/applications/<row:application_id>/consultations/announce")
@permits(Action.REGISTER_OPINION)
def announce_consultation(application_id: int) -> Response:
    """The applicant is told that others are being asked, and since when."""
    applications.case_facts(application_id, actor=actor(), office=office())
    announce.announce_consultation(application_id, actor=actor(), office=office())
    flash("给申请人的征求意见情况告知书已经送审。")
    return redirect(url_for("consultations.consultations", application_id=application_id), 303)


def _back(party: enquiries.ConsultationLine, words: str) -> Response:
    flash(words)
    return redirect(url_for("consultations.consultations", application_id=party.application_id), 303)
