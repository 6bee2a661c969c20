"""Closing: what the ten days left behind, and what to open and to try first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from pipeline.ledger.issues import Issue
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
    """What the demo did; every file is a path below outbox/."""

    nights: tuple[NightResult, ...]
    again: Again
    shown: str
    """Number of the incident that most workbooks tell of."""
    plan: Plan

    @property
    def briefings(self) -> tuple[str, ...]:
        """The leaders' copies, corrections among them, as they were issued."""
        return tuple(self._files("briefing.file"))

    @property
    def corrections(self) -> tuple[str, ...]:
        """The leaders' copies that correct an issue."""
        return tuple(self._files("briefing.file", corrections=True))

    @property
    def flashes(self) -> tuple[str, ...]:
        """The flash reports."""
        return tuple(dict.fromkeys(self._files("flash.file")))

    @property
    def finals(self) -> tuple[str, ...]:
        """The final reviews of incidents; a correction may issue one anew."""
        return tuple(dict.fromkeys(self._files("final.file")))

    @property
    def books(self) -> tuple[str, ...]:
        """Register and review workbook of the last day."""
        return (*tuple(self._files("register.file"))[-1:], *tuple(self._files("review_book.file"))[-1:])

    @property
    def returned(self) -> tuple[str, ...]:
        """What went back to its sender; a correction of the day issues the same copies again."""
        folder = self.plan.texts["returned.folder"]
        names = (name for issue in self._issues() for name in sorted(issue.files) if f"/{folder}/" in name)
        return tuple(dict.fromkeys(names))

    def lines(self, site: Site) -> tuple[str, ...]:
        """The closing list, line by line."""
        return tuple(_lines(self, site))

    def _issues(self) -> Iterator[Issue]:
        return (issue for night in self.nights for issue in night.issues)

    def _files(self, key: str, *, corrections: bool = False) -> Iterator[str]:
        """Files whose name follows that pattern of the plan."""
        for issue in self._issues():
            mark = self.plan.texts["briefing.correction"].format(correction=issue.correction)
            pattern = self.plan.texts[key].format(
                date=issue.day, number=issue.number, incident="*", correction=mark if issue.correction else ""
            )
            if issue.correction or not corrections:
                yield from (name for name in sorted(issue.files) if fnmatchcase(Path(name).name, pattern))


def _lines(result: DemoResult, site: Site) -> Iterator[str]:
    first, last = result.nights[0].day, result.nights[-1].day
    files = sum(len(night.taken) for night in result.nights)
    yield f"示例站点:{site.root}"
    yield f"{len(result.nights)} 个工作日({_short(first)}至{_short(last)}),收到 {files} 个文件,每晚都已运行。"
    yield _rerun(result.again)
    yield "请打开(在示例站点的 outbox 里):"
    for what, names in _looks(result):
        yield f"  {what}"
        yield from (f"    {name}" for name in names)
    yield "再试三条命令:"
    yield f"  sitrep status --site {site.root}"
    yield f"  sitrep explain {result.shown} --site {site.root}"
    for name in result.returned[1:2] or result.returned:
        yield f"  sitrep check --site {site.root} --date {name[:10]} {site.outbox / name}"


def _looks(result: DemoResult) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What each kind of file is, and which to open first."""
    corrections, finals, returned = result.corrections, result.finals, result.returned
    texts = result.plan.texts
    yield f"{texts['briefing.title']}(领导版)共 {len(result.briefings)} 份,最后一天的:", result.briefings[-1:]
    yield f"其中更正 {len(corrections)} 份:", corrections[:1]
    yield f"{texts['flash.title']} {len(result.flashes)} 份:", result.flashes[:1]
    yield f"{texts['final.title']} {len(finals)} 份:", finals[:2]
    yield f"退回的表 {len(returned)} 份,有错的格子已标出:", returned[1:4] or returned
    yield "最后一天的台账和审定表(审定表填好后放进 inbox/审定/):", result.books


def _rerun(again: Again) -> str:
    day = _short(again.day)
    if again.changed:
        return f"{day}那一晚又运行了一遍,却改动了 {len(again.changed)} 个文件,请报告:{'、'.join(again.changed)}"
    return f"{day}那一晚又运行了一遍:outbox 里一个字节也没有变。"


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"
