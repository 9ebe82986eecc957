"""登记申请: the form, the result with number and pass phrase, and registering what came by itself."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from engine.commands import drafts
from engine.commands import register as commands
from engine.permissions import Action
from engine.queries import applications, hints, steps, tasks
from engine.queries.envelopes import EnvelopeLine
from engine.queries.steps import StepPage
from engine.rules.receipt import RECEIPT_RULES, SETTLED, way_of
from engine.rules.vocabulary import Channel
from web import kept
from web.access import actor, office, permits, task_page
from web.form_page import Answer, answer, typed
from web.forms.form import Typed
from web.forms.register import ApplicationForm, RegistrationForm
from web.step_page import work_on

pages = Blueprint("register", __name__)

NEW = "/applications/new"


@pages.route(NEW, methods=["GET", "POST"])
@permits(Action.ENTER_APPLICATION)
def new_application() -> Answer:
    """An application is typed in and registered in one go."""
    return type_in(NEW, {})


def type_in(path: str, known: Mapping[str, Any], envelope: EnvelopeLine | None = None) -> Answer:
    """The form with what is known beforehand; once sent, the application is registered, from its envelope if any."""
    draft = steps.draft_of(path, actor=actor(), office=office()) if typed() is None else None
    form = ApplicationForm(
        kept.typed_again(draft.fields) if draft else typed(),
        start={**ApplicationForm.beginning(office().clock.today()), **known},
    )
    settling = [channel for channel in Channel if way_of(channel, None, office().readings) == SETTLED]
    beside = {"rules": RECEIPT_RULES, "settling": settling, "draft": draft, "draft_path": path, "envelope": envelope}
    return answer("register/new.html", form, partial(_register, path=path, envelope=envelope), **beside)


@pages.get("/applications/<row:application_id>/registered")
@permits(Action.ENTER_APPLICATION)
def registered(application_id: int) -> str:
    """The number, and once only the pass phrase."""
    case = applications.case_facts(application_id, actor=actor(), office=office())
    shown = session.pop("registered", {})
    phrase = shown.get("pass_phrase", "") if shown.get("case") == application_id else ""
    beside = {
        "found": hints.hints(application_id, actor=actor(), office=office()),
        "case_id": application_id,
        "next_step": tasks.next_of_case(application_id, actor=actor(), office=office()),
    }
    return render_template("register/registered.html", case=case, pass_phrase=phrase, **beside)


@pages.route("/tasks/<row:task_id>/register", methods=["GET", "POST"])
@task_page("register")
def register(task_id: int) -> Answer:
    """An application that came in by itself has its day of receipt."""
    return work_on(
        task_id, "register", _registration, _step, beside=lambda page: {"rule": RECEIPT_RULES[page.case.channel]}
    )


def _registration(page: StepPage, given: Typed | None) -> RegistrationForm:
    way = way_of(page.case.channel, page.case.stray_channel, office().readings)
    start = {"received_on": page.case.arrived_on}
    return RegistrationForm(given, start=start, only=RegistrationForm.for_way(way))


def _step(task_id: int, form: RegistrationForm) -> None:
    commands.register(task_id, form.registration(), actor=actor(), office=office())


def _register(form: ApplicationForm, *, path: str, envelope: EnvelopeLine | None) -> Response:
    registration = replace(form.registration(), envelope_id=envelope.id if envelope else None)
    done = commands.register_application(form.entry(), registration, actor=actor(), office=office())
    drafts.discard_draft(path, actor=actor(), office=office())
    if form.value("bears_level_mark"):
        flash("已登记代称，转线下涉密办理。材料交保密审查人，不要录入任何内容。")
        return redirect(url_for("cases.case", application_id=done.application_id), 303)
    if done.pass_phrase:
        session["registered"] = {"case": done.application_id, "pass_phrase": done.pass_phrase}
    else:
        flash("此件刚才已经登记，没有重复登记。")
    return redirect(url_for("register.registered", application_id=done.application_id), 303)
