"""The applicant's own page: explain the reasons that a notice asks for, see how to pay, say that it is paid."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from engine.commands import own_answers as commands
from engine.queries import own_duties
from web.access import applicant_case, applicant_page, office
from web.attachments import sent_along
from web.form_page import Answer, answer, typed
from web.forms.own_answers import OwnPaymentForm, OwnReasonsForm

pages = Blueprint("own_answers", __name__)


@pages.route("/track/reasons", methods=["GET", "POST"])
@applicant_page
def reasons() -> Answer:
    """The applicant explains; a person weighs it."""
    asked = own_duties.reasons_asked(applicant_case(), office())
    return answer("portal/reasons.html", OwnReasonsForm(typed()), _explain, asked=asked)


@pages.route("/track/fee", methods=["GET", "POST"])
@applicant_page
def fee() -> Answer:
    """The applicant sees how much and how to pay, and says when it is done; a person finds the money."""
    asked = own_duties.fee_asked(applicant_case(), office())
    form = OwnPaymentForm(typed(), start={"paid_on": asked.declared_on})
    return answer("portal/fee.html", form, _declare, asked=asked)


def _explain(form: OwnReasonsForm) -> Response:
    uploads = sent_along(form, "理由说明材料")
    commands.explain_own(applicant_case(), words=form.value("words"), uploads=uploads, office=office())
    flash("理由说明已经提交，由本机关评估。答复期限照常计算。")
    return redirect(url_for("portal.status"), 303)


def _declare(form: OwnPaymentForm) -> Response:
    commands.declare_paid(applicant_case(), form.payment(), office=office())
    flash("缴费情况已经告知本机关。核对到账并登记以后，答复期限自缴费次日起重新计算。")
    return redirect(url_for("portal.status"), 303)
