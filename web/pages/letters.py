"""Letters as files: the frozen bytes, the preview, the receipt. All behind the one access filter."""

from urllib.parse import quote

from flask import Blueprint
from werkzeug.wrappers import Response

from engine.permissions import Action
from engine.queries import letters, receipts, sheets, unit_sheets
from engine.queries.letters import LetterFile
from web.access import actor, office, permits
from web.headers import LETTER_POLICY

pages = Blueprint("letters", __name__)


@pages.get("/letters/<row:letter_id>.pdf")
@permits(Action.READ_CASES)
def frozen(letter_id: int) -> Response:
    """The bytes of record."""
    return shown(letters.frozen(letter_id, actor=actor(), office=office()))


@pages.get("/letters/<row:letter_id>/preview.pdf")
@permits(Action.READ_CASES)
def preview(letter_id: int) -> Response:
    """The letter as it would be printed now."""
    return shown(letters.preview(letter_id, actor=actor(), office=office()))


@pages.get("/letters/<row:letter_id>/sheet.pdf")
@permits(Action.READ_CASES)
def approval_sheet(letter_id: int) -> Response:
    """The sheet on which those sign who do not sign on screen."""
    return shown(sheets.approval_sheet(letter_id, actor=actor(), office=office()))


@pages.get("/letters/<row:letter_id>/opinion-form.pdf")
@permits(Action.READ_CASES)
def opinion_form(letter_id: int) -> Response:
    """The form on which a consulted party answers by hand, enclosed with our letter."""
    return shown(letters.opinion_form(letter_id, actor=actor(), office=office()))


@pages.get("/questions/<row:question_id>/sheet.pdf")
@permits(Action.READ_CASES)
def unit_sheet(question_id: int) -> Response:
    """The sheet on which a unit answers that does not sign in."""
    return shown(unit_sheets.unit_sheet(question_id, actor=actor(), office=office()))


@pages.get("/applications/<row:application_id>/receipt.pdf")
@permits(Action.ENTER_APPLICATION)
def receipt(application_id: int) -> Response:
    """The receipt that the applicant takes home."""
    return shown(receipts.receipt(application_id, actor=actor(), office=office()))


def shown(file: LetterFile, *, disposition: str = "inline") -> Response:
    """A PDF that the browser shows in a frame of ours, or saves under its Chinese name."""
    response = Response(file.content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = (
        f"{disposition}; filename=\"letter.pdf\"; filename*=UTF-8''{quote(file.name)}"
    )
    response.headers["Content-Security-Policy"] = LETTER_POLICY
    return response
