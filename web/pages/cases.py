"""申请: the list, the page of one case, its drawings and its attachments."""

from urllib.parse import quote

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands import files as file_commands
from engine.commands import identity_images
from engine.commands.files import Upload
from engine.errors import RuleViolation
from engine.permissions import Action
from engine.queries import applications as list_queries
from engine.queries import case_page, files, people, picture
from engine.queries.files import FileContent
from engine.rules.vocabulary import Channel
from web import asked, filters
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.cases import FileForm
from web.forms.form import Form

pages = Blueprint("cases", __name__)

MARKED = "带有密级标识的材料不得上传，所选文件没有保存。请交保密审查人线下办理。"


@pages.get("/applications")
@permits(Action.READ_CASES)
def applications() -> str:
    """The cases this person may see, as the address asks."""
    return render_template(
        "cases/list.html",
        found=list_queries.applications(filters.case_filter(), actor=actor(), office=office()),
        states=list_queries.CaseState,
        orders=list_queries.Order,
        channels=Channel,
        units=people.units(office()),
    )


@pages.get("/applications/<row:application_id>")
@permits(Action.READ_CASES)
def case(application_id: int) -> str:
    """One case whole."""
    page = case_page.case_page(application_id, actor=actor(), office=office())
    return render_template("cases/case.html", page=page, form=FileForm(), case_id=application_id)


@pages.get("/applications/<row:application_id>/drawings/<process_id>.bpmn")
@permits(Action.READ_CASES)
def drawing(application_id: int, process_id: str) -> Response:
    """The drawing that this case runs on."""
    source = picture.source_of(application_id, process_id, actor=actor(), office=office())
    return Response(source, mimetype="application/xml")


@pages.post("/applications/<row:application_id>/files")
@permits(Action.ADD_FILE)
def add_file(application_id: int) -> Answer:
    """One attachment more."""
    page = case_page.case_page(application_id, actor=actor(), office=office())

    def act(form: FileForm) -> Response:
        if form.value("marked"):
            raise RuleViolation(MARKED, "《条例》第17条", field="marked")
        sent = request.files.get("file")
        upload = Upload(form.value("purpose"), sent.filename or "" if sent else "", sent.read() if sent else b"")
        file_commands.add_file(application_id, upload, actor=actor(), office=office())
        flash(f"已添加附件“{upload.name}”。")
        return redirect(url_for("cases.case", application_id=application_id) + "#files", 303)

    return answer("cases/case.html", FileForm(typed()), act, page=page, case_id=application_id)


@pages.get("/files/<row:file_id>")
@permits(Action.READ_CASES)
def file(file_id: int) -> Response:
    """One attachment, to be saved and never shown as a page."""
    return to_save(files.stored_file(file_id, actor=actor(), office=office()))


@pages.post("/files/<row:file_id>/identity-image")
@permits(Action.VIEW_IDENTITY_IMAGE)
def identity_image(file_id: int) -> Response:
    """The copy of an identity paper, marked for this use; that it was looked at is on record."""
    found = identity_images.view_identity_image(file_id, actor=actor(), office=office())
    return to_save(FileContent(found.name, found.media_type, found.content))


@pages.post("/files/<row:file_id>/mark-identity")
@permits(Action.VIEW_IDENTITY_IMAGE)
def mark_identity(file_id: int) -> Response:
    """An attachment turns out to be the copy of an identity paper."""
    try:
        identity_images.mark_as_identity(file_id, actor=actor(), office=office())
        flash("已转为身份证件影像：加盖了用途水印，只有登记人能看，到期自动删除。")
    except RuleViolation as error:
        flash(error.message)
    return redirect(asked.back(), 303)


def to_save(found: FileContent) -> Response:
    """A file that the browser saves under its own name and never shows as a page."""
    response = Response(found.content, mimetype=found.media_type)
    response.headers["Content-Disposition"] = f"attachment; filename=\"file\"; filename*=UTF-8''{quote(found.name)}"
    return response


@pages.route("/files/<row:file_id>/seal", methods=["GET", "POST"])
@permits(Action.ADD_FILE)
def seal_file(file_id: int) -> Answer:
    """A file that should never have come in is sealed; where its copies may lie stands beside."""
    copies = files.copies(file_id, actor=actor(), office=office())

    def act(_: Form) -> Response:
        file_commands.seal_file(file_id, actor=actor(), office=office())
        flash("已封存：名称和内容都已清除。请按下面的清单逐处收回副本。")
        return redirect(url_for("cases.seal_file", file_id=file_id), 303)

    return answer("cases/seal.html", Form(typed()), act, copies=copies)
