"""外出与代办: away for some days, and who stands in; one's own page, and an administrator's for everybody."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from engine.commands import absences as commands
from engine.permissions import Action
from engine.queries import absences as queries
from engine.queries import people
from web import asked
from web.access import actor, office, permits, person_id
from web.form_page import Answer, answer, typed
from web.forms.absences import AbsenceForm

pages = Blueprint("absences", __name__)


@pages.route("/account/absences", methods=["GET", "POST"])
@permits(Action.WORK_AT_DESK)
def own() -> Answer:
    """One's own absences, and those of others in which one stands in."""
    return _absences(person_id(), url_for("absences.own"))


@pages.route("/people/<row:person_id>/absences", methods=["GET", "POST"])
@permits(Action.MANAGE_PEOPLE)
def of_person(person_id: int) -> Answer:
    """The same for anybody."""
    return _absences(person_id, url_for("absences.of_person", person_id=person_id))


@pages.post("/absences/<row:absence_id>/cancel")
@permits(Action.WORK_AT_DESK)
def cancel(absence_id: int) -> Response:
    """Nobody stands in any more."""
    commands.cancel_absence(absence_id, actor=actor(), office=office())
    flash("已取消外出登记，从现在起不再由他人代办。")
    return redirect(asked.back(), 303)


def _absences(whose: int, address: str) -> Answer:
    person = people.colleague(whose, office())

    def act(form: AbsenceForm) -> Response:
        commands.enter_absence(form.entry(whose), actor=actor(), office=office())
        flash(f"已登记{person.name}的外出和代办人。")
        return redirect(address, 303)

    form = AbsenceForm.among(queries.deputies_for(whose, office=office()), typed())
    lines = queries.absences_of(whose, office=office())
    return answer("people/absences.html", form, act, person=person, lines=lines, is_own=whose == actor().person_id)
