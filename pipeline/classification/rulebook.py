"""The rulebook: the rule tables of a plan, compiled once, with the facts their columns may name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.classification.facts import FactType
from pipeline.classification.fairness import PROPOSED, UNCLEAR
from pipeline.classification.policies import SINGLE, HitPolicy
from pipeline.classification.table import CompiledTable, compile_table
from pipeline.classification.words import Finder, WordLists, normalise
from pipeline.findings import REASONS, Finding, errors, finding
from pipeline.plan.model import REPORT, FieldSpec, Plan, fold
from pipeline.plan.rules import RESULT

ROUTE, SITUATION, CLASS, GRADE = "去向规则", "情形规则", "分类规则", "分级规则"
TABLES = (ROUTE, SITUATION, CLASS, GRADE)
"""The tables of every plan; whatever other rule sheets a plan has are asked after these."""
_LIST = re.compile(r"@([^,,、()()\s]+)")
DERIVED = "事实"
"""Sheet of 字段: what is known of an incident, beside what a row says."""
THINGS, WIDE, FILLER, BACK = "对象", "泛指", "套话", "指代"
"""Word lists: things that no situation asks for, topics that many matters share, words with which anything is
reported, and words that point back to what was told before."""
_TYPES = {"整数": FactType.NUMBER, "日期": FactType.DATE, "日期时间": FactType.DATETIME}
RESULT_DICTIONARIES = {"→去向": "去向", "→情形": "情形", "→分类": "系统拟分类", "→等级": "等级"}


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Compiled tables by name."""

    tables: Mapping[str, CompiledTable]
    further: tuple[str, ...]
    """Names of the plan's own tables, in their order."""
    finder: Finder
    """Finds the words of every list that the situation rules ask for."""
    canonical: Mapping[str, str]
    """Topic word → the word that stands for its family."""
    wide: frozenset[str]
    """Topics that many matters share, such as a place or a way of telling: never enough by themselves."""
    families: Mapping[str, tuple[str, ...]]
    """Topic → the words by which it may be told."""
    filler: Finder
    """Finds the words with which anything is reported."""
    back: Finder
    """Finds the words that point back to what was told before."""

    def topics_of(self, text: str) -> frozenset[str]:
        """The topics that a text mentions, each by the word that stands for its family."""
        return frozenset(self.canonical.get(word, word) for word, _ in self.finder(normalise(text)))

    def points_back(self, text: str) -> bool:
        """Whether it speaks of something as known."""
        return bool(self.back(text))

    def spellings(self, topics: Iterable[str]) -> tuple[str, ...]:
        """Every word by which one of these topics may be told."""
        return tuple(word for topic in sorted(topics) for word in self.families.get(topic, (topic,)))

    def bare(self, text: str) -> str:
        """The text without the words with which anything is reported; the whole text if nothing else stands."""
        folded = fold(text)
        kept, end = [], 0
        for word, start in self.filler(folded):
            kept.append(folded[end:start])
            end = start + len(word)
        return "".join((*kept, folded[end:])) or folded


def fact_fields(plan: Plan) -> tuple[FieldSpec, ...]:
    """Every field that a condition column may name, by its label."""
    return (*plan.fields_of(REPORT), *plan.fields_of(DERIVED))


def compile_rules(plan: Plan) -> tuple[Rulebook | None, tuple[Finding, ...]]:
    """The rulebook of a plan, or every mistake in its tables."""
    compiled, findings = compile_tables(plan)
    return (None if errors(findings) else make_rulebook(plan, compiled)), findings


def compile_tables(plan: Plan) -> tuple[Mapping[str, CompiledTable], tuple[Finding, ...]]:
    """The tables of a plan that can be compiled, and every mistake in the others."""
    words = WordLists(plan.words)
    specs = fact_fields(plan)
    facts = {f.label: _TYPES.get(f.type, FactType.TEXT) for f in specs}
    facts |= {f.label: FactType.BOOLEAN for f in specs if f.dictionary == "是否"}
    allowed = {f.label: plan.options(f.dictionary) for f in specs if f.dictionary and f.dictionary != "是否"}
    further = tuple(t.name for t in plan.tables if t.name not in TABLES)
    named = {column: column.removeprefix(RESULT) for name in further for column in plan.table(name).outputs}
    allowed |= {column: _results(plan, name) for column, name in (named | RESULT_DICTIONARIES).items()}
    compiled: dict[str, CompiledTable] = {}
    findings: list[Finding] = []
    for name in (*TABLES, *further):
        table, found = compile_table(plan.table(name), facts, words, allowed, zone=plan.zone)
        findings += found
        if table is not None and name in TABLES and table.policy not in SINGLE:
            said = {"reason": REASONS["several"], "expected": "、".join(p for p in HitPolicy if p in SINGLE)}
            findings.append(finding("plan.rule", sheet=name, cell="A1", stood=table.policy, **said))
        elif table is not None:
            compiled[name] = table
    return compiled, tuple(findings)


def make_rulebook(plan: Plan, compiled: Mapping[str, CompiledTable]) -> Rulebook:
    """The rulebook of tables none of which has a mistake."""
    words, lists = WordLists(plan.words), _topic_lists(plan)
    canonical = {normalise(w.word): w.instead for w in plan.words if w.list in lists and w.instead}
    families: dict[str, tuple[str, ...]] = {}
    for word, topic in canonical.items():
        families[topic] = (*families.get(topic, (topic,)), word)
    return Rulebook(
        tables=compiled,
        further=tuple(name for name in compiled if name not in TABLES),
        finder=words.finder((), lists, asserted=False),
        canonical=canonical,
        wide=frozenset(canonical.get(word, word) for word in words.words(WIDE)),
        families=families,
        filler=words.finder((), (FILLER,), asserted=False),
        back=words.finder((), (BACK,), asserted=False),
    )


def _topic_lists(plan: Plan) -> tuple[str, ...]:
    """The word lists that the situation rules name, and the one of things."""
    cells = (cell for rule in plan.table(SITUATION).rules for cell in rule.conditions)
    return (*dict.fromkeys(name for cell in cells for name in _LIST.findall(cell)), THINGS)


def _results(plan: Plan, dictionary: str) -> tuple[str, ...]:
    """What a result cell may say; a situation by its code, or that it is to be studied."""
    if dictionary == "情形":
        return (*(s.code for s in plan.situations), plan.label(PROPOSED, UNCLEAR))
    return plan.options(dictionary)
