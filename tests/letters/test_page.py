"""The page of GB/T 9704-2012 信函格式, measured on printed letters: positions, sizes, colours, lines, characters."""

import dataclasses
import io
import itertools
import re
from collections import defaultdict
from functools import cache
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from PIL import Image, ImageChops

from engine.letters.facts import ReplyFacts
from tests.letters.press import Press

MM = 72 / 25.4
RASTER = 300
BODY_LEFT, BODY_RIGHT = 28 * MM, 184 * MM
SIGNED_DATE = re.compile(r"20\d\d年[1-9]\d?月[1-9]\d?日")
NUMBER = re.compile(r"〔\d{4}〕[1-9]\d*号$")

Line = list[dict[str, Any]]


@cache
def pages(pdf: bytes) -> list[Any]:
    """The pages as pdfplumber reads them."""
    return list(pdfplumber.open(io.BytesIO(pdf)).pages)


def lines(page: Any) -> list[Line]:
    """The characters of a page by line, from the top, each from the left."""
    rows: dict[int, Line] = defaultdict(list)
    for char in page.chars:
        rows[round(char["bottom"])].append(char)
    return [sorted(rows[key], key=lambda char: char["x0"]) for key in sorted(rows)]


def text(line: Line) -> str:
    return "".join(char["text"] for char in line).strip()


def ink(pdf: bytes, page: int, *, red: bool = False) -> list[tuple[float, float, float, float]]:
    """Bands of ink as (top, bottom, left, right) in millimetres from the paper's edge."""
    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=RASTER / 72).to_pil().convert("RGB")
    mask = _red(picture) if red else picture.convert("L").point(lambda value: 255 if value < 160 else 0)
    rows = [mask.crop((0, y, mask.width, y + 1)).getbbox() is not None for y in range(mask.height)]
    bands, start = [], None
    for y, filled in enumerate([*rows, False]):
        if filled and start is None:
            start = y
        elif not filled and start is not None:
            box = mask.crop((0, start, mask.width, y)).getbbox()
            assert box is not None
            bands.append(tuple(value * 25.4 / RASTER for value in (start, y, box[0], box[2])))
            start = None
    return bands  # type: ignore[return-value]


def _red(picture: Image.Image) -> Image.Image:
    reds, greens, _ = picture.split()
    bright = reds.point(lambda value: 255 if value > 200 else 0)
    return ImageChops.multiply(bright, greens.point(lambda value: 255 if value < 150 else 0))


def body(page: Any) -> Line:
    return [char for char in page.chars if round(char["size"], 1) == 16.0 and char["top"] < 742]


def test_paper_and_margins(press: Press, official: str) -> None:
    """A4; nothing left of 28 mm or right of 184 mm but the mark, whose name may be as wide as the text."""
    for page in pages(press.pdf(official)):
        assert (page.width, page.height) == (pytest.approx(595.28, abs=0.5), pytest.approx(841.89, abs=0.5))
        chars = [char for char in page.chars if char["non_stroking_color"] != (1, 0, 0)]
        assert min(char["x0"] for char in chars if char["top"] < 742) == pytest.approx(BODY_LEFT, abs=6)
        assert max(char["x1"] for char in chars) <= BODY_RIGHT + 1
        assert all(char["bottom"] <= (297 - 35) * MM + 1 for char in body(page))


def test_body_is_fangsong_and_headings_hei_and_kai(press: Press, official: str) -> None:
    """三号仿宋 for the text, 一、 in 黑体, （一） in 楷体; the title 二号小标宋, centred on the text."""
    first = pages(press.pdf(official))[0]
    title = [char for char in first.chars if round(char["size"], 1) == 22.0]
    assert all("Noto-Serif-CJK-SC-Bold" in char["fontname"] for char in title)
    middle = (min(char["x0"] for char in title) + max(char["x1"] for char in title)) / 2
    assert middle == pytest.approx((BODY_LEFT + BODY_RIGHT) / 2, abs=2)
    for page in pages(press.pdf(official)):
        for line in lines(page):
            if re.match(r"[一二三四五六七八九十]+、", text(line)):
                assert "FandolHei" in line[0]["fontname"], text(line)
            elif re.match(r"（[一二三四五六七八九十]+）", text(line)) and "Kai" in line[1]["fontname"]:
                assert "FandolKai" in line[0]["fontname"], text(line)
            elif round(line[0]["size"], 1) == 16.0 and text(line)[0] in "您贵本根":
                assert "FandolFang" in line[0]["fontname"], text(line)


def test_lines_stand_on_the_grid(press: Press) -> None:
    """Consecutive lines of the text are 28.9 to 29.0 points apart."""
    for page in pages(press.pdf("mixed"))[1:]:
        tops = sorted({round(char["top"], 1) for char in body(page) if "FandolFang" in char["fontname"]})
        steps = [after - before for before, after in itertools.pairwise(tops)]
        assert all(step == pytest.approx(28.95 * round(step / 28.95), abs=0.1) for step in steps)


def test_a_full_page_has_22_lines_of_28_characters(press: Press) -> None:
    """One endless paragraph of 汉字 fills a page as the standard says."""
    facts = press.sample("does_not_exist").facts
    assert isinstance(facts, ReplyFacts)
    item = dataclasses.replace(facts.items[0], reasons="国" * 3000)
    pdf = press.renderer.pdf("reply", dataclasses.replace(facts, items=(item,)))
    full = lines(pages(pdf)[2])[:-1]
    assert len(full) == 22
    assert {len(line) for line in full} == {28}


@pytest.mark.parametrize("name", ["disclosed", "mixed_long", "supplement_notice", "third_party_letter_long"])
def test_letterhead(press: Press, name: str) -> None:
    """The red name begins 30 mm from the edge; a double line 4 mm below it, another 20 mm above the lower edge."""
    mark, upper_thick, upper_thin, lower_thin, lower_thick = ink(press.pdf(name), 0, red=True)
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
    assert not ink(press.pdf(name), 1, red=True), "the red elements belong to the first page"


def test_document_number(press: Press, official: str) -> None:
    """〔2026〕5号 flush right under the double line, the year in 〔〕, no zero before the number."""
    first = pages(press.pdf(official))[0]
    line = next(line for line in lines(first) if text(line).endswith("号") or text(line).startswith("登记编号"))
    assert NUMBER.search(text(line)) or press.sample(official).template == "withdrawal_confirmation"
    assert line[-1]["x1"] == pytest.approx(BODY_RIGHT, abs=8)
    assert not re.search(r"[\[\]【】]", first.extract_text())


def test_signature(press: Press, official: str) -> None:
    """The name is centred over the date, the date ends four characters before the margin, text stands on their page."""
    last = pages(press.pdf(official))[-1]
    printed = [line for line in lines(last) if "FandolFang" in line[-1]["fontname"]]
    date = next(line for line in reversed(printed) if SIGNED_DATE.fullmatch(text(line)))
    name = printed[printed.index(date) - 1]
    agency = press.sample(official).facts.agency.name
    assert text(name) == agency
    assert _middle(name) == pytest.approx(_middle(date), abs=2)
    assert printed.index(date) >= 3, "two lines of text or more stand with the signature"
    if len(agency) <= 15:
        assert date[-1]["x1"] == pytest.approx(BODY_RIGHT - 64, abs=8)


def _middle(line: Line) -> float:
    return float(line[0]["x0"] + line[-1]["x1"]) / 2


def test_page_numbers(press: Press, official: str) -> None:
    """None on the first page; then — 2 — in 14 points at the outer foot, and no text lost between."""
    for number, page in enumerate(pages(press.pdf(official)), start=1):
        foot = [line for line in lines(page) if line[0]["top"] > 742]
        if number == 1:
            assert not foot
            continue
        (line,) = foot
        assert text(line) == f"— {number} —"
        assert round(line[0]["size"], 1) == 14.0
        edge = line[-1]["x1"] - 507.6 if number % 2 else line[0]["x0"] - 93.4
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
    printed = lines(last)
    place = next(index for index, line in enumerate(printed) if SIGNED_DATE.fullmatch(text(line))) - 1
    gap = printed[place][0]["top"] - printed[place - 1][0]["bottom"]
    assert gap >= 2 * 28.95
    assert min(_middle(printed[place]) - BODY_LEFT, 595.28 - _middle(printed[place])) >= 22.5 * MM
