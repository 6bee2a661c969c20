"""`sitrep district`: the same night over many sites, and their roll-up on one page."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from pipeline.cli.common import DayType, SiteType, json_option, now, print_json, progress_bar, today
from pipeline.district import run_round
from pipeline.durable import PRIVATE, write_beside
from pipeline.nightly import run_night
from pipeline.reporting.press import Press
from pipeline.reporting.rendering import render_rollup
from pipeline.reporting.rollup import Rollup, build
from pipeline.site import Site


@click.command("district")
@click.argument("sites", nargs=-1, required=True, type=SiteType(), metavar="SITE…")
@click.option("--date", "day", type=DayType(), default=None, help="哪一天,默认今天")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=".", metavar="DIR", help="汇总放在哪里,默认这里"
)
@json_option
def command(sites: tuple[Site, ...], day: date | None, out: Path, as_json: bool) -> int:  # noqa: FBT001 (click's way)
    """逐个站点做当天的例行处理,再出一份汇总:只有件数、情形和编号,没有任何人写的内容。"""
    day = day or today(sites[0])
    with Press() as press:
        with progress_bar() as progress:
            done = run_round(sites, day, lambda site: run_night(site, day, now(), progress, press=press))
        if as_json:
            print_json(
                {"date": day, "told": [asdict(s) for s in done.told], "absent": [asdict(a) for a in done.absent]}
            )
        for one in () if as_json else done.absent:
            click.echo(f"没有汇总 {one.site}:{one.why}", err=True)
        if done.plan:
            rollup = build(day, done.told, done.absent, done.plan)
            output = render_rollup(rollup, day, done.plan, press)
            write_beside(out / output.name, output.data, PRIVATE)
            for line in () if as_json else (*_table(rollup), f"已生成 {out / output.name}"):
                click.echo(line)
    return done.code


def _table(rollup: Rollup) -> Iterator[str]:
    """The sums, and a line a site."""
    yield rollup.overview
    for line in (rollup.headings, *rollup.lines):
        yield "  " + " · ".join(line)
