"""Every requirement of the field has its place in the bundled plan, and the defaults are the field's."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from pipeline.findings import REASONS, WORDING
from pipeline.resources import templates
from tests.plan.sheets import bundled, plan

PLACES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "R1": (("时限", "SX-07"), ("人员角色", "spokesperson"), ("字典", "进展类型 澄清")),
    "R2": (("时限", "SX-01"), ("报表", "hop.found"), ("报表", "hop.answered"), ("字典", "进展类型 已转达")),
    "R3": (
        ("字典", "核实情况 未核实"),
        ("字典", "进展类型 首次公布"),
        ("分类规则", "FL-11"),
        ("报表", "section.verify"),
    ),
    "R4": (("报表", "section.requests"),),
    "R5": (("报表", "decision.answer"), ("人员角色", "office_head")),
    "R6": (("字典", "进展类型 提请处置"),),
    "R7": (("报表", "decision.lead"), ("人员角色", "handling_owner"), ("字典", "进展类型 其他")),
    "R8": (("人员角色", "principal"), ("人员角色", "review_owner"), ("报表", "word.unset")),
    "R9": (("去向规则", "QX-19"), ("情形规则", "QJ-08"), ("报表", "overview.tallied")),
    "R19": (("单位级别", ""), ("人员角色", "vice_principal"), ("人员角色", "class_head")),
    "R22": (("字典", "发现人角色 群管理员"), ("人员角色", "group_admin")),
    "R23": (("字典", "发现人角色 学生联络员"), ("人员角色", "liaison"), ("报表", "template.guide_text")),
    "R24": (("报表", "template.guide_text"), ("人员角色", "next_level"), ("时限", "SX-05"), ("报表", "hop.found")),
    "R25": (("分类规则", "FL-01"), ("字典", "记录类型 预警"), ("人员角色", "head")),
    "R26": (("去向规则", "QX-21"), ("分级规则", "FJ-01"), ("字典", "走势研判 不明"), ("报表", "cause.late")),
    "R27": (("人员角色", "handling_owner"),),
    "R28": (("分类规则", "FL-14"), ("时限", "SX-07"), ("字典", "分类 A")),
    "R29": (("分类规则", "FL-02"), ("分类规则", "FL-06"), ("字典", "分类 B"), ("字典", "重大负面影响 是")),
    "R30": (("分类规则", "FL-07"), ("字典", "分类 C"), ("字典", "提出人 家长"), ("字典", "提出人 校外")),
    "R31": (("分类规则", "FL-13"), ("字典", "分类 D"), ("字典", "进展类型 不采纳")),
    "R32": (("时限", "SX-08"), ("人员角色", "tracker"), ("字典", "办结状态 重新办理")),
    "R33": (("时限", "SX-11"), ("基本信息", "quiet_days"), ("报表", "final.title")),
}
"""Requirement → where the plan holds what it asks; R10-R18, R20 and R21 are no numbers of the field."""


def cells(sheet: str, key: str) -> str:
    """The row of a sheet by what its first columns say; a dictionary by its name alone: all its rows."""
    if not key:
        return " ".join(" ".join(row) for row in bundled()["字典"] if row and row[0] == sheet)
    (row,) = [r for r in bundled()[sheet] if key in (r[0], " ".join(r[:2]))]
    return " ".join(row)


@pytest.mark.parametrize("number", PLACES)
def test_a_requirement_has_its_places(number: str) -> None:
    for sheet, key in PLACES[number]:
        assert re.search(rf"{number}(?!\d)", cells(sheet, key)), (sheet, key)


def test_no_requirement_is_forgotten_and_none_invented() -> None:
    cited = {m for rows in bundled().values() for row in rows for cell in row for m in re.findall(r"R\d+", cell)}
    assert cited == set(PLACES) == {f"R{n}" for n in (*range(1, 10), 19, *range(22, 34))}


def test_each_rule_and_deadline_says_by_what_right() -> None:
    whys = [(r.id, r.why) for table in plan().tables for r in table.rules]
    whys += [(d.id, d.why) for d in plan().deadlines]
    assert [key for key, why in whys if not re.search(r"R\d+|数据保护要求\d", why)] == []


def test_the_deadlines_are_the_fields() -> None:
    held = {(d.grade, d.item): (d.amount, d.unit) for d in plan().deadlines}
    assert held == {
        ("Ⅰ", "phone"): (30, "分钟"), ("Ⅱ", "phone"): (30, "分钟"),
        ("Ⅰ", "written"): (90, "分钟"), ("Ⅱ", "written"): (90, "分钟"),
        ("Ⅲ", "written"): (2, "小时"), ("Ⅳ", "written"): (0, "当日"),
        ("", "answer"): (0, "当日"),
        ("Ⅰ", "progress"): (1, "日"), ("Ⅱ", "progress"): (1, "日"), ("Ⅲ", "progress"): (3, "日"),
        ("", "review"): (7, "日"),
    }  # fmt: skip


def test_what_is_kept_and_how_long() -> None:
    held = {r.what: r.days for r in plan().retention}
    assert held["撤回文本"] == 30
    assert {"归档原表", "台账", "汇报", "附件", "备份", "退回副本"} <= set(held)


def test_both_phases_call_the_roll_every_working_day() -> None:
    assert {p.code: p.rhythm for p in plan().phases} == {"P1": "工作日", "P2": "工作日"}


def test_each_unit_that_reports_has_its_head_and_a_deputy() -> None:
    units = [u for u in plan().units if u.name in plan().reporting_units]
    assert all(u.lead and u.deputy for u in units)


def test_nothing_names_a_punishment() -> None:
    results = {cell for table in plan().tables for rule in table.rules for cell in rule.results}
    said = " ".join([*results, *plan().texts.values(), *(c.value for c in plan().choices)])
    assert not re.search(r"处罚|处分(?!依据)|开除|记过|警告|通报批评|停课处理", said)


NEVER = re.compile(r"漏报|瞒报|谎报")


def spoken() -> Iterator[tuple[str, str]]:
    """Everything the program may say by itself: its sentences, the plan's, and the pages."""
    for code, wording in WORDING.items():
        yield code, wording.problem + wording.remedy
    yield from REASONS.items()
    for sheet, rows in bundled().items():
        if sheet != "词表":  # what others may write and the program points out
            yield from ((f"{sheet} {row[0]}", " ".join(row)) for row in rows if row)
    yield from ((w.word, w.instead) for w in plan().words)
    for page in sorted(Path(str(templates())).rglob("*.html*")):
        yield page.name, page.read_text(encoding="utf-8")


def test_the_program_never_says_that_somebody_kept_silent_or_lied() -> None:
    assert [place for place, said in spoken() if NEVER.search(said)] == []
    assert plan().texts["word.suspected"] == "疑似遗漏,待核实"
