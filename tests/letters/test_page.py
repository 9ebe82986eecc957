"""The page of GB/T 9704-2012 信函格式, measured on printed letters: positions, sizes, colours, lines, characters."""

import dataclasses
import itertools
import re

import pytest

from engine.letters.facts import ReplyFacts
from tests.letters.paper import BLACK, BODY_LEFT, BODY_RIGHT, FOOT, MM, RED, Page, ink, middle, pages, text
from tests.letters.press import OFFICIAL, Press

INDENTED = BODY_LEFT + 31.6
SIGNED_DATE = re.compile(r"20\d\d年[1-9]\d?月[1-9]\d?日")
NUMBER = re.compile(r"〔\d{4}〕[1-9]\d*号$")


def test_paper_and_margins(press: Press, official: str) -> None:
    """A4; nothing left of 28 mm or right of 184 mm but the mark, whose name may be as wide as the text."""
    addressee = [char for char in pages(press.pdf(official))[0].body if char.colour != RED]
    assert min(char.x0 for char in addressee) == pytest.approx(BODY_LEFT, abs=1)
    for page in pages(press.pdf(official)):
        assert (page.width, page.height) == (pytest.approx(595.28, abs=0.5), pytest.approx(841.89, abs=0.5))
        chars = [char for char in page.glyphs if char.colour != RED]
        assert min(char.x0 for char in chars) >= BODY_LEFT - 1
        assert max(char.x1 for char in chars) <= BODY_RIGHT + 1
        assert all(char.bottom <= (297 - 35) * MM + 1 for char in page.body) or page is pages(press.pdf(official))[0]
    assert max(char.bottom for char in addressee) <= (275.4 - 4.9) * MM, "7/8 of a character above the line"


def test_a_short_notice_is_one_page(press: Press) -> None:
    """No page for a contact and a signature alone: wording, the first page's foot and the pitch of lines make room."""
    two_pages = {"supplement_notice", "third_party_letter", "third_party_decision", "fee_notice"}
    notices = {name for name in OFFICIAL if name.endswith(("_notice", "_letter", "_enquiry", "_confirmation"))}
    assert {name for name in notices if len(pages(press.pdf(name))) > 1} == two_pages & notices


def test_lines_move_closer_only_to_save_a_page(press: Press) -> None:
    """GB/T 9704-2012, 7.3.5.5: the pitch changes where the signature would not fit, and by a tenth at most."""
    for name, pitch in (("reasons_notice", 26.4), ("consultation_notice", 28.95), ("third_party_decision", 28.95)):
        tops = sorted({round(char.baseline, 1) for char in pages(press.pdf(name))[0].body})
        steps = [after - before for before, after in itertools.pairwise(tops[2:-2])]
        assert all(step == pytest.approx(pitch, abs=0.15) for step in steps), name


def test_body_is_fangsong_and_headings_hei_and_kai(press: Press, official: str) -> None:
    """三号仿宋 for the text, 一、 in 黑体, （一） in 楷体; the title 二号小标宋, centred on the text."""
    first = pages(press.pdf(official))[0]
    title = [char for char in first.glyphs if char.size == 22.0]
    assert all("Noto-Serif-CJK-SC-Bold" in char.font for char in title)
    middle = (min(char.x0 for char in title) + max(char.x1 for char in title)) / 2
    assert middle == pytest.approx((BODY_LEFT + BODY_RIGHT) / 2, abs=2)
    for page in pages(press.pdf(official)):
        for line in page.lines:
            if re.match(r"[一二三四五六七八九十]+、", text(line)):
                assert "FandolHei" in line[0].font, text(line)
            elif re.match(r"（[一二三四五六七八九十]+）", text(line)) and "Kai" in line[1].font:
                assert "FandolKai" in line[0].font, text(line)
            elif line[0].x0 == pytest.approx(INDENTED, abs=1) and text(line)[0] in "您贵本根":
                assert "FandolFang" in line[0].font, text(line)


def test_lines_stand_on_the_grid(press: Press, official: str) -> None:
    """Consecutive lines of the text are 28.95 points apart; 22 a page at most, and few less where text goes on.

    Room is left only for what must stay together: who signs never stands without text before it.
    """
    *full, last = pages(press.pdf(official))
    for page in full[1:]:
        tops = _baselines(page)
        assert len(tops) <= 22
        if any(char.size != 16.0 and char.top < FOOT for char in page.glyphs):
            continue  # a table stands among the lines
        steps = [after - before for before, after in itertools.pairwise(tops)]
        assert all(step == pytest.approx(28.95 * round(step / 28.95), abs=0.15) for step in steps), steps
        assert len(tops) >= 14 or (page is full[-1] and len(tops) + _lines(last) > 22)


def _baselines(page: Page) -> list[float]:
    return sorted({round(char.baseline, 1) for char in page.body})


def _lines(page: Page) -> int:
    """From the first line of the text to the last, empty ones counted."""
    tops = _baselines(page)
    return round((tops[-1] - tops[0]) / 28.95) + 1


def test_a_full_page_has_22_lines_of_28_characters(press: Press) -> None:
    """One endless paragraph of 汉字 fills a page as the standard says."""
    facts = press.sample("does_not_exist").facts
    assert isinstance(facts, ReplyFacts)
    item = dataclasses.replace(facts.items[0], reasons="国" * 3000)
    pdf = press.renderer.pdf("reply", dataclasses.replace(facts, items=(item,)))
    full = pages(pdf)[2].lines[:-1]
    assert len(full) == 22
    assert {len(line) for line in full} == {28}


def test_a_borrowed_character_keeps_the_grid(press: Press) -> None:
    """A rare character comes from another font and stands on the same line, no point lower."""
    tops = sorted({round(glyph.baseline, 1) for glyph in pages(press.pdf("disclosed_long"))[0].body})
    assert any(
        "Noto" in glyph.font or "BabelStone" in glyph.font for glyph in pages(press.pdf("disclosed_long"))[0].body
    )
    steps = [after - before for before, after in itertools.pairwise(tops[1:])]
    assert all(step == pytest.approx(28.95, abs=0.1) for step in steps), steps


def test_letterhead(press: Press, official: str) -> None:
    """The red name begins 30 mm from the edge; a double line 4 mm below it, another 20 mm above the lower edge."""
    pdf = press.pdf(official)
    mark, upper_thick, upper_thin, lower_thin, lower_thick = ink(pdf, 0, red=True)
    assert mark[0] == pytest.approx(30, abs=1)
    assert mark[3] - mark[2] <= 157
    assert upper_thick[0] - mark[1] == pytest.approx(4, abs=0.7)
    assert lower_thick[1] == pytest.approx(277, abs=0.7)
    for top, bottom, left, right in (upper_thick, upper_thin, lower_thin, lower_thick):
        assert right - left == pytest.approx(170, abs=0.3)
        assert 19.9 <= left <= 21
        assert bottom - top < 0.6
    assert upper_thick[1] - upper_thick[0] > upper_thin[1] - upper_thin[0]
    assert lower_thick[1] - lower_thick[0] > lower_thin[1] - lower_thin[0]
    assert all(char.colour == BLACK for page in pages(pdf)[1:] for char in page.glyphs)


@pytest.mark.parametrize("name", ["disclosed", "mixed_long", "supplement_notice", "third_party_letter_long"])
def test_red_is_on_the_first_page_alone(press: Press, name: str) -> None:
    """Neither a line nor a word of the head comes again."""
    assert not any(ink(press.pdf(name), page, red=True) for page in range(1, len(pages(press.pdf(name)))))


def test_document_number(press: Press, official: str) -> None:
    """〔2026〕5号 flush right under the double line, the year in 〔〕, no zero before the number."""
    first = pages(press.pdf(official))[0]
    line = next(line for line in first.lines if text(line).endswith("号") or text(line).startswith("登记编号"))
    assert NUMBER.search(text(line)) or press.sample(official).template == "withdrawal_confirmation"
    assert line[-1].x1 == pytest.approx(BODY_RIGHT, abs=8)
    assert not re.search(r"[\[\]【】]", first.text)


def test_signature(press: Press, official: str) -> None:
    """The name is centred over the date, the date ends four characters before the margin, text stands on their page."""
    drawn = [[line for line in page.lines if "FandolFang" in line[-1].font] for page in pages(press.pdf(official))]
    printed = next(lines for lines in reversed(drawn) if any(SIGNED_DATE.fullmatch(text(line)) for line in lines))
    date = next(line for line in reversed(printed) if SIGNED_DATE.fullmatch(text(line)))
    name = printed[printed.index(date) - 1]
    agency = press.sample(official).facts.agency.name
    assert text(name) == agency
    assert middle(name) == pytest.approx(middle(date), abs=2)
    assert printed.index(date) >= 3, "two lines of text or more stand with the signature"
    if len(agency) <= 15:
        assert date[-1].x1 == pytest.approx(BODY_RIGHT - 64, abs=8)


def test_the_list_of_evidence_begins_a_page_after_the_signature(press: Press) -> None:
    """附件 in 黑体 on the first line, its title in 二号小标宋 in the middle of the page, two lines below."""
    annex = pages(press.pdf("reconsideration_reply"))[-1]
    mark, title = annex.lines[:2]
    assert (text(mark), mark[0].size, text(title), title[0].size) == ("附件", 16.0, "证据材料目录", 22.0)
    assert "FandolHei" in mark[0].font
    assert "Serif" in title[0].font
    assert middle(title) == pytest.approx((BODY_LEFT + BODY_RIGHT) / 2, abs=2)


def test_page_numbers(press: Press, official: str) -> None:
    """None on the first page; then — 2 — in 14 points at the outer foot, and no text lost between."""
    for number, page in enumerate(pages(press.pdf(official)), start=1):
        foot = [line for line in page.lines if line[0].top > FOOT]
        if number == 1:
            assert not [line for line in foot if line[0].size == 14.0]
            continue
        (line,) = foot
        assert text(line) == f"—{number}—"
        assert line[0].size == 14.0
        edge = line[-1].x1 - 507.6 if number % 2 else line[0].x0 - 93.4
        assert edge == pytest.approx(0, abs=2)


def test_page_number_stands_seven_millimetres_under_the_text(press: Press) -> None:
    """The dashes' ink is 269 mm from the upper edge."""
    number = ink(press.pdf("mixed"), 1)[-1]
    assert (number[0] + number[1]) / 2 == pytest.approx(269, abs=1.2)


def test_ink_stays_inside_the_text_area(press: Press) -> None:
    """From the second page on, text lies between 37 and 262 mm."""
    *text_bands, _ = ink(press.pdf("mixed_long"), 1)
    assert text_bands[0][0] >= 37
    assert text_bands[-1][1] <= 262


def test_room_for_the_seal(press: Press) -> None:
    """Two blank lines above the name, and room for a seal of 45 mm around name and date."""
    last = pages(press.pdf("disclosed"))[-1]
    printed = last.lines
    place = next(index for index, line in enumerate(printed) if SIGNED_DATE.fullmatch(text(line))) - 1
    gap = printed[place][0].top - printed[place - 1][0].bottom
    assert gap >= 2 * 28.95
    assert min(middle(printed[place]) - BODY_LEFT, 595.28 - middle(printed[place])) >= 22.5 * MM
