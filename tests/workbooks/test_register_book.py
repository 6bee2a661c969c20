from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.workbooks.register_book import register_bytes
from tests.reporting.editions import busy, incident, plan, quiet, report


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(BytesIO(register_bytes(busy(), plan())))


def _rows(book: Workbook, sheet: str) -> list[dict[str, object]]:
    heads, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def test_every_incident_has_a_row_with_its_source(book: Workbook) -> None:
    rows = _rows(book, "事件")
    assert [r["事件编号"] for r in rows] == [i.number for i in busy().incidents]
    assert all("!" in str(r["出处"]) and ".xlsx" in str(r["出处"]) for r in rows)


def test_an_unconfirmed_class_is_a_proposal_and_what_is_late_says_so(book: Workbook) -> None:
    rows = {r["事件编号"]: r for r in _rows(book, "事件")}
    grave = rows["YQ-2021-0019"]
    assert (grave["分类"], grave["已审定"], grave["等级"]) == ("拟C(待核实)", "否", "Ⅱ")
    edition = busy()
    late = {i.number for i in edition.incidents if any(d.overdue(edition.now) for d in i.deadlines)}
    assert {n for n, r in rows.items() if r["逾期项"]} == late
    assert all(("逾期" in str(r["时限"])) == (n in late) for n, r in rows.items())


def test_each_report_once_with_all_fields_and_the_tallied_ones_too(book: Workbook) -> None:
    rows, edition = _rows(book, "报告"), busy()
    assert len(rows) == len({r.key for i in edition.incidents for r in i.reports}) + len(edition.tallied)
    assert {r["事件编号"] for r in rows} == {i.number for i in edition.incidents} | {None}
    assert {f.label for f in plan().fields_of("上报")} <= rows[0].keys()
    assert [r["计数情况"] for r in rows].count("仅计数") == len(edition.tallied)


def test_times_are_shown_in_the_zone_of_the_plan(book: Workbook) -> None:
    first = busy().incidents[0]
    shown = _rows(book, "事件")[0]["登记时间"]
    assert shown == first.opened.astimezone(plan().zone).replace(tzinfo=None)


def test_the_roll_call_has_a_row_a_unit_and_a_column_a_day(book: Workbook) -> None:
    rows = _rows(book, "报送情况")
    assert [r["单位"] for r in rows] == list(busy().roll_call.attendance)
    assert len(rows[0]) == 15
    assert [r["2021-03-25"] for r in rows].count("未报") == 3


def test_every_change_since_the_issue_before_has_a_row_and_no_change_is_one_line(book: Workbook) -> None:
    edition = busy()
    assert edition.previous is not None
    rows, before = _rows(book, "较上期变化"), {i.number for i in edition.previous.incidents}
    new = {r["事件编号"]: r for r in rows if r["变化"] == "新增"}
    assert new.keys() == {i.number for i in edition.incidents} - before
    assert all(r["上期"] is None and r["本期"] and "!" in str(r["出处"]) for r in new.values())
    still = load_workbook(BytesIO(register_bytes(replace(quiet(), previous=quiet()), plan())))
    assert [r["变化"] for r in _rows(still, "较上期变化")] == ["与上期相比没有变化。"]


def test_counts_add_up_and_name_nobody(book: Workbook) -> None:
    rows = _rows(book, "计数")
    states = [r["数量"] for r in rows if r["类别"] == "状态"]
    assert sum(int(str(n)) for n in states) == len(busy().incidents)


def test_neither_lane_that_stands_apart_is_in_it() -> None:
    text = "不宜外传的一件事"
    apart = replace(busy(), restricted=(incident(90, report(text, "初一1班")),), referred=(report(text, "初一1班"),))
    assert register_bytes(apart, plan()) == register_bytes(busy(), plan())


def test_what_a_sender_typed_is_no_formula() -> None:
    edition = replace(quiet(), incidents=(incident(1, report('=HYPERLINK("http://x")', "初一1班")),))
    sheet = load_workbook(BytesIO(register_bytes(edition, plan())))["事件"]
    assert "f" not in {c.data_type for row in sheet.iter_rows() for c in row}


def test_the_same_edition_gives_the_same_bytes_and_a_quiet_day_a_register() -> None:
    assert register_bytes(quiet(), plan()) == register_bytes(quiet(), plan())
