"""审核、交办、检索、保密审查、逐项审查: from the registered application to its reviewed items."""

from flask import Blueprint

from engine.commands import handle as commands
from engine.queries import people
from web.access import actor, office, task_page
from web.form_page import Answer
from web.forms.handle import AssignmentForm, CheckForm, SearchForm, SecrecyForm
from web.forms.items import ItemsForm
from web.step_page import work_on

pages = Blueprint("handle", __name__)


@pages.route("/tasks/<row:task_id>/check_application", methods=["GET", "POST"])
@task_page("check_application")
def check_application(task_id: int) -> Answer:
    """The application has been looked through."""
    return work_on(
        task_id,
        "check_application",
        lambda _, given: CheckForm(given),
        lambda task, form: commands.check_application(task, form.check(), actor=actor(), office=office()),
    )


@pages.route("/tasks/<row:task_id>/assign_handler", methods=["GET", "POST"])
@task_page("assign_handler")
def assign_handler(task_id: int) -> Answer:
    """The case lies with a unit."""
    return work_on(
        task_id,
        "assign_handler",
        lambda _, given: AssignmentForm.among(people.handlers_by_unit(office()), given),
        lambda task, form: commands.assign_handler(task, form.assignment(), actor=actor(), office=office()),
    )


@pages.route("/tasks/<row:task_id>/record_search", methods=["GET", "POST"])
@task_page("record_search")
def record_search(task_id: int) -> Answer:
    """The search stands on record."""
    return work_on(
        task_id,
        "record_search",
        lambda page, given: SearchForm(
            given, start={"searched_on": office().clock.today(), "units": [page.case.unit or ""]}
        ),
        lambda task, form: commands.record_search(task, form.search(), actor=actor(), office=office()),
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


@pages.route("/tasks/<row:task_id>/review_items", methods=["GET", "POST"])
@task_page("review_items")
def review_items(task_id: int) -> Answer:
    """Each item has its facts."""
    return work_on(
        task_id,
        "review_items",
        lambda page, given: ItemsForm.over(page.case.items, given, found=page.search["found"] if page.search else None),
        lambda task, form: commands.review_items(task, form.reviews(), actor=actor(), office=office()),
    )
