"""`sitrep init`: a new site with a bundled plan."""

from pathlib import Path

import click

from pipeline.founding import found
from pipeline.register.law import make_law
from pipeline.site import Site, plan_tables


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--plan", "plan_name", default="epidemic", show_default=True, help="采用哪一套方案")
def command(folder: Path, plan_name: str) -> None:
    """新建站点:方案、填报模板和文件夹;已有的文件不会覆盖。"""
    site = Site(folder.resolve())
    for path in found(site, plan_name):
        click.echo(f"已生成 {path.relative_to(site.root)}")
    click.echo(f"站点在 {site.root}。")
    for finding in make_law(plan_tables(site))[1]:
        click.echo(f"[{finding.severity}] {finding.sentence}")
    click.echo("请先打开 templates/plan.xlsx,填写单位名册和人员角色,再把 templates/report.xlsx 发给各单位。")
