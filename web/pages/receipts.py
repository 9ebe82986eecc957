"""收件回执 in large print, to be read aloud at the counter, and the letter to an applicant who cannot be reached."""

from flask import Blueprint, render_template

from engine.permissions import Action
from engine.queries import receipts
from web.access import actor, office, permits

pages = Blueprint("receipts", __name__)


@pages.get("/applications/<row:application_id>/receipt")
@permits(Action.ENTER_APPLICATION)
def large_print(application_id: int) -> str:
    """The receipt in plain sentences and big type; nobody's approval is needed."""
    facts = receipts.receipt_facts(application_id, actor=actor(), office=office())
    return render_template("register/receipt.html", facts=facts, application_id=application_id)


@pages.get("/applications/<row:application_id>/contact-letter")
@permits(Action.ENTER_APPLICATION)
def contact_letter(application_id: int) -> str:
    """A letter that asks the applicant to get in touch, to be printed and posted."""
    letter = receipts.contact_letter(application_id, actor=actor(), office=office())
    return render_template("register/contact_letter.html", letter=letter, application_id=application_id)
