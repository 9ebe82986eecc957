"""年度报告: the tables of a year with the cases behind each cell, the text, the files, how far it has come."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.clock import beijing_date
from engine.commands import report as commands
from engine.commands import report_course as course_commands
from engine.errors import NotFound, RuleViolation
from engine.permissions import Action
from engine.queries import report as queries
from engine.queries import report_course, report_lists
from engine.queries import report_files as files
from engine.rules.report_counting import Period
from engine.rules.report_form import RemedyResult, RemedyRoute, ReportForm
from engine.rules.report_grid import grids_of
from engine.rules.report_json import parse
from engine.rules.vocabulary import ApplicantKind
from web import asked
from web.access import actor, office, permits
from web.form_page import Answer, answer, typed
from web.forms.report import ImportForm, PointsForm, SectionsForm, Table2Form

pages = Blueprint("report", __name__)

YEARS = range(2008, 2101)
FORM_KINDS = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@pages.get("/reports")
@permits(Action.READ_REPORT)
def reports() -> Response:
    """To the year that is reported now: last year's until its report is due, then the present one."""
    today = beijing_date(office().clock.now())
    return redirect(url_for("report.report", year=today.year if today.month > 3 else today.year - 1), 303)


@pages.get("/reports/<row:year>")
@permits(Action.READ_REPORT)
def report(year: int) -> str:
    """Tables, identities, differences, text."""
    page = queries.year_page(_known(year), office=office())
    return render_template(
        "report/report.html", page=page, grids=grids_of(page.report), year=year, kinds=FORM_KINDS,
        course=report_course.course(year, actor=actor(), office=office()),
    )  # fmt: skip


@pages.get("/reports/<row:year>/periods")
@permits(Action.READ_REPORT)
def periods(year: int) -> str:
    """Tables three and four of a quarter, a month or half a year."""
    chosen = request.args.get("period", "q1")
    found = queries.period_report(_period(_known(year), chosen), office=office())
    grids = grids_of(found)
    return render_template("report/periods.html", grids=grids, year=year, chosen=chosen, choices=_choices())


@pages.get("/reports/<row:year>/cases/<code>/<column>")
@permits(Action.READ_REPORT)
def cases(year: int, code: str, column: str) -> str:
    """The cases behind a cell of table three."""
    kind = ApplicantKind(column) if column in list(ApplicantKind) else None
    period = _period(_known(year), request.args.get("period", ""))
    found = report_lists.cell_cases(period, code, kind, asked.page(), actor=actor(), office=office())
    return render_template("report/cases.html", found=found, year=year)


@pages.get("/reports/<row:year>/remedies/<route>/<column>")
@permits(Action.READ_REPORT)
def remedies(year: int, route: str, column: str) -> str:
    """The reviews and lawsuits behind a cell of table four."""
    if route not in list(RemedyRoute):
        raise NotFound("没有这一组。")
    result = RemedyResult(column) if column in list(RemedyResult) else None
    period = _period(_known(year), request.args.get("period", ""))
    found = report_lists.cell_remedies(period, RemedyRoute(route), result, actor=actor(), office=office())
    heading = f"{RemedyRoute(route).label}：{result.label if result else '总计'}"
    return render_template("report/remedies.html", found=found, year=year, heading=heading)


@pages.route("/reports/<row:year>/text", methods=["GET", "POST"])
@permits(Action.WRITE_REPORT)
def text(year: int) -> Answer:
    """The six sections, drafted from the figures, edited by people."""
    page = queries.year_page(_known(year), office=office())

    def act(form: SectionsForm) -> Response:
        commands.write_sections(year, form.texts(), actor=actor(), office=office())
        return _done(year, "文字已保存。")

    return answer("report/text.html", SectionsForm.of(page.sections, typed()), act, page=page, year=year)


@pages.post("/reports/<row:year>/text/anew")
@permits(Action.WRITE_REPORT)
def draft_anew(year: int) -> Response:
    """The sentences are drafted anew."""
    commands.draft_anew(_known(year), actor=actor(), office=office())
    return _done(year, "文字已按现在的数字重新起草。")


@pages.route("/reports/<row:year>/table2", methods=["GET", "POST"])
@permits(Action.WRITE_REPORT)
def table2(year: int) -> Answer:
    """Table two, number by number."""
    page = queries.year_page(_known(year), office=office())
    form = ReportForm.of_year(year)

    def act(given: Table2Form) -> Response:
        commands.enter_table2(year, given.table(form), actor=actor(), office=office())
        return _done(year, "表二已保存。")

    return answer("report/table2.html", Table2Form.of(form, page.report.table2, typed()), act, year=year)


@pages.route("/reports/<row:year>/table2/import", methods=["GET", "POST"])
@permits(Action.WRITE_REPORT)
def import_table2(year: int) -> Answer:
    """Table two from a file."""

    def act(_: ImportForm) -> Response:
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise RuleViolation("请选择文件。", field="file")
        content = sent.read().decode("utf-8-sig", "replace")
        commands.import_table2(_known(year), parse(content), actor=actor(), office=office())
        return _done(year, "表二已导入。")

    return answer("report/import.html", ImportForm(typed()), act, year=year)


@pages.route("/reports/<row:year>/points", methods=["GET", "POST"])
@permits(Action.WRITE_REPORT)
def points(year: int) -> Answer:
    """Each difference with its explanation."""
    page = queries.year_page(_known(year), office=office())
    lines = [(point.key, point.text, point.explanation) for point in page.points]

    def act(form: PointsForm) -> Response:
        commands.explain(year, form.words(), actor=actor(), office=office())
        return _done(year, "说明已保存。")

    return answer("report/points.html", PointsForm.of(lines, typed()), act, page=page, year=year)


@pages.post("/reports/<row:year>/open")
@permits(Action.WRITE_REPORT)
def open_report(year: int) -> Response:
    """The report of the year is under way."""
    course_commands.open_report(_known(year), actor=actor(), office=office())
    return _done(year, f"{year}年度报告已开始编制，第一步“逐项核对”在待办中。")


@pages.get("/reports/<row:year>/report.<kind>")
@permits(Action.READ_REPORT)
def file(year: int, kind: str) -> Response:
    """The report as a file."""
    if kind not in FORM_KINDS:
        raise NotFound("没有这种格式。")
    page = queries.year_page(_known(year), office=office())
    response = Response(files.made(page, kind, office=office()), mimetype=FORM_KINDS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="report-{year}.{kind}"'
    return response


def _known(year: int) -> int:
    if year not in YEARS:
        raise NotFound("没有这一年度的报告。")
    return year


def _choices() -> list[tuple[str, str]]:
    halves = [("h1", "上半年"), ("h2", "下半年")]
    quarters = [(f"q{n}", f"第{'一二三四'[n - 1]}季度") for n in range(1, 5)]
    return [*halves, *quarters, *((f"m{n}", f"{n}月") for n in range(1, 13))]


def _period(year: int, chosen: str) -> Period:
    """The days that an address asks for; the whole year where it asks for nothing we know."""
    if chosen not in dict(_choices()):
        return Period.of_year(year)
    number = int(chosen[1:])
    if chosen[0] == "h":
        return Period(Period.of_quarter(year, 2 * number - 1).first, Period.of_quarter(year, 2 * number).last)
    return Period.of_quarter(year, number) if chosen[0] == "q" else Period.of_month(year, number)


def _done(year: int, words: str) -> Response:
    flash(words)
    return redirect(url_for("report.report", year=year), 303)
