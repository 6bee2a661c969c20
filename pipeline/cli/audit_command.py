"""`sitrep audit`: archive, ledger, chain and outbox against each other."""

import click

from pipeline.audit.auditing import Audited, audit
from pipeline.cli.common import json_option, print_json, progress_bar, site_option
from pipeline.site import Site


@click.command("audit")
@site_option
@json_option
def command(site: Site, as_json: bool) -> int:  # noqa: FBT001 (click passes flags so)
    """核对存档、台账、签发的文件和 outbox:改动过一个字节、一个字段,都会指出来;不改动任何东西。"""
    with progress_bar() as progress:
        done = audit(site, progress)
    if as_json:
        print_json(_data(done))
    else:
        _tell(done)
    return done.code


def _tell(done: Audited) -> None:
    click.echo(f"核对了日志 {done.files} 行、台账 {done.rows} 行、事件 {done.events} 条、签发 {done.issues} 期。")
    for found in done.findings:
        click.echo(f"  {found.sentence}")
    click.echo(f"发现 {len(done.findings)} 处不符。" if done.findings else "全部相符。")


def _data(done: Audited) -> object:
    return {
        "journal": done.files,
        "rows": done.rows,
        "events": done.events,
        "issues": done.issues,
        "findings": [
            {"code": f.code, "sentence": f.sentence, "stood": f.stood, **dict(f.values)} for f in done.findings
        ],
    }
