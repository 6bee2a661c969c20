"""Review workbooks: what was decided, by whom, and what is asked about."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.findings import WORDING
from pipeline.model import META_SHEET, CellError, Fate, Kind, RawCell, RawSheet, RawWorkbook
from tests.validation.books import KNOWN, codes, decide, found, review, sheet, take

SIGNED: dict[str, RawCell] = {
    "审定人": "宣传舆情工作组成员",
    "批示方式": "签字",
    "批示日期": "2021-3-25",
    "录入人": "录入人",
}
ABOUT: dict[str, RawCell] = {"事件编号": "YQ-2021-0001", "摘要": "食堂的事", "系统拟分类": "A", "拟等级": "Ⅲ"}
CLASS: dict[str, RawCell] = {**ABOUT, "审定分类": "A", **SIGNED}


def test_a_signed_decision_is_taken_and_a_prefilled_row_is_none() -> None:
    taken = decide("分类审定", CLASS, {**ABOUT, "事件编号": "YQ-2021-0002"})
    (sub,) = taken.submissions
    assert (taken.fate, taken.findings, taken.rows_read, taken.accepted) == (Fate.ACCEPTED, (), 1, 1)
    assert (sub.kind, [d.text("decided_class") for d in sub.decisions]) == (Kind.REVIEW, ["A"])


@pytest.mark.parametrize(
    ("name", "cells", "code"),
    [
        ("分类审定", {"审定人": None}, "review.unsigned"),
        ("分类审定", {"批示日期": None}, "review.half_signed"),
        ("分类审定", {"审定人": "班主任"}, "review.not_on_roster"),
        ("分类审定", {"审定人": "办公室主任"}, "review.concerned"),
        ("分类审定", {"审定人": "办公室主任(宣传舆情工作组)"}, "review.concerned"),
        ("分类审定", {"事件编号": "YQ-2021-0099"}, "review.number_unknown"),
        ("分类审定", {"审定分类": "B"}, "review.class_no_evidence"),
        ("分类审定", {"审定分类": "E"}, "cell.choice"),
        ("分类审定", {"审定分类": CellError("#N/A")}, "cell.error"),
        ("分类审定", {"审定等级": "Ⅳ"}, "review.downgrade_no_reason"),
        ("分类审定", {"商请单位": "网信部门", "证据编号": "CL-1"}, "review.authority_no_grounds"),
        ("分类审定", {"批示日期": "2021-3-26"}, "review.future"),
        ("答复审定", {"审定答复": "已公布", "口径编号": "KJ-99"}, "review.answer_unknown"),
        ("跟踪办结", {"事件编号": "YQ-2021-0001", "改进完成日期": "2021-3-26"}, "review.future"),
        ("转介签收", {"编号": "ZJ-2021-0001", "处理": "已启动保护流程"}, "review.unsigned"),
        ("转介签收", {"编号": "ZJ-2021-0009", "签收人": "学生保护联系人"}, "review.number_unknown"),
        ("合并审定", {"报告A": "YQ-2021-0001", "报告B": "YQ-2021-0098", "决定": "合并办理"}, "review.number_unknown"),
        ("合并审定", {"报告A": "YQ-2021-0001", "报告B": "YQ-2021-0001-3", "决定": "拆分"}, "review.number_unknown"),
        ("合并审定", {"报告A": "YQ-2021-0002", "报告B": "YQ-2021-0001-2", "决定": "拆分"}, "review.part_elsewhere"),
    ],
)
def test_a_slip_in_a_decision(name: str, cells: dict[str, RawCell], code: str) -> None:
    base = {"分类审定": CLASS, "答复审定": {"事件编号": "YQ-2021-0001", **SIGNED}}.get(name, SIGNED)
    taken = decide(name, {**base, **cells})
    assert codes(taken) == [code]
    assert taken.rows_read == 1
    assert taken.accepted == (0 if WORDING[code].severity == "错误" else 1)


@pytest.mark.parametrize(
    "cells",
    [
        {"审定分类": "C", "证据编号": "CL-0323-1"},
        {"审定等级": "Ⅳ", "处置意见": "已核实为个别情况"},
        {"审定等级": "Ⅱ"},
        {"审定等级": "Ⅲ"},
        {"审定人": "校长"},
        {"审定人": "校长(领导小组组长)"},
        {"审定人": "办公室主任", "事件编号": "YQ-2021-0002"},
        {"商请单位": "网信部门", "证据编号": "CL-1", "法律依据": "治理规定"},
    ],
)
def test_what_is_right_is_left_alone(cells: dict[str, RawCell]) -> None:
    assert codes(decide("分类审定", {**CLASS, **cells})) == []


def test_zero_reports_noted_by_the_clerk() -> None:
    day: dict[str, RawCell] = {"日期": "2021-03-24", "方式": "电话"}
    taken = decide("零报告登记", {"单位": "食堂、总务处", **day}, {"单位": "食堂", **day}, {"单位": "小卖部", **day})
    zeroes = [(s.unit, s.report_date, s.zero) for s in taken.submissions if s.kind is Kind.REPORT]
    assert zeroes == [("食堂", date(2021, 3, 24), True), ("总务处", date(2021, 3, 24), True)]
    assert (taken.rows_read, taken.accepted, taken.fate) == (3, 2, Fate.PARTLY)
    assert found(taken, "cell.unit").stood == "小卖部"
    assert codes(decide("零报告登记", {"单位": "食堂", "日期": "2021-03-26", "方式": "电话"})) == ["review.future"]


def test_decisions_are_taken_from_their_folder_alone() -> None:
    book = review("分类审定", CLASS)
    for name in ("审定表.xlsx", "初二1班/审定/审定表.xlsx"):
        taken = take(book, name)
        assert (taken.fate, codes(taken), taken.submissions) == (Fate.RETURNED, ["review.wrong_folder"], ())
    other = take(RawWorkbook((sheet((("内容摘要", "来源渠道"),)),)), "审定/上报表.xlsx")
    assert codes(other) == ["review.wrong_folder"]


def test_a_review_of_another_plan_is_returned_whole() -> None:
    book = review("分类审定", CLASS)
    meta = RawSheet(META_SHEET, (("template", "review"), ("plan", "aftersales")), visible=False)
    taken = take(replace(book, sheets=(*book.sheets, meta)), "审定/审定表.xlsx")
    assert (taken.fate, codes(taken)) == (Fate.RETURNED, ["template.other_plan"])


def test_a_sheet_without_its_headings_or_a_required_column_decides_nothing() -> None:
    lost = RawWorkbook((sheet(((1, "A"), (2, "B")), name="分类审定"),))
    assert codes(take(lost, "审定/审定表.xlsx")) == ["heading.none"]
    missing = RawWorkbook(
        (sheet((("报告A", "决定", "审定人"), ("YQ-2021-0001", "合并办理", "校长")), name="合并审定"),)
    )
    taken = take(missing, "审定/审定表.xlsx")
    assert "heading.missing" in codes(taken)
    assert (taken.accepted, taken.rows_read, taken.submissions[0].decisions) == (0, 1, ())


@pytest.mark.parametrize(
    ("name", "label"), [("分类审定", "处置意见"), ("答复审定", "拟答复"), ("答复审定", "审定答复")]
)
def test_an_opinion_and_an_answer_judge_nobody(name: str, label: str) -> None:
    taken = decide(name, {"事件编号": "YQ-2021-0001", label: "请个别闹事的家长冷静", **SIGNED, "口径编号": "KJ-01"})
    hint = found(taken, "cell.insult")
    assert (hint.stood, hint.expected, hint.is_error) == ("闹事的家长", "反映人", False)


def test_a_persons_own_account_is_left_as_it_is() -> None:
    assert codes(decide("分类审定", {**CLASS, "当事人说明": "本人不是闹事者"})) == []


@pytest.mark.parametrize(("unverified", "said"), [(True, ["review.cause_waits"]), (False, [])])
def test_a_cause_before_the_facts_are_verified_is_asked_about_and_the_row_counts(
    unverified: bool,  # noqa: FBT001
    said: list[str],
) -> None:
    incident = replace(KNOWN.incidents["YQ-2021-0001"], unverified=unverified)
    known = replace(KNOWN, incidents={"YQ-2021-0001": incident})
    cells: dict[str, RawCell] = {"事件编号": "YQ-2021-0001", "状态": "已总结", "原因分析": "送餐车坏了", **SIGNED}
    taken = take(review("跟踪办结", cells), "审定/审定表.xlsx", known)
    assert (codes(taken), taken.accepted, taken.fate, taken.goes_back) == (said, 1, Fate.ACCEPTED, unverified)
    assert [f.sentence for f in taken.findings] == [
        (
            "跟踪办结!G3:“原因分析”写了“送餐车坏了”,而这件事还没有核实,总结评定里先写“尚在核实”。"
            "核实了请在“续报”填一行“核实”,这里写的随即采用;核实的结果不同,请重新写。"
        )
    ] * len(said)


def test_a_workbook_from_before_there_was_a_column_for_what_was_improved_is_read() -> None:
    labels = ("事件编号", "改进措施", "完成期限", *SIGNED)
    values = ("YQ-2021-0001", "每周公示", "2021-4-10", *SIGNED.values())
    taken = take(RawWorkbook((sheet((labels, values), name="跟踪办结"),)), "审定/审定表.xlsx")
    assert (codes(taken), taken.accepted) == ([], 1)
