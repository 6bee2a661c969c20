"""`sitrep review`: the final review of one incident, or of a period or phase, on request."""

from collections.abc import Iterable
from datetime import date

import click

from pipeline.cli.common import DayType, site_option
from pipeline.cli.finding import find_incident, period_edition
from pipeline.durable import PRIVATE, write_beside
from pipeline.errors import UsageError
from pipeline.plan.model import Plan, fold
from pipeline.register.law import Law
from pipeline.reporting.press import Press
from pipeline.reporting.rendering import Output, render_final, render_period
from pipeline.site import Site, law_of


@click.command("review")
@click.argument("number", required=False)
@click.option("--from", "first", type=DayType(), help="一段时间的第一天")
@click.option("--to", "last", type=DayType(), help="一段时间的最后一天")
@click.option("--phase", help="方案里的一个阶段(名称或代码),如 P2")
@site_option
def command(number: str | None, first: date | None, last: date | None, phase: str | None, site: Site) -> None:
    """生成一个事件、一段时间(--from、--to)或一个阶段(--phase)的总结评定,放进 outbox/。"""
    days = (first, last)
    if sum((bool(number), any(days), bool(phase))) != 1 or any(days) != all(days):
        raise UsageError("请写事件编号,或用 --from 和 --to 写明第一天和最后一天,或用 --phase 写明阶段,三者写一个")
    law = law_of(site)
    if phase:
        first, last = _phase(phase, law.plan)
    with Press(workers=1) as press:
        if number:
            edition, incident = find_incident(site, law, number)
            _write(site, edition.day, render_final(incident, edition, law.plan, press))
        elif first:
            _period(site, law, first, last, press)


def _phase(name: str, plan: Plan) -> tuple[date, date | None]:
    """The first and the last day of a phase; one that is not over has no last day."""
    for phase in plan.phases:
        if fold(name) in (fold(phase.code), fold(phase.name)):
            return phase.start, phase.end
    known = "、".join(f"{p.code} {p.name}" for p in plan.phases)
    raise UsageError(f"方案里没有阶段“{name}”;现有的阶段:{known}")


def _period(site: Site, law: Law, first: date, last: date | None, press: Press) -> None:
    edition, until = period_edition(site, law, first, last)
    if first > until:
        raise UsageError(f"第一天 {first} 在最后一天 {until} 之后")
    _write(site, until, [render_period(first, until, edition, law.plan, press)])


def _write(site: Site, day: date, outputs: Iterable[Output]) -> None:
    for output in outputs:
        target = site.outbox / str(day) / output.name
        write_beside(target, output.data, PRIVATE)
        click.echo(f"已生成 {target.relative_to(site.root)}")
