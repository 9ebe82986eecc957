"""逐项审查: one requested item, step by step."""

from flask import Blueprint

from engine.commands import items as commands
from engine.queries.steps import StepPage
from engine.rules.origin import WhoAnswers
from engine.rules.vocabulary import ConsultedParty
from web.access import actor, office, task_page
from web.form_page import Answer
from web.forms.items import DisclosureForm, NatureForm, SearchForm, SecrecyForm
from web.step_page import work_on

pages = Blueprint("items", __name__)


@pages.route("/tasks/<row:task_id>/examine_nature", methods=["GET", "POST"])
@task_page("examine_nature")
def examine_nature(task_id: int) -> Answer:
    """It is settled what kind of thing is asked for and whose duty it is."""
    return work_on(
        task_id,
        "examine_nature",
        lambda _, given: NatureForm(given, start=NatureForm.USUAL),
        lambda task, form: commands.examine_nature(task, form.finding(), actor=actor(), office=office()),
    )


@pages.route("/tasks/<row:task_id>/search_item", methods=["GET", "POST"])
@task_page("search_item")
def search_item(task_id: int) -> Answer:
    """The search stands on record."""
    return work_on(
        task_id,
        "search_item",
        lambda page, given: SearchForm(
            given,
            start={"searched_on": office().clock.today(), "units": [page.case.unit or ""], "already_public": False},
        ),
        lambda task, form: commands.search_item(task, form.search(), actor=actor(), office=office()),
    )


@pages.route("/tasks/<row:task_id>/review_secrecy", methods=["GET", "POST"])
@task_page("review_secrecy")
def review_secrecy(task_id: int) -> Answer:
    """Somebody other than the handler has judged whether anything is classified."""
    return work_on(
        task_id,
        "review_secrecy",
        lambda _, given: SecrecyForm(given),
        lambda task, form: commands.review_secrecy(task, form.opinion_given(), actor=actor(), office=office()),
    )


@pages.route("/tasks/<row:task_id>/weigh_disclosure", methods=["GET", "POST"])
@task_page("weigh_disclosure")
def weigh_disclosure(task_id: int) -> Answer:
    """The ground against disclosure, if any, is found."""
    return work_on(
        task_id,
        "weigh_disclosure",
        lambda page, given: DisclosureForm(given, start={"severable": False, "ask": _usually_asked(page)}),
        lambda task, form: commands.weigh_disclosure(task, form.finding(), actor=actor(), office=office()),
        beside=lambda page: {"who": _who_answers(page)},
    )


def _who_answers(page: StepPage) -> WhoAnswers | None:
    """By which row of the table it is ours."""
    return commands.who_answers_of(page.item.facts, office()) if page.item else None


def _usually_asked(page: StepPage) -> list[str]:
    """The agency that the table says to ask; whether a third party is touched, a person must see."""
    who = _who_answers(page)
    return [who.ask.value] if who and who.ask and who.ask is not ConsultedParty.THIRD_PARTY else []
