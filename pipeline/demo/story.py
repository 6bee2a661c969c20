"""The story: who writes what into which workbook on which day, as told by the tables beside this file."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from zlib import crc32

from pipeline.errors import UsageError
from pipeline.plan.calendar import WorkCalendar
from pipeline.plan.model import Plan
from pipeline.tracking.rollcall import is_due

Cells = Mapping[str, str]
"""Heading → what is typed below it."""
MARK = "@"
"""Begins a cell that holds the number of the incident whose summary has the phrase behind it."""
_TABLES = Path(__file__).parent
_BESIDE = frozenset({"日期", "单位", "时刻", "其余", "关于"})
"""Columns of the story's tables that are no headings of a workbook."""
_FIRST, _BEFORE = 15 * 60 + 10, 70
"""A unit without news hands in its zero report after this minute of the day, and so many before the cut-off."""


@dataclass(frozen=True, slots=True)
class Told:
    """A row about an incident that has a number already; the story knows it by a phrase of its summary."""

    about: str
    cells: Cells
    sheet: str = ""
    """Sheet of the review workbook, "" for a progress of a unit."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One workbook as a unit hands it in."""

    unit: str
    at: time
    name: str
    head: Cells
    rows: tuple[Cells, ...] = ()
    progress: tuple[Told, ...] = ()
    old: bool = False
    """Filled into the template of an earlier version."""
    picture: bool = False
    again_as: str = ""
    """The same bytes a second time, under this name."""
    text: str = ""
    """What stands in a text file that only calls itself a workbook."""

    @property
    def is_zero(self) -> bool:
        """Whether it says that there is nothing to report, in the template as it is."""
        return not (self.rows or self.progress or self.old or self.picture or self.text)


@dataclass(frozen=True, slots=True)
class Day:
    """What comes in on one day."""

    date: date
    papers: tuple[Paper, ...]
    decisions: tuple[Told, ...]
    form: str
    """The export of an online form, as text; "" on most days."""
    signature: Cells
    """What stands behind each decision."""

    @property
    def phrases(self) -> tuple[str, ...]:
        """What this day's workbooks know older incidents by."""
        told = (t.about for t in (*self.decisions, *(t for p in self.papers for t in p.progress)))
        cells = (text for p in self.papers for row in p.rows for text in row.values())
        marked = (text.removeprefix(MARK) for text in cells if text.startswith(MARK))
        return tuple(dict.fromkeys((*(t for t in told if t), *marked)))


@dataclass(frozen=True, slots=True)
class Setting:
    """One cell of the plan that the clerk fills in."""

    sheet: str
    id: str
    """What stands in the first cell of its row."""
    heading: str
    value: str


def story_of(plan: Plan) -> tuple[Day, ...]:
    """The days of the story that is told for this plan."""
    folder = _TABLES / plan.info.plan
    if not folder.is_dir():
        raise UsageError(f"方案 {plan.info.plan} 没有示例故事")
    tables = _Tables(folder, plan, WorkCalendar(plan), {row["谁"]: row["角色"] for row in _read(folder, "角色")})
    return tables.days()


def settings_of(plan: Plan) -> tuple[Setting, ...]:
    """What the clerk of the story fills into the plan before the first night."""
    folder = _TABLES / plan.info.plan
    if not (folder / "方案.csv").is_file():
        return ()
    return tuple(Setting(row["表"], row["编号"], row["列"], row["值"]) for row in _read(folder, "方案"))


@dataclass(frozen=True, slots=True)
class _Tables:
    folder: Path
    plan: Plan
    calendar: WorkCalendar
    who: Cells
    """Unit, level of units, or part in a decision → the role that is written down."""

    def days(self) -> tuple[Day, ...]:
        tables = {name: _read(self.folder, name) for name in ("上报", "续报", "工作簿", "未报", "审定")}
        dates = sorted({row["日期"] for row in tables["上报"]})
        return tuple(self._day(d, {n: [r for r in t if r["日期"] == d] for n, t in tables.items()}) for d in dates)

    def _day(self, day: str, tables: Mapping[str, Sequence[Cells]]) -> Day:
        form = self.folder / f"表单-{day}.csv"
        text = form.read_text(encoding="utf-8") if form.is_file() else ""
        papers = tuple(self._papers(day, tables))
        named = (row["单位"] for row in (*tables["未报"], *csv.DictReader(text.splitlines())))
        silent = {*named, *(paper.unit for paper in papers)}
        called = self.plan.called_units if is_due(date.fromisoformat(day), self.plan, self.calendar) else ()
        zeros = self._zeros(day, [u for u in called if u not in silent])
        decisions = tuple(Told(row["关于"], pairs(row["内容"]), row["表"]) for row in tables["审定"])
        signature = {"审定人": self.who["审定人"], "批示方式": "签字", "批示日期": day, "录入人": self.who["录入人"]}
        return Day(date.fromisoformat(day), (*papers, *zeros), decisions, text, signature)

    def _papers(self, day: str, tables: Mapping[str, Sequence[Cells]]) -> Iterator[Paper]:
        """The workbooks of which the tables tell anything, one a unit and time."""
        for key in dict.fromkeys(_key(row) for name in ("工作簿", "上报", "续报") for row in tables[name]):
            mine = {name: [row for row in tables[name] if _key(row) == key] for name in ("工作簿", "上报", "续报")}
            rows = tuple(_cells(row) for row in mine["上报"])
            progress = tuple(Told(row["关于"], _cells(row)) for row in mine["续报"])
            yield self._paper(day, key, next(iter(mine["工作簿"]), {}), rows, progress)

    def _paper(
        self, day: str, key: tuple[str, str], odd: Cells, rows: tuple[Cells, ...], progress: tuple[Told, ...]
    ) -> Paper:
        unit, at = key
        ways = pairs(odd.get("写法", ""))
        typed = {name: ways[name] for name in ("单位", "上报日期") if name in ways}
        return Paper(
            unit,
            _clock(at),
            odd.get("文件名") or _file_name(unit, day),
            self._head(unit, day, zero=not (rows or progress)) | typed,
            rows,
            progress,
            old=ways.get("模板") == "旧",
            picture="图片" in ways,
            again_as=ways.get("副本", ""),
            text=ways.get("文字", ""),
        )

    def _zeros(self, day: str, units: Sequence[str]) -> Iterator[Paper]:
        cutoff = self.plan.info.cutoff
        last = cutoff.hour * 60 + cutoff.minute - _BEFORE
        for unit in units:
            minute = _FIRST + crc32(f"{unit}{day}".encode()) % (last - _FIRST)
            at = time(minute // 60, minute % 60)
            yield Paper(unit, at, _file_name(unit, day), self._head(unit, day, zero=True))

    def _head(self, unit: str, day: str, *, zero: bool) -> dict[str, str]:
        found = self.plan.unit(unit)
        role = self.who.get(found.name) or self.who.get(found.level, "") if found else ""
        said = self.plan.label("本期情况", "zero" if zero else "reported")
        return {"单位": unit, "上报日期": day, "上报人角色": role, "本期情况": said}


def _read(folder: Path, name: str) -> list[Cells]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pairs(text: str) -> dict[str, str]:
    """`材料编号=CL-1；备注=另存` as a mapping."""
    return dict(part.split("=", 1) for part in text.split("；") if part)


def _cells(row: Cells) -> Cells:
    """What is typed into the row of a workbook."""
    typed = {k: v for k, v in row.items() if v and k not in _BESIDE}
    return typed | pairs(row["其余"])


def _key(row: Cells) -> tuple[str, str]:
    """Rows of one unit at one moment stand in one workbook."""
    return row["单位"], row["时刻"]


def _clock(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def _file_name(unit: str, day: str) -> str:
    """Everybody names files in their own way, and keeps to it."""
    month, number = int(day[5:7]), int(day[8:])
    ways = (f"上报表-{unit}.xlsx", f"{unit}/上报表{month}月{number}日.xlsx", f"{unit}{month}.{number}.xlsx")
    return ways[crc32(unit.encode()) % len(ways)]
