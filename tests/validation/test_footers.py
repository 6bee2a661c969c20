"""Rows below a table that are none of its rows, and rows that only look so."""

import pytest

from pipeline.model import RawCell, RawWorkbook, TakenIn
from tests.validation.books import GOOD, Cells, codes, found, head, report, sheet, table, take

SERIAL: Cells = {"序号": 1, **GOOD}


def below(*rows: Cells, merged: tuple[tuple[int, int, int, int], ...] = ()) -> TakenIn:
    return take(RawWorkbook((sheet(head(), table([SERIAL, *rows]), merged=merged),)))


@pytest.mark.parametrize(
    "row",
    [
        {"序号": "合计", "内容摘要": 1},
        {"序号": "总　计：", "内容摘要": "１条", "来源渠道": 1.0},
        {"内容摘要": "共计 3 件"},
        {"内容摘要": "合计:"},
        {"序号": 7, "内容摘要": "合计", "来源渠道": 3},
    ],
)
def test_a_total_is_no_row(row: dict[str, RawCell]) -> None:
    taken = below(row)
    assert (taken.rows_read, taken.accepted, codes(taken)) == (1, 1, ["table.total"])
    assert found(taken, "table.total").cell in {"A6", "B6"}


@pytest.mark.parametrize(
    "row",
    [
        {"序号": "注:以上内容已核对"},
        {"序号": "填表人:班主任", "内容摘要": "审核人：年级组长", "来源渠道": "填表日期：3月25日"},
        {"序号": "备注1、没有的不填"},
        {"发现时间": "填表人：班主任　审核人：年级组长"},
        {"序号": 7, "内容摘要": "填表人:班主任", "来源渠道": "审核人:年级组长"},
        {"序号": 7, "内容摘要": "填表人:王老师"},
        {"序号": "填表人:某老师", "内容摘要": "填表日期:2021年3月25日 16:30"},
    ],
)
def test_a_note_below_the_table_is_no_row(row: dict[str, RawCell]) -> None:
    taken = below({}, row)
    assert (taken.rows_read, taken.accepted, codes(taken)) == (1, 1, ["table.note"])


@pytest.mark.parametrize(
    "line",
    [
        "说明:来源渠道只填一个",
        "填表人:王老师 日期:2021年3月25日",
        "签字: 日期:",
        "填表人:王老师,联系电话:13800000000",
        "填表日期:2021年3月25日 16:30",
    ],
)
def test_a_line_that_is_merged_over_the_columns_is_no_row(line: str) -> None:
    lines = (tuple(GOOD), tuple(GOOD.values()), (line,))
    taken = take(RawWorkbook((sheet(head(), lines, merged=((5, 0, 5, 2),)),)))
    assert (taken.rows_read, codes(taken)) == (1, ["table.note"])


@pytest.mark.parametrize(
    "row",
    [
        {"内容摘要": "说明:收费的依据一直没有公布"},
        {"内容摘要": "合计费用是不是多收了"},
        {"内容摘要": "合计", "来源渠道": "班级家长群"},
        {"内容摘要": "说明书发错了", "来源渠道": "班级家长群"},
        {"内容摘要": "注意到门口很挤"},
        {"内容摘要": "负责人:推诿不管"},
        {"内容摘要": "时间:晚上,单位:保卫科"},
    ],
)
def test_what_may_be_somebodys_report_is_a_row_that_waits(row: dict[str, RawCell]) -> None:
    taken = below(row)
    assert (taken.rows_read, taken.accepted, taken.waiting) == (2, 1, (6,))


@pytest.mark.parametrize(
    "row",
    [
        {"内容摘要": "说明:有学生在群里扬言自杀", "备注": "备注:已截图"},
        {"内容摘要": "负责人:一直不接电话,家长要到校门口去", "备注": "备注:已截图"},
        {"序号": "注:", "内容摘要": "备注:有人扬言跳楼"},
        {"备注": "说明:有人扬言跳楼"},
    ],
)
def test_a_report_that_begins_like_a_note_is_a_row(row: dict[str, RawCell]) -> None:
    taken = below(row)
    assert (taken.rows_read, taken.accepted, taken.waiting) == (2, 1, (6,))
    assert "table.note" not in codes(taken)


@pytest.mark.parametrize("row", [{"序号": "注:已核对", "来源渠道": "填表人:甲"}, {"序号": "合计", "内容摘要": 1}])
def test_what_stands_between_rows_ends_no_table(row: dict[str, RawCell]) -> None:
    """Only the last rows can be footers; those that hold a prefilled number alone are blank ones."""
    taken = below(row, {**GOOD, "序号": 2, "内容摘要": "住校生问周末能不能出校门"})
    assert (taken.rows_read, taken.accepted, taken.waiting) == (3, 2, (6,))
    after = below(row, {"序号": 8}, {})
    assert (after.rows_read, len(after.held), codes(after)[0][:6]) == (1, 0, "table.")


def test_headings_repeated_on_every_page_are_no_rows() -> None:
    """With blanks, a star or something in a column of one's own they are headings still."""
    again = (*(f" {label}* " for label in GOOD), "第2页")
    other = tuple({**GOOD, "内容摘要": "住校生问周末能不能出校门"}.values())
    taken = take(RawWorkbook((sheet(head(), table([GOOD]), (again, other)),)))
    assert (taken.rows_read, taken.accepted) == (2, 2)


def test_a_row_of_another_table_is_no_repeated_heading() -> None:
    assert take(report(GOOD, {**GOOD, "内容摘要": "内容摘要"})).rows_read == 2
