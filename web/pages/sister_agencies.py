"""兄弟机关名录: looked up by everybody in the house, kept by an administrator; nobody is ever deleted from it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engine.commands import sister_agencies as commands
from engine.commands.sheet_rows import rows_of
from engine.permissions import Action
from engine.queries import sister_agencies as queries
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.sister_agencies import DirectorySheetForm, EndForm, SisterAgencyForm
from web.pages.board import workbook

pages = Blueprint("sister_agencies", __name__)

MOST_WORDS = 200


@pages.get("/sister-agencies")
@permits(Action.WORK_AT_DESK)
def directory() -> str:
    """Who answers for what, those who stand today first; with words, what they point to."""
    words = request.args.get("q", "")[:MOST_WORDS]
    return render_template("office/sister_agencies.html", lines=queries.lines(office(), words), words=words)


@pages.route("/sister-agencies/new", methods=["GET", "POST"])
@permits(Action.MANAGE_AGENCY)
def new_agency() -> Answer:
    """The directory has one agency more."""

    def act(form: SisterAgencyForm) -> Response:
        number = commands.add_agency(form.entry(), actor=actor(), office=office())
        flash(f"“{form.value('name')}”已列入名录。")
        return redirect(url_for("sister_agencies.agency", agency_id=number), 303)

    return answer("office/sister_agency_new.html", SisterAgencyForm(typed()), act)


@pages.get("/sister-agencies/list.xlsx")
@permits(Action.WORK_AT_DESK)
def sheet() -> Response:
    """The directory to be saved, or to be filled in further."""
    return workbook("兄弟机关名录", queries.workbook(office()))


@pages.route("/sister-agencies/import", methods=["GET", "POST"])
@permits(Action.MANAGE_AGENCY)
def import_agencies() -> Answer:
    """Every row of the sheet is listed, or none and each fault is named."""

    def act(form: DirectorySheetForm) -> Response | str:
        sent = request.files.get("file")
        rows = rows_of(sent.read() if sent else b"", commands.SHEET)
        forms = {row.number: SisterAgencyForm(MultiDict(row.cells)) for row in rows}
        faults = [
            (number, each) for number, row in forms.items() if not row.read() for each in row.problems()
        ]  # fmt: skip
        if faults:
            return render_template("office/sister_agencies_import.html", form=form, faults=faults)
        entries = {number: row.entry() for number, row in forms.items()}
        flash(f"已列入 {commands.add_agencies(entries, actor=actor(), office=office())} 个机关。")
        return redirect(url_for("sister_agencies.directory"), 303)

    return answer("office/sister_agencies_import.html", DirectorySheetForm(typed()), act, faults=[])


@pages.route("/sister-agencies/<row:agency_id>", methods=["GET", "POST"])
@permits(Action.MANAGE_AGENCY)
def agency(agency_id: int) -> Answer:
    """One agency, to be changed, and what was changed about it."""
    line = queries.agency(agency_id, office())

    def act(form: SisterAgencyForm) -> Response:
        commands.change_agency(agency_id, form.entry(), actor=actor(), office=office())
        flash("名录已更新，今后拟定的答复按此填写；已经发出的不变。")
        return redirect(url_for("sister_agencies.agency", agency_id=agency_id), 303)

    start = {name: getattr(line.agency, name) for name in SisterAgencyForm.specs}
    changes = queries.changes(agency_id, office())
    return answer("office/sister_agency.html", SisterAgencyForm(typed(), start=start), act, line=line, changes=changes)


@pages.route("/sister-agencies/<row:agency_id>/end", methods=["GET", "POST"])
@permits(Action.MANAGE_AGENCY)
def end_agency(agency_id: int) -> Answer:
    """Its last day and who follows; it stays in the list with its days."""
    line = queries.agency(agency_id, office())

    def act(form: EndForm) -> Response:
        commands.end_agency(agency_id, *form.end(), actor=actor(), office=office())
        flash("截止日期和承接机关已保存。")
        return redirect(url_for("sister_agencies.agency", agency_id=agency_id), 303)

    form = EndForm.over(line.agency, [each.agency for each in queries.lines(office())], typed())
    return answer("office/sister_agency_end.html", form, act, line=line)
