"""文件格式, the other form an agency may choose, and the 版记 of both, measured on paper (GB/T 9704-2012, 7.2–7.4)."""

import dataclasses
import re
from functools import cache

import pytest

from engine.letters import fingerprint
from engine.letters.chinese import chinese_date
from engine.letters.facts import LetterFacts, PageForm
from tests.letters.paper import BODY_LEFT, BODY_RIGHT, FOOT, MM, RED, ink, middle, pages, squeezed, text
from tests.letters.press import EVERY, OFFICIAL, Press

COPIES = ("江汉省人民政府办公厅", "江城市人民防空办公室", "江城市滨江区人民防空办公室，江城市自然资源和规划局")
NAMES = OFFICIAL if EVERY else ["disclosed", "mixed", "third_party_letter_extreme"]


@cache
def formed(press: Press, name: str, form: PageForm, copies: tuple[str, ...] = COPIES) -> tuple[LetterFacts, bytes]:
    """The sample in this form, and printed."""
    sample = press.sample(name)
    agency = dataclasses.replace(sample.facts.agency, page=form)
    facts = dataclasses.replace(sample.facts, agency=agency, copies_to=copies)
    return facts, press.renderer.pdf(sample.template, facts)


@pytest.mark.parametrize("name", NAMES)
def test_document_form(press: Press, name: str) -> None:
    """Mark …文件 35 mm below the text area's edge, number centred two lines lower, a red line 4 mm under it, title."""
    facts, pdf = formed(press, name, PageForm.DOCUMENT)
    mark, line = ink(pdf, 0, red=True)
    assert mark[0] == pytest.approx(37 + 35, abs=1)
    assert mark[3] - mark[2] <= 157
    assert (line[2], line[3]) == (pytest.approx(28, abs=0.2), pytest.approx(184, abs=0.2))
    first = pages(pdf)[0]
    black = [row for row in first.lines if row[0].colour != RED]
    assert text(first.lines[0]) == f"{facts.agency.name}文件"
    assert text(black[0]) == (facts.doc_number or f"登记编号：{facts.case_no}")
    assert middle(black[0]) == pytest.approx((BODY_LEFT + BODY_RIGHT) / 2, abs=2)
    assert (black[0][0].top / MM - mark[1]) == pytest.approx(2 * 28.95 / MM + 2.3, abs=1)
    assert line[0] - black[0][0].bottom / MM == pytest.approx(4, abs=0.7)
    assert (black[1][0].size, black[1][0].top / MM - line[1]) == (22.0, pytest.approx(2 * 28.95 / MM + 1.8, abs=1))
    assert any(glyph.size == 16.0 and glyph.baseline > black[1][0].baseline for glyph in first.glyphs)
    assert not any(ink(pdf, page, red=True) for page in range(1, len(pages(pdf))))


@pytest.mark.parametrize("name", NAMES)
def test_imprint_of_a_document(press: Press, name: str) -> None:
    """Last lines of the last page: 抄送, 印发机关, 印发日期 in 四号, between rules, the last on the area's edge."""
    facts, pdf = formed(press, name, PageForm.DOCUMENT)
    *_, number = pages(pdf)[-1].lines
    printed = [glyph for row in pages(pdf)[-1].lines[-3:-1] for glyph in row if glyph.size == 14.0][
        -len(imprint(facts)) :
    ]
    assert text(printed) == imprint(facts)
    assert printed[0].x0 - BODY_LEFT == pytest.approx(14, abs=1)
    assert BODY_RIGHT - printed[-1].x1 == pytest.approx(14, abs=1)
    assert {glyph.size for glyph in printed} == {14.0}
    assert number[0].top > FOOT
    rules = [band for band in ink(pdf, len(pages(pdf)) - 1) if band[3] - band[2] > 155 and band[1] - band[0] < 0.5]
    assert rules[-1][1] == pytest.approx(297 - 35, abs=0.3)
    assert len(rules) == 3


def imprint(facts: LetterFacts) -> str:
    """印发机关 and 印发日期."""
    assert facts.dated_on is not None
    return f"{facts.agency.name}{chinese_date(facts.dated_on)}印发"


def test_page_numbers_of_a_document_begin_on_the_first(press: Press) -> None:
    """Unlike a letter, whose first page bears none."""
    _, pdf = formed(press, "mixed", PageForm.DOCUMENT)
    assert [text(page.lines[-1]) for page in pages(pdf)] == [f"—{n}—" for n in range(1, len(pages(pdf)) + 1)]


@pytest.mark.parametrize("name", ["disclosed", "mixed"])
def test_copies_of_a_letter(press: Press, name: str) -> None:
    """信函格式: 抄送 at the foot of the last page's text area, without rules, 印发机关 and date."""
    _, pdf = formed(press, name, PageForm.LETTER)
    last = pages(pdf)[-1]
    copies = [row for row in last.lines if row[0].size == 14.0 and row[0].top < FOOT]
    assert "".join(text(row) for row in copies) == f"抄送：{'，'.join(COPIES)}。"
    assert copies[-1][0].bottom / MM == pytest.approx(297 - 35, abs=3)
    assert all(row[0].x0 >= BODY_LEFT + 13 and row[-1].x1 <= BODY_RIGHT - 13 for row in copies)
    assert "印发" not in last.text


@pytest.mark.parametrize("form", list(PageForm))
def test_words_and_order_are_those_of_the_template(press: Press, form: PageForm) -> None:
    """The 版记 is read last, and nothing is lost."""
    facts, pdf = formed(press, "mixed", form)
    printed = "".join(re.sub(r"—\s?\d+\s?—", "", page.text) for page in pages(pdf))
    assert squeezed(printed) == squeezed("".join(press.renderer.paragraphs("reply", facts)))


def test_the_form_is_part_of_what_is_approved(press: Press) -> None:
    """Another form or another 抄送 is another paper."""
    made = [formed(press, "disclosed", form, copies)[0] for form in PageForm for copies in ((), COPIES)]
    assert len({fingerprint("v", facts) for facts in made}) == 4
