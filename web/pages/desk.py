"""我的待办: the open steps of a person, and taking or giving back one of them."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands import tasks as commands
from engine.errors import STEP_GONE, RuleViolation
from engine.permissions import Action
from engine.queries import report_course, steps, tasks
from engine.queries.duties import office_duties
from engine.queries.listing import SIZES
from engine.queries.peek import peek
from web import asked, filters
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.cases import ReassignForm

pages = Blueprint("desk", __name__)

MOST_NUMBER = 2**31


def _numbers(texts: Sequence[str]) -> set[int]:
    """The row numbers among what a list of boxes sent, no more than a list has rows."""
    numbers = (int(text) for text in texts[: SIZES[-1]] if text.isascii() and text.isdecimal() and len(text) < 12)
    return {number for number in numbers if number < MOST_NUMBER}


def _tell(deed: str, said: Mapping[int, str], names: Mapping[int, str]) -> None:
    """What came of each step is said, the refused ones by their reason."""
    if done := [names[task] for task, refused in said.items() if not refused]:
        flash(f"已{deed} {len(done)} 件：{'、'.join(done)}。")
    for why in dict.fromkeys(filter(None, said.values())):
        rows = [names.get(task, "所选的一件") for task, refused in said.items() if refused == why]
        flash(f"没有{deed} {len(rows)} 件（{'、'.join(rows)}）：{why}", "refused")


@pages.get("/")
@permits(Action.WORK_AT_DESK)
def desk() -> str:
    """The desk as the address asks for it."""
    filters.remember_desk()
    shown = tasks.desk(filters.desk_filter(), actor=actor(), office=office())
    finished = asked.number("after")
    following = tasks.next_task(finished, filters.desk_filter(), actor=actor(), office=office()) if finished else None
    return render_template(
        "desk/desk.html", desk=shown, tabs=tasks.Tab, has_finished=bool(finished), following=following,
        peek=peek(asked.number("peek"), actor=actor(), office=office()),
        office_steps=report_course.office_steps(actor=actor(), office=office()),
        duties=office_duties(actor=actor(), office=office()),
    )  # fmt: skip


@pages.post("/tasks/<row:task_id>/claim")
@permits(Action.WORK_AT_DESK)
def claim(task_id: int) -> Response:
    """The step is mine; on to its form."""
    steps.step_of(task_id, actor=actor(), office=office())
    commands.claim_task(task_id, actor=actor(), office=office())
    if request.form.get("then") == "stay":
        return redirect(asked.back(), 303)
    return redirect(url_for("tasks.task", task_id=task_id), 303)


@pages.post("/tasks/claim")
@permits(Action.WORK_AT_DESK)
def claim_several() -> Response:
    """The ticked steps are mine, each on its own; what came of each is said."""
    ticked = _numbers(request.form.getlist("task"))
    names = steps.named(ticked, actor=actor(), office=office())
    said = commands.claim_tasks(names, actor=actor(), office=office())
    said |= dict.fromkeys(sorted(ticked - set(names)), STEP_GONE)
    _tell("领取", said, names)
    if not ticked:
        flash("请先勾选要领取的件。", "refused")
    return redirect(asked.back(), 303)


@pages.post("/tasks/<row:task_id>/release")
@permits(Action.WORK_AT_DESK)
def release(task_id: int) -> Response:
    """The step is back in its pool."""
    steps.step_of(task_id, actor=actor(), office=office())
    commands.release_task(task_id, actor=actor(), office=office())
    flash("已退回待领取，其他同事可以领取办理。")
    return redirect(asked.back(), 303)


@pages.route("/tasks/reassign", methods=["GET", "POST"])
@permits(Action.REASSIGN_TASK)
def reassign_several() -> Answer:
    """The ticked open steps of the cases that the address names lie with somebody else; each result is said."""
    page = steps.of_cases(_numbers(request.args.getlist("case")), actor=actor(), office=office())
    names = {each.task_id: f"{each.case_number} {each.title}" for each in page.steps}
    ticked = _numbers(request.form.getlist("task")) & set(names) if typed() is not None else set(names)

    def act(form: ReassignForm) -> Response:
        if not ticked:
            raise RuleViolation("请先勾选要转办的步骤。")
        person_id, reason = form.value("person_id"), form.value("reason")
        said = commands.reassign_tasks(sorted(ticked), person_id, reason, actor=actor(), office=office())
        _tell("转办", said, names)
        return redirect(url_for("cases.applications"), 303)

    form = ReassignForm.among(page.candidates, typed())
    return answer("desk/reassign_several.html", form, act, page=page, ticked=ticked)


@pages.route("/tasks/<row:task_id>/reassign", methods=["GET", "POST"])
@permits(Action.REASSIGN_TASK)
def reassign(task_id: int) -> Answer:
    """The step lies with somebody else who holds its role."""
    page = steps.reassignment(task_id, actor=actor(), office=office())

    def act(form: ReassignForm) -> Response:
        person_id, reason = form.value("person_id"), form.value("reason")
        commands.reassign_task(task_id, person_id, reason, actor=actor(), office=office())
        flash(f"{page.case_number} 的“{page.title}”已转办。")
        if page.application_id is None:
            return redirect(url_for("report.reports"), 303)
        return redirect(url_for("cases.case", application_id=page.application_id), 303)

    return answer("desk/reassign.html", ReassignForm.among(page.candidates, typed()), act, page=page)
