"""The annual report as a text document (DOCX): title, six sections, tables in the rows and headings of the form.

Written as WordprocessingML by hand, so that the same report gives the same bytes; every word processor opens it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from engine.rules.annual_report import AnnualReport
from engine.rules.report_draft import Section
from engine.rules.report_form import SECTIONS
from engine.rules.report_grid import Grid, GridCell, grids_of

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_TWIPS = 8844
"""How wide the text stands, 156 mm: A4 between the margins of official papers (GB/T 9704-2012, 5.2)."""
_TABLE_OF_SECTION = {SECTIONS[1]: "table2", SECTIONS[2]: "table3", SECTIONS[3]: "table4"}
_KEEP = "<w:keepNext/>"
_INDENT = '<w:ind w:firstLine="640"/>'
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_TYPES = f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>
<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/></Types>"""
_ROOT = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>"""
_LINKS = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{_OFFICE}/footer" Target="footer1.xml"/></Relationships>"""
_FOOTER = f"""<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="PageNumber"/></w:pPr>
<w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>
<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>"""
_PAGE = f"""<w:sectPr><w:footerReference w:type="default" r:id="rId2" xmlns:r="{_OFFICE}"/>
<w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/>
</w:sectPr>"""


def report_document(report: AnnualReport, sections: Sequence[Section]) -> bytes:
    """The document as bytes: the sections as they were edited, each table below the text of its section."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "word/document.xml": _document(report, sections),
        "word/_rels/document.xml.rels": _LINKS,
        "word/styles.xml": _styles(),
        "word/footer1.xml": _FOOTER,
    }
    return _zipped({name: _DECLARATION + text for name, text in parts.items()})


def _zipped(parts: Mapping[str, str]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = ZipInfo(name, _LONG_AGO)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, text.encode("utf-8"))
    return file.getvalue()


def _document(report: AnnualReport, sections: Sequence[Section]) -> str:
    title = "<w:r><w:br/></w:r>".join(_run(line) for line in report.title_lines)
    body = [f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>{title}</w:p>']
    grids = grids_of(report)
    for section in sections:
        body.append(_paragraph(section.heading, "Heading1"))
        body += [_paragraph(text, "Body") for text in section.paragraphs]
        if name := _TABLE_OF_SECTION.get(section.heading):
            body += [_paragraph("", "Gap", _KEEP), _table(grids[name]), _paragraph("", "Gap")]
    return f'<w:document xmlns:w="{_W}"><w:body>{"".join(body)}{_PAGE}</w:body></w:document>'


def _paragraph(text: str, style: str, keep: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}</w:pPr>{_run(text)}</w:p>'


def _run(text: str) -> str:
    clean = escape(_UNPRINTABLE.sub("", text))
    return f'<w:r><w:t xml:space="preserve">{clean}</w:t></w:r>' if clean else ""


def _table(grid: Grid) -> str:
    unit = _TWIPS / sum(grid.widths)
    widths = [round(width * unit) for width in grid.widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows = "".join(_row(cells, widths, number, grid) for number, cells in enumerate(_by_row(grid)))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _by_row(grid: Grid) -> Iterator[list[tuple[int, GridCell, bool]]]:
    """Column, cell, and whether the cell only goes on from the row above, for each row of the grid."""
    rows: list[list[tuple[int, GridCell, bool]]] = [[] for _ in grid.rows]
    for row, column, cell in grid.placed():
        for down in range(cell.rows):
            rows[row + down].append((column, cell, down > 0))
    for cells in rows:
        yield sorted(cells, key=lambda placed: placed[0])


def _row(cells: Iterable[tuple[int, GridCell, bool]], widths: Sequence[int], number: int, grid: Grid) -> str:
    """A row that stays whole and on the page of the next one; the head comes again should the page end all the same."""
    head = "<w:tblHeader/>" if number < grid.head else ""
    keep = _KEEP if number < len(grid.rows) - 1 else ""
    written = "".join(
        _cell(cell, sum(widths[column : column + cell.columns]), "" if goes_on else _shown(cell), goes_on, keep)
        for column, cell, goes_on in cells
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{written}</w:tr>"


def _cell(cell: GridCell, width: int, text: str, goes_on: bool, keep: str) -> str:
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = ("<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>') if cell.rows > 1 else ""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_paragraph(text, 'Cell', keep)}</w:tc>"


def _shown(cell: GridCell) -> str:
    if not cell.is_number or cell.number is None:
        return cell.text
    return f"{cell.number.normalize():f}" if isinstance(cell.number, Decimal) else str(cell.number)


def _styles() -> str:
    """Title, headings, body and cells in the typefaces and sizes of official papers; sizes in half points, twips."""
    centred, justified = '<w:jc w:val="center"/>', '<w:jc w:val="both"/>'
    styles = (
        _style("Title", "标题", ("方正小标宋简体", 44), f"{_lines(640)}{centred}"),
        _style("Heading1", "标题 1", ("黑体", 32), f'<w:keepNext/>{_lines(580)}{_INDENT}<w:outlineLvl w:val="0"/>'),
        _style("Body", "正文段落", ("仿宋_GB2312", 32), f"{_lines(580)}{_INDENT}{justified}"),
        _style("Cell", "表格", ("宋体", 18), f"{_lines(240, 'auto')}{centred}"),
        _style("Gap", "表格间距", ("宋体", 12), _lines(160)),
        _style("PageNumber", "页码", ("宋体", 28), f"{_lines(360)}{centred}"),
    )
    return f'<w:styles xmlns:w="{_W}">{"".join(styles)}</w:styles>'


def _lines(twips: int, rule: str = "exact") -> str:
    return f'<w:spacing w:before="0" w:after="0" w:line="{twips}" w:lineRule="{rule}"/>'


def _style(code: str, name: str, typeface: tuple[str, int], paragraph: str) -> str:
    font, half_points = typeface
    return (
        f'<w:style w:type="paragraph" w:styleId="{code}"><w:name w:val="{name}"/><w:pPr>{paragraph}</w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
        f'<w:sz w:val="{half_points}"/></w:rPr></w:style>'
    )
