"""docs/glossary.md and the enums of the code say the same words, and no word has two identifiers."""

import re
from collections import Counter
from enum import StrEnum
from typing import Protocol

import pytest

from engine.permissions import Role
from engine.rules.vocabulary import OUTCOME_FACTS, ApplicantKind, Channel, Outcome
from tests.structure.source_tree import ROOT

GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")


class Labelled(Protocol):
    """A member of an enum that people see by its Chinese label."""

    value: str
    label: str


def table(title: str) -> list[list[str]]:
    """The cells of the rows below a heading that holds the title."""
    section = next(part for part in re.split(r"^## ", GLOSSARY, flags=re.MULTILINE) if title in part.splitlines()[0])
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip(" `|") for cell in row] for row in rows[2:]]


@pytest.mark.parametrize("words", [Role, Outcome, Channel, ApplicantKind])
def test_the_enums_say_what_the_glossary_says(words: type[StrEnum]) -> None:
    members: list[Labelled] = list(words)  # type: ignore[arg-type]
    assert {row[1]: row[0] for row in table(f"`{words.__name__}`")} == {word.value: word.label for word in members}


def test_outcomes_have_the_row_the_remedy_and_the_letter_of_the_glossary() -> None:
    for _, identifier, report_row, remedy, letters in table("`Outcome`"):
        facts = OUTCOME_FACTS[Outcome(identifier)]
        assert report_row.split(" / ")[0] == facts.report_row
        assert re.split(r" / |; ", remedy)[0] == facts.remedy
        assert tuple(re.findall(r"D\d+", letters.replace("/ D33", ""))) == facts.letters


def test_no_word_has_two_identifiers() -> None:
    rows = re.findall(r"^\| ([^|]*[\u4e00-\u9fff][^|]*) \| `", GLOSSARY, re.MULTILINE)
    twice = [word for word, count in Counter(rows).items() if count > 1]
    assert twice == ["申请人"]  # the role and the person are the same
