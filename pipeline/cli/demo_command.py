"""`sitrep demo`: a site from nothing, ten days, and what to open."""

import shutil
from pathlib import Path

import click

from pipeline.cli.common import progress_bar
from pipeline.errors import UsageError
from pipeline.founding import found
from pipeline.site import Site

MARK = ".sitrep-demo"
"""Stands in a folder that the demo made, and may make again from nothing."""


@click.command("demo")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default="demo-site")
@click.option("--plan", "plan_name", default="epidemic", show_default=True, help="采用哪一套方案")
def command(folder: Path, plan_name: str) -> None:
    """从零做出示例站点:写十个工作日的上报表,逐晚运行,最后说明该打开哪些文件。"""
    from pipeline.demo.running import run_demo

    site = Site(folder.resolve())
    _clear(site, folder)
    found(site, plan_name)
    (site.root / MARK).write_text("示例站点:再次运行 sitrep demo 会整个重做。\n", encoding="utf-8")
    with progress_bar() as progress:
        result = run_demo(site, progress)
    for line in result.lines(site):
        click.echo(line)


def _clear(site: Site, folder: Path) -> None:
    """Remove an earlier demo; anything else that stands there is somebody's own."""
    if not site.root.exists() or not any(site.root.iterdir()):
        return
    if not (site.root / MARK).is_file():
        raise UsageError(f"{folder} 里已有别的内容,没有动它。请换一个文件夹:sitrep demo 文件夹")
    shutil.rmtree(site.root)
