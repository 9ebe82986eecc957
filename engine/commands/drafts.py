"""What a person had typed into a form when it was not sent: kept for that person alone, gone when it is sent."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.errors import Conflict, RuleViolation
from engine.office import Office
from engine.passwords import token_hash
from engine.permissions import Actor
from engine.records import FormDraft, SignIn

MOST_CHARACTERS = 400_000

Fields = Mapping[str, Sequence[str]]


def save_draft(form: str, fields: Fields, *, actor: Actor, office: Office) -> None:
    """The fields stand as this person's draft of the form; an earlier draft of it is replaced."""
    with office.transaction() as records:
        if actor.person_id is not None:
            _save(records, actor.person_id, form, fields, office)


def save_draft_of_sign_in(token: str, form: str, fields: Fields, *, office: Office) -> None:
    """The same, for the person who has just signed in with this token."""
    with office.transaction() as records:
        person_id = records.scalar(select(SignIn.person_id).where(SignIn.token_hash == token_hash(token)))
        if person_id is not None:
            _save(records, person_id, form, fields, office)


def discard_draft(form: str, *, actor: Actor, office: Office) -> None:
    """This person has no draft of the form any more; when the database is busy, it stays until the next time.

    It follows a step that is saved already, which must not look refused because of its draft.
    """
    with suppress(Conflict), office.transaction() as records:
        records.execute(delete(FormDraft).where(FormDraft.person_id == actor.person_id, FormDraft.form == form))


def _save(records: Session, person_id: int, form: str, fields: Fields, office: Office) -> None:
    plain = {_storable(name): [_storable(text) for text in texts] for name, texts in fields.items()}
    if sum(len(text) for texts in plain.values() for text in texts) > MOST_CHARACTERS:
        raise RuleViolation("所填内容过长，草稿没有保存。")
    given = {"fields": plain, "saved_at": office.clock.now()}
    mine = (FormDraft.person_id == person_id, FormDraft.form == form)
    if not _changed(records.execute(update(FormDraft).where(*mine).values(**given))):
        try:
            with records.begin_nested():
                records.add(FormDraft(person_id=person_id, form=form, **given))
        except IntegrityError:
            records.execute(update(FormDraft).where(*mine).values(**given))


def _changed(result: Any) -> int:
    rows: int = result.rowcount
    return rows


def _storable(text: str) -> str:
    """The text without what a database cannot keep: NUL, and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()
