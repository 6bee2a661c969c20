"""`sitrep review`: the final review of one incident, on request."""

import click

from pipeline.cli.common import site_option
from pipeline.cli.finding import find_incident
from pipeline.durable import PRIVATE, write_beside
from pipeline.reporting.press import Press
from pipeline.reporting.rendering import render_final
from pipeline.site import Site, law_of


@click.command("review")
@click.argument("number")
@site_option
def command(number: str, site: Site) -> None:
    """生成一个事件的总结评定,放进 outbox/ 最近一期的文件夹。"""
    law = law_of(site)
    edition, incident = find_incident(site, law, number)
    with Press(workers=1) as press:
        outputs = render_final([incident], edition, law.plan, press)
    for output in outputs:
        target = site.outbox / str(edition.day) / output.name
        write_beside(target, output.data, PRIVATE)
        click.echo(f"已生成 {target.relative_to(site.root)}")
