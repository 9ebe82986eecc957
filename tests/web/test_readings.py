"""法律适用口径: every open reading is shown as it holds, with its question, its source and where it is set."""

from dataclasses import fields, replace

import pytest

from engine.office import Office
from engine.queries.readings import readings
from engine.rules.readings import DEFAULT, QUESTIONS, Readings
from engine.rules.report_counting import MixedLetters
from engine.settings import Settings
from tests.web.browser import words_of
from tests.web.conftest import OpenBrowser


def test_every_reading_has_its_question_and_its_source() -> None:
    assert list(QUESTIONS) == [field.name for field in fields(Readings)]
    assert all(each.question.endswith("？") and each.source for each in QUESTIONS.values())


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_value_can_be_said_in_words(name: str) -> None:
    value, question = getattr(DEFAULT, name), QUESTIONS[name]
    assert question.in_words(value)
    assert not isinstance(value, bool) or (question.yes and question.no)
    assert isinstance(value, bool) or not isinstance(value, int) or question.unit


def test_what_can_be_set_is_a_setting_that_is_read() -> None:
    required = {"MINGDA_DATABASE_URL": "sqlite://", "MINGDA_SECRET_KEY": "x", "MINGDA_IDENTITY_KEY": "00" * 32}
    plain = Settings.from_environment(required)
    for name, question in QUESTIONS.items():
        if question.setting:
            other = next(word for word in type(getattr(DEFAULT, name)) if word is not getattr(DEFAULT, name))
            chosen = Settings.from_environment({**required, question.setting: other.value})
            assert getattr(plain, name) == getattr(DEFAULT, name).value
            assert getattr(chosen, name) == other.value


def test_the_page_shows_what_holds_and_what_would_be_cautious(browser: OpenBrowser, small_office: Office) -> None:
    page = words_of(browser("fazhi").get("/library/readings"))
    assert "不算，自次日起算 稳妥" in page
    assert "本机关选定" not in page
    chosen = replace(small_office, readings=Readings(mixed_letters=MixedLetters.SPLIT))
    line = next(each for each in readings(chosen) if each.name == "mixed_letters")
    assert (line.is_cautious, line.now) == (False, MixedLetters.SPLIT.label)
