"""The bundled plan, spoiled in one place at a time, and the sentence each fault makes."""

import re

import pytest

from pipeline.plan.text import PlanTables
from pipeline.register.law import make_law
from tests.plan.sheets import bundled, row_of, spoiled


def sentences(tables: PlanTables) -> list[str]:
    return [f"{f.severity}:{f.sentence}" for f in make_law(tables)[1]]


def with_rows(
    sheet: str, *rows: tuple[str, ...], at: int | None = None, tables: PlanTables | None = None
) -> PlanTables:
    """The tables with rows put in before row `at` of a sheet, or at its end."""
    tables = tables or bundled()
    old = tables[sheet]
    cut = len(old) if at is None else at - 1
    return {**tables, sheet: (*old[:cut], *rows, *old[cut:])}


def without(sheet: str, *first: str) -> PlanTables:
    """The tables without the rows that begin so."""
    return {**bundled(), sheet: tuple(row for row in bundled()[sheet] if row[0] not in first)}


def test_the_bundled_plan_has_no_fault_and_needs_no_hint() -> None:
    law, findings = make_law(bundled())
    assert law is not None
    assert [f.sentence for f in findings] == []


def test_a_gap_shows_what_falls_through() -> None:
    found = sentences(without("分级规则", "FJ-11"))[0]
    assert found.startswith("提醒:分级规则!A1:有的情况没有一条规则命中,例如:")
    assert "报告单位数“2”,渠道种数“2”,内容摘要“其他内容”,其余空白。" in found


def test_a_row_for_all_that_is_known_of_no_situation_closes_the_gap_there() -> None:
    assert sentences(without("情形规则", "QJ-17"))[0].startswith("提醒:情形规则!A1:有的情况没有一条规则命中")


def test_two_rules_that_both_match_are_an_error_where_one_may() -> None:
    found = sentences(spoiled("分级规则", A1="U"))
    assert "错误:分级规则!A3:规则 FJ-02 与规则 FJ-01 会同时命中" in "\n".join(found)
    assert make_law(spoiled("分级规则", A1="U"))[0] is None


def test_two_rules_that_disagree_are_a_conflict() -> None:
    found = [s for s in sentences(spoiled("分级规则", A1="A")) if "结果却不同" in s]
    assert found[0].startswith(
        "错误:分级规则!A3:规则 FJ-02 与规则 FJ-01 会同时命中,结果却不同,例如:传播层级“省级、全国”,其余不论。"
    )
    assert not [s for s in found if "规则 FJ-03 与规则 FJ-02" in s]


def test_a_rule_after_one_that_covers_it_never_decides() -> None:
    row = ("FJ-05b", "", "", "", "", ">=5", "", "Ⅱ", "五种渠道")
    (found,) = sentences(with_rows("分级规则", row, at=row_of("分级规则", "FJ-06")))
    assert re.fullmatch(
        r"提醒:分级规则!A7:规则 FJ-05b 永远轮不到:凡是它能命中的,规则 FJ-05 已先命中,例如:渠道种数“5”,其余不论。"
        r"请把它移到前面,或改写条件;用不着就删去。",
        found,
    )


def test_a_rule_that_can_match_nothing_names_the_cell() -> None:
    rows = (
        ("FJ-00", "", "", "", "<0", "", "", "Ⅰ", "少于零个单位"),
        ("QX-00", *[""] * 6, "", "", "", "", "立案", "还不知道的事"),
    )
    (grade,) = sentences(with_rows("分级规则", rows[0], at=2))
    assert grade.startswith("提醒:分级规则!E2:规则 FJ-00 永远不会命中:“报告单位数”的条件没有一种情况能满足")
    routes = tuple(
        (*row[:1], "报告单位数" if n == 0 else ">=3" if n == 1 else "", *row[1:])
        for n, row in enumerate(bundled()["去向规则"])
    )
    assert any("“报告单位数”在这张表里总是空白" in s for s in sentences({**bundled(), "去向规则": routes}))


def test_a_result_no_rule_gives_is_said_but_not_one_that_a_step_up_gives() -> None:
    assert not sentences(without("分级规则", "FJ-01"))  # one step above Ⅱ
    last, idle = row_of("分级规则", "FJ-11"), "这条时限只在由人定为这一级时才用得上"
    found = sentences(spoiled("分级规则", **{f"H{last}": "Ⅲ"}))
    assert found == [
        "提醒:分级规则!H1:没有一条规则会得出“Ⅳ”。请补一条得出它的规则;用不着就从字典“等级”中删去。",
        f"提醒:时限!B{row_of('时限', 'SX-06')}:没有一条规则会得出等级“Ⅳ”,{idle}。请补一条得出它的规则,或删去这一行。",
    ]
    assert any("没有一条规则会得出“零报告”" in s for s in sentences(without("去向规则", "QX-17")))


def test_a_word_list_nothing_names_is_said_once_at_its_first_word() -> None:
    end = len(bundled()["词表"])
    found = sentences(with_rows("词表", ("闲置", "甲", ""), ("闲置", "乙", "")))
    assert found == [f"提醒:词表!A{end + 1}:词表“闲置”没有用到。请在规则里写 @闲置,或删去这个词表。"]


@pytest.mark.parametrize(
    ("rule", "said"), [("SX-05", "等级“Ⅲ”没有“书面报告”的时限"), ("SX-07", "等级“Ⅳ”没有“答复”的时限")]
)
def test_a_grade_without_its_deadline_is_said(rule: str, said: str) -> None:
    found = sentences(without("时限", rule))
    assert any(s.startswith("提醒:时限!B1:") and said in s for s in found), found


def test_faults_of_a_table_do_not_hide_those_of_another() -> None:
    tables = {**spoiled("分级规则", A1="U"), "分类规则": spoiled("分类规则", I3="戊")["分类规则"]}
    found = "\n".join(sentences(tables))
    assert "分级规则!A3:规则 FJ-02 与规则 FJ-01 会同时命中" in found
    assert "分类规则!I3:“→分类”写的“戊”没有定义" in found


@pytest.mark.parametrize("policy", ["C", "R", "C#"])
def test_a_table_that_must_conclude_cannot_collect(policy: str) -> None:
    (found,) = sentences(spoiled("分级规则", A1=policy))
    assert found.startswith(f"错误:分级规则!A1:规则 {policy}:这张表要得出一个结论")
