import datetime as dt

import pytest

from pipeline.errors import PlanError
from pipeline.plan.loading import SHEETS, load, load_pack, packs
from pipeline.register.law import make_law
from tests.plan.sheets import bundled, findings_of, plan, row_of, spoiled


def test_the_bundled_plan_has_no_findings() -> None:
    loaded, findings = load(bundled())
    assert findings == ()
    assert loaded is not None
    assert loaded == load_pack("epidemic")
    assert "epidemic" in packs()


def test_a_plan_that_is_not_bundled_is_a_fault() -> None:
    with pytest.raises(PlanError, match="没有名为“nothing”的方案"):
        load_pack("nothing")


@pytest.mark.parametrize("name", SHEETS)
def test_a_missing_sheet_is_named(name: str) -> None:
    tables = {sheet: rows for sheet, rows in bundled().items() if sheet != name}
    assert [(f.code, f.stood) for f in findings_of(tables)] == [("plan.sheet_missing", name)]


def test_a_mistyped_heading_is_named_with_its_cell() -> None:
    found = findings_of(spoiled("字段", F1="必塡"))
    assert [(f.where, f.expected) for f in found if f.code == "plan.heading_missing"] == [("字段!F1", "必填")]
    assert "是不是“必塡”?" in found[0].sentence


def test_an_older_plan_without_a_column_that_has_a_default_loads_with_a_hint() -> None:
    tables = {**bundled(), "人员角色": tuple((*row[:4], *row[5:]) for row in bundled()["人员角色"])}
    loaded, findings = load(tables)
    assert loaded is not None
    assert not any(role.may_decide for role in loaded.roles)
    assert [f.sentence for f in findings] == ["人员角色:缺少列“可审定”,已用默认的“否”。要改请补上;不改也可以使用。"]


def test_a_column_without_a_default_must_be_there() -> None:
    tables = {**bundled(), "时限": tuple(row[:3] + row[4:] for row in bundled()["时限"])}
    assert ("plan.heading_missing", "时限!A1", "数值") in {(f.code, f.where, f.expected) for f in findings_of(tables)}


def test_the_notes_beside_the_basics_may_be_missing() -> None:
    loaded, findings = load({**bundled(), "基本信息": tuple(row[:2] for row in bundled()["基本信息"])})
    assert loaded is not None
    assert findings == ()


def test_what_a_workbook_would_not_give_back_is_refused() -> None:
    found = findings_of(spoiled("口径", B2="甲\x00乙", B3="长" * 32_768))
    assert [(f.code, f.where) for f in found] == [("plan.control", "口径!B2"), ("plan.too_long", "口径!B3")]


@pytest.mark.parametrize("name", ["说明", "_字典", "甲" * 32, "甲/乙", "'甲", "甲'", ""])
def test_a_sheet_that_a_workbook_cannot_hold_is_refused(name: str) -> None:
    found = findings_of({**bundled(), name: (("x",),)})
    assert [f.code for f in found] == ["plan.sheet_name"]


def test_rules_are_checked_though_something_else_is_wrong() -> None:
    tables = {**spoiled("时限", D3="半"), "分级规则": spoiled("分级规则", A1="X", B2="火星")["分级规则"]}
    tables["基本信息"] = spoiled("基本信息", B8="晚八点", B17="Ⅴ")["基本信息"]
    law, findings = make_law(tables)
    assert law is None
    assert [f.where for f in findings] == ["基本信息!B8", "基本信息!B17", "时限!D3", "分级规则!A1", "分级规则!B2"]


def test_a_heading_that_stands_twice_is_named() -> None:
    assert ("plan.twice", "单位名册!G1") in {(f.code, f.where) for f in findings_of(spoiled("单位名册", G1="单位"))}


@pytest.mark.parametrize(
    ("sheet", "cells", "cell", "sentence"),
    [
        ("时限", {"D3": "半"}, "D3", "时限!D3:“数值”这里是“半”:不是整数。请改为数字。"),
        ("时限", {"D3": "-1"}, "D3", "时限!D3:“数值”这里是“-1”:超出了允许的范围。请改为≥0。"),
        (
            "时限",
            {"E3": "分"},
            "E3",
            "时限!E3:“单位”这里是“分”:不在可选的值中,是不是“分钟”?请改为分钟、小时、日、工作日、当日、未配置。",
        ),
        ("阶段", {"C2": "下学期"}, "C2", "阶段!C2:“起”这里是“下学期”:看不懂是哪一天。请改为日期,如 2021-03-25。"),
        (
            "阶段",
            {"C2": "2021-2-30"},
            "C2",
            "阶段!C2:“起”这里是“2021-2-30”:看不懂是哪一天。请改为日期,如 2021-03-25。",
        ),
        ("阶段", {"C2": ""}, "C2", "阶段!C2:“起”这里是“”:没有填。请改为日期,如 2021-03-25。"),
        (
            "人员角色",
            {"E4": "也许"},
            "E4",
            "人员角色!E4:“可审定”这里是“也许”:只能是“是”或“否”。请改为是、否。",
        ),
    ],
)
def test_a_wrong_value_is_a_finding_with_its_cell(sheet: str, cells: dict[str, str], cell: str, sentence: str) -> None:
    found = [f for f in findings_of(spoiled(sheet, **cells)) if f.cell == cell]
    assert [f.sentence for f in found] == [sentence]


def test_every_mistake_is_said_at_once() -> None:
    tables = {**spoiled("时限", D3="半"), "阶段": spoiled("阶段", C2="不详")["阶段"]}
    assert {f.where for f in findings_of(tables)} >= {"时限!D3", "阶段!C2"}


@pytest.mark.parametrize("typed", ["2021-3-8", "2021/3/8", "2021年3月8日", "２０２１-０３-０８", "2021-03-08 00:00:00"])
def test_a_date_may_be_typed_in_many_ways(typed: str) -> None:
    loaded, _ = load(spoiled("阶段", C3=typed))
    assert loaded is not None
    assert loaded.phases[1].start == dt.date(2021, 3, 8)


@pytest.mark.parametrize(("typed", "meant"), [("是", True), ("✓", True), ("√", True), ("否", False), ("", False)])
def test_yes_and_no_may_be_typed_in_many_ways(typed: str, meant: bool) -> None:  # noqa: FBT001 (a parameter of the table)
    loaded, _ = load(spoiled("人员角色", E2=typed))
    assert loaded is not None
    assert loaded.roles[0].may_decide is meant


def test_blank_rows_count_but_say_nothing() -> None:
    rows = bundled()["阶段"]
    loaded, findings = load({**bundled(), "阶段": (rows[0], (), ("", " "), *rows[1:])})
    assert loaded is not None
    assert loaded.phases == plan().phases
    assert findings == ()
    tables = {**bundled(), "阶段": (rows[0], (), ("P1", "一", "不详"))}
    assert {f.cell for f in findings_of(tables) if f.sheet == "阶段"} == {"C3"}


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("cutoff", "晚八点", "看不懂是几点几分"),
        ("prefix", "舆情", "写法不对"),
        ("quiet_days", "0", "超出了允许的范围"),
        ("quiet_days", "三", "不是整数"),
        ("zone", "Asia/Jinan", "没有这个时区"),
        ("attach_score", "0.4", "先后或大小颠倒"),
        ("key_grade", "Ⅴ", "不在可选的值中"),
        ("office", "", "没有填"),
    ],
)
def test_a_wrong_basic_value_is_a_finding(key: str, value: str, reason: str) -> None:
    cell = f"B{row_of('基本信息', key)}"
    found = findings_of(spoiled("基本信息", **{cell: value}))
    assert [(f.where, dict(f.values)["label"], dict(f.values)["reason"]) for f in found] == [
        (f"基本信息!{cell}", key, reason)
    ]


def test_an_unknown_key_is_named_with_the_one_meant() -> None:
    row = row_of("基本信息", "office")
    found = findings_of(spoiled("基本信息", **{f"A{row}": "ofice"}))
    assert [(f.code, f.stood) for f in found] == [("plan.reference", "ofice"), ("plan.value", "")]
    assert "是不是“office”" in found[0].sentence


def test_notes_of_a_clerk_on_other_sheets_do_not_change_the_digest() -> None:
    loaded, _ = load({**bundled(), "我的备忘": (("x",),)})
    assert loaded is not None
    assert loaded.digest == plan().digest


def test_the_template_depends_on_fields_and_dictionaries_only() -> None:
    other_title, _ = load(spoiled("报表", B2="另一个标题"))
    other_label, _ = load(spoiled("字段", C6="行次"))
    assert other_title is not None
    assert other_label is not None
    assert other_title.digest != plan().digest
    assert other_title.template_digest == plan().template_digest != other_label.template_digest
