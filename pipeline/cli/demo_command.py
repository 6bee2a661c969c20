"""`sitrep demo`: a site from nothing, ten days, and what to open."""

from pathlib import Path

import click

from pipeline.cli.common import progress_bar
from pipeline.errors import UsageError
from pipeline.founding import found
from pipeline.site import Site


@click.command("demo")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default="demo-site")
@click.option("--plan", "plan_name", default="epidemic", show_default=True, help="采用哪一套方案")
def command(folder: Path, plan_name: str) -> None:
    """从零做出示例站点:写十个工作日的上报表,逐晚运行,最后说明该打开哪些文件。"""
    from pipeline.demo.running import run_demo

    site = Site(folder.resolve())
    if site.ledger.exists():
        raise UsageError(f"{folder} 已经有内容。请换一个文件夹,或删去它再试。")
    found(site, plan_name)
    with progress_bar() as progress:
        result = run_demo(site, progress)
    for line in result.lines(site):
        click.echo(line)
