"""Commands for whoever runs the machine: mail that came in, copies of the whole office, versions of the drawings."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from engine import bootstrap, resources
from engine.clock import Clock
from engine.commands import dispatch, links, moves
from engine.errors import DisclosureError
from engine.permissions import Actor, Role
from engine.queries import moves as run_moves
from engine.records import database
from engine.settings import Settings
from engine.tools import backup as copies
from engine.tools import consistency, mail_in
from engine.tools import export as exports
from engine.tools import reindex as words
from engine.workflow import Catalogue, versions

FILES = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("take-mail")
@click.argument("files", nargs=-1, type=FILES)
def take_mail(files: tuple[Path, ...]) -> None:
    """收取来信（.eml 或者 mbox 文件；不写文件则从标准输入读一封）：区分退信、自动回复和来信。"""
    office = bootstrap.build(Settings.from_environment())
    for name, original in mail_in.mails(files):
        click.echo(f"{name}：{dispatch.take_in(original, office).label}")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--verify/--no-verify", default=True, show_default=True, help="随即试恢复到临时数据库并逐表比对。")
def backup(file: Path, verify: bool) -> None:
    """把整个机关备份到一个文件；系统照常运行。"""
    engine = database.connect(Settings.from_environment().database_url)
    copies.backup(engine, file, at=Clock().now())
    click.echo(f"已备份到 {file}（{file.stat().st_size} 字节）。备份不含密钥，请另行妥善保存。")
    if verify:
        with TemporaryDirectory() as folder:
            _report(copies.restore(file, database.connect(f"sqlite:///{folder}/office.db")))


@click.command("links")
def check_links() -> None:
    """逐个访问已送达答复中告知的网址，打不开的记入案件，在“办理质量”中列出；平时不自动访问。"""
    asked, dead = links.check_links(bootstrap.build(Settings.from_environment()))
    click.echo(f"共 {asked} 个网址，打不开的 {dead} 个。")


@click.command()
def reindex() -> None:
    """按现有内容重建检索索引；升级后或者 check 提示索引过期时运行。"""
    click.echo(f"已为 {words.reindex(bootstrap.build(Settings.from_environment()))} 件重建检索索引。")


@click.command()
@click.argument("file", type=FILES)
def restore(file: Path) -> None:
    """把备份恢复到空的数据库（MINGDA_DATABASE_URL 所指），并逐表比对。"""
    settings = Settings.from_environment()
    _report(copies.restore(file, database.connect(settings.database_url)))
    if faults := consistency.faults(bootstrap.build(settings)):
        raise DisclosureError("恢复后的数据不一致：" + "；".join(faults[:5]))
    click.echo("恢复完成，缓存、待办与流程状态核对一致。")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """把全部数据以通用格式（CSV、原件和索引）导出到空文件夹。"""
    done = exports.export(bootstrap.build(Settings.from_environment()), folder)
    click.echo(f"已导出 {done.tables} 张表、{done.rows} 行，{done.files} 个文件。")


@click.command()
@click.argument("files", nargs=-1, type=FILES)
def diff(files: tuple[Path, ...]) -> None:
    """比较流程图的两个版本：所给文件与现行版本；不给文件时，列出按旧版办理的申请及能否迁移。"""
    current = Catalogue.of(resources.folder("workflows"))
    if not files:
        _show_moves(run_moves.outdated(bootstrap.build(Settings.from_environment())))
        return
    changed = Catalogue.of(resources.folder("workflows"), *files)
    for process in sorted(current.current.keys() & changed.current.keys()):
        pair = current.specs_now(process), changed.specs_now(process)
        for line in versions.differences(*pair, current.serializer):
            click.echo(f"{process}：{line}")


@click.command()
@click.option("--process", default="", help="只迁移这一流程。")
@click.option("--dry-run", is_flag=True, help="只试迁移并列出结果，不保存。")
@click.option("--reason", default="", help="迁移的理由，记入办理过程。")
def migrate_runs(process: str, dry_run: bool, reason: str) -> None:
    """把在办申请迁移到现行版本的流程图；不安全的逐件说明原因，保持原版本。"""
    office = bootstrap.build(Settings.from_environment())
    found = list(run_moves.outdated(office, process_id=process))
    _show_moves(found)
    if dry_run:
        return
    actor = Actor(name="命令行", roles=frozenset({Role.ADMINISTRATOR}))
    safe = [each for each in found if not each.objections]
    for each in safe:
        moves.move_case(each.instance_id, reason, actor=actor, office=office)
    click.echo(f"已迁移 {len(safe)} 个，{len(found) - len(safe)} 个保持原版本。")


def _show_moves(found: Iterable[run_moves.Move]) -> None:
    for each in found:
        verdict = "不能迁移：" + "；".join(each.objections) if each.objections else "可以迁移"
        click.echo(f"{each.case_number} {each.process_id} 第{each.number}版：{verdict}")


def _report(compared: list[copies.Comparison]) -> None:
    click.echo(copies.as_text(compared))
    if any(not each.is_equal for each in compared):
        raise DisclosureError("比对不一致，这份备份不能使用。")


COMMANDS = (take_mail, backup, restore, export, reindex, check_links)
WORKFLOW_COMMANDS = {"diff": diff, "migrate": migrate_runs}
