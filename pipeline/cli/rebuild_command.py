"""`sitrep rebuild`: ledger and outbox from the archive."""

import click

from pipeline.cli.common import json_option, print_json, progress_bar, site_option
from pipeline.errors import ExitCode
from pipeline.rebuilding import Rebuilt, rebuild
from pipeline.site import Site

_SHOWN = 20


@click.command("rebuild")
@click.option("--check", is_flag=True, help="只与现有的台账和 outbox 比对,什么也不改")
@site_option
@json_option
def command(check: bool, site: Site, as_json: bool) -> int:  # noqa: FBT001 (click passes flags so)
    """由存档重建台账和 outbox;原来的台账另存在 ledger/kept/,不会删除。"""
    with progress_bar() as progress:
        done = rebuild(site, progress, check=check)
    if as_json:
        print_json(_data(done))
    else:
        _tell(done, check=check)
    return done.code if check else ExitCode.DONE


def _tell(done: Rebuilt, *, check: bool) -> None:
    click.echo(f"按存档日志重做了 {done.steps} 步,签发 {done.issues} 期。")
    for found in done.findings[:_SHOWN]:
        click.echo(f"  {found.sentence}")
    if len(done.findings) > _SHOWN:
        click.echo(f"  ……共 {len(done.findings)} 处,全部请看 sitrep rebuild --check --json")
    if check:
        click.echo("重建的与现有的不一致,没有改动。" if done.findings else "重建的与现有的完全一致。")
        return
    where = f"ledger/kept/{done.kept}" if done.kept.isdigit() else f"数据库的 {done.kept}"
    kept = f"原来的留在 {where}。" if done.kept else ""
    click.echo(f"台账已换成重建的。{kept}" if done.replaced else "台账与重建的一致,没有改动。")
    click.echo(f"放回 outbox 的文件 {len(done.written)} 个。")


def _data(done: Rebuilt) -> object:
    return {
        "steps": done.steps,
        "issues": done.issues,
        "replaced": done.replaced,
        "kept": done.kept,
        "written": len(done.written),
        "findings": [{"code": f.code, "sentence": f.sentence, **dict(f.values)} for f in done.findings],
    }
