"""`sitrep district`: the same night over many sites, and their roll-up on one page."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from pipeline.cli.common import DayType, SiteType, json_option, now, print_json, progress_bar, today
from pipeline.district import run_round
from pipeline.durable import PRIVATE, write_beside
from pipeline.errors import SitrepError
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
    day = day or _today(sites)
    with Press() as press:
        with progress_bar() as progress:
            done = run_round(sites, day, lambda site: run_night(site.require(), day, now(), progress, press=press))
        for name, sentence in done.faults:
            click.echo(f"{name}:{sentence}", err=True)
        shown: Iterable[str] = ()
        if done.plan:
            rollup = build(day, done.told, done.absent, done.plan)
            output = render_rollup(rollup, day, done.plan, press)
            write_beside(out / output.name, output.data, PRIVATE)
            shown = (*_table(rollup), f"已生成 {out / output.name}")
    if as_json:
        print_json({"date": day, "told": [asdict(s) for s in done.told], "absent": [asdict(a) for a in done.absent]})
        return done.code
    for line in (*(f"没有汇总 {one.site}:{one.why}" for one in done.absent), *shown):
        click.echo(line)
    return done.code


def _today(sites: Sequence[Site]) -> date:
    """Today by the first plan that can be read."""
    for site in sites[:-1]:
        with suppress(SitrepError):
            return today(site)
    return today(sites[-1])


def _table(rollup: Rollup) -> Iterator[str]:
    """The sums, and a line a site."""
    yield rollup.overview
    for line in (rollup.headings, *rollup.lines):
        yield "  " + " · ".join(line)
