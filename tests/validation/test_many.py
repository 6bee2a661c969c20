"""Fifty thousand made-up cells and workbooks: nothing raises, and every row read is a record or has an error."""

from collections.abc import Iterator
from pathlib import Path
from string import ascii_uppercase

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model import CellError, CellPicture, Fate, RawCell, RawSheet, RawWorkbook, TakenIn
from pipeline.validation.cells import is_blank
from pipeline.workbooks.reading import Reader
from tests.validation.books import GOOD, STEP, Cells, plan, report, sheet, take

_BARE = ("合计", "注:", "填表人:甲", "审核人:乙")
"""Labels that make no row where nothing else stands in it."""
_LIKE_NOTES = ("说明:有人扬言跳楼", "备注:已截图", "负责人:一直不接电话,要到门口去", "合计费用是不是多收了")
_WORDS = (
    *_BARE, *_LIKE_NOTES,
    "", " ", "\u200b", "\u3000", "_x000D_", "'", "=1+1", "@", "+", "-", "\t=1", "内容摘要", "来源渠道",
    "单位", "上报日期", "初二1班", "食堂", "国际部", "零报告", "有情况", "班级家长群", "9:40", "昨天", "晚上12点",
    "3/4/2021", "2021-13-1", "２０２１-３-２５", "3月25日至26日", "44280", "1e999", "YQ-2021-0001", "ZJ-2021-0001",
    "撤回", "是", "、", "单位:初二1班", "110105200901011234", "138001380001380013800", "\ud7ff\U0010ffff", "零" * 400,
    "{stood}", "{", "%s",
)  # fmt: skip
CELLS: st.SearchStrategy[RawCell] = st.one_of(
    st.none(),
    st.sampled_from(_WORDS),
    st.text(max_size=12),
    st.text("0123456789:-/.年月日时点分上下午晚今昨 ", max_size=12),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.dates(),
    st.times(),
    st.datetimes(),
    st.just(CellPicture()),
    st.builds(CellError, st.sampled_from(("#N/A", "#VALUE!", "Err:502"))),
)
_LABELS = [f.label for name in ("上报", "续报", "表头") for f in plan().fields_of(name)] + ["需修改", "别的", ""]
_ROWS = st.lists(st.dictionaries(st.sampled_from(_LABELS), CELLS, max_size=8), max_size=5)
_MERGED = st.lists(
    st.tuples(*[st.integers(0, 12)] * 4).map(lambda m: (m[0], m[1], m[0] + m[2], m[1] + m[3])), max_size=3
)
_SHEETS = st.builds(
    RawSheet,
    st.sampled_from(("上报", "续报", "Sheet1", "_meta", "回执", "分类审定")),
    st.lists(st.lists(CELLS, max_size=8).map(tuple), max_size=25).map(tuple),
    st.booleans(),
    _MERGED.map(tuple),
)
_FORMS = st.builds(
    lambda rows, steps, said, merged, whole: _form(rows, steps, said, tuple(merged), whole=whole),
    _ROWS,
    st.lists(st.dictionaries(st.sampled_from(sorted(STEP)), CELLS, max_size=3), max_size=2),
    st.fixed_dictionaries({}, optional=dict.fromkeys(("unit", "day", "statement", "role"), CELLS)),
    _MERGED,
    st.booleans(),
)
BOOKS = _FORMS | st.builds(RawWorkbook, st.lists(_SHEETS, max_size=3).map(tuple), st.integers(0, 3), st.booleans())


def _form(
    rows: list[dict[str, RawCell]],
    steps: list[dict[str, RawCell]],
    said: dict[str, RawCell],
    merged: tuple[tuple[int, int, int, int], ...],
    *,
    whole: bool,
) -> RawWorkbook:
    """The template with these cells in it; `whole`: over rows that are good otherwise."""
    good = [{**GOOD, **row} for row in rows] if whole else rows
    book = report(*good, progress=[{**STEP, **step} for step in steps], said=said)
    return RawWorkbook((sheet(book.sheets[0].rows, merged=merged), *book.sheets[1:]))


def agrees(taken: TakenIn, book: RawWorkbook | None = None) -> None:
    """Invariant 6, against a count of one's own where it is known what stands where; what is said can be said."""
    assert taken.rows_read == taken.accepted + len(taken.held)
    if book is not None and _is_plain_form(book):
        filled = [row for name, first in _FIRST_ROW.items() for row in _filled_rows(book, name, first)]
        assert sum(map(_is_surely_a_row, filled)) <= taken.rows_read <= len(filled)
    assert all(f.sentence.endswith(("。", "?", "？")) for f in taken.findings)
    faults = [f for f in taken.findings if f.is_error]
    at = {(f.sheet, int(f.cell.lstrip(ascii_uppercase) or 0)) for f in faults}
    rows = {(row.sheet, row.number) for row in taken.held}
    assert rows <= at or at - rows, "each has its own error, or all wait for the head or the headings"
    assert (taken.fate is Fate.ACCEPTED) == (not faults)


_FIRST_ROW = {"上报": 4, "续报": 2}
"""Index of the first row below the headings, in the template."""
_ALONE_NO_ROW = {"serial", "incident", "confirmed"}


def _is_plain_form(book: RawWorkbook) -> bool:
    """Whether it is the template without merged cells, and nothing above the headings looks like headings."""
    above = [c for s in book.sheets[:1] for row in s.rows[:3] for c in row]
    template = [s.name for s in book.sheets] == list(_FIRST_ROW) and above[:1] == ["单位*"]
    return template and "内容摘要" not in above and not any(s.merged for s in book.sheets)


def _filled_rows(book: RawWorkbook, name: str, first: int) -> Iterator[dict[str, RawCell]]:
    """By field, each row in which anything stands that a row can consist of; of two columns the first counts."""
    raw = book.sheet(name)
    assert raw is not None
    of_head = [f for f in plan().fields_of("表头") if f.key == "statement" and name == "上报"]
    keys = {n: f.key for f in (*of_head, *plan().fields_of(name)) for n in f.names}
    columns = {key: c for c, label in reversed(list(enumerate(raw.rows[first - 1]))) if (key := keys.get(str(label)))}
    for row in raw.rows[first:]:
        cells = {key: row[c] for key, c in columns.items() if not is_blank(row[c])}
        if cells.keys() - _ALONE_NO_ROW:
            yield cells


def _is_surely_a_row(row: dict[str, RawCell]) -> bool:
    """Whether more than a label and numbers stands in it, a note in the place of its number apart."""
    words = [(key, c) for key, c in row.items() if isinstance(c, str) and any(map(str.isalpha, c))]
    said = [c for key, c in words if key != "serial" and c not in _BARE]
    return bool(said) or not any(c in _BARE for _, c in words)


_FIELDS = [(name, f.label) for name in ("上报", "续报") for f in plan().fields_of(name)]


def _with_cell(name: str, label: str, cell: RawCell) -> RawWorkbook:
    """A good row but for one cell."""
    if name == "上报":
        return report({**GOOD, label: cell})
    return report(progress=[{**STEP, label: cell}])


@settings(max_examples=300, deadline=None)
@given(BOOKS)
def test_every_row_is_a_record_or_has_an_error(book: RawWorkbook) -> None:
    agrees(take(book), book)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(_FIELDS), CELLS)
def test_a_row_with_any_cell_is_a_record_or_has_an_error(where: tuple[str, str], cell: RawCell) -> None:
    book = _with_cell(*where, cell)
    agrees(take(book), book)


_NOTED = st.dictionaries(
    st.sampled_from(("序号", "内容摘要", "来源渠道", "备注")), st.sampled_from((*_BARE, *_LIKE_NOTES, 7)), max_size=3
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_NOTED | st.just(GOOD), max_size=4))
def test_a_row_that_looks_like_a_footer_is_a_record_or_has_an_error(rows: list[Cells]) -> None:
    book = report(*rows)
    agrees(take(book), book)


@pytest.mark.heavy
@settings(max_examples=30_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(_FIELDS), CELLS)
def test_a_row_with_any_of_thirty_thousand_cells_is_a_record_or_has_an_error(
    where: tuple[str, str], cell: RawCell
) -> None:
    book = _with_cell(*where, cell)
    agrees(take(book), book)


@pytest.mark.heavy
@settings(max_examples=12_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(BOOKS)
def test_every_row_of_twelve_thousand_workbooks_is_a_record_or_has_an_error(book: RawWorkbook) -> None:
    agrees(take(book), book)


_SUFFIXES = (".csv", ".xlsx", ".xls", ".ods", ".xlsb", ".et", ".xlsm")
_BYTES = st.binary(max_size=400) | st.lists(st.lists(st.sampled_from(_WORDS) | st.text(max_size=6), max_size=6)).map(
    lambda rows: "\n".join(",".join(row) for row in rows).encode(errors="replace")
)
_EDITS = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=6)


def _read(reader: Reader, path: Path, data: bytes, suffix: str) -> None:
    path.write_bytes(data)
    (outcome,) = reader.read([(path, f"a{suffix}")])
    agrees(take(outcome, f"a{suffix}"))


@pytest.mark.heavy
def test_eight_thousand_files_of_odd_bytes_and_of_damaged_workbooks(tmp_path: Path) -> None:
    """Whatever a byte or two changed in a real workbook makes of it."""
    template = (Path(__file__).parents[2] / "templates" / "report.xlsx").read_bytes()
    with Reader(workers=1) as reader:

        @settings(max_examples=5_000, deadline=None, suppress_health_check=list(HealthCheck))
        @given(_BYTES, st.sampled_from(_SUFFIXES))
        def odd(data: bytes, suffix: str) -> None:
            _read(reader, tmp_path / "odd", data, suffix)

        @settings(max_examples=3_000, deadline=None, suppress_health_check=list(HealthCheck))
        @given(_EDITS, st.floats(0, 1), st.sampled_from(_SUFFIXES))
        def damaged(edits: list[tuple[int, int]], where: float, suffix: str) -> None:
            data = bytearray(template)
            for offset, value in edits:
                data[(int(where * len(data)) + offset) % len(data)] = value
            _read(reader, tmp_path / "damaged", bytes(data), suffix)

        odd()
        damaged()
