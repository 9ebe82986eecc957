"""Who may open a page: closed by default, opened by a declaration on the page function, never in the page.

A page is `@public`, `@permits(Action.…)`, `@task_page("step")`, `@applicant_page` or `@party_page`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response as BaseResponse

from engine.commands import people as people_commands
from engine.errors import NotPermitted
from engine.office import Office
from engine.permissions import Action, Actor, require
from engine.queries import people
from engine.queries.people import Visitor
from web import kept

STAFF_COOKIE = "mingda_sign_in"
APPLICANT_COOKIE = "mingda_track"
PARTY_COOKIE = "mingda_opinion"
OUTSIDE_MINUTES = 30

Page = TypeVar("Page", bound=Callable[..., Any])


@dataclass(frozen=True)
class Declaration:
    """What a page function says about who may open it."""

    kind: str
    action: Action | None = None
    step: str | None = None


def public(page: Page) -> Page:
    """Anybody may open this page."""
    return _declared(page, Declaration("public"))


def permits(action: Action) -> Callable[[Page], Page]:
    """Whoever's role permits the action may open this page."""
    return lambda page: _declared(page, Declaration("permits", action=action))


def task_page(step: str) -> Callable[[Page], Page]:
    """Staff may open this page; the query and the command check case and lane."""
    return lambda page: _declared(page, Declaration("task", action=Action.WORK_AT_DESK, step=step))


def applicant_page(page: Page) -> Page:
    """The applicant who has named number and pass phrase may open this page."""
    return _declared(page, Declaration("applicant"))


def party_page(page: Page) -> Page:
    """The consulted party who has named number and pass phrase may open this page."""
    return _declared(page, Declaration("party"))


def declaration_of(page: Callable[..., Any]) -> Declaration | None:
    """What the page function declares; None when it says nothing and so is closed."""
    return getattr(page, "declaration", None)


def _declared(page: Page, declaration: Declaration) -> Page:
    page.declaration = declaration  # type: ignore[attr-defined]
    return page


def office() -> Office:
    """The office of this application."""
    return cast(Office, current_app.extensions["office"])


def visitor() -> Visitor | None:
    """Who is signed in, or None; known before any other hook runs."""
    return cast("Visitor | None", g.get("visitor"))


def actor() -> Actor:
    """The signed-in person as whoever acts; NotPermitted when nobody is signed in."""
    known = visitor()
    if known is None:
        raise NotPermitted("请先登录。")
    return known.actor


def person_id() -> int:
    """The row of the signed-in person."""
    known = actor().person_id
    if known is None:
        raise NotPermitted("请先登录。")
    return known


def install_recognition(app: Flask) -> None:
    """Every request knows who sent it, before forms are checked."""
    app.before_request(_recognize)


def install_guard(app: Flask) -> None:
    """No page function runs for somebody whom its declaration does not let in."""
    app.before_request(_guard)


def _recognize() -> None:
    g.visitor = None
    token = request.cookies.get(STAFF_COOKIE, "")
    if request.endpoint == "static" or not token:
        return
    g.visitor = people.signed_in(token, office())
    if g.visitor is not None and g.visitor.is_due_to_be_noted:
        people_commands.note_seen(token, office=office())


def _guard() -> BaseResponse | tuple[str, int] | None:
    if request.endpoint is None:
        return None
    declared = declaration_of(current_app.view_functions[request.endpoint])
    if declared is None:
        raise NotPermitted("这个页面没有开放。")
    if declared.kind == "public":
        return None
    if declared.kind == "applicant":
        return None if tracked_case() is not None else _ask_to_track()
    if declared.kind == "party":
        return None if asked_consultation() is not None else redirect(url_for("opinion.enter"), 303)
    if visitor() is None:
        return _ask_to_sign_in()
    if declared.action is not None:
        require(actor(), declared.action)
    return None


def _ask_to_sign_in() -> BaseResponse | tuple[str, int]:
    """To the sign-in page and back again; what was being sent travels along and is not lost."""
    if request.method == "POST" and kept.keeps_drafts(request.path):
        return kept.sign_in_again(request.path, request.form), 401
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.sign_in", next=back if back != "/" else None), 303)


def _ask_to_track() -> BaseResponse | tuple[str, int]:
    """To the door of the applicants' pages; what was being sent after the half-hour is shown, to be taken along."""
    texts = [text for texts in kept.fields_of(request.form).values() for text in texts if text.strip()]
    if texts:
        return render_template("portal/expired.html", texts=texts), 401
    return redirect(url_for("portal.track"), 303)


def set_staff_cookie(response: BaseResponse, token: str) -> None:
    """The browser holds the sign-in; scripts and other sites cannot read or send it."""
    _set_cookie(response, STAFF_COOKIE, token, None)


def let_applicant_in(response: BaseResponse, application_id: int) -> None:
    """The browser may see this one case for half an hour."""
    _let_in(response, APPLICANT_COOKIE, application_id)


def let_party_in(response: BaseResponse, consultation_id: int) -> None:
    """The browser may see this one consultation for half an hour."""
    _let_in(response, PARTY_COOKIE, consultation_id)


def tracked_case() -> int | None:
    """The case whose number and pass phrase this browser has named within the half-hour."""
    return _named(APPLICANT_COOKIE)


def asked_consultation() -> int | None:
    """The consultation whose number and pass phrase this browser has named within the half-hour."""
    return _named(PARTY_COOKIE)


def applicant_case() -> int:
    """The tracked case on a page that is open to applicants only."""
    return _still_named(tracked_case())


def party_consultation() -> int:
    """The consultation on a page that is open to consulted parties only."""
    return _still_named(asked_consultation())


def _still_named(row: int | None) -> int:
    if row is None:
        raise NotPermitted("页面已经过期，请重新填写编号和口令。")
    return row


def _let_in(response: BaseResponse, cookie: str, row: int) -> None:
    until = office().clock.now() + timedelta(minutes=OUTSIDE_MINUTES)
    value = _signer(cookie).dumps({"row": row, "until": until.isoformat()})
    _set_cookie(response, cookie, str(value), OUTSIDE_MINUTES * 60)


def _named(cookie: str) -> int | None:
    try:
        named = _signer(cookie).loads(request.cookies.get(cookie, ""))
    except BadSignature:
        return None
    return named["row"] if office().clock.now() < datetime.fromisoformat(named["until"]) else None


def forget(response: BaseResponse, cookie: str) -> None:
    """The browser no longer holds the cookie."""
    response.delete_cookie(cookie, httponly=True, samesite="Lax", secure=office().settings.secure_cookies)


def _set_cookie(response: BaseResponse, name: str, value: str, seconds: int | None) -> None:
    secure = office().settings.secure_cookies
    response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="Lax", secure=secure)


def _signer(cookie: str) -> URLSafeSerializer:
    """A cookie of one kind never passes for one of another."""
    return URLSafeSerializer(current_app.secret_key or b"", salt=cookie)
