"""Workbooks for the tests of validation: a list of lists is a sheet, as the reader would hand it over."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256

from pipeline.findings import Finding
from pipeline.model import Arrival, RawCell, RawSheet, RawWorkbook, TakenIn, Unreadable
from pipeline.plan.loading import load_pack
from pipeline.plan.model import Plan
from pipeline.validation.known import Known, KnownIncident
from pipeline.validation.workbooks import validate

Lines = Sequence[Sequence[RawCell]]
Cells = Mapping[str, RawCell]

DAY = date(2021, 3, 25)
RECEIVED = datetime(2021, 3, 25, 10, 5, tzinfo=UTC)
"""18:05 in the plan's zone."""
KNOWN = Known(
    {
        "YQ-2021-0001": KnownIncident(
            datetime(2021, 3, 22, 16, 30, tzinfo=UTC),
            is_open=True,
            grade="Ⅲ",
            concerned=frozenset({"办公室", "食堂"}),
        ),
        "YQ-2021-0002": KnownIncident(datetime(2021, 3, 20, 1, 0, tzinfo=UTC), is_open=False, grade="Ⅳ"),
    },
    frozenset({"ZJ-2021-0001"}),
    frozenset({"YQ-2021-0001-2"}),
)
"""The first was opened on March 23, 0:30 in the plan's zone."""

GOOD: Cells = {"内容摘要": "几位家长在群里问分餐的菜为什么凉", "来源渠道": "班级家长群", "发现时间": "9:40"}
STEP: Cells = {
    "事件编号": "YQ-2021-0001",
    "进展时间": "3月25日 15:30",
    "进展类型": "答复",
    "进展内容": "已在家长群公布三月菜价",
}


@cache
def plan() -> Plan:
    return load_pack("epidemic")


def head(
    unit: RawCell = "初二1班",
    day: RawCell = "2021-03-25",
    statement: RawCell = "有情况",
    role: RawCell = "班主任",
) -> Lines:
    return (("单位*", unit, "上报日期*", day), ("上报人角色", role, "本期情况*", statement), ())


def table(rows: Iterable[Cells], labels: Sequence[str] = ()) -> Lines:
    """Headings of all columns that the rows name, and the rows."""
    given = list(rows)
    names = list(dict.fromkeys([*labels, *(name for row in given for name in row)]))
    return (tuple(names), *(tuple(row.get(name) for name in names) for row in given))


def sheet(*parts: Lines, name: str = "上报", merged: tuple[tuple[int, int, int, int], ...] = ()) -> RawSheet:
    return RawSheet(name, tuple(tuple(row) for part in parts for row in part), merged=merged)


def report(*rows: Cells, progress: Iterable[Cells] = (), said: Cells | None = None, **more: RawCell) -> RawWorkbook:
    """The template, filled in; the first data row is row 5 of 上报, row 3 of 续报."""
    steps = sheet((("有进展就填一行",),), table(progress, tuple(STEP)), name="续报")
    return RawWorkbook((sheet(head(**{**(said or {}), **more}), table(rows, ("序号", *GOOD))), steps))


def review(name: str, *rows: Cells) -> RawWorkbook:
    labels = [f.label for f in plan().fields_of(name)]
    return RawWorkbook((sheet((("审定表",),), table(rows, labels), name=name),))


def arrived(name: str = "上报表.xlsx", received: datetime = RECEIVED) -> Arrival:
    return Arrival(name, sha256(name.encode()).hexdigest(), DAY, received, "")


def take(
    raw: RawWorkbook | Unreadable, name: str = "上报表.xlsx", known: Known = KNOWN, received: datetime = RECEIVED
) -> TakenIn:
    return validate(raw, arrived(name, received), plan(), known)


def decide(name: str, *rows: Cells) -> TakenIn:
    return take(review(name, *rows), "审定/审定表.xlsx")


def codes(taken: TakenIn) -> list[str]:
    return [f.code for f in taken.findings]


def found(taken: TakenIn, code: str) -> Finding:
    """The only finding of that code."""
    (one,) = [f for f in taken.findings if f.code == code]
    return one
