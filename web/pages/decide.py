"""拟定答复决定: the proposed answer to each item, and with it the draft of the letter."""

from typing import Any

from flask import Blueprint, render_template, request

from engine.commands import decide as commands
from engine.commands import items
from engine.queries import groups, joint_replies, outcomes, own_letters, sister_agencies, steps
from engine.queries.steps import StepPage
from engine.queries.told_before import told_before
from web.access import actor, office, task_page
from web.form_page import Answer
from web.forms.decide import DecisionForm
from web.forms.form import Typed
from web.step_page import work_on

pages = Blueprint("decide", __name__)


@pages.route("/tasks/<row:task_id>/draft_decision", methods=["GET", "POST"])
@task_page("draft_decision")
def draft_decision(task_id: int) -> Answer:
    """Every item has its proposed answer; the letter is drafted. A case that waits for another's letter only waits."""
    if joint_replies.is_waiting(task_id, office=office()):
        page = steps.step_page(task_id, "draft_decision", actor=actor(), office=office())
        return render_template("joint/waiting.html", page=page)
    return work_on(
        task_id,
        "draft_decision",
        _form,
        lambda task, form: commands.draft_decision(task, form.decisions(), actor=actor(), office=office()),
        beside=_beside,
    )


def _beside(page: StepPage) -> dict[str, Any]:
    """What differs from the other cases of the group, and our own served replies that are like this one."""
    proposed = outcomes.admissible(page.case.items, office=office())
    like = own_letters.own_letters(
        page.case.items, proposed, application_id=page.case.id, actor=actor(), office=office()
    )
    return {
        "differing": groups.warnings_for(page.case.id, office=office()),
        "own_letters": like,
        "who": {item.number: items.who_answers_of(item.facts, office()) for item in page.case.items},
        "told_before": {
            item.number: told_before(proposed[item.id].outcome, actor=actor(), office=office())
            for item in page.case.items
        },
    }


def _form(page: StepPage, given: Typed | None) -> DecisionForm:
    proposed = outcomes.admissible(page.case.items, office=office())
    allowed = {
        item.id: proposed[item.id].instead(request.args.get(f"instead-{item.number}", item.answer.get("outcome", "")))
        for item in page.case.items
    }
    agencies = sister_agencies.standing_today(office())
    return DecisionForm.over(page.case.items, allowed, given, searches=page.searches, agencies=agencies)
