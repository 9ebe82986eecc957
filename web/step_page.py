"""One page for all steps: the form of the step, the facts of the case and the law beside it; then the command.

Whoever loses a race sees the refusal and what they had typed, to take along.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.commands import drafts
from engine.errors import TaskNotReady
from engine.queries import steps, tasks
from engine.queries.steps import StepPage
from web import filters, kept
from web.access import actor, office
from web.form_page import Answer, answer, typed
from web.forms.form import Form, Typed, in_words

AnyForm = TypeVar("AnyForm", bound=Form)
AnyPage = TypeVar("AnyPage")

MakeForm = Callable[[StepPage, Typed | None], AnyForm]
Command = Callable[[int, AnyForm], None]
Beside = Callable[[StepPage], Mapping[str, Any]]
Preview = Callable[[int, AnyForm], Sequence[str]]


@dataclass(frozen=True)
class TypedLine:
    """One thing that was typed, for the read-only copy."""

    label: str
    text: str


def work_on(  # noqa: PLR0913  # what a step may have besides its form is named where it is declared
    task_id: int,
    step: str,
    make_form: MakeForm[AnyForm],
    command: Command[AnyForm],
    *,
    template: str = "",
    beside: Beside | None = None,
    preview: Preview[AnyForm] | None = None,
) -> Answer:
    """The page of this step with its form, or after POST the next thing to do.

    `beside` finds what else the template shows; `preview` gives the words of a letter that is not drafted yet.
    """
    shape = template or f"tasks/{step}.html"

    def act(page: StepPage, sent: AnyForm, shown: Mapping[str, Any]) -> Response | str:
        if preview and request.form.get("do") == "preview":
            return render_template(shape, form=sent, **{**shown, "words": preview(task_id, sent)})
        command(task_id, sent)
        return _finished(page)

    def find() -> StepPage:
        return steps.step_page(task_id, step, actor=actor(), office=office())

    return step_answer(find, make_form, act, shape, lambda page: {"words": None, **(beside(page) if beside else {})})


def step_answer(
    find: Callable[[], AnyPage],
    make_form: Callable[[AnyPage, Typed | None], AnyForm],
    act: Callable[[AnyPage, AnyForm, Mapping[str, Any]], Response | str],
    template: str,
    beside: Callable[[AnyPage], Mapping[str, Any]] = lambda _: {},
) -> Answer:
    """The page that `find` gives with its form, or after POST what `act` answers, given all that the page shows.

    What was typed and kept earlier is offered again; a step that went to somebody else meanwhile gives it back.
    """
    try:
        page = find()
    except TaskNotReady as error:
        if typed() is None:
            raise
        return too_late(error)
    draft = None if typed() is not None else steps.draft_of(request.path, actor=actor(), office=office())
    form = make_form(page, kept.typed_again(draft.fields) if draft else typed())
    shown = {"page": page, "draft": draft, "draft_path": request.path, **beside(page)}
    return answer(template, form, lambda sent: act(page, sent, shown), **shown)


def onward(application_id: int, done: str) -> Response:
    """What was done is said; the next step of the same case for this person opens at once, else the desk."""
    flash(done)
    following = tasks.next_of_case(application_id, actor=actor(), office=office())
    if following is not None:
        return redirect(url_for("tasks.task", task_id=following), 303)
    return redirect(filters.back_to_desk(application_id), 303)


def _finished(page: StepPage) -> Response:
    """The draft is gone, and the work goes on."""
    drafts.discard_draft(request.path, actor=actor(), office=office())
    return onward(page.case.id, f"{page.case.case_number} 的“{page.title}”已办结。")


def too_late(error: TaskNotReady) -> Answer:
    """The step went to somebody else meanwhile: the refusal, and what was typed, to take along."""
    sent = kept.fields_of(request.form)
    copy = [TypedLine(*in_words(name, text)) for name, texts in sent.items() for text in texts if text]
    return render_template("tasks/too_late.html", message=error.message, copy=copy), 409
