"""`sitrep doctor`: preflight of fonts, libraries, plan and folders."""

import os
from collections.abc import Callable, Iterator

import click

from pipeline.cli.common import site_option
from pipeline.errors import ExitCode, SitrepError
from pipeline.ledger.store import Ledger
from pipeline.reporting import pdf
from pipeline.site import Site, law_of

Check = Callable[[Site], str]
"""A check says what it saw, or raises a fault that says what to do."""


def _plan(site: Site) -> str:
    plan = law_of(site).plan
    unset = [r.name for r in plan.roles if not r.holder]
    return f"{plan.info.plan} {plan.info.version},未配置的角色 {len(unset)} 个"


def _printing(_site: Site) -> str:
    pdf.warm()
    return "字体和排版组件齐全"


def _folders(site: Site) -> str:
    site.prepare()
    closed = [p.name for p in (site.inbox, site.outbox, site.ledger) if not os.access(p, os.W_OK)]
    return f"不能写:{'、'.join(closed)}" if closed else "inbox、outbox、ledger 都可写"


def _ledger(site: Site) -> str:
    with Ledger(site.database) as ledger:
        events = ledger.verify_chain()
        return f"已运行 {len(ledger.nights())} 个夜次,签发 {len(ledger.issues())} 期,{events} 条事件与写入时相符"


CHECKS: tuple[tuple[str, Check], ...] = (
    ("方案", _plan),
    ("排版", _printing),
    ("文件夹", _folders),
    ("台账", _ledger),
)


@click.command("doctor")
@site_option
def command(site: Site) -> int:
    """检查字体、组件、方案和文件夹,有问题的说明怎么办。"""
    worst = ExitCode.DONE
    for ok, line, code in _run(site):
        click.echo(f"[{'好' if ok else '坏'}] {line}")
        worst = worst or code
    return worst


def _run(site: Site) -> Iterator[tuple[bool, str, ExitCode]]:
    for name, check in CHECKS:
        try:
            yield True, f"{name}:{check(site)}", ExitCode.DONE
        except SitrepError as error:
            yield False, f"{name}:{error}", error.code
