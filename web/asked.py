"""What an address asks for: words of a vocabulary, search words, a page. What makes no sense counts as not asked."""

from contextlib import suppress
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from flask import request, url_for

from engine.queries.listing import SIZES, Page
from web.forms.fields import cleaned

MOST_WORDS = 60
MOST_PAGES = 100_000

Words = TypeVar("Words", bound=StrEnum)


def word(vocabulary: type[Words], name: str) -> Words | None:
    """The word that the parameter names, or None."""
    text = request.args.get(name, "")
    return vocabulary(text) if text in {each.value for each in vocabulary} else None


def words(name: str = "q") -> str:
    """The search words, without control characters and not too long."""
    return cleaned([request.args.get(name, "")])[0][0].strip()[:MOST_WORDS]


def number(name: str) -> int | None:
    """The whole number that the parameter names, or None."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def day(name: str) -> date | None:
    """The day that the parameter names, or None."""
    with suppress(ValueError):
        return date.fromisoformat(request.args.get(name, ""))
    return None


def page() -> Page:
    """The page of a list that is wanted."""
    size = number("size")
    return Page(min(max(1, number("page") or 1), MOST_PAGES), size if size in SIZES else SIZES[0])


def back() -> str:
    """The page of ours that this button stood on; the desk when it is not said."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host or not parts.path:
        return url_for("desk.desk")
    path = "/" + parts.path.lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path
