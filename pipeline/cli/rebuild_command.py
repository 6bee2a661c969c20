"""`sitrep rebuild`: the ledger and the reports again, from the archive alone."""

import click

from pipeline.cli.common import now, progress_bar, site_option
from pipeline.nightly import rebuild
from pipeline.site import Site


@click.command("rebuild")
@site_option
def command(site: Site) -> None:
    """从档案重建台账和已签发的汇报;原来的台账先改名保留。"""
    site.require()
    with progress_bar() as progress:
        nights = rebuild(site, now(), progress)
    click.echo(f"已从档案重建 {len(nights)} 个夜次。")
