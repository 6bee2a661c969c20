"""Cells of every type, right and wrong, through a whole workbook."""

from datetime import date, datetime, time

import pytest

from pipeline.model import CellError, CellPicture, RawCell, Value
from pipeline.plan.model import FieldSpec
from tests.validation.books import DAY, GOOD, STEP, codes, found, plan, report, take


@pytest.mark.parametrize(
    ("label", "typed", "key", "value"),
    [
        ("序号", "３", "serial", 3),
        ("序号", 2.0, "serial", 2),
        ("内容摘要", "  几位家长问分餐的菜\u200b ", "summary", "几位家长问分餐的菜"),
        ("内容摘要", 20210325.0, "summary", "20210325"),
        ("来源渠道", "微信群\u200b", "channel", "班级家长群"),
        ("情形", "p2-1", "situation", "P2-1 对学校管理上的不满"),
        ("核实情况", None, "verified", "未核实"),
        ("核实情况", "属实", "verified", "已核实"),
        ("特殊事项", "", "special", "无"),
        ("记录类型", " ", "record_type", "舆情"),
        ("提出人", None, "asker", "不明"),
        ("确认属实", True, "confirmed", "是"),
        ("涉及班级或处室", "食堂，初一（2）班；总务处", "places", "食堂、初一2班、总务处"),
        ("涉及班级或处室", "食堂 总务处", "places", "食堂、总务处"),
        ("涉及班级或处室", "、", "places", None),
        ("关联编号", "yq－2021—0001", "related", "YQ-2021-0001"),
        ("备注", date(2021, 3, 24), "note", "2021-03-24"),
        ("备注", time(9, 5), "note", "09:05"),
        ("备注", 3.5, "note", "3.5"),
        ("序号", "'１", "serial", 1),
        ("来源渠道", "'班级家长群", "channel", "班级家长群"),
        ("内容摘要", "'-5度还在户外做操", "summary", "-5度还在户外做操"),
        ("内容摘要", "'不想去'是几个同学的原话", "summary", "'不想去'是几个同学的原话"),
        ("来源渠道", "\u3000班级家长群\xa0\ufeff", "channel", "班级家长群"),
        ("备注", "第一行\n第二行", "note", "第一行\n第二行"),
    ],
)
def test_what_is_typed_becomes_a_value(label: str, typed: RawCell, key: str, value: Value) -> None:
    taken = take(report({**GOOD, label: typed}))
    assert taken.accepted == 1, [f.sentence for f in taken.findings]
    assert taken.submissions[0].rows[0].values[key] == value


@pytest.mark.parametrize(
    ("label", "typed", "code"),
    [
        ("序号", "一", "cell.integer"),
        ("序号", "1_0", "cell.integer"),
        ("内容摘要", None, "cell.required"),
        ("内容摘要", " \u3000\u200b", "cell.required"),
        ("内容摘要", "很" * 301, "cell.too_long"),
        ("内容摘要", CellError("#N/A"), "cell.error"),
        ("来源渠道", "黑板报", "cell.choice"),
        ("来源渠道", True, "cell.choice"),
        ("来源渠道", datetime(2021, 3, 25, 9, 40), "cell.choice"),  # noqa: DTZ001 (as a cell holds it)
        ("发现时间", None, "cell.required"),
        ("发现时间", "今早", "cell.datetime"),
        ("发现时间", "2月30日 9:40", "cell.datetime"),
        ("发现时间", 940, "cell.number_as_date"),
        ("涉及班级或处室", "食堂、小卖部", "cell.unit"),
        ("请协助部门", "食唐", "cell.unit"),
    ],
)
def test_what_cannot_be_read_is_an_error_in_its_cell(label: str, typed: RawCell, code: str) -> None:
    taken = take(report({**GOOD, label: typed}, {**GOOD, "内容摘要": "另一件事情的经过"}))
    fault = found(taken, code)
    assert fault.is_error
    assert fault.sheet == "上报"
    assert fault.cell == taken.held[0].cells[next(f.key for f in plan().fields_of("上报") if f.label == label)]
    assert (taken.rows_read, taken.accepted, len(taken.held)) == (2, 1, 1)


@pytest.mark.parametrize("label", [f.label for f in plan().fields_of("上报") if f.type == "选项"])
def test_every_choice_is_checked_against_its_dictionary(label: str) -> None:
    fault = found(take(report({**GOOD, label: "不在其中的"})), "cell.choice")
    assert label in fault.sentence
    assert fault.expected


@pytest.mark.parametrize("spec", plan().fields_of("续报"), ids=lambda f: f.key)
def test_every_column_of_a_progress_has_its_type(spec: FieldSpec) -> None:
    label = spec.label
    taken = take(report(progress=[{**STEP, label: CellError("#REF!")}]))
    assert found(taken, "cell.error").stood == "#REF!"
    if spec.type in ("日期", "日期时间", "选项"):
        assert take(report(progress=[{**STEP, label: "看不懂"}])).accepted == 0


def test_a_hint_leaves_the_row_standing() -> None:
    taken = take(report({**GOOD, "发现时间": "９：４０", "备注": "看\u200b不见"}))
    assert codes(taken) == ["cell.fullwidth", "cell.control"]
    assert taken.accepted == 1


@pytest.mark.parametrize("text", ["=1+1", "@全体家长", "+好的", "=cmd|'/c calc'!A0"])
def test_what_begins_like_a_formula_is_text_and_pointed_out(text: str) -> None:
    taken = take(report({**GOOD, "备注": text}))
    assert (codes(taken), taken.accepted) == (["cell.formula_like"], 1)
    assert taken.submissions[0].rows[0].values["note"] == text


@pytest.mark.parametrize("text", ["-5度还在户外做操", "+86的来电", "- 有人问门口太挤"])
def test_a_minus_or_a_number_at_the_beginning_is_nothing_odd(text: str) -> None:
    assert codes(take(report({**GOOD, "备注": text}))) == []


def test_a_picture_in_a_cell_is_pointed_out_and_never_read() -> None:
    taken = take(report({**GOOD, "备注": CellPicture()}, {**GOOD, "内容摘要": CellPicture()}))
    assert [(f.code, f.cell) for f in taken.findings] == [
        ("cell.picture", "E5"),
        ("cell.picture", "B6"),
        ("cell.required", "B6"),
    ]
    assert (taken.rows_read, taken.accepted) == (2, 1)


def test_a_row_that_holds_nothing_but_a_picture_is_a_row() -> None:
    taken = take(report(GOOD, {"内容摘要": CellPicture()}))
    assert (taken.rows_read, taken.accepted, taken.waiting) == (2, 1, (6,))


def test_what_stood_is_shown_on_one_line_of_sixty_characters() -> None:
    fault = found(take(report({**GOOD, "来源渠道": "黑板\n报" * 40})), "cell.choice")
    assert len(fault.stood) == 60
    assert fault.stood.startswith("黑板 报黑板 报")


def test_the_nearest_option_is_asked_about() -> None:
    taken = take(report({**GOOD, "涉及班级或处室": "教务外", "传播层级": "公开的平台"}))
    assert "是不是“教务处”?" in found(taken, "cell.unit").sentence
    assert "是不是“公开平台”?" in found(taken, "cell.choice").sentence


def test_a_clock_time_belongs_to_the_report_date() -> None:
    row = take(report(GOOD, day="2021-03-24")).submissions[0].rows[0]
    assert str(row.values["found_at"]) == "2021-03-24 01:40:00+00:00"
    assert DAY.isoformat() not in str(row.values["found_at"])
