"""What commands share: the site option, the clock, dates, the progress bar, JSON."""

import json
import sys
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Progress
    from pipeline.site import Site


class SiteType(click.ParamType[Any]):
    """A folder as a Site."""

    name = "folder"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> "Site":
        """The site of that folder."""
        del param, ctx
        from pipeline.site import Site

        return Site(Path(str(value)).resolve())


site_option = click.option("--site", type=SiteType(), default=".", metavar="DIR", help="站点文件夹,默认是当前文件夹")
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON")


class DayType(click.ParamType[Any]):
    """A date such as 2021-03-25."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}”不是日期,请写成 2021-03-25", param, ctx)


def now() -> datetime:
    """The clock, looked at here only."""
    return datetime.now(UTC)


def today(site: "Site") -> date:
    """Today in the zone of the site's plan."""
    from pipeline.site import law_of

    return now().astimezone(law_of(site).plan.zone).date()


@contextmanager
def progress_bar() -> "Iterator[Progress]":
    """A progress bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _step, _done, _of: None
        return
    from tqdm import tqdm

    with tqdm(leave=False, bar_format="{desc} {bar} {n_fmt}/{total_fmt}") as bar:

        def show(step: str, done: int, of: int) -> None:
            bar.total, bar.n = of, done
            bar.set_description(step)

        yield show


def print_json(value: object) -> None:
    """JSON for other programs, Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))
