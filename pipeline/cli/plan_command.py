"""`sitrep plan`: check the plan in force, compare plans, write the plan as text, read it from text."""

from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.cli import plan_printing
from pipeline.cli.common import json_option, print_json, site_option
from pipeline.cli.plan_sources import past_of, tables_of, usable_law
from pipeline.durable import sync_folder
from pipeline.errors import ExitCode, PlanError, UsageError
from pipeline.findings import Finding, finding
from pipeline.plan.comparison import compare
from pipeline.plan.text import PlanTables, normal_rows, read_folder, write_folder
from pipeline.register.law import Law, make_law
from pipeline.register.trial import Trial, try_out
from pipeline.site import Site, other_plan, plan_tables
from pipeline.workbooks.plan_book import read_plan, write_plan

_SHOWN = 12
"""Characters of a digest that are shown."""


@click.group("plan")
def command() -> None:
    """核对、比较、导出、导入方案。"""


def _judged(site: Site, tables: PlanTables) -> tuple[Law | None, tuple[Finding, ...]]:
    """The law of these tables for this site, whose ledger no other plan may have made, and every finding."""
    law, findings = make_law(tables)
    other = other_plan(site, law.plan) if law else None
    return (None, (*findings, other)) if other else (law, findings)


@command.command("check")
@click.option("--annotate", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="另写一份标注副本")
@click.option("--against", type=click.Choice(["ledger"]), help="再按这套方案试算台账中的事件,与上一夜的方案比较")
@site_option
@json_option
def check(annotate: Path | None, against: str | None, site: Site, as_json: bool) -> int:  # noqa: FBT001 (click passes flags so)
    """核对方案:每一处问题都写明工作表、单元格和改法。"""
    tables = plan_tables(site)
    law, findings = _judged(site, tables)
    lines = [*plan_printing.finding_lines(findings), plan_printing.verdict(findings)]
    data: dict[str, object] = {"usable": law is not None, "findings": plan_printing.finding_data(findings)}
    if annotate:
        _annotate(site, annotate, tables, findings)
        lines.append(f"标注副本已写入 {annotate}")
    if law:
        data["unset"] = unset = [role.name for role in law.plan.roles if not role.holder]
        lines += [f"未配置担任人的角色 {len(unset)} 个(页面上写“未配置”):{'、'.join(unset)}"] if unset else []
    if law and against:
        more, data["trial"] = _against_the_ledger(site, law)
        lines += more
    if as_json:
        print_json(data)
    else:
        click.echo("\n".join(lines))
    return ExitCode.DONE if law else ExitCode.PLAN


def _annotate(site: Site, target: Path, tables: PlanTables, findings: Sequence[Finding]) -> None:
    from pipeline.workbooks.plan_marked import write_marked_plan  # openpyxl: a mere check does not need it

    if target.resolve() == site.plan_book.resolve():
        raise UsageError("标注副本不能覆盖方案本身,请换一个文件名")
    if not target.resolve().parent.is_dir():
        raise UsageError(f"没有文件夹 {target.parent},请先建好")
    write_marked_plan(site.plan_book, target, tables, findings)


def _against_the_ledger(site: Site, law: Law) -> tuple[list[str], dict[str, object] | None]:
    """What the plan in force would judge otherwise than that of the last night."""
    past = past_of(site)
    if past is None:
        return ["还没有运行过,没有事件可以试算。"], None
    kept = past.law
    if kept is None:
        return ["上一夜的方案没有存档,或者已不能用,无法试算。"], None
    trial = try_out(past.register, kept, law, past.day)
    head = f"与 {past.day} 那一夜的方案({kept.plan.digest[:_SHOWN]})比较:"
    lines = [head, *plan_printing.change_lines(compare(kept.tables, law.tables))]
    return [*lines, *plan_printing.trial_lines(trial, kept, law)], plan_printing.trial_data(trial)


@command.command("diff")
@click.argument("old")
@click.argument("new")
@site_option
@json_option
def diff(old: str, new: str, site: Site, as_json: bool) -> None:  # noqa: FBT001 (click passes flags so)
    """比较两套方案:改了什么,以往的事件会有什么不同。只比较,不改动任何东西。

    OLD、NEW 是方案工作簿、plan export 导出的文件夹,或存档方案的编号(前几位即可)。
    """
    before, after = usable_law(tables_of(old, site), old), usable_law(tables_of(new, site), new)
    changes, past = compare(before.tables, after.tables), past_of(site)
    trial: Trial | None = try_out(past.register, before, after, past.day) if past else None
    if as_json:
        print_json(
            {
                "old": before.plan.digest,
                "new": after.plan.digest,
                "changes": plan_printing.change_data(changes),
                "trial": trial and plan_printing.trial_data(trial),
            }
        )
        return
    click.echo(f"{before.plan.digest[:_SHOWN]} → {after.plan.digest[:_SHOWN]}")
    click.echo("\n".join(plan_printing.change_lines(changes)))
    lines = plan_printing.trial_lines(trial, before, after) if trial else ["还没有运行过,没有事件可以试算。"]
    click.echo("\n".join(lines))


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
    law, findings = _judged(site, tables)
    for line in plan_printing.finding_lines(findings):
        click.echo(line)
    if law is None:
        click.echo("方案有误,没有导入。")
        return ExitCode.PLAN
    site.plan_book.parent.mkdir(parents=True, exist_ok=True)
    beside = site.plan_book.with_name(".plan.part.xlsx")
    write_plan(beside, tables)
    _same(read_plan(beside), tables)
    beside.replace(site.plan_book)
    sync_folder(site.plan_book.parent)
    click.echo(f"已写入 {site.plan_book},从下一次运行起生效")
    return ExitCode.DONE


def _same(written: PlanTables, wanted: PlanTables) -> None:
    """A PlanError if the workbook does not say what the text says."""
    for sheet, rows in wanted.items():
        if written.get(sheet, ()) != normal_rows(rows):
            raise PlanError(finding("plan.changed", stood=sheet).sentence)
