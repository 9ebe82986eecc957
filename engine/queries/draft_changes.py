"""What is new in a draft: against the template's own words, and against the draft that this reader saw before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import letters as paper
from engine.office import Office
from engine.permissions import Actor
from engine.queries.letters import OWN_FACTS, facts_of, visible_letter
from engine.records import HistoryEntry, Letter, LetterDraft, history, letter_drafts
from engine.rules.differences import Change, Paragraph, changed, counted, differences

BLANK = "〔〕"
"""Stands in the template's own words where the handler writes."""


@dataclass(frozen=True)
class Comparison:
    """The paragraphs that differ, from which moment the other wording is, and whether this reader judged it."""

    paragraphs: tuple[Paragraph, ...]
    drafted_at: datetime | None = None
    is_own: bool = False

    @property
    def added(self) -> int:
        """Characters that are new."""
        return counted(self.paragraphs, Change.ADDED)

    @property
    def removed(self) -> int:
        """Characters that are gone."""
        return counted(self.paragraphs, Change.REMOVED)


@dataclass(frozen=True)
class DraftChanges:
    """Both comparisons; `since` is None where there was no other draft."""

    from_template: Comparison
    since: Comparison | None


def draft_changes(letter_id: int, *, actor: Actor, office: Office) -> DraftChanges:
    """What whoever judges the letter should look at; NotFound when its case is not this actor's to see.

    内部规定：答复审签程序
    """
    with office.reading() as records:
        letter = visible_letter(records, letter_id, actor)
        drafts = letter_drafts.of(records, letter)
        seen = _judged(history.of(records, letter.application), letter, actor)
        facts = facts_of(letter)
        words = office.letters.paragraphs(letter.template, facts)
        template = office.letters.paragraphs(letter.template, _blank(letter))
    return DraftChanges(_from_template(template, words), _since(drafts, letter, seen, words))


def _from_template(template: Sequence[str], words: Sequence[str]) -> Comparison:
    """What the handler wrote; the marks of the places where he writes are nobody's words."""
    kept = (
        tuple(run for run in each if not (run.change is Change.REMOVED and not run.text.strip(BLANK)))
        for each in differences(template, words)
    )
    return Comparison(changed(kept))


def _since(drafts: Sequence[LetterDraft], letter: Letter, seen: str, words: Sequence[str]) -> Comparison | None:
    others = [draft for draft in drafts if draft.fingerprint != letter.fingerprint]
    own = next((draft for draft in others if draft.fingerprint == seen), None)
    other = own or (others[-1] if others else None)
    if other is None:
        return None
    return Comparison(changed(differences(other.words["paragraphs"], words)), other.drafted_at, other is own)


def _judged(entries: Sequence[HistoryEntry], letter: Letter, actor: Actor) -> str:
    """The fingerprint of the last other draft of this letter that this person agreed with or sent back."""
    prints = [
        entry.facts["fingerprint"]
        for entry in entries
        if entry.actor_id == actor.person_id and "words" in entry.facts and entry.facts.get("letter_id") == letter.id
    ]
    return next((each for each in reversed(prints) if each != letter.fingerprint), "")


def _blank(letter: Letter) -> Any:
    """The letter's facts with a mark in the place of everything that the handler typed."""
    kind = paper.kind_of(letter.template).facts
    return paper.from_json(kind, {**_blanked(letter.facts, ""), **_signature(letter)})


def _signature(letter: Letter) -> dict[str, Any]:
    dated_on = letter.dated_on.isoformat() if letter.dated_on else None
    return {"doc_number": letter.document_number, "dated_on": dated_on}


def _blanked(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        return {key: _blanked(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_blanked(each, name) for each in value]
    return BLANK if isinstance(value, str) and value and name in OWN_FACTS else value
