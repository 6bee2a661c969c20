"""The second bundled plan, complete in itself: what the engine asks of a plan it answers in its own words."""

import datetime as dt
from dataclasses import replace
from functools import cache

import pytest

from pipeline.classification.assessment import Signals, assess, route
from pipeline.classification.outcomes import outcomes
from pipeline.founding import bundled
from pipeline.model import Assessment, Attendance, ReportStatus, Row, State, Value
from pipeline.plan.model import Plan
from pipeline.plan.text import PlanTables
from pipeline.register.law import Law, make_law
from tests.nights import law as epidemic
from tests.reporting import editions

OUTSIDE = ("外来备件", "不当工具", "环境不符", "意外事故", "第三方改动")
"""Causes for which the plan excludes a repair free of charge."""


@cache
def law() -> Law:
    found, findings = make_law(bundled("aftersales"))
    assert found is not None, [f.sentence for f in findings]
    return found


def plan() -> Plan:
    return law().plan


def changed(sheet: str, row: int, column: int, text: str) -> PlanTables:
    tables = dict(bundled("aftersales"))
    rows = [list(r) for r in tables[sheet]]
    rows[row - 1][column - 1] = text
    return {**tables, sheet: tuple(map(tuple, rows))}


def row(summary: str = "东门读卡器刷卡无反应", **values: Value) -> Row:
    blank: dict[str, Value] = {f.key: f.default or None for f in plan().fields_of("上报")}
    said = blank | {"summary": summary, "system": "门禁系统", "impact": "局部受影响"} | values
    return Row(sha256="0" * 64, file="报修表.xlsx", sheet="上报", number=7, values=said, cells={})


def judged(*rows: Row, phase: str = "质保期", confirmed: str = "") -> Assessment:
    reports = {f"{n}号站": [r] for n, r in enumerate(rows)}
    return assess(law().rules, plan(), reports, Signals(phase=phase, confirmed=confirmed))


def result(name: str, found: Assessment) -> tuple[str, str]:
    """Value and rule of one of the plan's own tables."""
    verdict = next(v for v in found.verdicts if f"→{name}" in v.outputs)
    return verdict.outputs[f"→{name}"], verdict.rule


def test_the_times_that_are_missing_in_the_source_are_hints_one_a_grade_and_none_is_invented() -> None:
    _, findings = make_law(bundled("aftersales"))
    assert [(f.code, f.where, f.stood) for f in findings] == [
        ("plan.unset", f"时限!D{n}", grade) for n, grade in enumerate(("一级", "二级", "三级", "四级"), start=2)
    ]
    assert make_law(bundled("epidemic"))[1] == ()
    assert all("未配置" in f.sentence and not f.is_error for f in findings)


@pytest.mark.parametrize(("column", "text"), [(4, "30"), (5, "分钟")])
def test_a_time_that_is_half_set_is_an_error(column: int, text: str) -> None:
    found, findings = make_law(changed("时限", 2, column, text))
    assert found is None
    assert [f.where for f in findings if f.is_error] == [f"时限!{'E' if column == 4 else 'D'}2"]


@pytest.mark.parametrize(("sheet", "place", "column"), [("时限", 2, 2), ("分级规则", 2, 3)])
def test_a_grade_that_the_plan_does_not_know_is_an_error_never_a_default(sheet: str, place: int, column: int) -> None:
    found, findings = make_law(changed(sheet, place, column, "特级"))
    assert found is None
    assert [(f.code, f.stood) for f in findings if f.is_error] == [("plan.reference", "特级")]


def test_without_its_facts_there_is_no_grade() -> None:
    assert judged(row(impact=None)).grade == ""


@pytest.mark.parametrize(
    ("cause", "phase", "charge"),
    [
        ("设备自身", "质保期", ("免费", "SF-08")),
        ("设备自身", "维护期", ("优惠价加人工费", "SF-09")),
        *((cause, "质保期", ("材料成本费", "SF-10")) for cause in OUTSIDE),
        *((cause, "维护期", ("优惠价加人工费", "SF-11")) for cause in OUTSIDE),
        ("不明", "质保期", ("待定", "SF-12")),
        ("操作不当", "维护期", ("待定", "SF-12")),
    ],
)
def test_the_charge_by_cause_and_phase(cause: str, phase: str, charge: tuple[str, str]) -> None:
    assert result("收费", judged(row(cause=cause), phase=phase)) == charge


def test_reports_that_name_two_causes_leave_the_charge_open() -> None:
    assert result("收费", judged(row(cause="设备自身"), row(cause="意外事故")))[0] == "待定"


@pytest.mark.parametrize(("confirmed", "charge"), [("A", "不涉及收费"), ("B", "免费"), ("C", "材料成本费")])
def test_a_confirmed_class_goes_before_the_cause(confirmed: str, charge: str) -> None:
    assert result("收费", judged(row(cause="不当工具"), confirmed=confirmed))[0] == charge


@pytest.mark.parametrize(
    ("values", "proposed"),
    [
        ({"record_type": "咨询", "impact": "不影响使用"}, "A"),
        ({"summary": "历史数据怎么导出", "impact": "不影响使用"}, "A"),
        ({"verified": "无故障"}, "A"),
        ({}, "B"),
        ({"record_type": "月度维护"}, "B"),
        ({"cause": "第三方改动"}, "C"),
        ({"record_type": "建议", "impact": "不影响使用"}, "D"),
        ({"summary": "报修三天没人来,要投诉"}, "E"),
        ({"record_type": "号码变更", "impact": "不影响使用"}, "F"),
    ],
)
def test_a_question_that_is_no_fault_is_class_a(values: dict[str, Value], proposed: str) -> None:
    found = judged(row(**values))  # type: ignore[arg-type]  # fields by name
    assert found.proposed == proposed
    assert (found.proposed in plan().needs_person) is (proposed == "C")


def test_a_typical_problem_of_operators_is_for_the_next_training() -> None:
    asked = row("历史数据怎么导出成报表", record_type="咨询", impact="不影响使用")
    assert result("培训", judged(asked, asked)) == ("列入下次培训", "PX-01")
    assert not [v for v in judged(asked).verdicts if v.table == "培训规则" and v.rule]


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"special": "涉人身安全"}, ReportStatus.REFERRED),
        ({"summary": "配电柜冒烟,已断电"}, ReportStatus.REFERRED),
        ({"note": "到场人员私下收费"}, ReportStatus.RESTRICTED),
        ({"record_type": "月度维护", "impact": "不影响使用"}, ReportStatus.TALLIED),
        ({"record_type": "月度维护"}, ReportStatus.COUNTED),
        ({}, ReportStatus.COUNTED),
    ],
)
def test_a_row_goes_where_it_belongs(values: dict[str, Value], status: ReportStatus) -> None:
    assert route(law().rules, plan(), row(**values))[0] is status  # type: ignore[arg-type]  # fields by name


def test_a_person_decides_on_the_charge_and_only_by_signing() -> None:
    first = editions.report("读卡器无反应", "二号站")
    found = replace(editions.incident(1, first), assessment=judged(row(cause="意外事故")))
    signed = editions.decision("分类审定", decided_charge="免费")
    unsigned = replace(signed, row=replace(signed.row, values={"decided_charge": "免费"}))
    said = [outcomes(replace(found, decisions=(d,)), plan())[0] for d in (unsigned, signed)]
    assert [(o.name, o.value, o.decided) for o in said] == [("收费", "材料成本费", False), ("收费", "免费", True)]


def test_the_second_plan_says_all_that_the_first_one_says() -> None:
    first, second = epidemic().plan, plan()
    assert {w.key for w in first.wordings} <= {w.key for w in second.wordings}
    assert {c.dictionary for c in second.choices} >= {"状态", "办结状态", "报送情况", "单位级别", "报送级别", "去向"}
    assert {second.label("状态", s.value) for s in State}.isdisjoint({s.value for s in State})
    assert {second.label("报送情况", a.value) for a in Attendance}.isdisjoint({a.value for a in Attendance})
    assert (first.info.prefix, first.texts["referral.prefix"]) != (second.info.prefix, second.texts["referral.prefix"])
    assert not {w.text for w in second.wordings if w.key.endswith((".file", ".title"))} & {
        w.text for w in first.wordings if w.key in ("briefing.title", "briefing.file", "register.file", "final.title")
    }


def test_service_departments_report_at_any_time_and_only_sites_are_called() -> None:
    assert set(plan().reporting_units) - set(plan().called_units) == {"服务台", "技术支持组", "备件库", "培训组"}
    assert [getattr(plan().phase(d), "code", "") for d in (dt.date(2021, 4, 30), dt.date(2021, 5, 1))] == [
        "质保期",
        "维护期",
    ]
