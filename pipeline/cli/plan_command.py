"""`sitrep plan`: check the plan in force, write it as text, read it from text."""

from pathlib import Path

import click

from pipeline.cli.common import json_option, print_json, site_option
from pipeline.errors import ExitCode
from pipeline.plan.text import read_folder, write_folder
from pipeline.register.law import make_law
from pipeline.site import Site, plan_tables
from pipeline.workbooks.plan_book import write_plan


@click.group("plan")
def command() -> None:
    """核对、导出、导入方案。"""


@command.command("check")
@site_option
@json_option
def check(site: Site, as_json: bool) -> int:  # noqa: FBT001 (click passes flags so)
    """核对方案:每一处问题都写明工作表、单元格和改法。"""
    law, findings = make_law(plan_tables(site))
    if as_json:
        print_json([{"code": f.code, "where": f.where, "stood": f.stood, "sentence": f.sentence} for f in findings])
    else:
        for found in findings:
            click.echo(f"[{found.severity}] {found.sentence}")
        click.echo("方案可以使用。" if law else "方案有误,改好以前不会处理任何文件。")
    return ExitCode.DONE if law else ExitCode.PLAN


@command.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@site_option
def export(folder: Path, site: Site) -> None:
    """把方案导出为文本,每张工作表一个 CSV。"""
    write_folder(plan_tables(site), folder)
    click.echo(f"已导出到 {folder}")


@command.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@site_option
def import_(folder: Path, site: Site) -> int:
    """从文本导入方案;有误的方案不会替换现有的。"""
    tables = read_folder(folder)
    law, findings = make_law(tables)
    for found in findings:
        click.echo(f"[{found.severity}] {found.sentence}")
    if law is None:
        click.echo("方案有误,没有导入。")
        return ExitCode.PLAN
    site.plan_book.parent.mkdir(parents=True, exist_ok=True)
    beside = site.plan_book.with_name(".plan.part.xlsx")
    write_plan(beside, tables)
    beside.replace(site.plan_book)
    click.echo(f"已写入 {site.plan_book},从下一次运行起生效")
    return ExitCode.DONE
