"""Help that teaches: the law at each step, the words, the practice cases whose answer the live table gives."""

import re
from pathlib import Path

import pytest
from flask import Flask

from engine.office import Office
from engine.queries import drawings, teaching
from engine.queries.teaching import Exercise
from engine.rules.outcome import Ground
from engine.rules.vocabulary import Outcome
from tests.structure.citations import cited_places, explained_places
from tests.structure.source_tree import ROOT
from tests.web.browser import words_of
from tests.web.conftest import OpenBrowser
from web.pages import tasks

TEMPLATES = sorted((ROOT / "web/templates/tasks").glob("*.html"))
NO_STEP = {"too_late.html"}
HELD = {
    "discretion-rules": Outcome.DISCLOSED, "land-contract": Outcome.DISCLOSED_OVER_OBJECTION,
    "stamp-on-copy": Outcome.CONFIRMATION_REQUEST, "report-before-decision": Outcome.WITHHELD_DELIBERATIVE,
    "commission-agreement": Outcome.DISCLOSED, "same-list-again": Outcome.REPEATED,
    "ten-applications": Outcome.EXCESSIVE, "demand-for-settlement": Outcome.PETITION_OR_COMPLAINT,
    "village-accounts": Outcome.NOT_GOVERNMENT_INFORMATION, "win-rate": Outcome.NOT_READY_MADE,
    "police-video": Outcome.WITHHELD_ENFORCEMENT_FILE, "survey-map": Outcome.WITHHELD_STATE_SECRET,
    "national-archive": Outcome.ARCHIVE_REGIME,
}  # fmt: skip


def root_of(template: Path) -> str:
    """The template at the end of what this one extends."""
    text = template.read_text(encoding="utf-8")
    found = re.search(r'{% extends "(tasks/\w+\.html)" %}', text)
    return root_of(ROOT / "web/templates" / found[1]) if found else template.name


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_every_step_page_shows_what_the_law_asks(template: Path) -> None:
    if template.name in NO_STEP:
        return
    assert root_of(template) == "step.html"


def test_the_shell_of_the_steps_has_the_law_with_its_heading(app: Flask) -> None:
    source = (ROOT / "web/templates/tasks/step.html").read_text(encoding="utf-8")
    assert "本步骤的法律要求" in source
    assert "{{ page.law }}" in source


@pytest.mark.parametrize("step", sorted(tasks.SUBJECTS))
def test_the_law_of_every_step_names_an_article_that_is_explained(step: str, small_office: Office) -> None:
    law = drawings.law_of_step(step, small_office.workflow.catalogue.sources)
    explained = explained_places((ROOT / "docs/law/regulations.md").read_text(encoding="utf-8"))
    cited = list(cited_places(law))
    assert cited or re.search(r"内部规定|〔\d{4}〕\d+号", law)
    assert set(cited) <= set(explained)


def test_every_word_has_a_meaning_and_an_article() -> None:
    assert len(teaching.terms()) > 20
    assert all(term.meaning and list(cited_places(term.article)) for term in teaching.terms())


@pytest.mark.parametrize("exercise", teaching.exercises(), ids=lambda each: each.id)
def test_the_live_table_holds_what_was_held(exercise: Exercise, small_office: Office) -> None:
    said = teaching.coached(exercise.id, HELD[exercise.id], exercise.ground, office=small_office)
    assert said.outcome is HELD[exercise.id]
    assert said.is_right


def test_the_right_outcome_for_a_wrong_reason_is_not_right(small_office: Office) -> None:
    said = teaching.coached(
        "police-video", Outcome.WITHHELD_ENFORCEMENT_FILE, Ground.INTERNAL_AFFAIRS, office=small_office
    )
    assert (said.outcome is said.chosen, said.is_right) == (True, False)


def test_the_coach_compares_the_choice_with_the_row_and_with_the_ruling(browser: OpenBrowser) -> None:
    learner = browser("gongcheng1")
    page = learner.submit("/practice/win-rate", {"outcome": "withheld_deliberative", "ground": "deliberative"})
    words = words_of(page)
    assert "与规则不一致" in words
    assert "需加工分析" in words
    assert "《条例》第38条" in words
    assert "#art38" in page.text
    assert "再看看" in words_of(learner.get("/practice"))


def test_an_exercise_without_a_choice_asks_for_one(browser: OpenBrowser) -> None:
    assert browser("gongcheng1").submit("/practice/win-rate").status_code == 422


def test_what_is_no_exercise_is_not_found(browser: OpenBrowser) -> None:
    assert browser("gongcheng1").get("/practice/nothing").status_code == 404


def test_help_leads_to_words_library_calculator_and_practice(browser: OpenBrowser) -> None:
    page = browser("guanli").get("/help")
    for address in ("/help/words", "/library", "/calculator", "/practice"):
        assert f'href="{address}"' in page.text
    assert "《条例》第32条" in browser("guanli").get("/help/words").text


def test_an_empty_inbox_says_what_to_do(browser: OpenBrowser) -> None:
    page = browser("gongcheng1").get("/")
    assert "现在没有需要您办理的件" in page.text
    assert 'href="/practice"' in page.text
    assert "登记申请" in words_of(browser("dengji").get("/"))
