"""What two wordings differ in, run by run: what both say, what was added, what was removed; Chinese by character."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

MOST_TOKENS = 4_000
"""Longer blocks are told as removed and added as a whole: nobody reads single words in ten pages that changed."""

_TOKEN = re.compile(r"[0-9A-Za-z]+|.", re.DOTALL)
_BREAK = "\n"
_SHORTEST_SAME = 2


class Change(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Run:
    """Words that stand together and share one fate."""

    change: Change
    text: str


Paragraph = tuple[Run, ...]


def differences(old: Sequence[str], new: Sequence[str]) -> tuple[Paragraph, ...]:
    """The paragraphs of both wordings in reading order; without its added runs it is the old, without removed the new.

    Paragraphs that only one wording has stand alone. Numbers and Latin words are never cut.
    """
    found: list[Paragraph] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [(Run(Change.SAME, text),) for text in old[i1:i2]]
        else:
            found += _block(old[i1:i2], new[j1:j2])
    return tuple(found)


def changed(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Only those in which something was added or removed."""
    return tuple(each for each in paragraphs if any(run.change is not Change.SAME for run in each))


def counted(paragraphs: Iterable[Paragraph], change: Change) -> int:
    """How many characters were added, or removed."""
    return sum(len(run.text) for each in paragraphs for run in each if run.change is change)


def _block(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    before, after = _tokens(old), _tokens(new)
    if not before or not after or len(before) + len(after) > MOST_TOKENS:
        runs = [Run(Change.REMOVED, "".join(before)), Run(Change.ADDED, "".join(after))]
    else:
        runs = list(_runs(before, after))
    yield from _in_paragraphs(runs)


def _runs(before: Sequence[str], after: Sequence[str]) -> Iterator[Run]:
    """Without the single characters that happen to be the same between two changes."""
    removed, added = "", ""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        is_edge = not (removed or added) or i2 == len(before)
        if tag == "equal" and (is_edge or i2 - i1 >= _SHORTEST_SAME or _BREAK in before[i1:i2]):
            yield from _both(removed, added)
            removed, added = "", ""
            yield Run(Change.SAME, "".join(before[i1:i2]))
        else:
            removed += "".join(before[i1:i2])
            added += "".join(after[j1:j2])
    yield from _both(removed, added)


def _both(removed: str, added: str) -> Iterator[Run]:
    for change, text in ((Change.REMOVED, removed), (Change.ADDED, added)):
        if text:
            yield Run(change, text)


def _tokens(paragraphs: Sequence[str]) -> list[str]:
    return _TOKEN.findall(_BREAK.join(paragraphs))


def _in_paragraphs(runs: Iterable[Run]) -> Iterator[Paragraph]:
    """The runs cut where a paragraph ends; the break itself is not a word."""
    pieces = [(number > 0, Run(run.change, text)) for run in runs for number, text in enumerate(run.text.split(_BREAK))]
    numbered, paragraph = [], 0
    for starts, run in pieces:
        paragraph += starts
        numbered.append((paragraph, run))
    for _, group in groupby(numbered, key=lambda each: each[0]):
        if words := tuple(run for _, run in group if run.text):
            yield words
