"""表格导入: many applications by one sheet, looked at first, then all of it or nothing."""

import base64
import binascii

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from engine.commands import intake_sheets as commands
from engine.errors import RuleViolation
from engine.permissions import Action
from engine.queries import intake_sheets as queries
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.intake import ApplicationsSheetForm
from web.pages.board import workbook

pages = Blueprint("intake", __name__)

MOST_CARRIED = 250_000
"""Bytes of a sheet that the preview carries along, so that nobody has to choose the file a second time."""


@pages.route("/applications/import", methods=["GET", "POST"])
@permits(Action.ENTER_APPLICATION)
def import_applications() -> Answer:
    """A sheet of applications: every bad cell named, then all rows registered or none."""
    form = ApplicationsSheetForm(typed())
    return answer("intake/import.html", form, _read_or_import, reading=None, carried="")


@pages.get("/applications/import/template.xlsx")
@permits(Action.ENTER_APPLICATION)
def template() -> Response:
    """The sheet to fill in."""
    return workbook("申请导入模板", queries.template(actor()))


def _read_or_import(form: ApplicationsSheetForm) -> str:
    content = _content()
    if request.form.get("do") == "import":
        done = commands.import_applications(content, actor=actor(), office=office())
        return render_template("intake/imported.html", done=done)
    reading = commands.read_applications(content, actor=actor(), office=office())
    carried = base64.b64encode(content).decode() if len(content) <= MOST_CARRIED and not reading.faults else ""
    return render_template("intake/import.html", form=form, reading=reading, carried=carried)


def _content() -> bytes:
    """The file just chosen, else the one that the preview carried along."""
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    try:
        content = content or base64.b64decode(request.form.get("carried", ""), validate=True)
    except binascii.Error:
        content = b""
    if not content:
        raise RuleViolation("请选择要导入的表格文件。", field="file")
    return content
