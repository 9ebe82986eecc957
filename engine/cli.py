"""The `mingda` command line: every sub-command with --help, exit 0 only on success, errors in one clear line."""

import json
import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
from gunicorn.app.wsgiapp import WSGIApplication

from engine import bootstrap, cli_office, logs, resources, scheduler
from engine.clock import Clock
from engine.errors import DisclosureError
from engine.records import database, migrations
from engine.rules.working_days import Calendar
from engine.settings import Settings
from engine.tools import (
    clock_file,
    consistency,
    letter_files,
    replay_cases,
    replay_compare,
    report_check,
    report_files,
    report_replay,
    seed,
)
from engine.tools import demo as demo_office
from engine.tools import replay as replay_file
from engine.workflow import BadDrawing, Catalogue


class OneLine(click.Group):
    """Errors of the house are one line on standard error, and exit 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except DisclosureError as error:
            raise click.ClickException(error.message) from error


@click.group(cls=OneLine, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """明答：政府信息公开申请办理系统。"""
    logs.set_up()


@main.command()
def migrate() -> None:
    """把数据库结构升级到最新版本。"""
    migrations.upgrade(database.connect(Settings.from_environment().database_url))
    click.echo("数据库结构已是最新版本。原有案件的检索索引请用 mingda reindex 建立。")


@main.command()
@click.option("--workers", default=1, show_default=True, help="网页进程数；SQLite 宜为 1。")
@click.option("--threads", default=8, show_default=True, help="每个进程的线程数。")
def serve(workers: int, threads: int) -> None:
    """运行网页进程（可在多台机器上同时运行）。"""
    settings = Settings.from_environment()
    place = f"{settings.host}:{settings.port}"
    options = ["-c", "python:web.gunicorn_conf", "--bind", place, "--workers", str(workers), "--threads", str(threads)]
    sys.argv = ["gunicorn", *options, "web.wsgi:make_app()"]  # in this process: all it needs is imported already
    WSGIApplication().run()


@main.command()
def timers() -> None:
    """运行时钟与发件进程（可在多台机器上同时运行）。"""
    scheduler.run(bootstrap.build(Settings.from_environment()))


@main.command()
@click.option("--folder", type=click.Path(path_type=Path), default=None, help="演示数据所在文件夹。")
@click.option("--port", default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
def demo(folder: Path | None, port: int, host: str) -> None:
    """运行演示机关：数据库、样例案件、网页和时钟，一次启动。"""
    environment = {**os.environ, **demo_office.environment(folder or demo_office.FOLDER, host=host, port=port)}
    settings = Settings.from_environment(environment)
    demo_office.prepare(settings, echo=click.echo)
    click.echo(demo_office.sign_ins(settings))
    commands = (["serve"], ["timers"])
    running = [subprocess.Popen([sys.executable, "-m", "engine", *command], env=environment) for command in commands]  # noqa: S603  # our own programs, no shell
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: _terminate(running))
    codes = [process.wait() for process in running]
    sys.exit(max(abs(code) for code in codes) if any(code > 0 for code in codes) else 0)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="按 JSON 输出。")
def clock(file: Path, as_json: bool) -> None:
    """由一组带日期的事件计算答复期限，并逐行说明如何得出。"""
    answers = clock_file.answer_text(
        file.read_text(encoding="utf-8"), today=Clock().today(), calendar=Calendar.official()
    )
    click.echo(json.dumps(answers, ensure_ascii=False, indent=1) if as_json else clock_file.as_text(answers))
    sys.exit(1 if clock_file.has_error(answers) else 0)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--outcome", required=True, help="办理结果或者文书模板的名称，如 does_not_exist。")
@click.option("-o", "out", required=True, type=click.Path(path_type=Path), help="写入的 PDF。")
def letter(file: Path, outcome: str, out: Path) -> None:
    """由事实文件生成一份文书的 PDF。"""
    sample = letter_files.find(file, outcome)
    out.write_bytes(bootstrap.letter_renderer().pdf(sample.template, sample.facts))
    click.echo(f"已写入 {out}。")


class YearOrCommand(click.Group):
    """A group whose first word may be a year: then it is the report of that year."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        return super().resolve_command(ctx, ["year", *args] if args[0].isdecimal() else args)


@main.group(cls=YearOrCommand, subcommand_metavar="YEAR | COMMAND [ARGS]...")
def report() -> None:
    """政府信息公开工作年度报告：mingda report 2025 输出该年度的表三、表四。"""


@report.command("year")
@click.argument("year", type=click.IntRange(2008, 2100))
@click.option("--json", "json_out", type=click.Path(path_type=Path), help="写入 JSON。")
@click.option("--xlsx", "xlsx_out", type=click.Path(path_type=Path), help="写入 XLSX。")
@click.option("--docx", "docx_out", type=click.Path(path_type=Path), help="写入 DOCX。")
def report_year(year: int, json_out: Path | None, xlsx_out: Path | None, docx_out: Path | None) -> None:
    """由库中的案件生成某一年度的报告。"""
    office = bootstrap.build(Settings.from_environment())
    click.echo(report_files.write(year, office, json_out=json_out, xlsx_out=xlsx_out, docx_out=docx_out))


@report.command("recount")
def report_recount() -> None:
    """按案件的历史重新核定每一件的统计归类（升级旧库之后运行一次）。"""
    click.echo(f"已核定 {report_files.recount(bootstrap.build(Settings.from_environment()))} 件。")


@report.command("replay")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "out", type=click.Path(path_type=Path), help="另把结果写入这个 JSON 文件。")
def report_replay_command(files: tuple[Path, ...], out: Path | None) -> None:
    """按已发布的表格造出案件，经真实的流程和命令走一遍，看由此得出的报告是否与公布的逐格一致。"""
    reports, differ = [], False
    for file in files:
        came, found = report_replay.run(file)
        click.echo(report_replay.as_text(came, found))
        reports.append(came)
        differ |= bool(found)
    if out is not None:
        out.write_text(report_replay.as_json(reports), encoding="utf-8")
    sys.exit(1 if differ else 0)


@report.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--previous", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="上一年度的报告，核对结转。"
)
@click.option("--json", "as_json", is_flag=True, help="按 JSON 输出。")
def report_check_command(file: Path, previous: Path | None, as_json: bool) -> None:
    """核对已发布的年度报告表格，逐条列出不平衡之处。"""
    text, code = report_check.run(file, previous=previous, as_json=as_json)
    click.echo(text)
    sys.exit(code)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "out", type=click.Path(path_type=Path), help="另把结果写入这个 JSON 文件。")
@click.option("--only", default="", help="只重放这一件用例。")
def replay(file: Path, out: Path | None, only: str) -> None:
    """把用例经真实的流程、命令和时钟走一遍，列出结果；文件写有预期的，列出差异。"""
    results = list(replay_file.run(replay_cases.read(file, only=only), today=Clock().today()))
    if out is not None:
        out.write_text(replay_file.as_json(results), encoding="utf-8")
    found = replay_compare.verdicts(results, replay_cases.entries(file))
    click.echo(replay_compare.as_text(results, found))


class Benchmarks(click.Group):
    """Beside the commands of its own, every benchmark by its name."""

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return super().get_command(ctx, name) or click.Command(
            name, params=[AS_JSON], callback=lambda as_json: _measure(name, as_json=as_json)
        )


AS_JSON = click.Option(["--json", "as_json"], is_flag=True, help="按 JSON 输出。")


@main.group(cls=Benchmarks, params=[AS_JSON], invoke_without_command=True, subcommand_metavar="[NAME] [--json]")
@click.pass_context
def bench(ctx: click.Context, *, as_json: bool) -> None:
    """性能测试：各项与其底线在同一进程中比较；不写名称则全部测试。seed 成批生成案件。"""
    if ctx.invoked_subcommand is None:
        _measure("", as_json=as_json)


def _measure(name: str, *, as_json: bool) -> None:
    """The rows of one benchmark, or of all; DisclosureError without the source tree, or for an unknown name."""
    try:
        benchmarks = import_module("tests.bench.bench")
    except ModuleNotFoundError as error:
        raise DisclosureError("性能测试与测试代码在一起，请在源代码目录中运行 script/bench。") from error
    if name and name not in benchmarks.BENCHMARKS:
        raise DisclosureError(f"没有“{name}”这项测试。可选：{'、'.join(benchmarks.BENCHMARKS)}。")
    rows = []
    for row in benchmarks.run(name):
        rows.append(row)
        click.echo(benchmarks.as_text(row), err=as_json)
    if as_json:
        click.echo(benchmarks.as_json(rows))
    sys.exit(0 if all(row.is_met for row in rows) else 1)


@bench.command("seed")
@click.option("--cases", type=click.IntRange(min=1), required=True, help="生成的件数。")
@click.option("--open", "open_cases", default=seed.OPEN_CASES, show_default=True, help="其中在办的件数。")
def bench_seed(cases: int, open_cases: int) -> None:
    """以真实走过流程的案件为样，成批复制出许多案件；只用于测试库。"""
    settings = Settings.from_environment()
    if not settings.demo:
        raise DisclosureError("成批生成案件只能在演示或者测试库中进行（MINGDA_DEMO=1）。")
    seed.seed(bootstrap.build(settings), cases, open_cases=open_cases, echo=click.echo)


@main.command()
def check() -> None:
    """核对数据库：缓存与历史、待办与流程状态、文书与定稿是否一致。"""
    faults = consistency.faults(bootstrap.build(Settings.from_environment()))
    for fault in faults:
        click.echo(fault, err=True)
    click.echo(f"发现 {len(faults)} 处不一致。" if faults else "没有不一致之处。")
    sys.exit(1 if faults else 0)


def _terminate(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        process.terminate()


@main.group()
def workflow() -> None:
    """检查流程图和决策表。"""


@workflow.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
def lint(files: tuple[Path, ...]) -> None:
    """检查流程图和决策表，列出每一处问题。"""
    try:
        catalogue = Catalogue.of(resources.folder("workflows"), *files)
    except BadDrawing as error:
        for fault in error.faults:
            click.echo(fault, err=True)
        sys.exit(1)
    click.echo(f"{len(catalogue.sources)} 个文件没有问题。")


for each in cli_office.COMMANDS:
    main.add_command(each)
for name, each in cli_office.WORKFLOW_COMMANDS.items():
    workflow.add_command(each, name)


if __name__ == "__main__":
    main()
