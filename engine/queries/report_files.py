"""The report of a year as a file of the kind that is asked for."""

import json

from engine.letters.report_document import report_document
from engine.letters.report_pdf import report_pdf
from engine.letters.report_workbook import report_workbook
from engine.office import Office
from engine.queries.report import YearPage
from engine.rules.report_json import report_to


def made(page: YearPage, kind: str, *, office: Office) -> bytes:
    """The bytes of `json`, `xlsx`, `docx` or `pdf`."""
    if kind == "json":
        return (json.dumps(report_to(page.report), ensure_ascii=False, indent=1) + "\n").encode()
    if kind == "xlsx":
        return report_workbook(page.report)
    if kind == "docx":
        return report_document(page.report, page.sections)
    return report_pdf(page.report, page.sections, office.letters)
