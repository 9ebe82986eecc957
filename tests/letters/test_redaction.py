"""Partly disclosed is real: what is black has nothing under it, and nothing of the original comes along."""

import dataclasses
import io
from typing import Any

import pypdf
import pypdfium2
import pytest
from PIL import Image
from pypdf.annotations import FreeText
from pypdf.generic import NameObject, NumberObject

from engine.errors import RuleViolation
from engine.letters.redaction import Block, code_of, leaks, listed, redacted, require_clean
from tests.letters.paper import MM, pages
from tests.letters.press import Press

SECRET = "027-11111111"


def block(**changes: Any) -> Block:
    """A block on the second page, with all it needs."""
    whole = {
        "page": 2,
        "left": 30.0,
        "top": 60.0,
        "width": 80.0,
        "height": 12.0,
        "legal_basis": "《条例》第十五条",
        "reasons": "自然人的联系电话",
        "redacted_by": "江二舟",
        "checked_by": "江十方",
    }
    return Block(**{**whole, **changes})


@pytest.fixture(scope="module")
def original(press: Press) -> bytes:
    """A file of several pages with text, properties and bookmarks."""
    return press.pdf("mixed")


@pytest.fixture(scope="module")
def copy(original: bytes) -> bytes:
    """Its redacted copy."""
    return redacted(original, [block(), block(page=1, top=150.0)])


def test_the_copy_is_pictures_only(original: bytes, copy: bytes) -> None:
    """As many pages of the same size, no text, nothing in the file but the pictures."""
    printed, plain = pages(copy), pages(original)
    assert [(page.width, page.height) for page in printed] == [(page.width, page.height) for page in plain]
    assert not any(page.text for page in printed)
    reader = pypdf.PdfReader(io.BytesIO(copy))
    assert not reader.metadata
    assert set(reader.root_object) == {"/Type", "/Pages"}
    assert all(len(page.images) == 1 for page in reader.pages)
    require_clean(copy, original, [block(), block(page=1, top=150.0)])


def test_the_black_is_black_and_the_rest_is_there(original: bytes, copy: bytes) -> None:
    """The rectangle is full; what stands beside it can still be read."""
    before, after = (pypdfium2.PdfDocument(file)[1].render(scale=4).to_pil().convert("L") for file in (original, copy))
    box = tuple(round(value * MM * 4) for value in (30, 60, 110, 72))
    assert after.crop(box).getextrema()[1] < 24
    beside = (0, round(80 * MM * 4), before.width, round(200 * MM * 4))
    assert _ink(after.crop(beside)) == pytest.approx(_ink(before.crop(beside)), rel=0.05)


def _ink(picture: Image.Image) -> float:
    dark = picture.point(lambda value: 1 if value < 128 else 0)
    return float(sum(dark.tobytes()))


def test_the_same_input_gives_the_same_bytes(original: bytes, copy: bytes) -> None:
    """So that the copy that was approved can be told from any other."""
    again = redacted(original, [block(), block(page=1, top=150.0)])
    assert code_of(again) == code_of(copy)
    assert code_of(copy) != code_of(original)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"page": 9}, "不存在"),
        ({"width": 0.0}, "位置或者大小"),
        ({"left": 200.0}, "超出第2页"),
        ({"reasons": " "}, "依据和理由"),
        ({"legal_basis": ""}, "依据和理由"),
        ({"checked_by": "江二舟"}, "以外的人复核"),
        ({"checked_by": ""}, "以外的人复核"),
    ],
)
def test_a_block_has_its_place_its_ground_and_two_people(original: bytes, change: dict[str, Any], words: str) -> None:
    """《条例》第37条: nothing is blacked out without a reason, and never by one person alone."""
    with pytest.raises(RuleViolation, match=words):
        redacted(original, [block(**change)])


def test_nothing_to_black_out_and_no_pdf(original: bytes) -> None:
    """The message says what to do instead."""
    with pytest.raises(RuleViolation, match="直接提供原件"):
        redacted(original, [])
    with pytest.raises(RuleViolation, match="转换为PDF"):
        redacted(b"not a pdf", [block()])


def painted_over(original: bytes) -> bytes:
    """What a careless hand makes: a black rectangle drawn over text that stays there."""
    document = pypdfium2.PdfDocument(original)
    page = document[1]
    rectangle = pypdfium2.raw.FPDFPageObj_CreateNewRect(30 * MM, page.get_height() - 72 * MM, 80 * MM, 12 * MM)
    pypdfium2.raw.FPDFPageObj_SetFillColor(rectangle, 0, 0, 0, 255)
    pypdfium2.raw.FPDFPath_SetDrawMode(rectangle, pypdfium2.raw.FPDF_FILLMODE_WINDING, False)
    pypdfium2.raw.FPDFPage_InsertObject(page, rectangle)
    page.gen_content()
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def test_text_under_a_drawn_rectangle_is_found(original: bytes) -> None:
    """The fault that has been in the news: copy and paste brings the secret back."""
    found = "".join(leaks(painted_over(original), original, [block()]))
    assert "遮盖之下仍有文字" in found
    assert "第2页仍有可以复制的文字" in found
    with pytest.raises(RuleViolation, match="不能对外提供"):
        require_clean(painted_over(original), original, [block()])


def doubled(writer: pypdf.PdfWriter) -> None:
    """The second page shows its picture twice, one over the other."""
    content = writer.pages[1].get_contents()
    assert content is not None
    content.set_data(content.get_data() * 2)
    writer.pages[1].replace_contents(content)


ADDITIONS = {
    "attachment": lambda writer: writer.add_attachment("original.txt", SECRET.encode()),
    "bookmark": lambda writer: writer.add_outline_item(title=SECRET, page_number=0),
    "property": lambda writer: writer.add_metadata({"/Title": SECRET}),
    "script": lambda writer: writer.root_object.update({NameObject("/OpenAction"): NumberObject(1)}),
    "thumbnail": lambda writer: writer.pages[0].update({NameObject("/Thumb"): NumberObject(1)}),
    "page": lambda writer: writer.remove_page(0),
    "note": lambda writer: writer.add_annotation(0, FreeText(text=SECRET, rect=(50, 50, 200, 100))),
    "stacked": doubled,
}


def changed(copy: bytes, name: str) -> bytes:
    """The clean copy with one thing too many."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(copy))
    ADDITIONS[name](writer)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("attachment", "/Names"),
        ("bookmark", "/Outlines"),
        ("property", "/Title"),
        ("script", "/OpenAction"),
        ("thumbnail", "/Thumb"),
        ("page", "页数与原件不同"),
        ("note", "批注"),
        ("stacked", "图像之下可能还有内容"),
    ],
)
def test_whatever_else_a_file_carries_is_found(original: bytes, copy: bytes, name: str, words: str) -> None:
    """Attachments, bookmarks, properties, scripts, thumbnails, notes, a picture under the picture."""
    assert any(words in leak for leak in leaks(changed(copy, name), original, [block()]))


def test_an_earlier_version_in_the_file_is_found(original: bytes, copy: bytes) -> None:
    """A file saved on top of itself still holds what it was."""
    assert any("以前的版本" in leak for leak in leaks(copy + b"\nstartxref\n0\n%%EOF", original, [block()]))


def test_an_unfinished_rectangle_is_found(original: bytes, copy: bytes) -> None:
    """A copy made with other blocks than those of the list is not the copy of that list."""
    assert any("没有完全遮盖" in leak for leak in leaks(copy, original, [block(top=100.0)]))


def test_the_list_is_in_the_order_of_the_pages() -> None:
    """D63 reads as one leafs."""
    blocks = [block(), block(page=1), block(top=20.0)]
    rows = listed(blocks)
    assert [(row.page, row.place) for row in rows] == [
        (1, "左起30毫米、上起60毫米，宽80毫米、高12毫米"),
        (2, "左起30毫米、上起20毫米，宽80毫米、高12毫米"),
        (2, "左起30毫米、上起60毫米，宽80毫米、高12毫米"),
    ]
    assert dataclasses.asdict(rows[0])["checked_by"] == "江十方"


def test_a_turned_page_is_blacked_where_it_is_seen(original: bytes) -> None:
    """A scan that lies across: the millimetres are those of the eye."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(original))
    writer.pages[1].rotate(90)
    written = io.BytesIO()
    writer.write(written)
    turned = written.getvalue()
    copy = redacted(turned, [block(left=200.0)])
    require_clean(copy, turned, [block(left=200.0)])
    assert pages(copy)[1].width > pages(copy)[1].height
