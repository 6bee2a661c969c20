"""`sitrep report`: any past day's report again, as it was issued."""

from datetime import date

import click

from pipeline.cli.common import DayType, site_option
from pipeline.delivery.issued import IssuedStore
from pipeline.errors import UsageError
from pipeline.ledger.store import Ledger
from pipeline.site import Site
from pipeline.steps.due import put_issues_out


@click.command("report")
@click.option("--date", "day", type=DayType(), required=True, help="哪一天")
@site_option
def command(day: date, site: Site) -> None:
    """把某一天签发的文件原样放回 outbox/。"""
    site.require().prepare()
    with site.locked(), Ledger(site.database) as ledger:
        issues = [i for i in ledger.issues() if i.day == day]
        if not issues:
            raise UsageError(f"{day} 没有签发过汇报。可以运行:sitrep run --date {day}")
        put_issues_out(ledger, IssuedStore(site.issued), site.outbox, [day])
    for issue in issues:
        for name in issue.files:
            click.echo(f"outbox/{name}")
