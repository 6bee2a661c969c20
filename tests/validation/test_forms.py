"""Exports of online forms, platform by platform: whose each answer is, when it came, and what nobody reads."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from pipeline.model import Arrival, Fate, RawCell, RawWorkbook, Submission, TakenIn
from pipeline.plan.loading import load_pack
from pipeline.validation.known import Known
from pipeline.validation.workbooks import validate
from tests.nights import at
from tests.validation.books import DAY, codes, found, plan, sheet, table, take

Answer = Mapping[str, RawCell]
SAID = "几位家长在群里问分餐的菜为什么凉"

WJX: Answer = {
    "序号": 1, "提交答卷时间": "2021/3/25 16:10:05", "所用时间": "95秒", "来源": "微信", "来源详情": "N/A",
    "来自IP": "10.1.2.3(本市)", "1、您的单位[单选题]": "初二1班", "2、上报日期": "2021-03-25",
    "3、本期情况(必填)": "有情况",
    "4、内容摘要(谁关心什么事、到哪一步;不写姓名。例:几位家长在群里问分餐的菜为什么凉,希望当天答复)": SAID,
    "5、来源渠道【单选题】": "班级家长群", "6、发现时间": "9:40", "7、涉及班级或处室[多选题]": "食堂┋初二1班",
}  # fmt: skip
"""问卷星: its own 来源 is a channel of the platform, not of the report."""
TENCENT: Answer = {
    "提交者（自动）": "某某某", "提交时间（自动）": datetime(2021, 3, 25, 16, 10, 5, 900_000),  # noqa: DTZ001 (a cell has no zone)
    "01 单位（必填）": "初二1班",
    "02 上报日期（必填）": date(2021, 3, 25), "03 本期情况（必填）（单选）": "有情况", "04 内容摘要": SAID,
    "05 来源渠道（必填）": "班级家长群", "06 发现时间": "9:40", "07 涉及班级或处室": "食堂,初二1班",
}  # fmt: skip
DINGTALK: Answer = {
    "填写人": "某某某", "填写时间": "2021-03-25 16:10:05", "填写人部门": "初二1班", "本期情况": "有情况",
    "内容摘要": SAID, "来源渠道": "班级家长群", "发现时间": "9:40", "涉及班级或处室": "食堂；初二1班",
}  # fmt: skip
"""It asks for neither unit nor day."""
WPS: Answer = {
    "提交时间": "2021年3月25日 16:10:05", "填写者": "某某某", "1.单位": "初二(1)班", "* 2.上报日期": "3月25日",
    "Q3.本期情况": "有情况", "第4题:内容摘要": SAID, "(5)来源渠道": "班级家长群",
    "[必填] 6. 发现时间 (填空题)(必填)": "9:40",
    "7) 涉及班级或处室": "食堂、初二1班",
}  # fmt: skip
PLATFORMS = {"问卷星": WJX, "腾讯文档": TENCENT, "钉钉": DINGTALK, "WPS 表单": WPS}


def form(*answers: Answer) -> TakenIn:
    return take(RawWorkbook((sheet(table(answers), name="Sheet1"),)), "导出.xlsx")


def one(taken: TakenIn) -> Submission:
    (sub,) = taken.submissions
    return sub


@pytest.mark.parametrize("name", PLATFORMS)
def test_an_answer_is_read_as_its_platform_exports_it(name: str) -> None:
    taken = form(PLATFORMS[name])
    assert (taken.fate, codes(taken)) == (Fate.ACCEPTED, [])
    sub = one(taken)
    assert (sub.unit, sub.report_date) == ("初二1班", DAY)
    assert sub.received == datetime(2021, 3, 25, 8, 10, 5, tzinfo=UTC)
    (row,) = sub.rows
    assert (row.text("summary"), row.text("channel"), row.text("places")) == (SAID, "班级家长群", "食堂、初二1班")
    assert (row.values["found_at"], row.number) == (at(DAY, "09:40"), 2)


@pytest.mark.parametrize("name", PLATFORMS)
def test_nothing_that_a_platform_notes_about_persons_is_kept(name: str) -> None:
    answer = PLATFORMS[name]
    taken = form(answer, {k: None if v == SAID else v for k, v in answer.items()})
    assert (taken.fate, taken.accepted, taken.waiting) == (Fate.PARTLY, 1, (3,))
    everything = repr(taken)
    assert not [word for word in ("某某某", "10.1.2.3", "微信", "95秒") if word in everything]


def test_the_time_of_submission_counts_and_is_never_after_the_receipt_of_the_export() -> None:
    early, late = (
        {**WJX, "提交答卷时间": "2021/3/24 23:05:00", "2、上报日期": "3月24日"},
        {**WJX, "提交答卷时间": "2021-3-25 23:00"},
    )
    first, second = form(late, early).submissions
    assert (first.report_date.day, first.received) == (24, at(date(2021, 3, 24), "23:05"))
    assert (second.report_date, second.received) == (DAY, at(DAY, "18:05"))
    assert (first.confirmed_date, second.confirmed_date) == (True, True)


def test_a_date_is_judged_by_the_day_on_which_it_was_submitted() -> None:
    old = {**WJX, "提交答卷时间": "2020/9/3 16:00:00", "2、上报日期": "2020-09-03", "6、发现时间": "9:00"}
    assert codes(form(old)) == []
    slip = form({**old, "2、上报日期": "2020-09-04"})
    assert (found(slip, "date.future").cell, slip.fate) == ("H2", Fate.PARTLY)


def test_an_answer_without_a_report_date_is_for_the_day_of_its_submission() -> None:
    sub = one(form({**WJX, "2、上报日期": None, "提交答卷时间": "2021/3/24 16:10:05"}))
    assert sub.report_date == date(2021, 3, 24)
    tomorrow = form({**DINGTALK, "填写时间": "2021-03-26 08:00"})
    assert (found(tomorrow, "date.future").cell, tomorrow.accepted) == ("B2", 0)


@pytest.mark.parametrize("time", ["昨天下午", "16:10", "3/4/2021 9:00", True, "2021-02-30 16:10"])
def test_a_time_that_cannot_be_read_keeps_its_row_waiting_alone(time: RawCell) -> None:
    taken = form(WJX, {**WJX, "提交答卷时间": time, "1、您的单位[单选题]": "食堂"})
    fault = found(taken, "form.time")
    assert (fault.cell, [f.cell for f in taken.findings if f.is_error]) == ("B3", ["B3"])
    assert [(s.unit, len(s.rows), s.waiting) for s in taken.submissions] == [("初二1班", 1, 0), ("食堂", 0, 1)]
    assert "提交时间" in fault.sentence


def test_a_row_without_a_time_came_with_the_export() -> None:
    assert one(form({**WJX, "提交答卷时间": None})).received == at(DAY, "18:05")


def test_units_that_are_missing_or_unknown_wait_alone() -> None:
    unit = "1、您的单位[单选题]"
    taken = form({**WJX, unit: None}, WJX, {**WJX, unit: "国际部"}, {**WJX, unit: "总务处", "6、发现时间": "昨儿个"})
    assert [(f.code, f.cell) for f in taken.findings] == [
        ("cell.required", "G2"), ("unit.unknown", "G4"), ("cell.datetime", "L5")
    ]  # fmt: skip
    assert [(s.unit, len(s.rows), s.waiting) for s in taken.submissions] == [("初二1班", 1, 0), ("总务处", 0, 1)]


def test_an_answer_sent_without_a_word_is_asked_about() -> None:
    taken = form(WJX, {k: WJX[k] if n < 8 else None for n, k in enumerate(WJX)})
    assert {f.cell for f in taken.findings if f.is_error} == {"J3", "K3", "L3"}


def test_a_form_that_does_not_ask_whose_answer_it_is_goes_back_whole() -> None:
    taken = form({("1、请选择" if "单位" in k else k): v for k, v in WJX.items()})
    assert (taken.fate, codes(taken)) == (Fate.RETURNED, ["form.unit", "heading.unknown"])


def test_without_a_time_of_submission_a_heading_is_the_teachers_own() -> None:
    answer = {k: v for k, v in WJX.items() if k not in ("提交答卷时间", "5、来源渠道【单选题】")} | {
        "来源": "班级家长群"
    }
    taken = form(answer)
    assert one(taken).rows[0].text("channel") == "班级家长群"
    assert {f.stood for f in taken.findings if f.code == "heading.unknown"} == {"所用时间", "来源详情", "来自IP"}


def test_several_answers_in_one_cell_are_parted_by_the_marks_of_the_plan() -> None:
    own = plan().model_copy(update={"info": plan().info.model_copy(update={"separators": "＋"})})
    raw = RawWorkbook((sheet(table([{**DINGTALK, "涉及班级或处室": "食堂+初二1班"}])),))
    arrival = Arrival("导出.csv", "0" * 64, DAY, at(DAY, "18:05"), "")
    assert one(validate(raw, arrival, own, Known())).rows[0].text("places") == "食堂、初二1班"
    assert "cell.unit" in codes(validate(raw, arrival, plan(), Known()))


def test_the_second_plan_reads_a_form_too() -> None:
    answer: Answer = {
        "序号": 1, "提交答卷时间": "2021/4/27 16:10:05", "来源": "微信", "来自IP": "10.1.2.3", "1、您的站点": "一号站",
        "2、本期情况": "有情况", "3、故障现象": "东门读卡器刷卡无反应,指示灯不亮", "4、系统": "门禁系统",
        "5、影响程度": "局部受影响", "6、报修途径": "服务热线", "7、报修时间": "9:40",
    }  # fmt: skip
    day = date(2021, 4, 27)
    arrival = Arrival("导出.csv", "0" * 64, day, at(day, "17:00"), "")
    taken = validate(RawWorkbook((sheet(table([answer])),)), arrival, load_pack("aftersales"), Known())
    assert (codes(taken), one(taken).unit, one(taken).report_date) == ([], "一号站", day)
    assert one(taken).rows[0].text("channel") == "服务热线"


def test_a_question_that_was_skipped_is_left_blank() -> None:
    skipped = dict.fromkeys((*(k for k in WJX if k[:1] in "4567"),), "(跳过)")
    taken = form({**WJX, "3、本期情况(必填)": "零报告", **skipped})
    assert (codes(taken), one(taken).zero) == ([], True)


@pytest.mark.parametrize("day", ["2021-03-25", date(2021, 3, 25)])
def test_a_day_without_a_clock_holds_no_row_back(day: RawCell) -> None:
    taken = form({**WJX, "提交答卷时间": day})
    assert (taken.fate, codes(taken)) == (Fate.ACCEPTED, [])


def test_a_table_of_a_teacher_with_a_column_of_when_a_thing_was_done_is_no_form() -> None:
    head = (("单位", "初二1班", "上报日期", "2021-3-25"), ())
    rows = table([{"内容摘要": SAID, "来源渠道": "班级家长群", "发现时间": "9:40", "完成时间": "下周"}])
    taken = take(RawWorkbook((sheet(head, rows),)))
    assert "form.time" not in codes(taken)
    assert one(taken).submitted is None
