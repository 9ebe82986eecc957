"""The report of a year as files: JSON, workbook, document; and the recount of an older database."""

from pathlib import Path

from sqlalchemy import select

from engine.office import Office
from engine.queries import report as queries
from engine.queries import report_files
from engine.queries.report import YearPage
from engine.records import Application
from engine.records.report import refresh_units
from engine.rules.report_form import RemedyRoute, rows_of


def write(
    year: int,
    office: Office,
    *,
    json_out: Path | None = None,
    xlsx_out: Path | None = None,
    docx_out: Path | None = None,
) -> str:
    """The files asked for are written; returns the tables as lines, or where the files are."""
    page = queries.year_page(year, office=office)
    wanted = [(place, kind) for kind, place in (("json", json_out), ("xlsx", xlsx_out), ("docx", docx_out)) if place]
    for place, kind in wanted:
        place.write_bytes(report_files.made(page, kind, office=office))
    return "\n".join(f"已写入 {place}。" for place, _ in wanted) if wanted else as_text(page)


def as_text(page: YearPage) -> str:
    """Tables three and four as lines of numbers, and whether their identities hold."""
    report = page.report
    lines = [report.title]
    if report.table3:
        lines += [
            f"{row.code:<6}" + "".join(f"{number or 0:>8}" for number in report.table3.rows[row.code].cells)
            for row in rows_of(report.form)
        ]
    for route in RemedyRoute:
        group = report.table4.group(route) if report.table4 else None
        lines.append(f"{route.label}：" + " ".join(str(number or 0) for number in (group.cells if group else ())))
    broken = [
        f"{one.identity.value} {one.at}：计算 {one.computed}，报告 {one.published}" for one in page.checked.failures
    ]
    return "\n".join([*lines, *(broken or ["勾稽关系全部成立。"]), *page.corrections])


def recount(office: Office) -> int:
    """The counted rows of every case are what its history gives; returns how many cases there are."""
    with office.transaction() as records:
        applications = records.scalars(select(Application)).all()
        for application in applications:
            refresh_units(records, application)
    return len(applications)
