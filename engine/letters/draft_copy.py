"""An editable DOCX of a draft, from the very words that will be printed; marked as what it is, never read back.

The PDF is the letter. This copy is for a reviewer who wants to write between the lines.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml import html as markup

FANGSONG, KAI, HEI, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
LINE_PITCH = 579  # twentieths of a point: 22 lines a page
CHARACTER_SPACE = -860  # 4096ths of a point: 28 characters a line
TIGHTER = (
    -5
)  # twentieths of a point: the same, for a word processor that would give a wide character two cells of the grid
NOTICE = "草稿副本：仅供修改讨论，以审签的PDF文书为准"
_LEFT, _CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True)
class Look:
    """How a paragraph looks: typeface, points, place, blank lines around it, whether it begins two characters in."""

    font: str = FANGSONG
    size: float = 16
    place: WD_ALIGN_PARAGRAPH = _LEFT
    is_indented: bool = False
    before: int = 0
    after: int = 0
    colour: RGBColor | None = None


_BODY = Look(is_indented=True)
_CELL = Look(size=12)
_LOOKS = {
    "mark": Look(TITLE, 32, _CENTRE, colour=RGBColor(0xFF, 0, 0)),
    "doc-number": Look(place=_RIGHT),
    "h1": Look(TITLE, 22, _CENTRE, before=2, after=1),
    "h2": Look(HEI, is_indented=True),
    "h3": Look(KAI, is_indented=True),
    "addressee": Look(),
    "attachment": Look(is_indented=True),
    "name": Look(place=_RIGHT, before=2),
    "date": Look(place=_RIGHT),
    "sample-seal": Look(HEI, place=_RIGHT, colour=RGBColor(0xFF, 0, 0)),
    "form-head": Look(),
    "form-note": Look(size=12),
    "imprint-place": Look(size=14),
}


def draft_copy(page: str, *, code: str = "") -> bytes:
    """A DOCX with the words of this page of HTML in their order, in the fonts and on the grid of GB/T 9704-2012.

    `code` is the short code of the draft's fingerprint, so that a copy can be told from a later draft.
    """
    document = Document()
    _set_up(document, f"{NOTICE}　文稿校验码：{code}" if code else NOTICE)
    tree = markup.document_fromstring(page)
    document.core_properties.title = f"{tree.findtext('.//title')}（草稿副本）"
    document.core_properties.author = ""
    for element in _parts(tree.body):
        if element.tag == "table":
            _add_table(document, element)
        else:
            _write(document.add_paragraph(), _text(element), _look(element))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_up(document: DocxDocument, notice: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    grid = OxmlElement("w:docGrid")
    for name, value in (("type", "linesAndChars"), ("linePitch", str(LINE_PITCH)), ("charSpace", str(CHARACTER_SPACE))):
        grid.set(qn(f"w:{name}"), value)
    properties = section._sectPr  # noqa: SLF001  # python-docx has no public door to the grid
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(grid)
    normal = document.styles["Normal"]
    _put(normal.element.get_or_add_rPr(), "w:spacing", str(TIGHTER))
    _put(normal.element.get_or_add_pPr(), "w:snapToGrid", "0")
    _set_font(normal.font, Look())
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = Pt(LINE_PITCH / 20)
    _write(section.header.paragraphs[0], notice, Look(HEI, 10.5, _CENTRE, colour=RGBColor(0xFF, 0, 0)))


def _put(properties: Any, name: str, value: str) -> None:
    """One property for which python-docx has no name of its own."""
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    properties.append(element)


def _parts(element: Any) -> Iterator[Any]:
    """The paragraphs, headings and tables below an element, in reading order."""
    for child in element:
        if child.tag in {"p", "h1", "h2", "h3", "table"} or child.get("class") == "imprint-place":
            if _text(child):
                yield child
        else:
            yield from _parts(child)


def _look(element: Any) -> Look:
    names = (element.get("class") or "").split()
    return next((_LOOKS[name] for name in (*names, element.tag) if name in _LOOKS), _BODY)


def _text(element: Any) -> str:
    return str(element.text_content()).strip()


def _write(paragraph: Any, text: str, look: Look) -> None:
    paragraph.alignment = look.place
    if look.is_indented:
        paragraph.paragraph_format.first_line_indent = Pt(2 * look.size)
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001  # an indent in characters has no public door
        indent.set(qn("w:firstLineChars"), "200")
    if look.before:
        paragraph.paragraph_format.space_before = Pt(look.before * LINE_PITCH / 20)
    if look.after:
        paragraph.paragraph_format.space_after = Pt(look.after * LINE_PITCH / 20)
    _set_font(paragraph.add_run(text).font, look)


def _set_font(font: Any, look: Look) -> None:
    """The same family for Latin and for Chinese characters."""
    font.name, font.size = look.font, Pt(look.size)
    font._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), look.font)  # noqa: SLF001  # no public door
    if look.colour is not None:
        font.color.rgb = look.colour


def _add_table(document: DocxDocument, element: Any) -> None:
    rows = [list(row) for row in element.iter("tr")]
    columns = max(sum(int(cell.get("colspan", "1")) for cell in row) for row in rows)
    table = document.add_table(rows=len(rows), cols=columns, style="Table Grid")
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            last = column + int(cell.get("colspan", "1")) - 1
            _fill(table.cell(number, column).merge(table.cell(number, last)), cell)
            column = last + 1


def _fill(target: Any, cell: Any) -> None:
    look = Look(HEI, 12, _CENTRE) if cell.tag == "th" else _CELL
    for place, text in enumerate(_lines(cell)):
        _write(target.paragraphs[0] if place == 0 else target.add_paragraph(), text, look)


def _lines(cell: Any) -> list[str]:
    """The lines of a cell: its own text, then each paragraph."""
    lines = [cell.text or ""]
    for child in cell:
        if child.tag == "p":
            lines += [_text(child), child.tail or ""]
        else:
            lines[-1] += child.text_content() + (child.tail or "")
    return [line.strip() for line in lines if line.strip()]
