"""`sitrep run`: the nightly job."""

from datetime import date

import click

from pipeline.cli.common import DayType, json_option, now, print_json, progress_bar, site_option, today
from pipeline.errors import ExitCode
from pipeline.model import Fate
from pipeline.nightly import NightResult, run_night
from pipeline.site import Site

_SHOWN_NAMES = 10


@click.command("run")
@click.option("--date", "day", type=DayType(), default=None, help="哪一天的汇报,默认今天")
@click.option("--interim", is_flag=True, help="只收件,有Ⅰ、Ⅱ级的出快报,不出当期汇报")
@site_option
@json_option
def command(day: date | None, interim: bool, site: Site, as_json: bool) -> int:  # noqa: FBT001 (click passes flags so)
    """收件、校验、归并、分类、跟踪,出当天的汇报;再运行一次不会改变任何东西。"""
    site.require()
    with progress_bar() as progress:
        result = run_night(site, day or today(site), now(), progress, interim=interim)
    if as_json:
        print_json(_data(result, site))
    else:
        _tell(result, site)
        _tell_of_inbox(result)
    return ExitCode.RETURNED if result.returned else ExitCode.DONE


def _tell(result: NightResult, site: Site) -> None:
    taken = [t for t in result.taken if t.fate is not Fate.DUPLICATE]
    duplicates = len(result.taken) - len(taken)
    accepted, held = sum(t.accepted for t in taken), sum(len(t.held) for t in taken)
    again = f",重复文件 {duplicates} 份" if duplicates else ""
    if not result.issues and not result.taken and not result.flashed:
        click.echo("没有新的工作簿,已签发的汇报没有变化。")
        if result.written:
            click.echo(f"outbox 里缺的或被改动的 {len(result.written)} 个文件已补齐。")
        return
    click.echo(f"{result.day}:收到工作簿 {len(taken)} 份{again};收下 {accepted} 行,待补正 {held} 行。")
    for issue in result.issues:
        mark = f"(第{issue.correction}次更正)" if issue.correction else ""
        click.echo(f"已签发 {issue.day} 第{issue.number}期{mark},共 {len(issue.files)} 个文件")
    for name in result.flashed.files if result.flashed else ():
        click.echo(f"已出快报,请立即呈报:outbox/{name}")
    _tell_of_what_goes_back(result)
    apart = [n for i in result.issues for n in i.files if not n.startswith(str(i.day))]
    if apart:
        click.echo(f"另有 {len(apart)} 份须立即当面转交,不要转发:")
        for name in apart:
            click.echo(f"  outbox/{name}")
    click.echo(f"请打开 {(site.outbox / str(result.day)).relative_to(site.root)}/")


def _tell_of_what_goes_back(result: NightResult) -> None:
    """Each workbook with the first thing that its sender is told."""
    if result.returned:
        click.echo(f"退回 {len(result.returned)} 份,请转给上报人:")
        for taken_in in result.returned:
            first = next((f.sentence for f in taken_in.findings if f.is_error), "")
            click.echo(f"  {taken_in.arrival.name}:{first}")
    if result.asked:
        click.echo(f"另有 {len(result.asked)} 份已全部收下、有事要告诉上报人,回执也在“退回”里:")
        for taken_in in result.asked:
            click.echo(f"  {taken_in.arrival.name}:{next(f.sentence for f in taken_in.findings if f.asks)}")


def _tell_of_inbox(result: NightResult) -> None:
    """What still lies in the inbox, and why."""
    for names, why in (
        (result.waiting, "还没有收(空文件、没有存完、正被打开或读不到),下次再看"),
        (
            [s.name for s in result.stayed],
            "已收下,但从 inbox 里删不掉:请关闭打开它的程序,或检查文件夹权限;不会重复计数",
        ),
    ):
        if names:
            click.echo(f"有 {len(names)} 份{why}:")
            for name in names[:_SHOWN_NAMES]:
                click.echo(f"  {name}")


def _data(result: NightResult, site: Site) -> object:
    return {
        "date": result.day,
        "workbooks": [
            {
                "name": t.arrival.name,
                "sha256": t.arrival.sha256,
                "fate": t.fate,
                "unit": t.unit,
                "accepted": t.accepted,
                "waiting": t.waiting,
                "findings": [{"code": f.code, "where": f.where, "sentence": f.sentence} for f in t.findings],
            }
            for t in result.taken
        ],
        "waiting": result.waiting,
        "stayed": [s.name for s in result.stayed],
        "issues": [{"day": i.day, "number": i.number, "correction": i.correction} for i in result.issues],
        "flashes": list(result.flashed.files) if result.flashed else [],
        "written": [p.relative_to(site.root).as_posix() for p in result.written],
    }
