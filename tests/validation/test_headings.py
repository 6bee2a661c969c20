"""Where tables begin, which column is which, and what labels say."""

import pytest

from pipeline.model import Fate, RawCell, RawWorkbook, TakenIn
from tests.validation.books import GOOD, STEP, Lines, codes, found, head, report, sheet, table, take

ROW = tuple(GOOD.values())


def one(*parts: Lines, merged: tuple[tuple[int, int, int, int], ...] = (), name: str = "上报") -> TakenIn:
    return take(RawWorkbook((sheet(*parts, name=name, merged=merged),)))


@pytest.mark.parametrize(
    "headings",
    [
        ("内容摘要*", "来源渠道*", "发现时间*"),
        ("舆情内容", "渠道", "时间"),
        ("内容\n摘要＊", " 来源 渠道 :", "发现时间："),
        ("*内容摘要", "2、来源渠道(单选)", "3.发现时间（必填）"),
        ("一、内容摘要", "二、来源渠道【必填】", "三、发现时间"),
        ("\ufeff内容摘要", "来源渠道\u200b", "发现时间"),
    ],
)
def test_headings_by_name_or_alias_however_they_are_written(headings: tuple[str, ...]) -> None:
    taken = one(head(), (headings, ROW))
    assert (taken.accepted, codes(taken)) == (1, [])


def test_columns_in_any_order_and_anywhere_in_the_first_twenty_rows() -> None:
    moved = tuple((None, None, *reversed(row)) for row in (tuple(GOOD), ROW))
    above: Lines = ((),) * 17
    taken = one(head(), above[:16], moved)
    assert taken.submissions[0].rows[0].cells == {"found_at": "C21", "channel": "D21", "summary": "E21"}
    assert codes(one(head(), above, (("说明",),), moved)) == ["template.unknown"]


def test_an_example_above_the_headings_is_no_heading() -> None:
    assert one(head(), (("内容摘要写清谁关心什么事", "来源渠道"),), table([GOOD])).accepted == 1


def test_headings_merged_over_two_rows() -> None:
    two: Lines = (("内容摘要", "发现", None), (None, "来源渠道", "发现时间"), ROW)
    taken = one(head(), two, merged=((3, 0, 4, 0), (3, 1, 3, 2)))
    assert (taken.accepted, codes(taken)) == (1, [])
    assert taken.submissions[0].rows[0].cells["found_at"] == "C6"


def test_a_repeated_heading_row_is_no_row() -> None:
    taken = one(head(), table([GOOD]), table([{**GOOD, "内容摘要": "另一件事情的经过"}]))
    assert (taken.rows_read, taken.accepted) == (2, 2)


def test_a_missing_or_doubled_column_keeps_the_rows_of_that_sheet_waiting() -> None:
    short = {k: v for k, v in GOOD.items() if k != "发现时间"}
    steps = sheet(table([STEP]), name="续报")
    missing = take(RawWorkbook((sheet(head(), table([short])), steps)))
    assert found(missing, "heading.missing").expected == "发现时间"
    assert (missing.fate, missing.accepted, missing.waiting) == (Fate.PARTLY, 1, (5,))
    assert len(missing.submissions[0].progress) == 1
    twice = one(head(), ((*GOOD, "摘要"), (*ROW, "又一段")))
    assert found(twice, "heading.twice").cell == "D4"
    assert (twice.accepted, twice.rows_read) == (0, 1)


def test_a_progress_sheet_without_a_required_column_waits() -> None:
    taken = take(report(progress=[]))
    untimed = {k: v for k, v in STEP.items() if k != "进展时间"}
    taken = take(RawWorkbook((sheet(head(), table([GOOD])), sheet(table([untimed]), name="续报"))))
    assert (found(taken, "heading.missing").sheet, taken.accepted, taken.rows_read) == ("续报", 1, 2)


def test_a_progress_sheet_whose_headings_are_gone_is_pointed_out() -> None:
    lost = sheet((tuple(STEP.values()), tuple(STEP.values())), name="续报")
    taken = take(RawWorkbook((sheet(head(), table([GOOD])), lost)))
    assert (found(taken, "heading.none").sheet, taken.fate, taken.accepted) == ("续报", Fate.PARTLY, 1)


def test_what_stands_in_other_columns_is_pointed_out_unless_it_is_ours_or_blank() -> None:
    more: Lines = (
        (*GOOD, "孩子姓名", "需修改", "原报内容", None, "空列"),
        (*ROW, "某某", "【错误】…", "原来的话", "又及", None),
    )
    taken = one(head(), more)
    assert [(f.code, f.cell) for f in taken.findings] == [("heading.unknown", "D4"), ("heading.blank", "G4")]
    assert taken.accepted == 1


@pytest.mark.parametrize(
    "top",
    [
        (("单位", "初二1班"), ("上报日期", "2021-03-25"), ("本期情况", "有情况")),
        (("单位：", None, "初二1班", "填表日期", None, None, "2021-03-25"), ("有无情况", "有")),
        (("单位:初二1班", "上报日期:2021年3月25日", "本期情况:有情况"),),
        (("填报单位：初二1班　填报日期：2021-3-25　本期情况：有情况",),),
        (("涉及人身安全请勿填表:请打电话",), ("班级", "初二（1）班", "日期", "3月25日", "情况", "有情况")),
        (("单位", None), ("单位", "初二1班", "上报日期", "2021-03-25"), ("本期情况", "有情况")),
    ],
)
def test_labels_with_their_value_to_the_right_or_behind_a_colon(top: Lines) -> None:
    taken = one(top, table([GOOD]))
    assert codes(taken) == []
    (sub,) = taken.submissions
    assert (sub.unit, str(sub.report_date)) == ("初二1班", "2021-03-25")


def test_a_label_beside_a_label_has_no_value() -> None:
    top: Lines = (("单位", "上报日期", "2021-03-25"), ("本期情况", "有情况"))
    fault = found(one(top, table([GOOD])), "unit.missing")
    assert fault.cell == "B1"


def test_merged_cells_in_the_table_are_pointed_out() -> None:
    rows: list[dict[str, RawCell]] = [dict(GOOD), {"内容摘要": "另一件事情的经过", "发现时间": "9:50"}]
    taken = one(head(), table(rows), merged=((0, 0, 0, 3), (4, 1, 5, 1), (30, 1, 31, 1)))
    hint = found(taken, "cell.merged")
    assert (hint.cell, dict(hint.values)["label"]) == ("B5", "来源渠道")
    assert found(taken, "cell.required").cell == "B6"
