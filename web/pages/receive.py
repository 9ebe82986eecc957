"""收到之日、引导、涉密线下办理, and every attempt to reach the applicant."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from engine.clock import BEIJING
from engine.commands import receive as commands
from engine.permissions import Action
from engine.queries import applications, enquiries
from engine.queries.steps import StepPage
from engine.rules.contacts import Purpose, Way
from engine.rules.receipt import RECEIPT_RULES
from web import asked
from web.access import actor, office, permits, task_page
from web.form_page import Answer, answer, typed
from web.forms.receive import ConfirmationForm, ContactForm, GuidanceForm, OfflineForm, ReadBackForm
from web.step_page import work_on

pages = Blueprint("receive", __name__)


@pages.route("/tasks/<row:task_id>/confirm_receipt", methods=["GET", "POST"])
@task_page("confirm_receipt")
def confirm_receipt(task_id: int) -> Answer:
    """Both sides have confirmed that the application arrived; the clock runs."""
    return work_on(
        task_id,
        "confirm_receipt",
        lambda _, given: ConfirmationForm(given, start={"confirmed_on": office().clock.today()}),
        lambda task, form: commands.confirm_receipt(task, form.confirmation(), actor=actor(), office=office()),
        beside=_contacts,
    )


@pages.route("/tasks/<row:task_id>/read_back", methods=["GET", "POST"])
@task_page("read_back")
def read_back(task_id: int) -> Answer:
    """The form filled in for the applicant was read aloud and confirmed."""
    return work_on(
        task_id,
        "read_back",
        lambda _, given: ReadBackForm(given, start={"confirmed_on": office().clock.today()}),
        lambda task, form: commands.read_back(task, form.confirmation(), actor=actor(), office=office()),
        beside=_contacts,
    )


@pages.route("/tasks/<row:task_id>/lead_to_channel", methods=["GET", "POST"])
@task_page("lead_to_channel")
def lead_to_channel(task_id: int) -> Answer:
    """The sender knows the published channels."""
    return work_on(
        task_id,
        "lead_to_channel",
        lambda _, given: GuidanceForm(given, start={"told_on": office().clock.today()}),
        lambda task, form: commands.lead_to_channel(task, form.guidance(), actor=actor(), office=office()),
        beside=_contacts,
    )


@pages.route("/tasks/<row:task_id>/handle_offline", methods=["GET", "POST"])
@task_page("handle_offline")
def handle_offline(task_id: int) -> Answer:
    """A paper with a level mark was handled outside this system."""
    return work_on(
        task_id,
        "handle_offline",
        lambda _, given: OfflineForm(given, start={"handled_on": office().clock.today(), "reviewer": actor().name}),
        lambda task, form: commands.handle_offline(task, form.handling(), actor=actor(), office=office()),
    )


@pages.route("/applications/<row:application_id>/contacts", methods=["GET", "POST"])
@permits(Action.NOTE_CONTACT)
def note_contact(application_id: int) -> Answer:
    """One attempt to reach the applicant is on record, below the earlier ones."""
    case = applications.case_facts(application_id, actor=actor(), office=office())
    found = enquiries.enquiries_of(application_id, actor=actor(), office=office())
    start = ContactForm.beginning(
        office().clock.now().astimezone(BEIJING),
        phone=case.phone or "",
        purpose=Purpose.EXPLAIN if case.received_on else Purpose.CONFIRM_RECEIPT,
        way=asked.word(Way, "way") or Way.PHONE,
    )

    def act(sent: ContactForm) -> Response:
        commands.note_contact(application_id, sent.contact(), actor=actor(), office=office())
        flash("已记录本次联系。")
        return redirect(url_for("receive.note_contact", application_id=application_id), 303)

    beside = {"case": case, "contacts": found.contacts, "why_write": found.why_write}
    return answer("cases/contacts.html", ContactForm(typed(), start=start), act, **beside)


def _contacts(page: StepPage) -> dict[str, object]:
    found = enquiries.enquiries_of(page.case.id, actor=actor(), office=office())
    return {
        "contacts": found.contacts, "why_write": found.why_write, "case": page.case,
        "rule": RECEIPT_RULES[page.case.channel],
    }  # fmt: skip
