"""That a scope says of each fact what `assessment` really hands to the tables."""

from collections.abc import Mapping

import pytest

from pipeline.classification.assessment import Signals, assess, route
from pipeline.classification.rulebook import CLASS, GRADE, ROUTE, SITUATION, compile_rules
from pipeline.classification.verification.scopes import scopes
from pipeline.model import Row, Value
from pipeline.plan.model import Plan, Rule, RuleTable
from tests.plan.sheets import plan

RESULTS = {ROUTE: ("→去向", "立案"), SITUATION: ("→情形", "P2-1"), CLASS: ("→分类", "A"), GRADE: ("→等级", "Ⅳ")}


def row(**said: Value) -> Row:
    blank: dict[str, Value] = {f.key: f.default or None for f in plan().fields_of("上报")}
    return Row("0" * 64, "上报.xlsx", "上报", 7, blank | {"summary": "饭菜凉了", "channel": "学生群"} | said, {})


def asking(field: str, cell: str) -> Plan:
    """The plan with tables that match only what stands in one cell."""
    tables = tuple(
        RuleTable(name=name, hit_policy="F", inputs=(field,), outputs=(output,), rules=(_rule(cell, value),))
        for name, (output, value) in RESULTS.items()
    )
    return plan().model_copy(update={"tables": tables})


def _rule(cell: str, value: str) -> Rule:
    return Rule(id="R1", conditions=(cell,), results=(value,), row=2)


def matched(field: str, cell: str, rows: Mapping[str, list[Row]], signals: Signals) -> set[str]:
    """The tables whose rule matches."""
    asked = asking(field, cell)
    book, findings = compile_rules(asked)
    assert book is not None, [f.sentence for f in findings]
    found = assess(book, asked, rows, signals)
    verdicts = (*found.verdicts, route(book, asked, next(iter(rows.values()))[0])[1])
    return {v.table for v in verdicts if v.rule}


@pytest.mark.parametrize("field", [f.label for f in plan().fields_of("事实") if f.key not in ("class", "situation")])
@pytest.mark.parametrize("signals", [Signals(), Signals(late=True, confirmed="A", days=4)])
def test_a_derived_fact_but_the_phase_is_known_only_to_class_and_grade(field: str, signals: Signals) -> None:
    rows = {"初一1班": [row()]}
    known = {name for name in RESULTS if scopes(plan(), name)[field].known}
    always = {name for name in known if not scopes(plan(), name)[field].blank}
    assert known == ({SITUATION, CLASS, GRADE} if field == "阶段" else {CLASS, GRADE})
    assert always <= matched(field, "有", rows, signals) <= known


def test_only_the_grade_knows_the_class() -> None:
    rows = {"初一1班": [row()]}
    assert {name for name in RESULTS if scopes(plan(), name)["分类"].known} == {GRADE}
    assert matched("分类", "空", rows, Signals()) == {ROUTE, SITUATION, CLASS}
    assert {name for name in RESULTS if scopes(plan(), name)["分类"].blank} == set(RESULTS)


def test_a_proof_alone_is_told_by_no_unit() -> None:
    rows = {"初一1班": [row(record_type="核实材料")]}
    assert scopes(plan(), GRADE)["报告单位数"].least == 0
    assert matched("报告单位数", "0", rows, Signals()) == {CLASS, GRADE}
    assert scopes(plan(), GRADE)["持续天数"].least == 1


def test_only_a_route_is_asked_of_one_row() -> None:
    rows = {"初一1班": [row(), row(channel="媒体")]}
    assert [name for name in RESULTS if not scopes(plan(), name)["来源渠道"].several] == [ROUTE]
    assert matched("来源渠道", "媒体", rows, Signals()) == {SITUATION, CLASS, GRADE}


def test_what_validation_requires_or_fills_in_is_never_missing() -> None:
    known = scopes(plan(), ROUTE)
    assert {field for field, scope in known.items() if not scope.blank and scope.known} == {
        "内容摘要",
        "来源渠道",
        "发现时间",
        *("核实情况", "特殊事项", "记录类型", "提出人"),
    }
