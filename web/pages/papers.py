"""随件和归档的纸张: whatever is printed around a letter and a case, each reachable where it is needed."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from engine.errors import RuleViolation
from engine.permissions import Action
from engine.queries import boxes, case_papers, days_letters
from engine.queries import papers as queries
from web import asked
from web.access import actor, office, permits
from web.pages.letters import shown

pages = Blueprint("papers", __name__)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pages.get("/letters/<row:letter_id>/proof.pdf")
@permits(Action.READ_CASES)
def proof_of_service(letter_id: int) -> Response:
    """送达回证."""
    return shown(queries.proof_of_service(letter_id, actor=actor(), office=office()))


@pages.get("/letters/<row:letter_id>/envelope.pdf")
@permits(Action.READ_CASES)
def envelope(letter_id: int) -> Response:
    """信封."""
    return shown(queries.envelope(letter_id, actor=actor(), office=office()))


@pages.get("/letters/<row:letter_id>/draft.docx")
@permits(Action.READ_CASES)
def editable_copy(letter_id: int) -> Response:
    """The draft to write in; never read back."""
    response = shown(queries.editable_copy(letter_id, actor=actor(), office=office()), disposition="attachment")
    response.mimetype = DOCX
    return response


@pages.get("/applications/<row:application_id>/search_record.pdf")
@permits(Action.READ_CASES)
def search_record(application_id: int) -> Response:
    """检索记录."""
    return shown(case_papers.search_record(application_id, actor=actor(), office=office()))


@pages.get("/applications/<row:application_id>/secrecy_review.pdf")
@permits(Action.READ_CASES)
def secrecy_review(application_id: int) -> Response:
    """保密审查表."""
    return shown(case_papers.secrecy_review(application_id, actor=actor(), office=office()))


@pages.get("/applications/<row:application_id>/volume.pdf")
@permits(Action.READ_CASES)
def volume(application_id: int) -> Response:
    """The whole file as one PDF."""
    return shown(case_papers.volume(application_id, actor=actor(), office=office()), disposition="attachment")


@pages.get("/applications/<row:application_id>/box_label.pdf")
@permits(Action.READ_CASES)
def box_label(application_id: int) -> Response:
    """案卷盒标签."""
    return shown(case_papers.box_label(application_id, actor=actor(), office=office()))


@pages.get("/letters/day")
@permits(Action.READ_CASES)
def day_of_letters() -> str:
    """The letters of one day, to be printed together."""
    day = asked.day("day") or office().clock.today()
    ready = days_letters.waiting(day, actor=actor(), office=office())
    return render_template("letters/day.html", day=day, ready=ready)


@pages.get("/letters/day.pdf")
@permits(Action.READ_CASES)
def days_file() -> Response:
    """All of them as one file for the printer."""
    day = asked.day("day") or office().clock.today()
    return shown(days_letters.for_the_printer(day, actor=actor(), office=office()))


@pages.get("/letters/labels.pdf")
@permits(Action.READ_CASES)
def labels() -> Response:
    """Labels for those that are posted."""
    day = asked.day("day") or office().clock.today()
    return shown(days_letters.labels(day, actor=actor(), office=office()))


@pages.get("/archive/box")
@permits(Action.READ_CASES)
def box() -> str:
    """Which archived cases lie from one number to another, and whether one box may hold them."""
    first, last, label = _asked_box()
    cases = boxes.archived(first, last, actor=actor(), office=office()) if first else ()
    problem = ""
    try:
        if first:
            boxes.require_one_retention(cases)
    except RuleViolation as error:
        problem = error.message
    return render_template("letters/box.html", first=first, last=last, box=label, cases=cases, problem=problem)


@pages.get("/archive/box.pdf")
@permits(Action.READ_CASES)
def box_sheet() -> Response:
    """案卷盒标签 of several cases."""
    first, last, label = _asked_box()
    return shown(boxes.box_label(first, last, label, actor=actor(), office=office()))


def _asked_box() -> tuple[str, str, boxes.Box]:
    label = boxes.Box(number=asked.number("box") or 1, fonds=asked.words("fonds"))
    return asked.words("first"), asked.words("last"), label
