"""Outcome, letter, article, remedy and report row say the same, for every outcome and configuration.

S-16: the remedy is never missing or wrong.
"""

import dataclasses
import itertools
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import resources
from engine.errors import RuleViolation
from engine.letters import LetterRenderer, kind_of
from engine.letters.answers import WithheldPart
from engine.letters.checks import faults
from engine.letters.facts import PageForm, Remedy, ReplyFacts
from engine.rules.vocabulary import (
    OUTCOME_FACTS,
    PARTLY_DISCLOSED_OVER_OBJECTION,
    DeliveryMethod,
    Outcome,
    OutcomeFacts,
)
from engine.workflow import Catalogue
from tests.letters.press import ROOT, SAMPLES, Press

BODIES = (
    ("江汉省人民政府", "江城铁路运输法院"),
    ("江汉自治州人民政府", "云梦泽特别管理区人民法院"),
)
REVIEW_FIRST = (
    "应当先自收到本{paper}之日起60日内向{body}申请行政复议；"
    "对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向{court}提起行政诉讼"
)
FREE_CHOICE = (
    "可以自收到本{paper}之日起60日内向{body}申请行政复议，也可以自收到本{paper}之日起6个月内向{court}提起行政诉讼"
)
SAID = {"RA": (0, 1), "RB": (1, 0), "RAB": (1, 1)}
REPLIES = [outcome for outcome in Outcome if outcome is not Outcome.WITHDRAWN_OR_OTHER]
PART = WithheldPart(
    what="协议中的联系电话",
    legal_basis="《条例》第十五条",
    reasons="自然人的联系电话与协议内容没有关联，公开会侵扰其生活安宁",
)


@pytest.fixture(scope="module")
def tables() -> Catalogue:
    """The decision tables."""
    return Catalogue.of(resources.folder("workflows"))


def cases(outcome: Outcome) -> Iterator[tuple[ReplyFacts, OutcomeFacts, bool]]:
    """The outcome's letter under every configuration, with the row of the table that it must agree with."""
    sample = SAMPLES[outcome.value].facts
    assert isinstance(sample, ReplyFacts)
    partly = (False, True) if outcome is Outcome.DISCLOSED_OVER_OBJECTION else (False,)
    for with_part, bodies, organization, form, delivery, website in itertools.product(
        partly,
        BODIES,
        (False, True),
        PageForm,
        (DeliveryMethod.POSTAL, DeliveryMethod.EMAIL),
        ("", "https://fy.example.gov.cn"),
    ):
        row = PARTLY_DISCLOSED_OVER_OBJECTION if with_part else OUTCOME_FACTS[outcome]
        items = (
            tuple(dataclasses.replace(item, withheld=(PART,)) for item in sample.items) if with_part else sample.items
        )
        facts = dataclasses.replace(
            sample,
            items=tuple(_basis(item, row) for item in items),
            agency=dataclasses.replace(sample.agency, page=form),
            is_organization=organization,
            delivery=delivery.value,
            remedy=Remedy(kind=row.remedy.value, review_body=bodies[0], court=bodies[1], review_website=website),
        )
        yield facts, row, with_part


def _basis(item, row: OutcomeFacts):  # type: ignore[no-untyped-def]
    missing = [a.printed for a in row.articles if a.printed.removeprefix(a.source) not in item.legal_basis]
    return dataclasses.replace(item, legal_basis="、".join([item.legal_basis, *missing])) if missing else item


@pytest.mark.parametrize("outcome", REPLIES)
def test_outcome_letter_article_remedy_and_row_agree(press: Press, tables: Catalogue, outcome: Outcome) -> None:
    """Each configuration changes names and manners, never what is decided and where to turn."""
    count = 0
    for facts, row, with_part in cases(outcome):
        count += 1
        asked = {"outcome": outcome.value, "partly": with_part}
        letter = tables.decide("reply_letter", asked).values
        report = tables.decide("report_row", asked).values
        assert report["report_row"] == row.report_row.value
        assert letter["letter"] == row.letter
        assert letter["letter"] in kind_of(letter["template"]).codes
        assert letter["block"] == facts.groups[0].block
        assert list(faults(facts)) == []
        text = "\n".join(press.renderer.paragraphs(letter["template"], facts))
        paper = "告知书" if "不再处理" in kind_of(letter["template"]).name else "答复书"
        said = tuple(
            text.count(words.format(paper=paper, body=facts.remedy.review_body, court=facts.remedy.court))
            for words in (REVIEW_FIRST, FREE_CHOICE)
        )
        assert said == SAID[row.remedy.value]
        for article in row.articles:
            assert article.printed.removeprefix(article.source) in text
        assert text.count("也可以通过互联网提出：https://fy.example.gov.cn。") == bool(facts.remedy.review_website)
        assert facts.you in text
        assert "上级主管部门" not in text
    assert count in (32, 64)


def test_the_withdrawn_application_has_no_remedy(press: Press, tables: Catalogue) -> None:
    """D22 decides nothing; its row is R6.3."""
    row = OUTCOME_FACTS[Outcome.WITHDRAWN_OR_OTHER]
    assert (
        tables.decide("report_row", {"outcome": "withdrawn_or_other", "partly": False}).values["report_row"] == "R6.3"
    )
    assert row.remedy.value == "R0"
    text = "".join(press.renderer.paragraphs("withdrawal_confirmation", SAMPLES["withdrawal_confirmation"].facts))
    assert not re.search("复议|诉讼", text)


WITH_REMEDY = {
    "reply": "disclosed",
    "no_further_processing": "abandoned_unpaid",
    "correction_reply": "correction_made",
    "third_party_decision": "third_party_decision",
    "fee_notice": "fee_notice",
    "spot_answer": "spot_refusal",
}


def test_every_letter_that_owes_a_remedy_is_known() -> None:
    """A new kind of letter with a remedy joins the list below."""
    owing = {sample.template for sample in SAMPLES.values() if hasattr(sample.facts, "remedy")}
    assert owing == set(WITH_REMEDY)


@pytest.mark.parametrize("template", WITH_REMEDY)
@pytest.mark.parametrize("change", ["dropped", "doubled", "emptied"])
def test_a_template_without_its_remedy_prints_nothing(tmp_path: Path, template: str, change: str) -> None:
    """Whoever drops the paragraph from a template, prints it twice, or takes its mark away stops the letter."""
    folder = tmp_path / "templates"
    shutil.copytree(ROOT / "reply_templates", folder)
    changed = folder / ("_remedies.html" if change == "emptied" else f"{_home(template)}.html")
    before = changed.read_text(encoding="utf-8")
    call = re.search(r"\{\{ remedies\([^}]*\}\}", before)
    if change == "emptied":
        after = before.replace('<p class="remedy">', "<p>")
    else:
        assert call
        after = before.replace(call[0], "" if change == "dropped" else call[0] * 2)
    changed.write_text(after, encoding="utf-8")
    assert after != before
    with pytest.raises(RuleViolation, match="救济告知"):
        LetterRenderer(folder, ROOT / "build/fonts").html(template, SAMPLES[WITH_REMEDY[template]].facts)


def _home(template: str) -> str:
    """The file that calls for the paragraph: a template may take it from the one it extends."""
    return "reply" if template == "no_further_processing" else template
