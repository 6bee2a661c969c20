"""The rulebook: the rule tables of a plan, compiled once, with the facts their columns may name."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.classification.facts import FactType
from pipeline.classification.table import CompiledTable, compile_table
from pipeline.classification.words import WordLists
from pipeline.findings import Finding, errors
from pipeline.plan.model import FieldSpec, Plan

ROUTE, SITUATION, CLASS, GRADE = "去向规则", "情形规则", "分类规则", "分级规则"
TABLES = (ROUTE, SITUATION, CLASS, GRADE)
REPORT, DERIVED = "上报", "事实"
"""Sheets of 字段: what a row says, and what is known of an incident."""
_TYPES = {"整数": FactType.NUMBER, "日期": FactType.DATE, "日期时间": FactType.DATETIME}
_RESULT_DICTIONARIES = {"→去向": "去向", "→情形": "情形", "→分类": "系统拟分类", "→等级": "等级"}


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Compiled tables by name."""

    tables: Mapping[str, CompiledTable]


def fact_fields(plan: Plan) -> tuple[FieldSpec, ...]:
    """Every field that a condition column may name, by its label."""
    return (*plan.fields_of(REPORT), *plan.fields_of(DERIVED))


def compile_rules(plan: Plan) -> tuple[Rulebook | None, tuple[Finding, ...]]:
    """The rulebook of a plan, or every mistake in its tables."""
    words = WordLists(plan.words)
    specs = fact_fields(plan)
    facts = {f.label: _TYPES.get(f.type, FactType.TEXT) for f in specs}
    facts |= {f.label: FactType.BOOLEAN for f in specs if f.dictionary == "是否"}
    allowed = {f.label: plan.options(f.dictionary) for f in specs if f.dictionary and f.dictionary != "是否"}
    allowed |= {column: _results(plan, name) for column, name in _RESULT_DICTIONARIES.items()}
    compiled, findings = {}, []
    for name in TABLES:
        table, found = compile_table(plan.table(name), facts, words, allowed)
        findings += found
        if table is not None:
            compiled[name] = table
    return (None if errors(findings) else Rulebook(compiled)), tuple(findings)


def _results(plan: Plan, dictionary: str) -> tuple[str, ...]:
    """What a result cell may say; a situation by its code."""
    return tuple(s.code for s in plan.situations) if dictionary == "情形" else plan.options(dictionary)
