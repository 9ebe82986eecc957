"""人员: who works here, with which roles, in which unit."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.commands import hand_over as commands_of_leaving
from engine.commands import people as commands
from engine.permissions import Action, Role
from engine.queries import absences, steps
from engine.queries import people as queries
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.people import ChangeForm, HandOverForm, PersonForm, UnitForm
from web.forms.sign_in import PasswordForm

pages = Blueprint("people", __name__)


@pages.get("/people")
@permits(Action.MANAGE_PEOPLE)
def people() -> str:
    """Everybody."""
    return render_template(
        "people/people.html", colleagues=queries.colleagues(office()), units=queries.units(office()),
        away=absences.away_on(office().clock.today(), office=office()),
    )  # fmt: skip


@pages.route("/people/new", methods=["GET", "POST"])
@permits(Action.MANAGE_PEOPLE)
def new_person() -> Answer:
    """Somebody new can sign in."""

    def act(form: PersonForm) -> Response:
        commands.add_person(form.entry(), actor=actor(), office=office())
        return _done(f"已添加{form.value('name')}。")

    return answer("people/new.html", PersonForm.among(queries.units(office()), typed()), act)


@pages.route("/people/<row:person_id>", methods=["GET", "POST"])
@permits(Action.MANAGE_PEOPLE)
def person(person_id: int) -> Answer:
    """Somebody's roles, unit and whether they are here."""
    known = queries.colleague(person_id, office())
    held = steps.held_by(person_id, office=office())

    def act(form: ChangeForm) -> Response:
        commands.change_person(
            person_id,
            roles=[Role(role) for role in form.value("roles")],
            unit_id=form.value("unit_id"),
            active=form.value("active"),
            actor=actor(),
            office=office(),
        )
        return _done(f"已更新{known.name}的角色和处室。")

    form = ChangeForm.of(known, queries.units(office()), typed())
    return answer("people/person.html", form, act, person=known, held=held)


@pages.route("/people/<row:person_id>/hand-over", methods=["GET", "POST"])
@permits(Action.MANAGE_PEOPLE)
def hand_over_steps(person_id: int) -> Answer:
    """Whatever lies with somebody goes to a colleague, or back to where others take it."""
    known = queries.colleague(person_id, office())
    held = steps.held_by(person_id, office=office())
    others = tuple(each for each in held.candidates if each.id != person_id)

    def act(form: HandOverForm) -> Response:
        heir, reason = form.heir(), form.value("reason")
        done = commands_of_leaving.hand_over_steps(person_id, heir, reason, actor=actor(), office=office())
        kept = f"，更换承办人 {done.cases} 件" if done.cases else ""
        flash(f"{known.name}名下的步骤已移交：转给接手人 {done.given} 个，退回待领取 {done.pooled} 个{kept}。")
        return redirect(url_for("people.person", person_id=person_id), 303)

    return answer("people/hand_over.html", HandOverForm.among(others, typed()), act, person=known, held=held)


@pages.route("/people/<row:person_id>/password", methods=["GET", "POST"])
@permits(Action.MANAGE_PEOPLE)
def password(person_id: int) -> Answer:
    """Somebody who forgot the password has a new one."""
    known = queries.colleague(person_id, office())

    def act(form: PasswordForm) -> Response:
        commands.set_password(person_id, form.value("password"), actor=actor(), office=office())
        return _done(f"已重设{known.name}的密码，其原有登录全部失效。")

    return answer("people/password.html", PasswordForm(typed()), act, person=known)


@pages.route("/units/new", methods=["GET", "POST"])
@permits(Action.MANAGE_PEOPLE)
def new_unit() -> Answer:
    """One unit more."""

    def act(form: UnitForm) -> Response:
        commands.add_unit(
            form.value("name"),
            form.value("handles_applications"),
            is_subordinate=bool(form.value("is_subordinate")),
            actor=actor(),
            office=office(),
        )
        return _done(f"已添加处室“{form.value('name')}”。")

    return answer("people/unit.html", UnitForm(typed()), act)


def _done(words: str) -> Response:
    flash(words)
    return redirect(url_for("people.people"), 303)
