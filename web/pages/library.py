"""流程库: the drawings and the decision tables, as every case follows them."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from engine.permissions import Action
from engine.permissions import permits as is_permitted
from engine.queries import drawings, tables
from engine.queries import readings as readings_of_the_law
from web.access import actor, office, permits
from web.table_words import in_words

pages = Blueprint("library", __name__)


@pages.get("/library")
@permits(Action.READ_PROCESS_LIBRARY)
def library() -> str:
    """What there is."""
    return render_template("library/library.html", drawings=drawings.current(office()), tables=tables.tables(office()))


@pages.get("/library/drawings/<process_id>")
@permits(Action.READ_PROCESS_LIBRARY)
def drawing(process_id: str) -> str:
    """One drawing, and the same as a list with its law."""
    return render_template("library/drawing.html", drawing=drawings.current_drawing(process_id, office()))


@pages.get("/library/drawings/<process_id>.bpmn")
@permits(Action.READ_PROCESS_LIBRARY)
def source(process_id: str) -> Response:
    """The drawing itself, for any modeller."""
    return Response(drawings.current_drawing(process_id, office()).source, mimetype="application/xml")


@pages.get("/library/readings")
@permits(Action.READ_PROCESS_LIBRARY)
def readings() -> str:
    """Where the text leaves a question open: how it is read here, and from where that is set."""
    return render_template(
        "library/readings.html",
        readings=readings_of_the_law.readings(office()),
        changes=readings_of_the_law.changes(office()),
        may_change=is_permitted(actor(), Action.MANAGE_CALENDAR),
    )


@pages.get("/library/tables/<name>")
@permits(Action.READ_PROCESS_LIBRARY)
def table(name: str) -> str:
    """One decision table, row by row."""
    return render_template("library/table.html", table=tables.table(name, office()), in_words=in_words)
