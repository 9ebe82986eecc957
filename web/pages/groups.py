"""并案办理: what may belong together, the joint sheet, the common note, the joint search; every case stays its own."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.commands import groups as commands
from engine.errors import NotFound
from engine.permissions import Action
from engine.queries import applications, hints
from engine.queries import groups as queries
from engine.queries.access import NOT_THERE
from engine.queries.hints import Hints, Likely
from engine.rules.likeness import GroupKind
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.groups import GroupForm, JointSearchForm, LeaveForm, LegalNoteForm, OtherAgenciesForm
from web.step_page import onward

pages = Blueprint("groups", __name__)


@pages.route("/applications/<row:application_id>/group/<kind>", methods=["GET", "POST"])
@permits(Action.GROUP_CASES)
def group(application_id: int, kind: str) -> Answer:
    """Other cases are worked together with this one."""
    case = applications.case_facts(application_id, actor=actor(), office=office())
    wanted = _kind(kind)
    found = hints.hints(application_id, actor=actor(), office=office())
    likely = found.own if wanted is GroupKind.SAME_APPLICANT else tuple(each for each in found.alike if each.is_same)

    def act(form: GroupForm) -> Response:
        group_id = commands.group_cases(application_id, form.grouping(wanted), actor=actor(), office=office())
        flash("已并案办理：检索和法律意见可以共用，各件仍分别计算期限、分别答复、分别统计。")
        return redirect(url_for("groups.sheet", group_id=group_id), 303)

    return answer("groups/group.html", GroupForm.of(likely, typed()), act, case=case, kind=wanted, likely=likely)


@pages.get("/groups/<row:group_id>")
@permits(Action.READ_CASES)
def sheet(group_id: int) -> str:
    """The joint sheet."""
    page = queries.group_page(group_id, actor=actor(), office=office())
    return render_template("groups/sheet.html", page=page)


@pages.route("/groups/<row:group_id>/note", methods=["GET", "POST"])
@permits(Action.GROUP_CASES)
def note(group_id: int) -> Answer:
    """The legal note of all cases of the group."""
    page = queries.group_page(group_id, actor=actor(), office=office())

    def act(form: LegalNoteForm) -> Response:
        commands.note_law(group_id, form.value("words"), actor=actor(), office=office())
        flash("法律意见已记入各件。")
        return redirect(url_for("groups.sheet", group_id=group_id), 303)

    form = LegalNoteForm(typed(), start={"words": page.legal_note})
    return answer("groups/form.html", form, act, case=None, page=page, title="共同的法律意见", button="记入各件")


@pages.route("/groups/<row:group_id>/search/<row:task_id>", methods=["GET", "POST"])
@permits(Action.GROUP_CASES)
def search(group_id: int, task_id: int) -> Answer:
    """An open search of the group is done by the record of another of its cases."""
    page = queries.group_page(group_id, actor=actor(), office=office())
    wanted = next((each for each in page.open_searches if each.task_id == task_id), None)
    if wanted is None:
        raise NotFound(NOT_THERE)

    def act(form: JointSearchForm) -> Response:
        commands.adopt_search(task_id, form.joint(), actor=actor(), office=office())
        flash(f"{wanted.case_number}第{wanted.number}项已采用合并检索的记录。")
        return redirect(url_for("groups.sheet", group_id=group_id), 303)

    return answer("groups/search.html", JointSearchForm.of(page.searched, typed()), act, page=page, wanted=wanted)


@pages.route("/applications/<row:application_id>/group/leave", methods=["GET", "POST"])
@permits(Action.GROUP_CASES)
def leave(application_id: int) -> Answer:
    """The case is worked alone again."""
    case = applications.case_facts(application_id, actor=actor(), office=office())

    def act(form: LeaveForm) -> Response:
        commands.leave_group(application_id, form.value("reason"), actor=actor(), office=office())
        return onward(application_id, "此件不再与其他申请一并办理；已作的检索和法律意见留在此件中。")

    return answer("groups/form.html", LeaveForm(typed()), act, case=case, title="不再一并办理", button="退出并案")


@pages.route("/applications/<row:application_id>/other-agencies", methods=["GET", "POST"])
@permits(Action.GROUP_CASES)
def other_agencies(application_id: int) -> Answer:
    """The applicant asked other agencies for the same; each answers for itself."""
    case = applications.case_facts(application_id, actor=actor(), office=office())

    def act(form: OtherAgenciesForm) -> Response:
        commands.note_other_agencies(application_id, form.value("agencies"), actor=actor(), office=office())
        return onward(application_id, "已记下同时收到此申请的其他机关；本机关仍按自己的职责独立答复。")

    return answer(
        "groups/form.html", OtherAgenciesForm(typed()), act, case=case, title="同时向其他机关申请", button="记下"
    )


def suggestions(found: Hints) -> Sequence[tuple[GroupKind, Sequence[Likely]]]:
    """The kinds of group for which there are cases to choose."""
    same = tuple(each for each in found.alike if each.is_same)
    return [(GroupKind.SAME_APPLICANT, found.own)] * bool(found.own) + [(GroupKind.SAME_TEXT, same)] * bool(same)


def _kind(word: str) -> GroupKind:
    try:
        return GroupKind(word)
    except ValueError:
        raise NotFound(NOT_THERE) from None
