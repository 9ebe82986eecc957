"""What was typed is not lost: it travels through a new sign-in, and comes back as the draft of its form."""

import json
import re
from collections.abc import Mapping

from flask import render_template
from werkzeug.datastructures import MultiDict

from web.forms.form import Typed

MOST_CHARACTERS = 400_000
NOT_KEPT = frozenset({"csrf_token", "row", "do"})

_DRAFT_PATHS = re.compile(r"/(tasks/[0-9]{1,10}/[a-z_]{1,40}|applications/(?:new|transfer)|mail/[0-9]{1,10}/register)")


def keeps_drafts(path: str) -> bool:
    """Whether the form at this address is one whose unsent content is kept."""
    return _DRAFT_PATHS.fullmatch(path) is not None


def fields_of(typed: Typed) -> dict[str, list[str]]:
    """The fields as typed, without the page's own."""
    return without_own({name: typed.getlist(name) for name in typed})


def without_own(fields: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The fields without those that belong to the page rather than to the form."""
    return {name: texts for name, texts in fields.items() if name not in NOT_KEPT}


def typed_again(fields: Mapping[str, list[str]]) -> Typed:
    """A draft as if it had just been typed."""
    return MultiDict([(name, text) for name, texts in fields.items() for text in texts])


def packed(fields: Mapping[str, list[str]]) -> str:
    """The fields as one hidden value."""
    return json.dumps(fields, ensure_ascii=False)


def unpacked(text: str) -> dict[str, list[str]] | None:
    """The fields of a hidden value; None when it is not one."""
    if not text or len(text) > MOST_CHARACTERS:
        return None
    try:
        fields = json.loads(text)
    except ValueError:
        return None
    return fields if is_fields(fields) else None


def is_fields(fields: object) -> bool:
    """Whether this is a mapping of names to lists of texts, and nothing else."""
    return isinstance(fields, dict) and all(
        isinstance(texts, list) and all(isinstance(text, str) for text in texts) for texts in fields.values()
    )


def sign_in_again(path: str, typed: Typed) -> str:
    """The sign-in page, which carries along what was being sent to `path`."""
    return render_template("sign_in/sign_in.html", form=None, next=path, kept=packed(fields_of(typed)), is_lost=True)
