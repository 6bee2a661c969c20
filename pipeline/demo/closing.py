"""Closing: what the ten days left behind, and what to open and to try first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.nightly import NightResult
from pipeline.plan.model import Plan
from pipeline.site import Site


@dataclass(frozen=True, slots=True)
class Again:
    """A night that was run a second time."""

    day: date
    changed: tuple[str, ...]
    """Files of outbox/ that differ afterwards: none, or the program is broken."""


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demo did."""

    nights: tuple[NightResult, ...]
    again: Again
    shown: str
    """Number of the incident that most workbooks tell of."""
    plan: Plan

    @property
    def last(self) -> date:
        """The last day of the story."""
        return self.nights[-1].day

    def files(self, site: Site, key: str, *, corrected: bool = True) -> tuple[Path, ...]:
        """The files in outbox/ whose name follows that pattern of the plan, by day."""
        names = {"date": "*", "number": "*", "incident": "*"}
        pattern = self.plan.texts[key].format(**names, correction="*" if corrected else "")
        return tuple(sorted(path for path in site.outbox.rglob(pattern) if corrected or "次" not in path.name))

    def returned(self, site: Site) -> tuple[Path, ...]:
        """The workbooks that went back to their senders."""
        return tuple(sorted(site.outbox.glob(f"*/{self.plan.texts['returned.folder']}/*.xlsx")))

    def lines(self, site: Site) -> tuple[str, ...]:
        """The closing list, line by line."""
        return tuple(_lines(self, site))


def _lines(result: DemoResult, site: Site) -> Iterator[str]:
    first, last = result.nights[0].day, result.last
    files = sum(len(night.taken) for night in result.nights)
    yield f"示例站点:{site.root}"
    yield f"{len(result.nights)} 个工作日({_short(first)}至{_short(last)}),收到 {files} 个文件,每晚都已运行。"
    yield _rerun(result.again)
    yield "请打开(在示例站点中):"
    for what, paths in _looks(result, site):
        yield f"  {what}"
        yield from (f"    {path.relative_to(site.root)}" for path in paths)
    yield "再试三条命令:"
    yield f"  sitrep status --site {site.root}"
    yield f"  sitrep explain {result.shown} --site {site.root}"
    for path in result.returned(site)[:1]:
        yield f"  sitrep check --site {site.root} --date {path.parent.parent.name} {path}"


def _looks(result: DemoResult, site: Site) -> Iterator[tuple[str, tuple[Path, ...]]]:
    """What each kind of file is, and which to open first."""
    archive, every = result.files(site, "archive.file"), result.files(site, "briefing.file")
    briefings = tuple(p for p in every if p not in archive)
    corrected = tuple(p for p in briefings if p not in result.files(site, "briefing.file", corrected=False))
    finals, returned = result.files(site, "final.file"), result.returned(site)
    flashes = result.files(site, "flash.file")
    yield f"每日汇报(领导版){len(briefings)} 份,最后一天的:", briefings[-1:]
    yield f"其中更正 {len(corrected)} 份:", corrected[:1]
    yield f"快报 {len(flashes)} 份:", flashes[:1]
    yield f"总结评定 {len(finals)} 份:", finals[:1]
    yield f"退回的表 {len(returned)} 份,有错的格子已标出:", returned[:3]
    yield "最后一天的台账和审定表(审定表填好后放进 inbox/审定/):", (
        *result.files(site, "register.file")[-1:],
        *result.files(site, "review_book.file")[-1:],
    )


def _rerun(again: Again) -> str:
    day = _short(again.day)
    if again.changed:
        return f"{day}那一晚又运行了一遍,却改动了 {len(again.changed)} 个文件,请报告:{'、'.join(again.changed)}"
    return f"{day}那一晚又运行了一遍:outbox 里一个字节也没有变。"


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"
