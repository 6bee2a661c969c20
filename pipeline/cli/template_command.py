"""`sitrep template`: the fill-in workbook, for everybody or for each unit with its open incidents."""

from datetime import date
from pathlib import Path

import click

from pipeline.cli.common import DayType, site_option
from pipeline.errors import UsageError
from pipeline.ledger.store import Ledger
from pipeline.model import Incident
from pipeline.register.law import Law
from pipeline.site import Site, law_of
from pipeline.steps.reception import shown_to_units, suspected_units
from pipeline.workbooks.report_template import write_report_template


@click.command("template")
@click.option("--unit", default="", help="只为这个单位生成,预填它未办结的事件")
@click.option("--all", "every", is_flag=True, help="为每个单位各生成一份")
@click.option("--date", "day", type=DayType(), default=None, help="预填的上报日期")
@site_option
def command(unit: str, every: bool, day: date | None, site: Site) -> None:  # noqa: FBT001 (click passes flags so)
    """生成填报模板;不带选项时重新生成 templates/report.xlsx。"""
    law = law_of(site)
    if not unit and not every:
        write_report_template(site.template, law.plan, day=day)
        click.echo(f"已生成 {site.template.relative_to(site.root)}")
        return
    names = law.plan.reporting_units if every else (_known(unit, law),)
    site.prepare()
    with Ledger(site.database) as ledger:
        register = ledger.register()
    incidents = shown_to_units(register, law)
    doubts = suspected_units(register, law, incidents)
    for name in names:
        asked = tuple(i.number for i in doubts.get(name, ()))
        click.echo(f"已生成 {_write(site, law, name, day, incidents, asked).relative_to(site.root)}")


def _known(unit: str, law: Law) -> str:
    name = law.plan.resolve("单位", unit)
    if name is None:
        raise UsageError(f"名册里没有单位“{unit}”,请看 templates/plan.xlsx 的单位名册")
    return name


def _write(  # noqa: PLR0913, PLR0917 (what stands in it)
    site: Site, law: Law, unit: str, day: date | None, incidents: tuple[Incident, ...], asked: tuple[str, ...]
) -> Path:
    folder = site.outbox / law.plan.texts["template.folder"]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / law.plan.texts["template.file"].format(unit=unit)
    mine = tuple(i for i in incidents if any(r.unit == unit for r in i.reports))
    write_report_template(path, law.plan, unit=unit, day=day, incidents=mine, asked=asked)
    return path
