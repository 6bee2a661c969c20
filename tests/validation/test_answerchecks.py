"""Approved replies: one voice, no cause before it is verified, and a moment or a day that fits."""

from dataclasses import replace

import pytest

from pipeline.model import RawCell, TakenIn
from tests.validation.books import GOOD, KNOWN, STEP, Cells, codes, found, report, review, take

NUMBER = "YQ-2021-0001"
SIGNED: Cells = {"审定人": "校长", "批示方式": "签字", "批示日期": "2021-3-25"}
ROW: Cells = {"事件编号": NUMBER, "希望解决什么": "公布菜价", **SIGNED}


def decide(*rows: Cells, **about: object) -> TakenIn:
    """What becomes of replies to an incident of which that is known."""
    incident = replace(KNOWN.incidents[NUMBER], **about)  # type: ignore[arg-type]  # fields by name
    known = replace(KNOWN, incidents={**KNOWN.incidents, NUMBER: incident})
    return take(review("答复审定", *rows), "审定/审定表.xlsx", known)


@pytest.mark.parametrize(
    ("cells", "code", "counts"),
    [
        ({"口径编号": "KJ-03"}, "review.answer_expired", False),
        ({"口径编号": "KJ-01", "审定答复": "周末可以请假"}, "review.answer_differs", True),
        ({"审定答复": "饭菜偏凉是因为送餐车坏了"}, "review.cause_unverified", False),
        ({"拟答复": "由于送餐车坏了", "审定答复": "情况正在核实"}, "review.draft_cause", True),
        ({"答复时间": "9:40"}, "review.answer_blank", False),
        ({"审定答复": "已说明", "答复时间": "18:30"}, "review.future", False),
        ({"审定答复": "正在核价", "承诺答复日期": "2021-3-24"}, "review.promise_past", False),
        ({"承诺答复日期": "2021-3-29"}, "review.promise_alone", True),
        ({"拟答复": "周五公布菜价"}, "review.draft_signed", True),
    ],
)
def test_a_slip_in_a_reply(cells: dict[str, RawCell], code: str, counts: bool) -> None:  # noqa: FBT001
    taken = decide({**ROW, **cells}, unverified=True)
    assert codes(taken) == [code]
    assert taken.accepted == counts


@pytest.mark.parametrize(
    "cells",
    [
        {"审定答复": "送餐车的原因正在核实,明日公布,给您造成不便请谅解"},
        {"口径编号": "kj-02"},
        {"口径编号": "KJ-03", "批示日期": "2021-3-5"},
        {"审定答复": "已说明", "答复时间": "9:40"},
        {"拟答复": "总务处核价", "承诺答复日期": "2021-3-25"},
    ],
)
def test_what_is_right_is_left_alone(cells: dict[str, RawCell]) -> None:
    assert codes(decide({**ROW, **cells}, unverified=True)) == []


def test_a_cause_may_be_told_once_somebody_verified_and_a_time_once_somebody_approved() -> None:
    assert codes(decide({**ROW, "审定答复": "饭菜偏凉是因为送餐车坏了"})) == []
    assert codes(decide({**ROW, "答复时间": "9:40"}, answered=True)) == []


def test_two_replies_in_one_workbook_are_refused_each_naming_the_other() -> None:
    taken = decide(
        {**ROW, "审定答复": "周五公布菜价"}, {**ROW, "审定答复": "菜价不公布"}, {**ROW, "审定答复": "周五公布菜价。"}
    )
    assert (codes(taken), taken.accepted) == (["review.two_answers"] * 3, 0)
    first, second, _ = taken.findings
    assert first.sentence == (
        "答复审定!E3:事件 YQ-2021-0001 有两个不同的审定答复:第4行是“菜价不公布”,这里是“周五公布菜价”。"
        "对外口径须一致,请统一成一个;要改口的,请在“审定答复”开头写“更正:”。"
    )
    assert (second.stood, second.expected) == ("菜价不公布", "周五公布菜价")


def test_a_reply_unlike_the_one_that_waits_to_be_told_is_refused_unless_it_says_that_it_replaces_it() -> None:
    before = {"answer": "周五公布菜价"}
    assert codes(decide({**ROW, "审定答复": "菜价不公布"}, **before)) == ["review.two_answers"]
    assert codes(decide({**ROW, "口径编号": "KJ-02"}, **before)) == ["review.two_answers"]
    for text in ("周五公布菜价。", "更正:下周一公布菜价"):
        assert codes(decide({**ROW, "审定答复": text}, **before)) == []


def test_a_cause_in_what_a_unit_answered_is_asked_about() -> None:
    said = {**GOOD, "已答复情况": "9:50 已在群里答复:由于送餐车坏了"}
    assert found(take(report(said)), "row.cause_unverified").stood == "由于"
    assert codes(take(report({**said, "核实情况": "已核实"}))) == []
    spoken = report(progress=[{**STEP, "进展内容": "已在群里答复,是送餐车坏了所致"}])
    open_ = replace(KNOWN.incidents[NUMBER], unverified=True)
    known = replace(KNOWN, incidents={**KNOWN.incidents, NUMBER: open_})
    assert found(take(spoken, known=known), "progress.cause_unverified").stood == "所致"
    assert codes(take(spoken)) == []
