"""The shared words: every outcome has its row, remedy, letter and article, and no label is missing or doubled."""

import pytest

from engine.rules import vocabulary
from engine.rules.vocabulary import OUTCOME_FACTS, Labelled, Outcome, Remedy, ReportRow

ENUMS = [enum for enum in vars(vocabulary).values() if isinstance(enum, type) and issubclass(enum, Labelled)]


@pytest.mark.parametrize("enum", [enum for enum in ENUMS if enum is not Labelled])
def test_every_word_has_a_chinese_label_of_its_own(enum: type[Labelled]) -> None:
    labels = [member.label for member in enum]
    assert all(labels)
    assert len(set(labels)) == len(labels)
    assert [enum(member.value) for member in enum] == list(enum)


def test_every_outcome_has_its_facts() -> None:
    assert set(OUTCOME_FACTS) == set(Outcome)


def test_reconsideration_comes_first_for_refusals_under_articles_14_to_16_only() -> None:
    first = {outcome for outcome, facts in OUTCOME_FACTS.items() if facts.remedy is Remedy.RB}
    assert first == {outcome for outcome in Outcome if outcome.value.startswith("withheld_")}
    assert {OUTCOME_FACTS[outcome].articles[0].number for outcome in first} == {14, 15, 16}


def test_special_access_is_counted_as_withheld_but_may_be_sued_directly() -> None:
    facts = OUTCOME_FACTS[Outcome.SPECIAL_ACCESS_REGIME]
    assert (facts.report_row, facts.remedy) == (ReportRow.R3_8, Remedy.RA)


def test_every_row_of_the_report_is_reached_and_has_its_data_code() -> None:
    assert {facts.report_row for facts in OUTCOME_FACTS.values()} == set(ReportRow)
    assert (ReportRow.R1.data_code, ReportRow.R3_1.data_code, ReportRow.R6_3.data_code) == ("3.1", "3.3.1", "3.6.3")


def test_case_files_name_each_outcome_and_ground() -> None:
    facts = OUTCOME_FACTS[Outcome.WITHHELD_DELIBERATIVE]
    assert (facts.case_outcome, facts.case_ground, facts.letter) == ("refuse", "process", "D39")
    assert OUTCOME_FACTS[Outcome.DISCLOSED].case_ground is None
    assert OUTCOME_FACTS[Outcome.CONFIRMATION_REQUEST].article is None
