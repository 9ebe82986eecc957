"""The papers that are no 公文: forms of the file, envelope and labels."""

import dataclasses
from datetime import UTC, datetime

import pytest

from engine.errors import RuleViolation
from engine.letters.chinese import chinese_moment
from engine.letters.dispatch import EnvelopeFacts, Recipient
from engine.letters.fingerprint import short_code
from engine.letters.forms import ApprovalFormFacts
from engine.letters.steps import ReviewStep
from engine.tools.letter_files import LONG_AGENCY
from tests.letters.paper import BODY_LEFT, BODY_RIGHT, MM, pages, text
from tests.letters.press import SHEETS, Press

LANDSCAPE = {"redaction_list", "case_contents"}


def test_a_form_has_a_large_title_and_stays_in_its_margins(press: Press, filed: str) -> None:
    """小标宋 title of 22 points, cells of 仿宋 in 14 points or smaller; wide lists lie across, bound at their head."""
    printed = pages(press.pdf(filed))
    wide = press.sample(filed).template in LANDSCAPE
    left, right = (35 * MM, (297 - 37) * MM) if wide else (BODY_LEFT, BODY_RIGHT)
    title = [glyph for glyph in printed[0].glyphs if glyph.size == 22.0]
    assert all("Noto-Serif-CJK-SC-Bold" in glyph.font for glyph in title)
    assert (title[0].x0 + title[-1].x1) / 2 == pytest.approx((left + right) / 2, abs=6)
    for page in printed:
        assert (page.width > page.height) is wide
        assert min(glyph.x0 for glyph in page.glyphs) >= left - 1
        assert max(glyph.x1 for glyph in page.glyphs) <= right + 1
        assert {glyph.size for glyph in page.glyphs} <= {22.0, 16.0, 14.0, 12.0, 11.0}


@pytest.mark.parametrize("name", ["proof_of_service", "application_form"])
@pytest.mark.parametrize("length", [16, 18, 22, 25, 30])
def test_the_case_number_stands_unbroken_beside_an_agency_of_any_length(press: Press, name: str, length: int) -> None:
    sample = press.sample(name)
    agency = dataclasses.replace(sample.facts.agency, name=(LONG_AGENCY * 2)[:length])
    printed = pages(press.renderer.pdf(sample.template, dataclasses.replace(sample.facts, agency=agency)))
    heads = [text(line) for line in printed[0].lines[1:3]]
    assert any(head.endswith(f"登记编号：{sample.facts.case_no}") for head in heads), heads


@pytest.mark.parametrize(
    "name", ["application_form_blank", "register_form", "proof_of_service_blank", "secrecy_review"]
)
def test_an_ordinary_form_is_one_sheet(press: Press, name: str) -> None:
    """What is filled in by hand or filed by the hundred fits one page."""
    assert len(pages(press.pdf(name))) == 1


def test_the_application_form_does_not_ask_what_for(press: Press) -> None:
    """The purpose has not been asked since 2019; the kinds of applicants are those of the annual report."""
    words = "".join(press.renderer.paragraphs("application_form", press.sample("application_form_blank").facts))
    assert "用途" not in words
    assert "科研机构" in words
    assert "□" in words
    assert "√" not in words


def test_an_oral_application_is_read_back(press: Press) -> None:
    """《条例》第29条第1款: written down by the office, read to the applicant, the right boxes ticked."""
    words = "".join(press.renderer.paragraphs("application_form", press.sample("application_form").facts))
    assert "江一帆" in words
    assert "宣读" in words
    assert "√ 公民" in words
    assert "√ 纸质件" in words


def test_the_approval_form_shows_the_chain_in_order_and_the_code(press: Press) -> None:
    """Opinions stand in the order of the house whatever order they come in; who stands in for whom is said."""
    facts = press.sample("approval_form").facts
    assert isinstance(facts, ApprovalFormFacts)
    shuffled = dataclasses.replace(facts, opinions=facts.opinions[::-1])
    lines = press.renderer.paragraphs("approval_form", shuffled)
    labels = [line for line in lines if line in {step.label for step in ReviewStep}]
    assert labels == [step.label for step in ReviewStep if step in ReviewStep.usual()]
    assert "3f9a-04bc-7721-e0d5" in lines
    assert any(line.startswith("江八荒（代江九州，依据2026年1月4日《关于委托代行签发职权的通知》）") for line in lines)
    assert any("2026年1月19日9时05分" in line for line in lines)


def test_codes_and_moments() -> None:
    """For people: four groups of four digits, and Beijing time."""
    assert short_code("0123456789abcdef" * 4) == "0123-4567-89ab-cdef"
    assert chinese_moment(datetime(2026, 1, 5, 16, 5, tzinfo=UTC)) == "2026年1月6日0时05分"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"address": ""}, "address"),
        ({"postcode": ""}, "postcode"),
        ({"postcode": "43000"}, "postcode"),
        ({"postcode": "４３００００"}, "postcode"),
    ],
)
def test_no_envelope_without_an_address(change: dict[str, str], field: str) -> None:
    """S-17: an empty place on an envelope can't be printed; the missing field is named."""
    whole = {"name": "喆祎堃", "postcode": "430000", "address": "江城市滨江路18号"}
    with pytest.raises(RuleViolation) as stopped:
        Recipient(**{**whole, **change})
    assert stopped.value.field == field


def test_an_envelope_is_one_side(press: Press) -> None:
    """220 by 110 mm, even with the longest address; labels stand eight a sheet."""
    for name in ("envelope", "envelope_long"):
        (page,) = pages(press.pdf(name))
        assert (page.width, page.height) == (pytest.approx(220 * MM, abs=0.5), pytest.approx(110 * MM, abs=0.5))
    sample = press.sample("envelope").facts
    assert isinstance(sample, EnvelopeFacts)
    long = Recipient(name="长" * 50, postcode="430000", address="江" * 80, phone="027-11111111")
    pdf = press.renderer.pdf("envelope", dataclasses.replace(sample, recipient=long))
    assert len(pages(pdf)) == 1
    assert len(pages(press.pdf("mail_labels"))) == 1
    assert {"envelope", "mail_labels", "box_label", "page_numbers"} == SHEETS
