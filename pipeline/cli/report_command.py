"""`sitrep report`: any past day's report again, as it was issued; for mail, copies under a password."""

import os
import sys
from datetime import date
from pathlib import Path

import click

from pipeline.cli.common import DayType, site_option
from pipeline.delivery.issued import IssuedStore
from pipeline.durable import write_beside
from pipeline.errors import UsageError
from pipeline.ledger.store import Ledger
from pipeline.reporting.protection import SHORTEST, protected
from pipeline.site import Site
from pipeline.steps.due import put_issues_out, standing

PASSWORD = "SITREP_PDF_PASSWORD"  # noqa: S105 (the name of what holds it)


@click.command("report")
@click.option("--date", "day", type=DayType(), required=True, help="哪一天")
@click.option(
    "--locked",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help=f"另把给领导的 PDF 加密放进这个文件夹(用于邮件);密码取自环境变量 {PASSWORD},没有就在终端里问",
)
@site_option
def command(day: date, locked: Path | None, site: Site) -> None:
    """把某一天签发的文件原样放回 outbox/。"""
    site.require().prepare()
    password = _password() if locked else ""
    with site.locked(), Ledger(site.database) as ledger:
        issues = [i for i in ledger.issues() if i.day == day]
        if not issues:
            raise UsageError(f"{day} 没有签发过汇报。可以运行:sitrep run --date {day}")
        put_issues_out(ledger, IssuedStore(site.issued), site.outbox, [day])
        issued = standing([made for made in ledger.made() if made.day == day])
    for issue in issues:
        for name in issue.files:
            click.echo(f"outbox/{name}")
    if locked:
        for name in sorted(n for n, filed in issued.items() if n.endswith(".pdf") and not filed.private):
            target = locked / f"{Path(name).stem}-加密.pdf"
            write_beside(target, protected((site.outbox / name).read_bytes(), password))
            click.echo(str(target))


def _password() -> str:
    """The password of the copies: of the environment, else asked for; never on the command line, where all see it."""
    password = os.environ.get(PASSWORD, "")
    if not password and sys.stdin.isatty():
        password = click.prompt("密码", hide_input=True, confirmation_prompt="再输入一次")
    if len(password) < SHORTEST:
        raise UsageError(f"加密要有至少 {SHORTEST} 个字符的密码:请放在环境变量 {PASSWORD} 里,或在终端里输入")
    return str(password)
