"""Commands for whoever runs the machine: mail that came in, copies of the whole office, versions of the drawings."""

from pathlib import Path

import click

from engine import bootstrap
from engine.commands import dispatch
from engine.settings import Settings
from engine.tools import mail_in

FILES = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("take-mail")
@click.argument("files", nargs=-1, type=FILES)
def take_mail(files: tuple[Path, ...]) -> None:
    """收取来信（.eml 或者 mbox 文件；不写文件则从标准输入读一封）：区分退信、自动回复和来信。"""
    office = bootstrap.build(Settings.from_environment())
    for name, original in mail_in.mails(files):
        click.echo(f"{name}：{dispatch.take_in(original, office).label}")


COMMANDS = (take_mail,)
