"""上级平台转入: the record taken in, and the result told on the platform."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from engine.commands import drafts, transfers
from engine.commands import register as commands
from engine.commands.register import Registration
from engine.permissions import Action
from engine.queries import steps
from engine.rules.platform_record import read_record
from web import kept
from web.access import actor, office, permits, task_page
from web.attachments import sent_along
from web.form_page import Answer, answer, typed
from web.forms.transfers import PlatformAnswerForm, TransferForm, beginning
from web.step_page import work_on

pages = Blueprint("transfers", __name__)

NEW = "/applications/transfer"


@pages.route(NEW, methods=["GET", "POST"])
@permits(Action.ENTER_APPLICATION)
def new_transfer() -> Answer:
    """The record is pasted, looked over, and registered as a case."""
    today = office().clock.today()
    if request.form.get("do") == "read":
        record = request.form.get("record", "")[:20_000].replace("\r\n", "\n")
        read = read_record(record)
        form = TransferForm(start=beginning(today, read, record))
        return render_template("transfers/new.html", form=form, read=read, draft=None, draft_path=NEW)
    draft = steps.draft_of(NEW, actor=actor(), office=office()) if typed() is None else None
    form = TransferForm(kept.typed_again(draft.fields) if draft else typed(), start=beginning(today))
    return answer("transfers/new.html", form, _register, read=None, draft=draft, draft_path=NEW)


@pages.route("/tasks/<row:task_id>/answer_platform", methods=["GET", "POST"])
@task_page("answer_platform")
def answer_platform(task_id: int) -> Answer:
    """The result stands on the platform, with proof."""
    return work_on(
        task_id,
        "answer_platform",
        lambda _, given: PlatformAnswerForm(given, start={"answered_on": office().clock.today()}),
        lambda task, form: transfers.answer_platform(
            task, form.platform_answer(sent_along(form, transfers.PROOF)), actor=actor(), office=office()
        ),
    )


def _register(form: TransferForm) -> Response:
    done = commands.register_application(form.transferred_entry(), Registration(), actor=actor(), office=office())
    drafts.discard_draft(NEW, actor=actor(), office=office())
    if done.pass_phrase:
        session["registered"] = {"case": done.application_id, "pass_phrase": done.pass_phrase}
    else:
        flash("此件刚才已经登记，没有重复登记。")
    return redirect(url_for("register.registered", application_id=done.application_id), 303)
