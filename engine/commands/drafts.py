"""What a person had typed into a form when it was not sent: kept for that person alone, gone when it is sent."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.errors import RuleViolation
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
    """This person has no draft of the form any more."""
    with office.transaction() as records:
        records.execute(delete(FormDraft).where(FormDraft.person_id == actor.person_id, FormDraft.form == form))


def _save(records: Session, person_id: int, form: str, fields: Fields, office: Office) -> None:
    plain = {_storable(name): [_storable(text) for text in texts] for name, texts in fields.items()}
    if sum(len(text) for texts in plain.values() for text in texts) > MOST_CHARACTERS:
        raise RuleViolation("所填内容过长，草稿没有保存。")
    draft = records.scalar(select(FormDraft).where(FormDraft.person_id == person_id, FormDraft.form == form))
    if draft is None:
        draft = FormDraft(person_id=person_id, form=form)
        records.add(draft)
    draft.fields, draft.saved_at = plain, office.clock.now()


def _storable(text: str) -> str:
    """A NUL character is the one thing that neither database keeps in a text."""
    return text.replace("\0", "")
