"""区分处理: marking what is withheld, checking the blackened copy, choosing what goes out with the reply."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from engine.commands import enclosures
from engine.commands import redactions as commands
from engine.permissions import Action
from engine.queries import applications
from engine.queries import redactions as queries
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.form import Form
from web.forms.letters import EnclosuresForm, RedactionForm
from web.pages.letters import shown

pages = Blueprint("redactions", __name__)


@pages.route("/files/<row:file_id>/redact", methods=["GET", "POST"])
@permits(Action.REDACT_FILE)
def redact(file_id: int) -> Answer:
    """The places of one original that are withheld, each with ground and reason."""
    view = queries.redaction(file_id, actor=actor(), office=office())
    form = RedactionForm.of(view.blocks, typed())

    def act(sent: RedactionForm) -> Response:
        commands.mark_redaction(file_id, sent.blocks(), actor=actor(), office=office())
        flash("已标注遮盖，请另一人复核。复核前不得对外提供。")
        return redirect(url_for("redactions.check", file_id=file_id), 303)

    return answer("letters/redact.html", form, act, view=view)


@pages.route("/files/<row:file_id>/redact/check", methods=["GET", "POST"])
@permits(Action.REDACT_FILE)
def check(file_id: int) -> Answer:
    """A second person sees original and copy side by side and lets the copy exist."""
    view = queries.redaction(file_id, actor=actor(), office=office())

    def act(_: Form) -> Response:
        commands.check_redaction(view.redaction_id or 0, actor=actor(), office=office())
        flash("已复核。区分处理件已存入附件，原件不能对外提供。")
        return redirect(url_for("redactions.enclosed", application_id=view.application_id), 303)

    return answer("letters/check_redaction.html", Form(typed()), act, view=view)


@pages.get("/files/<row:file_id>/redact/preview.pdf")
@permits(Action.REDACT_FILE)
def preview(file_id: int) -> Response:
    """The copy as it would look."""
    return shown(queries.as_it_would_look(file_id, actor=actor(), office=office()))


@pages.get("/files/<row:file_id>/original.pdf")
@permits(Action.REDACT_FILE)
def original(file_id: int) -> Response:
    """The original as pages in a frame, for whoever marks or checks."""
    return shown(queries.original(file_id, actor=actor(), office=office()))


@pages.get("/files/<row:file_id>/redactions.pdf")
@permits(Action.READ_CASES)
def redaction_list(file_id: int) -> Response:
    """区分处理（遮盖）清单."""
    return shown(queries.redaction_list(file_id, actor=actor(), office=office()))


@pages.route("/applications/<row:application_id>/enclosures", methods=["GET", "POST"])
@permits(Action.REDACT_FILE)
def enclosed(application_id: int) -> Answer:
    """Which files go out with the reply."""
    case = applications.case_facts(application_id, actor=actor(), office=office())
    files = queries.enclosable(application_id, actor=actor(), office=office())

    def act(form: EnclosuresForm) -> Response:
        enclosures.choose(application_id, form.chosen(), actor=actor(), office=office())
        flash("已保存随答复提供的文件；答复书已经送审的，此前的意见不再有效，须退回后重新送审。")
        return redirect(url_for("cases.case", application_id=application_id) + "#letters", 303)

    form = EnclosuresForm.among(files, typed())
    return answer("letters/enclosures.html", form, act, case=case, files=files)
