"""督办: the board, the exports of lists, and 催办."""

from urllib.parse import quote

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.commands import remind as commands
from engine.permissions import Action
from engine.queries import applications, exports
from engine.queries import board as queries
from web import filters
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.board import RemindForm

pages = Blueprint("board", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/board")
@permits(Action.SUPERVISE)
def board() -> str:
    """Where the office will be late."""
    return render_template(
        "board/board.html", board=queries.board(actor=actor(), office=office()), bands=[b for _, b in queries.AGES]
    )


@pages.get("/applications.xlsx")
@permits(Action.READ_CASES)
def export_applications() -> Response:
    """The list of applications as the address asks, all pages."""
    content = exports.applications_workbook(filters.case_filter(), actor=actor(), office=office())
    return workbook("申请列表", content)


@pages.get("/desk.xlsx")
@permits(Action.WORK_AT_DESK)
def export_desk() -> Response:
    """One list of the desk as the address asks, all pages."""
    wanted = filters.desk_filter()
    return workbook(wanted.tab.label, exports.desk_workbook(wanted, actor=actor(), office=office()))


@pages.route("/applications/<row:application_id>/remind", methods=["GET", "POST"])
@permits(Action.SUPERVISE)
def remind(application_id: int) -> Answer:
    """Those whose turn it is are asked to go on."""
    case = applications.case_facts(application_id, actor=actor(), office=office())

    def act(form: RemindForm) -> Response:
        told = commands.remind(application_id, form.value("words"), actor=actor(), office=office())
        flash(f"{case.case_number} 已催办，送到 {told} 人的消息。")
        return redirect(url_for("cases.case", application_id=application_id), 303)

    return answer("board/remind.html", RemindForm(typed()), act, case=case)


def workbook(name: str, content: bytes) -> Response:
    """A workbook to be saved under its Chinese name and the day."""
    response = Response(content, mimetype=XLSX)
    saved = quote(f"{name}{office().clock.today():%Y%m%d}.xlsx")
    response.headers["Content-Disposition"] = f"attachment; filename=\"list.xlsx\"; filename*=UTF-8''{saved}"
    return response
