"""Small worlds in which every fact can be tried: fields, words, random tables over them, and brute force."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from hypothesis import strategies as st

from pipeline.classification.evaluation import evaluate
from pipeline.classification.facts import FactType
from pipeline.classification.policies import SINGLE, HitPolicy
from pipeline.classification.table import CompiledTable, compile_table
from pipeline.classification.verification.analysis import Analysis
from pipeline.classification.verification.scopes import Scope
from pipeline.classification.words import WordLists
from pipeline.plan.model import Rule, RuleTable, Word

Facts = Mapping[str, object]
TYPES = {
    "渠道": FactType.TEXT,
    "标记": FactType.TEXT,
    "单位数": FactType.NUMBER,
    "迟": FactType.BOOLEAN,
    "正文": FactType.TEXT,
    "各文": FactType.TEXT,
}
ALLOWED = {"渠道": ("群聊", "电话", "平台"), "标记": ("红", "黄"), "类": ("丁", "丙", "乙", "甲")}
SCOPES = {
    "渠道": Scope(),
    "标记": Scope(several=True, blank=False),
    "单位数": Scope(blank=False, whole=True, least=0),
    "迟": Scope(),
    "正文": Scope(),
    "各文": Scope(several=True, blank=False),
}
WORDS = WordLists(
    [
        *(Word(list="造", word=w) for w in ("造谣", "编造")),
        *(Word(list="骗", word=w) for w in ("骗人", "编造")),
        Word(list="大", word="疯狂造谣"),
        *(Word(list="答", word=w) for w in ("答复", "没有答复")),
        Word(list="否定", word="没有"),
    ]
)
_CLAUSES = tuple(g + w for w in ("造谣", "编造", "骗人", "疯狂造谣", "答复", "没有答复", "某事") for g in ("", "没有"))
_SOME = tuple(dict.fromkeys(_CLAUSES))


def _sets(parts: tuple[str, ...], most: int) -> Iterator[tuple[str, ...]]:
    return (chosen for n in range(1, most + 1) for chosen in combinations(parts, n))


VALUES: Mapping[str, tuple[object, ...]] = {
    "渠道": (None, *ALLOWED["渠道"]),
    "标记": tuple(_sets(ALLOWED["标记"], 2)),
    "单位数": (0, 1, 2, 3, 4, 5, 6),
    "迟": (None, True, False),
    "正文": (None, "造谣", "没事", *("。".join(("先说", *c)) for c in _sets(_SOME, 4))),
    "各文": (*_sets((*("说" + c for c in _SOME), "造谣", "没事"), 3),),
}
"""Every fact of a field, or enough of them: no test tells a fifth clause from a fourth."""
CELLS: Mapping[str, tuple[str, ...]] = {
    "渠道": ("群聊", "电话", "群聊,平台", "非(群聊)", "非(电话,平台)", "空", "有"),
    "标记": ("红", "黄", "非(红)", "红,黄", "非(黄)"),
    "单位数": (">=3", "<3", "[2..4]", "(2..4)", "2", "非(3)", ">5", "<=1", "(1..2]"),
    "迟": ("是", "否", "空", "非(是)"),
    "正文": (
        "含(@造)",
        "提到(@造)",
        "含(@骗)",
        "提到(@大)",
        "非(提到(@造))",
        "非(含(@骗))",
        "造谣",
        "空",
        "含(@答)",
        "提到(答复)",
    ),
    "各文": ("含(@造)", "非(提到(@造))", "造谣", "非(没事)", "提到(@骗),没事", "含(@大)"),
}


@st.composite
def tables(draw: st.DrawFn, policies: str = "FUAPR", fields: int = 3) -> CompiledTable:
    """A random table; a field may stand in two columns."""
    names = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=fields))
    results = st.sampled_from(("甲", "乙"))
    rules = [
        Rule(
            id=f"R{number}",
            conditions=tuple(draw(st.sampled_from(("", *CELLS[name]))) for name in names),
            results=(draw(results),),
            row=number + 1,
        )
        for number in range(1, draw(st.integers(1, 6)) + 1)
    ]
    return compiled(
        RuleTable(
            name="试表",
            hit_policy=draw(st.sampled_from(policies)),
            inputs=tuple(names),
            outputs=("类",),
            rules=tuple(rules),
        )
    )


def compiled(table: RuleTable) -> CompiledTable:
    made, findings = compile_table(table, TYPES, WORDS, ALLOWED)
    assert made is not None, [f.sentence for f in findings]
    return made


def world(table: CompiledTable) -> Iterator[Facts]:
    """Every combination of facts of the fields a table asks about, one for each way its cells come out."""
    fields = tuple(dict.fromkeys(c.field for c in table.columns))
    for chosen in product(*(_unlike(table, field) for field in fields)):
        yield dict(zip(fields, chosen, strict=True))


def _unlike(table: CompiledTable, field: str) -> tuple[object, ...]:
    seen: dict[tuple[bool, ...], object] = {}
    asks = [m for rule in table.rules for f, m in rule.asks if f == field]
    for value in VALUES[field]:
        seen.setdefault(tuple(m(value) is not None for m in asks), value)
    return tuple(seen.values())


@dataclass(frozen=True)
class Truth:
    """What brute force says of a table, by rule ids."""

    gap: bool
    impossible: frozenset[str]
    overlaps: frozenset[tuple[str, str]]
    silent: frozenset[str]
    """Rules that match something and never decide, where deciding has a meaning."""


def truth(table: CompiledTable) -> Truth:
    ids = [rule.id for rule in table.rules]
    hits = [matches(table, facts) for facts in world(table)]
    matched = frozenset(i for hit in hits for i in hit)
    return Truth(
        gap=table.policy in SINGLE and not all(hits),
        impossible=frozenset(ids) - matched,
        overlaps=frozenset(_clashes(table, hits)),
        silent=frozenset(_silent(table, hits, matched)),
    )


def _default(table: CompiledTable) -> str:
    return next((r.id for i, r in enumerate(table.rules) if table.default >> i & 1), "")


def _clashes(table: CompiledTable, hits: list[list[str]]) -> Iterator[tuple[str, str]]:
    if table.policy not in (HitPolicy.UNIQUE, HitPolicy.ANY):
        return
    outputs = {r.id: r.outputs for r in table.rules}
    for first, second in {pair for hit in hits for pair in combinations(hit, 2)}:
        if _default(table) not in (first, second) and (
            table.policy is HitPolicy.UNIQUE or outputs[first] != outputs[second]
        ):
            yield first, second


def _silent(table: CompiledTable, hits: list[list[str]], matched: frozenset[str]) -> Iterator[str]:
    order = {r.id: n for n, r in enumerate(table.rules)}
    by = {r.id: r for r in table.rules}
    for rule in matched:
        mine = [h for h in hits if rule in h]
        if rule == _default(table):
            silent = all(len(h) > 1 for h in mine)
        elif table.policy is HitPolicy.FIRST:
            silent = all(h[0] != rule for h in mine)
        elif table.policy is HitPolicy.PRIORITY:
            key = {i: (by[i].rank, order[i]) for i in order}
            silent = all(any(key[o] < key[rule] for o in h if o != _default(table)) for h in mine)
        elif table.policy is HitPolicy.ANY:
            like = {o for o in order if order[o] < order[rule] and by[o].outputs == by[rule].outputs}
            silent = all(set(h) & like for h in mine)
        else:
            silent = False
        if silent:
            yield rule


def found(table: CompiledTable, analysis: Analysis) -> Truth:
    ids = [rule.id for rule in table.rules]
    return Truth(
        gap=analysis.gap is not None,
        impossible=frozenset(ids[i.rule] for i in analysis.impossible),
        overlaps=frozenset((ids[o], ids[overlap.rule]) for overlap in analysis.overlaps for o in overlap.others),
        silent=frozenset(ids[s.rule] for s in analysis.shadows),
    )


def decides(table: CompiledTable, facts: Facts) -> str:
    """Id of the rule that decides, "" if none does."""
    return evaluate(table, facts).rule


def matches(table: CompiledTable, facts: Facts) -> list[str]:
    """Every rule whose cells all match, the default too."""
    return [r.id for r in table.rules if all(m(facts.get(f)) is not None for f, m in r.asks)]
