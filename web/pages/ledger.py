"""台账: the register of a period as page, workbook and A3 paper, and earlier years taken in by the same sheet."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands import earlier_cases as commands
from engine.permissions import Action
from engine.queries import ledger as queries
from engine.queries.ledger import Ledger
from engine.queries.letters import LetterFile
from engine.rules.ledger import COLUMNS
from engine.rules.report_counting import Period
from web import asked, filters
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.board import SheetForm
from web.pages.board import workbook as to_save
from web.pages.letters import shown

pages = Blueprint("ledger", __name__)

MOST_SHOWN = 200


@pages.get("/ledger")
@permits(Action.READ_LEDGER)
def ledger() -> str:
    """The register of the period that the address names; this year's otherwise."""
    wanted = _wanted()
    return render_template("ledger/ledger.html", ledger=wanted, columns=COLUMNS, most=MOST_SHOWN)


@pages.get("/ledger.xlsx")
@permits(Action.READ_LEDGER)
def workbook() -> Response:
    """The same as a workbook."""
    return to_save("台账", queries.ledger_workbook(_wanted()))


@pages.get("/ledger.pdf")
@permits(Action.READ_LEDGER)
def paper() -> Response:
    """The same on landscape A3."""
    return shown(LetterFile("台账.pdf", queries.ledger_paper(_wanted(), office())))


@pages.route("/ledger/import", methods=["GET", "POST"])
@permits(Action.IMPORT_LEDGER)
def import_sheet() -> Answer:
    """Earlier years come in by the same sheet: looked at first, then all of it or nothing."""

    def act(_: SheetForm) -> Response | str:
        sent = request.files.get("file")
        content = sent.read() if sent else b""
        if request.form.get("do") != "import":
            reading = commands.read_sheet(content, actor=actor(), office=office())
            return render_template("ledger/import.html", form=SheetForm(), reading=reading)
        count = commands.import_sheet(content, actor=actor(), office=office())
        flash(f"已导入 {count} 件往年申请。")
        return redirect(url_for("ledger.ledger"), 303)

    return answer("ledger/import.html", SheetForm(typed()), act, reading=None)


def _wanted() -> Ledger:
    year = Period.of_year(office().clock.today().year)
    first, last = filters.day("first") or year.first, filters.day("last") or year.last
    return queries.ledger(Period(first, max(first, last)), _columns(), actor=actor(), office=office())


def _columns() -> list[str]:
    """The columns that are ticked, by the places typed beside them, else in the usual order."""
    places = {name: number for number, name in enumerate(COLUMNS, 1)}
    typed_places = {name: asked.number(f"place_{name}") for name in COLUMNS}
    places |= {name: place for name, place in typed_places.items() if place is not None}
    ticked = [name for name in request.args.getlist("column") if name in places]
    return sorted(dict.fromkeys(ticked), key=lambda name: places[name])
