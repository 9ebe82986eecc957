"""What two wordings differ in: Chinese by character, numbers whole, nothing lost on either side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.differences import MOST_TOKENS, Change, Run, changed, counted, differences

WORDS = st.lists(st.text("本机关决定公开2026年 a，。", min_size=1).filter(str.strip), max_size=6)


def told(old: list[str], new: list[str]) -> list[list[tuple[str, str]]]:
    return [[(run.change.value, run.text) for run in each] for each in differences(old, new)]


def test_a_changed_word_stands_between_what_stayed() -> None:
    assert told(["本机关决定予以公开该信息。"], ["本机关决定不予公开该信息。"]) == [
        [("same", "本机关决定"), ("removed", "予以"), ("added", "不予"), ("same", "公开该信息。")]
    ]


def test_a_number_is_never_cut() -> None:
    (runs,) = told(["共36页，2026年作出"], ["共37页，2025年作出"])
    assert ("removed", "36") in runs
    assert ("added", "2025") in runs


def test_a_new_paragraph_stands_alone_and_what_stayed_is_not_listed() -> None:
    found = differences(["甲段不变。", "乙段不变。"], ["甲段不变。", "新增一段。", "乙段不变。"])
    assert changed(found) == ((Run(Change.ADDED, "新增一段。"),),)
    assert (counted(found, Change.ADDED), counted(found, Change.REMOVED)) == (5, 0)


def test_a_long_block_is_told_as_a_whole() -> None:
    found = told(["旧" * MOST_TOKENS], ["新" * MOST_TOKENS])
    assert [run[0] for each in found for run in each] == ["removed", "added"]


@pytest.mark.parametrize("change", [Change.ADDED, Change.REMOVED])
@given(old=WORDS, new=WORDS)
def test_without_one_sort_of_change_it_is_the_other_wording(change: Change, old: list[str], new: list[str]) -> None:
    """Nothing is lost and nothing invented, whatever the two wordings are."""
    left = "".join(run.text for each in differences(old, new) for run in each if run.change is not change)
    assert left == "".join(old if change is Change.ADDED else new)
