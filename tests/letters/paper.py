"""A printed letter as a measured page: every glyph with its place, size, font and colour, and the bands of ink."""

import ctypes
import re
from collections import defaultdict
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

MM = 72 / 25.4
RASTER = 200
BODY_LEFT, BODY_RIGHT = 28 * MM, 184 * MM
FOOT = 742
RED, BLACK = (255, 0, 0), (0, 0, 0)
_UNITS = 0.75  # WeasyPrint sets type in CSS pixels and scales the page by 3/4
_BREAKS = re.compile(r"[\s\u2028\ufffe]")


class Glyph(NamedTuple):
    """One character on paper: points from the upper left corner of the page."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    font: str
    colour: tuple[int, int, int]

    @property
    def top(self) -> float:
        """The upper edge of the em box of Chinese type."""
        return self.baseline - 0.88 * self.size

    @property
    def bottom(self) -> float:
        """The lower edge of the em box."""
        return self.baseline + 0.12 * self.size


Line = list[Glyph]


class Page(NamedTuple):
    """One page: its size in points, its glyphs in reading order, and its text as a reader would copy it."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    text: str

    @property
    def body(self) -> Line:
        """The glyphs in 三号 above the page number."""
        return [glyph for glyph in self.glyphs if glyph.size == 16.0 and glyph.top < FOOT]

    @property
    def lines(self) -> list[Line]:
        """The glyphs by line, from the top, each from the left."""
        rows: dict[int, Line] = defaultdict(list)
        for glyph in self.glyphs:
            rows[round(glyph.baseline)].append(glyph)
        return [sorted(rows[key], key=lambda glyph: glyph.x0) for key in sorted(rows)]


@cache
def pages(pdf: bytes) -> tuple[Page, ...]:
    """The pages of a file, read once."""
    document = pypdfium2.PdfDocument(pdf)
    read = tuple(_read(page) for page in document)
    document.close()
    return read


def text(line: Line) -> str:
    """The words of a line."""
    return "".join(glyph.text for glyph in line).strip()


def squeezed(words: str) -> str:
    """Without blanks and line breaks, which are not the same on paper as in a template."""
    return _BREAKS.sub("", words)


def middle(line: Line) -> float:
    """Half way between a line's first and last glyph."""
    return (line[0].x0 + line[-1].x1) / 2


def _read(page: Any) -> Page:
    words = page.get_textpage()
    height = page.get_height()
    glyphs = [_glyph(words, index, height) for index in range(words.count_chars())]
    return Page(page.get_width(), height, tuple(_joined([each for each in glyphs if each])), words.get_text_range())


def _joined(glyphs: Line) -> Line:
    """The two halves of a character outside the basic plane are one glyph."""
    whole: Line = []
    for glyph in glyphs:
        if "\udc00" <= glyph.text <= "\udfff" and whole:
            pair = (whole[-1].text + glyph.text).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
            whole[-1] = whole[-1]._replace(text=pair, x1=max(whole[-1].x1, glyph.x1))
        else:
            whole.append(glyph)
    return whole


def _glyph(words: Any, index: int, height: float) -> Glyph | None:
    code = pdfium.FPDFText_GetUnicode(words, index)
    if pdfium.FPDFText_IsGenerated(words, index) or chr(code).isspace() or code == 0xFFFE:
        return None
    size = round(pdfium.FPDFText_GetFontSize(words, index) * _UNITS, 1)
    box, name, flags = pdfium.FS_RECTF(), ctypes.create_string_buffer(80), ctypes.c_int()
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetLooseCharBox(words, index, box)
    pdfium.FPDFText_GetCharOrigin(words, index, x, y)
    pdfium.FPDFText_GetFontInfo(words, index, name, 80, flags)
    shades = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFText_GetFillColor(words, index, *shades)
    red, green, blue, _ = (shade.value for shade in shades)
    font = name.value.decode().split("+")[-1]
    x1 = min(box.right, x.value + size)
    return Glyph(chr(code), x.value, x1, height - y.value, size, font, (red, green, blue))


@lru_cache(maxsize=64)
def ink(pdf: bytes, page: int, *, red: bool = False) -> list[tuple[float, float, float, float]]:
    """Bands of ink as (top, bottom, left, right) in millimetres from the paper's edge."""
    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=RASTER / 72).to_pil().convert("RGB")
    mask = _red(picture) if red else picture.convert("L").point(lambda value: 255 if value < 160 else 0)
    _, filled = mask.getprojection()
    return [_band(mask, top, bottom) for top, bottom in _runs(filled)]


def _runs(filled: list[int]) -> list[tuple[int, int]]:
    edges = [index for index, (before, after) in enumerate(pairwise([0, *filled, 0])) if before != after]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _band(mask: Image.Image, top: int, bottom: int) -> tuple[float, float, float, float]:
    box = mask.crop((0, top, mask.width, bottom)).getbbox()
    assert box is not None
    scale = 25.4 / RASTER
    return top * scale, bottom * scale, box[0] * scale, box[2] * scale


def _red(picture: Image.Image) -> Image.Image:
    reds, greens, _ = picture.split()
    bright = reds.point(lambda value: 255 if value > 200 else 0)
    return ImageChops.multiply(bright, greens.point(lambda value: 255 if value < 150 else 0))
