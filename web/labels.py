"""How values are printed on pages: dates in Beijing time, labels of enums, numbers of pages."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request
from jinja2 import StrictUndefined
from werkzeug.datastructures import MultiDict

from engine.clock import BEIJING
from engine.permissions import Action, Role, permits
from web import access

WEEKDAYS = "一二三四五六日"


def install(app: Flask) -> None:
    """Templates have the filters, and every page knows its visitor and its way around."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters.update(
        day=day, iso_day=iso_day, day_of_week=day_of_week, moment=moment, label=label, size=size, shortened=shortened
    )
    app.jinja_env.globals.update(changed_query=changed_query, asset=asset)
    app.context_processor(surroundings)


def day(value: date | None) -> str:
    """2026年3月2日; a dash when there is none."""
    return f"{value.year}年{value.month}月{value.day}日" if value else "—"


def iso_day(text: str) -> str:
    """The same for a date that is stored as text."""
    return day(date.fromisoformat(text))


def day_of_week(value: date | None) -> str:
    """2026年3月2日（周一）."""
    return f"{day(value)}（周{WEEKDAYS[value.weekday()]}）" if value else "—"


def moment(value: datetime | None) -> str:
    """3月2日 14:05 in Beijing, with the year in front."""
    if value is None:
        return "—"
    local = value.astimezone(BEIJING)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def label(word: Any) -> str:
    """The Chinese label of a word of a vocabulary; a dash when there is none."""
    return "—" if word is None else str(word.label)


def size(octets: int) -> str:
    """A file size for people."""
    return f"{octets / 1_000_000:.1f} MB" if octets >= 1_000_000 else f"{max(1, octets // 1000)} kB"


def shortened(text: str, most: int = 60) -> str:
    """The text, cut with an ellipsis where it is too long for a list."""
    return text if len(text) <= most else text[: most - 1] + "…"


def changed_query(**changes: str | int | None) -> str:
    """The address of this page with some parameters changed; None takes one out."""
    query: MultiDict[str, str] = MultiDict(request.args)
    for name, value in changes.items():
        query.poplist(name)
        if value is not None:
            query[name] = str(value)
    return f"{request.path}?{urlencode(list(query.items(multi=True)))}" if query else request.path


def asset(name: str) -> str:
    """The address of a static file, with its age, so that a browser never shows an old one."""
    stamp = int((Path(__file__).parent / "static" / name).stat().st_mtime)
    return f"/static/{name}?v={stamp}"


def surroundings() -> dict[str, Any]:
    """What every page may show: who is signed in, what they may open, whether this is the demo."""
    office = access.office()
    known = access.visitor()
    return {
        "visitor": known,
        "may": {action.value: permits(known.actor, action) for action in Action} if known else {},
        "roles_of_visitor": [role.label for role in Role if known and role in known.actor.roles],
        "is_demo": office.settings.demo,
        "today": office.clock.today(),
        "upload_limit_megabytes": office.settings.upload_limit_megabytes,
    }
