"""Letters that were served, for whoever registers one that came back."""

from dataclasses import dataclass

from sqlalchemy import select

from engine import letters as paper
from engine.office import Office
from engine.permissions import Actor
from engine.queries.access import visible_to
from engine.records import Application, Letter, LetterState


@dataclass(frozen=True)
class ServedLetter:
    """One served letter as a choice."""

    id: int
    words: str


def served_letters(application_id: int, *, actor: Actor, office: Office) -> tuple[ServedLetter, ...]:
    """The letters of this case that stand as served, oldest first."""
    query = (
        select(Letter)
        .join(Application)
        .where(Letter.application_id == application_id, Letter.state == LetterState.SERVED, visible_to(actor))
        .order_by(Letter.id)
    )
    with office.reading() as records:
        return tuple(
            ServedLetter(letter.id, f"{paper.kind_of(letter.template).name} {letter.document_number or ''}".strip())
            for letter in records.scalars(query)
        )
