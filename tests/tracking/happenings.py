"""Whatever may happen to the incidents of a small place: strategies of nights full of workbooks."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from pipeline.tracking.parts import part_names
from tests.nights import FOOD, MONDAY, NETWORK, PARKING, Book, School, Values, reports, said, told, yq

RUMOUR = "短视频上有人捏造说食堂用过期肉,纯属造谣"
TEXTS = (FOOD, FOOD + ",还嫌菜少", "食堂的饭菜不够热", "食堂饭菜里吃出头发", NETWORK, PARKING, RUMOUR)
SUMMARIES = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=2, unique=True)
UNITS = st.sampled_from(("初二1班", "初二2班", "总务处"))
CLOCKS = st.integers(8 * 60, 21 * 60).map(lambda m: f"{m // 60:02d}:{m % 60:02d}")
DAYS = st.sampled_from((None, None, MONDAY))
NUMBERS = st.sampled_from([yq(n) for n in (1, 1, 2, 3)])
SAID: st.SearchStrategy[dict[str, str]] = st.fixed_dictionaries(
    {},
    optional={
        "answered": st.just("9:50 已答复"),
        "verified": st.sampled_from(("已核实", "不实")),
        "record_type": st.sampled_from(("预警", "核实材料")),
        "spread": st.sampled_from(("公开平台", "省级")),
        "related": NUMBERS,
    },
)
KINDS = ("核实", "电话首报", "答复", "已转达", "采纳", "继续传播", "平稳", "其他")


def _reported(unit: str, texts: list[str], more: dict[str, str], day: date | None, clock: str) -> Book:
    return Book(unit, reports(*texts, **more), day=day, clock=clock)


def _withdrawn(unit: str, what: str, day: date | None, clock: str) -> Book:
    return Book(unit, (said("填错了", 9, record_type="撤回", related=what),), day=day, clock=clock)


def _done(unit: str, number: str, kind: str, clock: str) -> Book:
    return Book(unit, progress=(told(number, kind),), clock=clock)


def _promised(unit: str, number: str, days: int, clock: str) -> Book:
    return Book(unit, progress=(told(number, "承诺", promise_date=MONDAY + timedelta(days=days)),), clock=clock)


def _signed(sheet: str, row: Values, who: str, clock: str) -> Book:
    return Book("", decisions={sheet: ({**row, "decided_by": who},)}, clock=clock)


def signed(sheet: str, row: st.SearchStrategy[Values]) -> st.SearchStrategy[Book]:
    """A row of the review workbook; one in four is not signed."""
    return st.builds(_signed, st.just(sheet), row, st.sampled_from(("校长", "校长", "校长", "")), CLOCKS)


def _row(**columns: st.SearchStrategy[str]) -> st.SearchStrategy[Values]:
    return st.fixed_dictionaries(columns)


FACTS = st.one_of(
    st.builds(
        _reported, UNITS, st.lists(st.sampled_from(TEXTS), min_size=1, max_size=2, unique=True), SAID, DAYS, CLOCKS
    ),
    st.builds(_withdrawn, UNITS, st.sampled_from(("1", "2")) | NUMBERS, DAYS, CLOCKS),
    st.builds(_done, UNITS, NUMBERS, st.sampled_from(KINDS), CLOCKS),
    st.builds(_promised, UNITS, NUMBERS, st.integers(0, 6), CLOCKS),
)
STATES = signed(
    "跟踪办结", _row(incident=NUMBERS, state=st.sampled_from(("办理中", "跟踪", "平稳", "已总结", "重新办理")))
)
CLASSES = signed(
    "分类审定", _row(incident=NUMBERS, decided_class=st.sampled_from("ABCD"), evidence=st.sampled_from(("", "CL-1")))
)
GRADES = signed("分类审定", _row(incident=NUMBERS, decided_grade=st.sampled_from("ⅠⅡⅢⅣ"), opinion=st.just("已看过")))
PAIRS = signed(
    "合并审定",
    _row(
        report_a=NUMBERS,
        report_b=NUMBERS | st.just(f"{yq(1)}-2"),
        decision=st.sampled_from(("合并办理", "不合并", "拆分")),
    ),
)
ANYTHING = FACTS | STATES | CLASSES | GRADES | PAIRS


def nights(books: st.SearchStrategy[Book], most: int = 7) -> st.SearchStrategy[list[tuple[Book, ...]]]:
    """Up to so many nights, quiet ones among them; no two workbooks are the same bytes."""
    return st.lists(st.lists(books, max_size=3), min_size=1, max_size=most).map(_numbered)


def _numbered(drawn: list[list[Book]]) -> list[tuple[Book, ...]]:
    return [tuple(replace(book, copy=100 * n + m) for m, book in enumerate(books)) for n, books in enumerate(drawn)]


def valid(school: School, books: Iterable[Book]) -> list[Book]:
    """The workbooks without rows about incidents and reports that were not known when they came in."""
    reports = school.register.reports.values()
    known = {r.incident for r in reports} | set(part_names(school.register.events, reports).values())

    def is_known(row: Values) -> bool:
        return known.issuperset(str(row[key]) for key in ("incident", "report_a", "report_b") if key in row)

    return [
        replace(
            book,
            progress=tuple(filter(is_known, book.progress)),
            decisions={name: kept for name, rows in book.decisions.items() if (kept := tuple(filter(is_known, rows)))},
        )
        for book in books
        if not book.decisions or any(is_known(row) for rows in book.decisions.values() for row in rows)
    ]
