"""Small rule tables written as text: one line a rule, cells apart by `|`."""

from collections.abc import Mapping
from datetime import UTC

from pipeline.classification.facts import FactType
from pipeline.classification.table import CompiledTable, compile_table
from pipeline.classification.words import WordLists
from pipeline.findings import Finding
from pipeline.plan.model import Rule, RuleTable, Word

FACTS: Mapping[str, FactType] = {
    "渠道": FactType.TEXT,
    "正文": FactType.TEXT,
    "单位数": FactType.NUMBER,
    "迟": FactType.BOOLEAN,
}
ALLOWED = {
    "渠道": ("群聊", "电话", "平台"),
    "类": ("丁", "丙", "乙", "甲"),
    "级": ("四", "三", "二", "一"),
    "号": ("A1", "B2"),
}
WORDS = WordLists([Word(list="谣言", word="造谣"), Word(list="否定", word="没有")])


def rule_table(text: str) -> RuleTable:
    """First line: policy | conditions | →results | why; then one line a rule."""
    heading, *lines = ([cell.strip() for cell in line.split("|")] for line in text.strip().splitlines())
    first = next(i for i, name in enumerate(heading) if name.startswith("→"))
    rules = tuple(
        Rule(
            id=cells[0],
            conditions=tuple(cells[1:first]),
            results=tuple(cells[first:-1]),
            why=cells[-1],
            row=row,
        )
        for row, cells in enumerate(lines, start=2)
    )
    outputs = tuple(name[1:] for name in heading[first:-1])
    return RuleTable(name="试表", hit_policy=heading[0], inputs=tuple(heading[1:first]), outputs=outputs, rules=rules)


def mistakes(text: str) -> tuple[Finding, ...]:
    """What is wrong with a table that cannot be compiled."""
    compiled, findings = compile_table(rule_table(text), FACTS, WORDS, ALLOWED, UTC)
    assert compiled is None
    return findings


def compiled(text: str) -> CompiledTable:
    """A table without mistakes."""
    table, findings = compile_table(rule_table(text), FACTS, WORDS, ALLOWED, UTC)
    assert not findings, [f.sentence for f in findings]
    assert table is not None
    return table
