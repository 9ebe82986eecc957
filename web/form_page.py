"""The life of a form: shown, read, sent to a command; refused, it comes back as it was typed, with the reason."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import render_template, request
from werkzeug.wrappers import Response

from engine.errors import DisclosureError
from web.errors import status_of
from web.forms.form import Form, Typed

Answer = Response | str | tuple[str, int]
AnyForm = TypeVar("AnyForm", bound=Form)


def typed() -> Typed | None:
    """What the browser sent; None while the page is only looked at."""
    return request.form if request.method == "POST" else None


def answer(template: str, form: AnyForm, act: Callable[[AnyForm], Response | str], **context: Any) -> Answer:
    """The page with its form; after POST where `act` leads, or the same page with what is wrong.

    What `act` refuses stands at the field it names, with the status of the error.
    """
    if request.method != "POST":
        return render_template(template, form=form, **context)
    if form.adjust_rows(request.form.get("row", "")):
        return render_template(template, form=form, **context)
    status = 422
    if form.read():
        try:
            return act(form)
        except DisclosureError as error:
            status = status_of(error)
            if status in (404, 500):
                raise
            form.refuse(error)
    return render_template(template, form=form, **context), status
