"""质量与迎检: the figures of a year with the cases behind them, and a sample with its proofs."""

from typing import Any

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from engine.errors import DisclosureError
from engine.permissions import Action
from engine.queries import inspection, inspection_files, quality
from web import asked
from web.access import actor, office, permits

pages = Blueprint("inspections", __name__)

USUAL_SAMPLE = 5


@pages.get("/quality")
@permits(Action.READ_QUALITY)
def year_quality() -> str:
    """The figures of one year."""
    this_year = office().clock.today().year
    year = asked.number("year") or this_year
    year = year if this_year - 20 <= year <= this_year else this_year
    found = quality.quality(year, actor=actor(), office=office())
    return render_template("inspections/quality.html", found=found, years=range(this_year, this_year - 6, -1))


@pages.get("/inspection")
@permits(Action.INSPECT)
def sample() -> tuple[str, int] | str:
    """A period and a sample; each case with the entries that prove it."""
    wanted = _wanted()
    try:
        found = inspection.inspection(**wanted, actor=actor(), office=office())
    except DisclosureError as error:
        return render_template("inspections/sample.html", found=None, wanted=wanted, message=error.message), 422
    return render_template("inspections/sample.html", found=found, wanted=wanted, message="")


@pages.get("/inspection/bundle.zip")
@permits(Action.INSPECT)
def bundle() -> Response:
    """The same sample as one archive: a volume a case, and the sheet of questions and pages."""
    found = inspection_files.bundle(**_wanted(), actor=actor(), office=office())
    response = Response(found.content, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response


@pages.get("/inspection/<row:application_id>")
@permits(Action.INSPECT)
def proof_sheet(application_id: int) -> str:
    """One case: each question with the page of its volume that proves it."""
    found = inspection_files.sheet(application_id, actor=actor(), office=office())
    return render_template("inspections/sheet.html", found=found)


def _wanted() -> dict[str, Any]:
    """The period, the size and the number of the sample that the address asks for."""
    today = office().clock.today()
    return {
        "since": asked.day("since") or today.replace(month=1, day=1),
        "until": asked.day("until") or today,
        "size": asked.number("size") or USUAL_SAMPLE,
        "seed": asked.number("seed") or 1,
    }
