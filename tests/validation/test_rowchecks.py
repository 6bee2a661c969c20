"""The checks across the cells of a reported row."""

import pytest

from pipeline.findings import WORDING
from pipeline.model import RawCell
from tests.validation.books import GOOD, codes, found, report, take


def about(**cells: RawCell) -> list[str]:
    return codes(take(report({**GOOD, **cells})))


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"内容摘要": "问菜"}, "cell.too_short"),
        ({"备注": "=1+1"}, "cell.formula_like"),
        ({"备注": "有人闹事"}, "cell.insult"),
        ({"发现时间": "18:30"}, "row.found_future"),
        ({"发现时间": "2021-1-3 9:00"}, "row.found_long_ago"),
        ({"已答复情况": "已在群里答复"}, "row.answer_needs_time"),
        ({"已答复情况": "已在群里答复,菜价3.5元"}, "row.answer_needs_time"),
        ({"已答复情况": "18:30 已在群里答复"}, "row.answer_future"),
        ({"已答复情况": "9:20 已在群里答复"}, "row.answer_before_found"),
        ({"情形": "P1-2"}, "row.situation_phase"),
        ({"核实情况": "不实"}, "row.untrue_no_evidence"),
        ({"传播层级": "公开平台"}, "row.public_no_place"),
        ({"来源渠道": "抖音", "传播层级": "未传播"}, "row.spread_channel"),
        ({"记录类型": "撤回"}, "row.withdraw_no_target"),
        ({"记录类型": "核实材料"}, "row.evidence_no_target"),
        ({"关联编号": "YQ-2021-0099"}, "row.related_unknown"),
        ({"请协助部门": "初二1班、食堂"}, "row.help_self"),
        ({"特殊事项": "涉人身安全"}, "row.safety"),
    ],
)
def test_a_slip_across_cells(cells: dict[str, RawCell], code: str) -> None:
    taken = take(report({**GOOD, **cells}))
    assert codes(taken) == [code]
    assert taken.accepted == (0 if WORDING[code].severity == "错误" else 1)


@pytest.mark.parametrize(
    "cells",
    [
        {"发现时间": "昨天 9:40"},
        {"已答复情况": "9:50 已在群里答复,下午公布做法"},
        {"已答复情况": "3月25日已在群里答复"},
        {"情形": "P1-2", "备注": "网课期间的事,现在才提"},
        {"情形": "P2-1"},
        {"核实情况": "不实", "材料编号": "CL-0325-1"},
        {"传播层级": "省级", "备注": "省台新闻客户端"},
        {"记录类型": "撤回", "关联编号": "1"},
        {"关联编号": "YQ-2021-0001"},
        {"请协助部门": "食堂"},
    ],
)
def test_what_is_right_is_left_alone(cells: dict[str, RawCell]) -> None:
    assert about(**cells) == []


def test_found_after_the_day_it_is_reported_for() -> None:
    assert codes(take(report({**GOOD, "发现时间": "3月25日 9:40"}, day="2021-03-24"))) == ["row.found_after_report"]


def test_confirming_answers_what_is_asked_about_a_row_but_no_error_and_no_danger() -> None:
    assert about(发现时间="2021-1-3 9:00", 确认属实="是") == []
    assert about(已答复情况="9:20 已在群里答复", 确认属实="√") == []
    assert about(已答复情况="已答复", 确认属实="是") == ["row.answer_needs_time"]
    assert about(特殊事项="涉人身安全", 确认属实="是") == ["row.safety"]
    assert about(备注="13812345678", 确认属实="是") == ["cell.phone"]


def test_a_judging_word_is_pointed_out_once_with_a_neutral_one() -> None:
    taken = take(report({**GOOD, "内容摘要": "有人说是不明真相的闹事者在群里发的"}))
    assert sorted(f.stood for f in taken.findings) == ["不明真相", "闹事者"]
    assert all(f.expected for f in taken.findings)


def test_a_danger_names_who_is_phoned() -> None:
    assert (
        "学生保护联系人 0000-0000000" in found(take(report({**GOOD, "特殊事项": "涉人身安全"})), "row.safety").sentence
    )


def test_serials_and_texts_within_a_workbook() -> None:
    other = {**GOOD, "内容摘要": "住校生问周末能不能出校门"}
    taken = take(report({**GOOD, "序号": 1}, {**other, "序号": 1}, {**GOOD, "序号": 3}))
    assert (found(taken, "row.serial_twice").cell, found(taken, "row.repeated_in_file").cell) == ("A6", "B7")
    assert taken.waiting == (6,)
    assert "与第 5 行内容相同" in found(taken, "row.repeated_in_file").sentence
