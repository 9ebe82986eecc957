"""The annual report as PDF: the same sections and grids as the document, in the layout of official papers."""

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from engine.letters.render import LetterRenderer
from engine.rules.annual_report import AnnualReport
from engine.rules.report_draft import Section
from engine.rules.report_form import SECTIONS
from engine.rules.report_grid import Grid, GridCell, grids_of

_TABLE_OF_SECTION = {SECTIONS[1]: "table2", SECTIONS[2]: "table3", SECTIONS[3]: "table4"}
_CSS = """
table.figures { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 9pt; line-height: 12pt;
  margin: 8pt 0; page-break-inside: auto; }
table.figures tr { page-break-inside: avoid; }
table.figures td, table.figures th { border: 0.5pt solid #000; padding: 1.5pt; text-align: center;
  vertical-align: middle; font-weight: normal; overflow-wrap: anywhere; }
h2.section { font-family: 黑体, sans-serif; font-size: 16pt; font-weight: normal; text-indent: 2em; margin: 8pt 0 0;
  page-break-after: avoid; line-height: 29pt; }
h1.report { text-align: center; font-size: 22pt; font-weight: normal; line-height: 32pt; margin: 0 0 16pt; }
p.text { text-indent: 2em; margin: 0; font-size: 16pt; line-height: 29pt; text-align: justify; }
"""


def report_pdf(report: AnnualReport, sections: Sequence[Section], renderer: LetterRenderer) -> bytes:
    """The PDF as bytes; RuleViolation where a character cannot be printed."""
    grids = grids_of(report)
    parts = [f'<h1 class="report">{"<br>".join(escape(line) for line in report.title_lines)}</h1>']
    for section in sections:
        parts.append(f'<h2 class="section">{escape(section.heading)}</h2>')
        parts += [f'<p class="text">{escape(text)}</p>' for text in section.paragraphs]
        if name := _TABLE_OF_SECTION.get(section.heading):
            parts.append(_table(grids[name]))
    head = f"<head><meta charset='utf-8'><title>{escape(report.title)}</title></head>"
    page = f'<html lang="zh-CN">{head}<body>{"".join(parts)}</body></html>'
    return renderer.pdf_of_page(page, _CSS)


def _table(grid: Grid) -> str:
    whole = sum(grid.widths)
    columns = "".join(f'<col style="width:{100 * width / whole:.3f}%">' for width in grid.widths)
    rows = ["<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in grid.rows]
    head = f"<thead>{''.join(rows[: grid.head])}</thead>" if grid.head else ""
    body = "".join(rows[grid.head :])
    return f'<table class="figures"><colgroup>{columns}</colgroup>{head}<tbody>{body}</tbody></table>'


def _cell(cell: GridCell) -> str:
    spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f"<td{spans}>{escape(shown(cell))}</td>"


def shown(cell: GridCell) -> str:
    """What a cell prints: its words, its number without needless digits, or nothing."""
    if not cell.is_number or cell.number is None:
        return cell.text
    return f"{cell.number.normalize():f}" if isinstance(cell.number, Decimal) else str(cell.number)
