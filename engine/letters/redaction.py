"""Partly disclosed is real: a copy in which the withheld places are burnt black, with nothing left under them.

Every page of the copy is a picture of the original's page with the black already in it, so that no text, no layer, no
attachment and no metadata of the original can come along. The original stays in the file.
"""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageDraw

from engine.errors import RuleViolation
from engine.letters.dispatch import RedactedPlace
from engine.letters.fingerprint import short_code

DOTS_PER_INCH = 200
_MILLIMETRE = 72 / 25.4
_BLACK = 24  # grey value up to which a picture, compressed and read again, counts as black
_LARGEST_SIDE = 3600  # points: no sheet of paper in an office is larger than this


@dataclass(frozen=True, kw_only=True)
class Block:
    """A rectangle to black out: page from 1, millimetres from the upper left corner of the page as it is seen.

    《条例》第37条
    """

    page: int
    left: float
    top: float
    width: float
    height: float
    legal_basis: str
    reasons: str
    redacted_by: str
    checked_by: str

    @property
    def place(self) -> str:
        """Where it is, as the list of redactions prints it."""
        return f"左起{self.left:.0f}毫米、上起{self.top:.0f}毫米，宽{self.width:.0f}毫米、高{self.height:.0f}毫米"


def redacted(original: bytes, blocks: Sequence[Block]) -> bytes:
    """A copy whose pages are pictures with the blocks burnt in; the same input gives the same bytes.

    RuleViolation when the file can't be read, a block lies off its page or lacks ground, reason or a second person.
    《条例》第37条
    """
    source = _opened(original)
    copy = pypdfium2.PdfDocument.new()
    try:
        _require_sound(source, blocks)
        for number in range(1, len(source) + 1):
            picture, size = _picture(source, number), source.get_page_size(number - 1)
            for block in blocks:
                if block.page == number:
                    _burn(picture, block)
            _add_page(copy, picture, size)
        return _plain_bytes(copy)
    finally:
        copy.close()
        source.close()


def require_sound(original: bytes, blocks: Sequence[Block]) -> None:
    """Nothing, if a copy can be made of this file with these blocks; RuleViolation as `redacted` would raise it."""
    source = _opened(original)
    try:
        _require_sound(source, blocks)
    finally:
        source.close()


def require_clean(copy: bytes, original: bytes, blocks: Sequence[Block]) -> None:
    """Nothing, if the copy may leave the house; RuleViolation with the first thing that may not.

    《条例》第15条、第37条
    """
    for leak in leaks(copy, original, blocks):
        raise RuleViolation(f"区分处理件不能对外提供：{leak}请重新制作。", "《条例》第37条", field="redacted_copy")


def leaks(copy: bytes, original: bytes, blocks: Sequence[Block]) -> Iterator[str]:
    """Everything about this copy that would give away what was withheld, as Chinese sentences."""
    document, source = _opened(copy), _opened(original)
    try:
        if len(document) != len(source):
            yield f"页数与原件不同（原件{len(source)}页，区分处理件{len(document)}页）。"
            return
        for number in range(1, len(document) + 1):
            yield from _page_leaks(document, number, [block for block in blocks if block.page == number])
        yield from _hidden_parts(copy)
    finally:
        document.close()
        source.close()


def listed(blocks: Sequence[Block]) -> tuple[RedactedPlace, ...]:
    """The blocks as the list of redactions (D63) prints them, from the first page to the last, from top to bottom."""
    ordered = sorted(blocks, key=lambda block: (block.page, block.top, block.left))
    return tuple(
        RedactedPlace(
            page=block.page,
            place=block.place,
            legal_basis=block.legal_basis,
            reasons=block.reasons,
            redacted_by=block.redacted_by,
            checked_by=block.checked_by,
        )
        for block in ordered
    )


def pages_in(file: bytes) -> int:
    """How many pages the PDF has."""
    document = _opened(file)
    try:
        return len(document)
    finally:
        document.close()


def code_of(file: bytes) -> str:
    """The code by which people tell two files apart: the beginning of the SHA-256."""
    return short_code(hashlib.sha256(file).hexdigest())


def _opened(file: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise RuleViolation(
            "只能对没有密码、能够打开的PDF文件作区分处理，请先转换为PDF再上传。", field="original"
        ) from error


def _require_sound(source: Any, blocks: Sequence[Block]) -> None:
    if not blocks:
        raise RuleViolation("没有需要遮盖的内容；不需要区分处理的，请直接提供原件。", field="blocks")
    for place, block in enumerate(blocks, start=1):
        if not 1 <= block.page <= len(source):
            raise RuleViolation(f"第{place}处遮盖所在的第{block.page}页不存在，请核对。", field="blocks")
        width, height = (side / _MILLIMETRE for side in source.get_page_size(block.page - 1))
        if min(block.left, block.top) < 0 or min(block.width, block.height) <= 0:
            raise RuleViolation(f"第{place}处遮盖的位置或者大小不对，请核对。", field="blocks")
        if block.left + block.width > width + 1 or block.top + block.height > height + 1:
            raise RuleViolation(f"第{place}处遮盖超出第{block.page}页的范围，请核对。", field="blocks")
        if not (block.legal_basis.strip() and block.reasons.strip()):
            raise RuleViolation(f"请写明第{place}处遮盖的依据和理由。", "《条例》第37条", field="blocks")
        if not block.checked_by.strip() or block.checked_by == block.redacted_by:
            raise RuleViolation(f"第{place}处遮盖须由遮盖人以外的人复核。", "《条例》第37条", field="blocks")


def _picture(source: Any, number: int) -> Image.Image:
    """The page as it is seen, notes and stamps on it included."""
    page = source[number - 1]
    if max(page.get_size()) > _LARGEST_SIDE:
        raise RuleViolation(f"第{number}页的幅面过大，请先缩印为A3以下再作区分处理。", field="original")
    picture: Image.Image = page.render(scale=DOTS_PER_INCH / 72, may_draw_forms=True).to_pil()
    page.close()
    return picture.convert("RGB")


def _burn(picture: Image.Image, block: Block) -> None:
    ImageDraw.Draw(picture).rectangle(_pixels(block), fill="black")


def _pixels(block: Block, inside: int = -1) -> tuple[int, int, int, int]:
    """The block in pixels, one wider on each side so that no half-covered edge of a letter shows."""
    scale = DOTS_PER_INCH / 25.4
    return (
        int(block.left * scale) + inside,
        int(block.top * scale) + inside,
        int((block.left + block.width) * scale) - inside,
        int((block.top + block.height) * scale) - inside,
    )


def _add_page(copy: Any, picture: Image.Image, size: tuple[float, float]) -> None:
    jpeg = io.BytesIO()
    _without_colour(picture).save(jpeg, "JPEG", quality=80, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    jpeg.seek(0)
    page = copy.new_page(*size)
    image = pypdfium2.PdfImage.new(copy)
    image.load_jpeg(jpeg, inline=True)
    image.set_matrix(pypdfium2.PdfMatrix().scale(*size))
    page.insert_obj(image)
    page.gen_content()
    page.close()


def _plain_bytes(document: Any) -> bytes:
    """The file without a time, a maker or an identifier in it."""
    written, plain = io.BytesIO(), io.BytesIO()
    document.save(written)
    writer = pypdf.PdfWriter()
    for page in pypdf.PdfReader(written).pages:
        writer.add_page(page)
    writer.metadata = None
    writer.write(plain)
    return plain.getvalue()


def _without_colour(picture: Image.Image) -> Image.Image:
    """Grey where there was no colour: a third of the bytes."""
    red, green, blue = picture.split()
    return picture.convert("L") if red.tobytes() == green.tobytes() == blue.tobytes() else picture


def _page_leaks(document: Any, number: int, blocks: Sequence[Block]) -> Iterator[str]:
    page = document[number - 1]
    words = page.get_textpage()
    if words.count_chars():
        yield f"第{number}页仍有可以复制的文字，共{words.count_chars()}个字符。"
    for block in blocks:
        under = words.get_text_bounded(*_corners(block, page.get_height())).strip()
        if under:
            yield f"第{number}页{block.place}的遮盖之下仍有文字。"
    if pdfium.FPDFPage_GetAnnotCount(page):
        yield f"第{number}页仍有批注、链接或者表单。"
    if [item.type for item in page.get_objects()] != [pdfium.FPDF_PAGEOBJ_IMAGE]:
        yield f"第{number}页不是单独一幅图像，图像之下可能还有内容。"
    picture = page.render(scale=DOTS_PER_INCH / 72).to_pil().convert("L")
    for block in blocks:
        _, lightest = picture.crop(_pixels(block, inside=2)).getextrema()
        if lightest > _BLACK:
            yield f"第{number}页{block.place}没有完全遮盖。"
    page.close()


def _corners(block: Block, height: float) -> tuple[float, float, float, float]:
    """Left, bottom, right, top in the points of the page."""
    left, top = block.left * _MILLIMETRE, height - block.top * _MILLIMETRE
    return left, top - block.height * _MILLIMETRE, left + block.width * _MILLIMETRE, top


def _hidden_parts(copy: bytes) -> Iterator[str]:
    """What a file can carry besides pages: properties, attachments, layers, scripts, thumbnails, earlier versions."""
    reader = pypdf.PdfReader(io.BytesIO(copy))
    if extra := sorted(set(reader.root_object) - _ROOT_KEYS):
        yield f"文件中除页面以外还有其他部分（{'、'.join(extra)}）。"
    for number, page in enumerate(reader.pages, start=1):
        if extra := sorted(set(page) - _PAGE_KEYS):
            yield f"第{number}页除图像以外还有其他部分（{'、'.join(extra)}）。"
    if told := sorted(key for key, value in (reader.metadata or {}).items() if value and key not in _SILENT):
        yield f"文件属性中仍有内容（{'、'.join(told)}）。"
    if copy.count(b"startxref") != 1:
        yield "文件中保留了以前的版本。"


_ROOT_KEYS = frozenset({"/Type", "/Pages", "/Version", "/Lang", "/ViewerPreferences"})
_PAGE_KEYS = frozenset({"/Type", "/Parent", "/Resources", "/Contents", "/MediaBox", "/Rotate"})
_SILENT = frozenset({"/Producer", "/CreationDate", "/ModDate"})
