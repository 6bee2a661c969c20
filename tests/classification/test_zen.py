"""zen-engine as an oracle: random tables under F and C, the same cells in both spellings, the same facts.

Left out is what the two mean differently: an empty text (missing to us, a value to zen), texts that differ in
case or width (equal to us), facts of another type than their column. A cell that zen cannot read never matches
there and raises nothing, so each kind of cell is first shown to be read as it is meant.
"""

import random
from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Any

import pytest

from pipeline.classification.evaluation import evaluate, evaluate_all
from pipeline.classification.facts import FactType
from pipeline.classification.table import CompiledTable, compile_table
from pipeline.classification.words import WordLists
from pipeline.plan.model import Rule, RuleTable
from tests.classification.jdm import jdm

zen = pytest.importorskip("zen", reason="zen-engine has no wheel for this system", exc_type=ImportError)

ENGINE = zen.ZenEngine()
TABLES, FACTS = 1_000, 6
Oracle = Callable[[dict[str, object]], Any]
"""Facts → the results of the first rule that matches, {} if none does; or of all that match."""
Cell = tuple[str, str]
"""The same condition as we spell it and as zen does."""
TEXTS = "甲乙丙丁"
NUMBERS = (-2, -0.5, 0, 1, 2, 2.5, 3, 4, 7)
"""Bounds; the facts lie on, between and beyond them."""
VALUES: dict[FactType, tuple[object, ...]] = {
    FactType.TEXT: (*TEXTS, None),
    FactType.NUMBER: (-9, -2, -1, -0.5, -0.2, 0, 0.5, 1, 1.5, 2, 2.2, 2.5, 2.7, 3, 3.5, 4, 5, 7, 9, None),
    FactType.BOOLEAN: (True, False, None),
}
ANYTHING: tuple[Cell, ...] = (("", ""), ("-", ""))
PRESENCE: tuple[Cell, ...] = (
    ("空", "$ == null"),
    ("有", "$ != null"),
    ("非(空)", "$ != null"),
    ("非(有)", "$ == null"),
)


def text(chance: random.Random) -> Cell:
    some = chance.sample(TEXTS, chance.randint(1, 3))
    ours, theirs = ",".join(some), ",".join(f'"{v}"' for v in some)
    return chance.choice(
        (
            (ours, theirs),
            (f'"{some[0]}"', f'$ == "{some[0]}"'),
            (f"非({ours})", f"$ not in [{theirs}]"),
            (f"not({some[0]})", f'$ != "{some[0]}"'),
            (f"空,{ours}", f"$ == null or $ in [{theirs}]"),
        )
    )


def span(chance: random.Random) -> Cell:
    low, high = sorted(chance.sample(NUMBERS, 2))
    start, end = chance.choice("[("), chance.choice("])")
    return f"{start}{low}..{high}{chance.choice('[)') if end == ')' else end}", f"{start}{low}..{high}{end}"


def number(chance: random.Random) -> Cell:
    value, other = chance.sample(NUMBERS, 2)
    sign = chance.choice(("<", "<=", ">", ">="))
    ours, theirs = span(chance)
    return chance.choice(
        (
            (f"{value}", f"{value}"),
            (f"{value},{other}", f"{value}, {other}"),
            (f"{sign}{value}", f"{sign} {value}"),
            (f"not({sign}{value})", f"$ == null or not ($ {sign} {value})"),
            (ours, theirs),
            (f"非({ours})", f"$ == null or $ not in {theirs}"),
            (f"{other}、{ours}", f"{other}, {theirs}"),
            (f"{ours},{sign}{value}", f"$ in {theirs} or $ {sign} {value}"),
        )
    )


def boolean(chance: random.Random) -> Cell:
    return chance.choice((("是", "true"), ("否", "false"), ("非(是)", "$ != true"), ("是,否", "true, false")))


KINDS: dict[FactType, Callable[[random.Random], Cell]] = {
    FactType.TEXT: text,
    FactType.NUMBER: number,
    FactType.BOOLEAN: boolean,
}


def cell(chance: random.Random, kind: FactType) -> Cell:
    """One of three asks nothing, else hardly a rule of four columns would match."""
    drawn = chance.random()
    return chance.choice(ANYTHING) if drawn < 1 / 3 else chance.choice(PRESENCE) if drawn < 0.4 else KINDS[kind](chance)


def compiled(policy: str, kinds: Mapping[str, FactType], rules: list[tuple[list[Cell], list[str]]]) -> CompiledTable:
    """The table as the engine has it."""
    asked = [
        Rule(id=f"R{n}", conditions=tuple(ours for ours, _ in cells), results=tuple(results), row=n + 2)
        for n, (cells, results) in enumerate(rules)
    ]
    given = RuleTable(name="表", hit_policy=policy, inputs=tuple(kinds), outputs=("o0", "o1"), rules=tuple(asked))
    table, findings = compile_table(given, kinds, WordLists(()), {}, UTC)
    assert table is not None, [f.sentence for f in findings]
    return table


def decision(policy: str, kinds: Mapping[str, FactType], rules: list[tuple[list[Cell], list[str]]]) -> Oracle:
    """The same table as zen has it."""
    spelled = [[*(theirs for _, theirs in cells), *results] for cells, results in rules]
    made = ENGINE.create_decision(jdm({"F": "first", "C": "collect"}[policy], len(kinds), spelled))
    return lambda facts: made.evaluate(facts)["result"]


def disagreements(seed: int) -> tuple[list[str], int]:
    """What one random table says otherwise than zen, and how many rules matched in all."""
    chance = random.Random(seed)  # noqa: S311 (the same tables every time)
    kinds = {f"i{n}": chance.choice(list(KINDS)) for n in range(chance.randint(1, 4))}
    rules = [
        ([cell(chance, kind) for kind in kinds.values()], [chance.choice("一二三"), str(n)])
        for n in range(chance.randint(1, 8))
    ]
    policy = chance.choice("FC")
    ours, theirs = compiled(policy, kinds, rules), decision(policy, kinds, rules)
    found, hits = [], 0
    for _ in range(FACTS):
        facts = {name: chance.choice(VALUES[kind]) for name, kind in kinds.items()}
        given = {name: value for name, value in facts.items() if value is not None or chance.random() < 1 / 2}
        said, expected = saying(ours, given), theirs(given)
        hits += len(said)
        if said != (expected if policy == "C" else [expected] if expected else []):
            found.append(f"{seed}: {rules} {given}: {said}, zen {expected}")
    return found, hits


def saying(table: CompiledTable, facts: dict[str, object]) -> list[dict[str, str]]:
    """The outputs of the rules that speak."""
    verdicts = evaluate_all(table, facts) if table.policy == "C" else [v for v in [evaluate(table, facts)] if v.rule]
    return [dict(v.outputs) for v in verdicts]


def test_random_tables_agree_with_zen() -> None:
    results = [disagreements(seed) for seed in range(TABLES)]
    assert [line for found, _ in results for line in found][:3] == []
    assert sum(hits > 0 for _, hits in results) > TABLES * 0.8  # it is not that nothing ever matches


@pytest.mark.parametrize("kind", KINDS)
def test_zen_reads_every_kind_of_cell(kind: FactType) -> None:
    chance = random.Random(1)  # noqa: S311
    cells = {*ANYTHING, *PRESENCE, *(KINDS[kind](chance) for _ in range(100))}
    for ours, theirs in cells:
        rules = [([(ours, theirs)], ["是", "0"])]
        table, asked = compiled("F", {"i0": kind}, rules), decision("F", {"i0": kind}, rules)
        read = [bool(asked({"i0": value})) for value in VALUES[kind]]
        assert read == [bool(saying(table, {"i0": value})) for value in VALUES[kind]], (ours, theirs)
        assert any(read), (ours, theirs)
