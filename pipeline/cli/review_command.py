"""`sitrep review`: the final review of one incident, or of a period, on request."""

from collections.abc import Iterable
from datetime import date

import click

from pipeline.cli.common import DayType, site_option
from pipeline.cli.finding import find_incident, last_edition
from pipeline.durable import PRIVATE, write_beside
from pipeline.errors import UsageError
from pipeline.register.law import Law
from pipeline.reporting.press import Press
from pipeline.reporting.rendering import Output, render_final, render_period
from pipeline.site import Site, law_of


@click.command("review")
@click.argument("number", required=False)
@click.option("--from", "first", type=DayType(), help="阶段的第一天")
@click.option("--to", "last", type=DayType(), help="阶段的最后一天")
@site_option
def command(number: str | None, first: date | None, last: date | None, site: Site) -> None:
    """生成一个事件、或一个阶段(--from、--to)的总结评定,放进 outbox/。"""
    if bool(number) == bool(first and last):
        raise UsageError("请写事件编号,或用 --from 和 --to 写明阶段的第一天和最后一天")
    law = law_of(site)
    with Press(workers=1) as press:
        if number:
            edition, incident = find_incident(site, law, number)
            _write(site, edition.day, render_final(incident, edition, law.plan, press))
        elif first and last:
            _write(site, last, [_period(site, law, first, last, press)])


def _period(site: Site, law: Law, first: date, last: date, press: Press) -> Output:
    if first > last:
        raise UsageError(f"第一天 {first} 在最后一天 {last} 之后")
    return render_period(first, last_edition(site, law, last), law.plan, press)


def _write(site: Site, day: date, outputs: Iterable[Output]) -> None:
    for output in outputs:
        target = site.outbox / str(day) / output.name
        write_beside(target, output.data, PRIVATE)
        click.echo(f"已生成 {target.relative_to(site.root)}")
