"""The tags of the file: everything printed is tagged or decoration, and is read in the order in which it is drawn."""

import io
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pypdf

from engine.letters.fonts import Typefaces
from tests.letters.press import SHELLS, Press

MARKS = re.compile(rb"\b(?:BDC|BMC|EMC|TJ|Tj)\b")
SHOWN = re.compile(rb"\[((?:<[0-9a-fA-F]*>|[-\d.\s])*)\]\s*TJ")
STANDARD = {
    "/Document",
    "/NonStruct",
    "/Div",
    "/P",
    "/Span",
    "/H1",
    "/H2",
    "/H3",
    "/Table",
    "/THead",
    "/TBody",
    "/TR",
    "/TH",
    "/TD",
}


@cache
def opened(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


@cache
def drawn(pdf: bytes) -> tuple[bytes, ...]:
    """The drawing of each page."""
    contents = [page.get_contents() for page in opened(pdf).pages]
    return tuple(content.get_data() if content else b"" for content in contents)


def elements(node: Any, page: Any = None) -> Iterator[tuple[str, Any, int | None]]:
    """The structure in reading order: kind, page and marked content of each element and leaf."""
    node = node.get_object()
    kind, page = str(node.get("/S", "")), node.raw_get("/Pg") if "/Pg" in node else page
    yield kind, page, None
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        whole = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(whole, int):
            yield kind, page, int(whole)
        elif whole.get("/Type") == "/MCR":
            yield kind, whole.raw_get("/Pg") if "/Pg" in whole else page, int(whole["/MCID"])
        else:
            yield from elements(whole, page)


def test_nothing_is_drawn_outside_a_tag(press: Press, letter: str) -> None:
    """Each word stands between the marks of its tag or of a decoration."""
    for data in drawn(press.pdf(letter)):
        depth = 0
        for mark in MARKS.findall(data):
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(mark, 0)
            assert depth > 0 or mark == b"EMC"
        assert depth == 0


def test_no_glyph_is_the_empty_box(press: Press, letter: str) -> None:
    """Glyph 0 of a font is its box for what it can't draw; it is never shown."""
    for data in drawn(press.pdf(letter)):
        shown = b"".join(SHOWN.findall(data))
        codes = re.findall(rb"<([0-9a-fA-F]*)>", shown)
        assert all(len(code) % 4 == 0 for code in codes)
        assert not any(code[place : place + 4] == b"0000" for code in codes for place in range(0, len(code), 4))


def test_every_font_is_of_the_chain_of_its_style(press: Press) -> None:
    """What a page prints comes from the families that the configuration names, and from no other."""
    families = {family.replace(" ", "-") for family in Typefaces().families()}
    for name in ("disclosed_extreme", "mixed_extreme", "approval_form_extreme"):
        for page in opened(press.pdf(name)).pages:
            for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
                assert any(font["/BaseFont"].split("+")[-1].startswith(family) for family in families)


def test_the_structure_is_read_in_the_order_it_is_drawn(press: Press, letter: str) -> None:
    """Tags in standard kinds, one title, headings in steps; the tree leads through each page from its first word on."""
    reader = opened(press.pdf(letter))
    found = list(elements(reader.trailer["/Root"]["/StructTreeRoot"]))  # type: ignore[index]
    kinds = [kind for kind, _, content in found if content is None and kind]
    assert set(kinds) <= STANDARD
    assert kinds[0] == "/Document"
    assert kinds.count("/H1") == (0 if SHELLS[press.sample(letter).template] == "_sheet.html" else 1)
    headings = [int(kind[2]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    assert all(after - before <= 1 for before, after in pairwise(headings))
    places = {page.indirect_reference: number for number, page in enumerate(reader.pages)}
    read = [(places[page], content) for _, page, content in found if content is not None]
    for number in range(len(reader.pages)):
        on_page = [content for page, content in read if page == number]
        assert on_page == sorted(on_page)
        assert len(on_page) == len(set(on_page))


def test_all_that_is_tagged_is_in_the_tree(press: Press, letter: str) -> None:
    """No marked content that a reader of the tree would miss."""
    reader = opened(press.pdf(letter))
    found = list(elements(reader.trailer["/Root"]["/StructTreeRoot"]))  # type: ignore[index]
    for page, data in zip(reader.pages, drawn(press.pdf(letter)), strict=True):
        marked = {int(number) for number in re.findall(rb"/MCID (\d+)", data)}
        in_tree = {content for _, place, content in found if place == page.indirect_reference and content is not None}
        assert marked <= in_tree
        assert page["/Tabs"] == "/S"
