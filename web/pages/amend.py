"""What may be amended while a case is open: an item's findings, the applicant's contact details."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from engine.commands import contacts, items, representation
from engine.permissions import Action
from engine.queries import applications
from web import asked
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.contacts import ContactsForm
from web.forms.reexamine import ReexamineForm
from web.forms.representation import RepresentationForm
from web.step_page import onward

pages = Blueprint("amend", __name__)


@pages.route("/applications/<row:application_id>/reexamine", methods=["GET", "POST"])
@permits(Action.REEXAMINE_ITEM)
def reexamine_item(application_id: int) -> Answer:
    """The facts of one item are asked for anew, from its nature on."""
    case = applications.case_facts(application_id, actor=actor(), office=office())
    form = ReexamineForm.over(case, typed(), asked.number("item"))

    def act(sent: ReexamineForm) -> Response:
        items.reexamine_item(application_id, sent.value("number"), sent.value("reason"), actor=actor(), office=office())
        return onward(application_id, "已退回逐项审查，请从判断性质与职责开始重新办理这一项。")

    return answer("cases/reexamine.html", form, act, case=case)


@pages.route("/applications/<row:application_id>/contact-details", methods=["GET", "POST"])
@permits(Action.ENTER_APPLICATION)
def change_contacts(application_id: int) -> Answer:
    """The applicant has told the counter of new details."""
    case = applications.case_facts(application_id, actor=actor(), office=office())
    form = ContactsForm.over(case, typed())

    def act(sent: ContactsForm) -> Response:
        contacts.change_contacts(application_id, sent.details(), seen=sent.seen, actor=actor(), office=office())
        flash("联系方式已经修改，修改前的内容留在时间线上。")
        return redirect(url_for("cases.case", application_id=application_id), 303)

    return answer("cases/contact_details.html", form, act, case=case)


@pages.route("/applications/<row:application_id>/representation", methods=["GET", "POST"])
@permits(Action.ENTER_APPLICATION)
def change_representation(application_id: int) -> Answer:
    """Who acts for the applicant, and who receives the letters."""
    case = applications.case_facts(application_id, actor=actor(), office=office())
    form = RepresentationForm(typed(), start=RepresentationForm.beginning(case.representation))

    def act(sent: RepresentationForm) -> Response:
        wanted = sent.representatives()
        representation.change_representation(application_id, wanted, actor=actor(), office=office())
        flash("代理人和收件人已经登记。")
        return redirect(url_for("cases.case", application_id=application_id), 303)

    return answer("cases/representation.html", form, act, case=case)
