"""期限计算器: dated events in, the due date and how it came about; no sign-in, nothing stored."""

from flask import Blueprint, render_template

from engine.queries import calculator as queries
from engine.rules.clock_events import ClockEventName
from web.access import office, public
from web.form_page import Answer, answer, typed
from web.forms.calculator import CalculatorForm

pages = Blueprint("calculator", __name__)

TEMPLATE = "portal/calculator.html"
START = {"events": [{"event": ClockEventName.RECEIVED}]}


@pages.route("/calculator", methods=["GET", "POST"])
@public
def calculator() -> Answer:
    """The form, and below it what follows from the events typed."""
    now = queries.readings(office())

    def act(form: CalculatorForm) -> str:
        clock = queries.computed(
            form.clock_events(), channel=form.value("channel"), as_of=form.value("as_of"), office=office()
        )
        return render_template(TEMPLATE, form=form, clock=clock, readings=now)

    return answer(TEMPLATE, CalculatorForm(typed(), start=START), act, clock=None, readings=now)
