"""发文登记簿: the numbers in their order, and the giving up of one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands import letters as commands
from engine.permissions import Action
from engine.queries import numbers
from web import asked
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.letters import VoidNumberForm

pages = Blueprint("register_of_numbers", __name__)


@pages.get("/numbers")
@permits(Action.VOID_NUMBER)
def register() -> str:
    """The numbers of one family and year."""
    family = request.args.get("family", "reply")
    book = numbers.register(family, asked.number("year"), actor=actor(), office=office())
    return render_template("letters/register.html", book=book, families=numbers.FAMILY_NAMES)


@pages.route("/letters/<row:letter_id>/void_number", methods=["GET", "POST"])
@permits(Action.VOID_NUMBER)
def void_number(letter_id: int) -> Answer:
    """One number is given up with its reason; the letter has the next."""
    line = numbers.line_of(letter_id, actor=actor(), office=office())

    def act(form: VoidNumberForm) -> Response:
        commands.void_number(letter_id, form.value("reason"), actor=actor(), office=office())
        flash(f"{line.text} 已作废，文书已另取新号。")
        return redirect(url_for("register_of_numbers.register"), 303)

    return answer("letters/void_number.html", VoidNumberForm(typed()), act, line=line)
