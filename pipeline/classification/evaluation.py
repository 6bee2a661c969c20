"""Evaluation: what a compiled table says about the facts. Pure: the same facts, the same verdict."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from pipeline.classification.masks import bits
from pipeline.classification.policies import AGGREGATED, SINGLE, HitPolicy
from pipeline.classification.table import CompiledRule, CompiledTable
from pipeline.findings import REASONS
from pipeline.model import Evidence, Verdict

Facts = Mapping[str, object]
"""Field → value; a field that is not there is a missing value."""


def evaluate(table: CompiledTable, facts: Facts) -> Verdict:
    """The one verdict of a table with policy U, A, P or F.

    No match is a verdict without rule, its outputs "" and no why. Two matches under U, or unlike ones under
    A, are a fault of the table: a verdict without rule whose why names both rules.
    """
    if table.policy not in SINGLE:
        raise ValueError(f"{table.name}: policy {table.policy} gives several verdicts; use evaluate_all")
    hits = matching(table, facts)
    return _CHOICES[table.policy](table, facts, hits) if hits else _nothing(table)


def evaluate_all(table: CompiledTable, facts: Facts) -> tuple[Verdict, ...]:
    """The verdicts of a table with policy R, O or C, in rule order, or for O in the order of its results.

    An aggregate (C+, C<, C>, C#) is one verdict that names all its rules; a sum, least or greatest of nothing
    is no verdict, a count of nothing is 0.
    """
    if table.policy in SINGLE:
        raise ValueError(f"{table.name}: policy {table.policy} gives one verdict; use evaluate")
    hits = matching(table, facts)
    if table.policy in AGGREGATED:
        return _aggregate(table, facts, hits)
    if table.policy is HitPolicy.OUTPUT_ORDER:
        hits = sorted(hits, key=lambda rule: rule.rank)
    return tuple(_verdict(table, facts, rule) for rule in hits)


def matching(table: CompiledTable, facts: Facts) -> list[CompiledRule]:
    """The rules that match, in rule order; the default alone, and only if no other does."""
    standing = (1 << len(table.rules)) - 1
    for field, missing, mask in table.masks:
        fact = facts.get(field)
        standing &= missing if fact is None else mask(fact)
    for field, missing, reading in table.text_masks:
        fact = facts.get(field)
        standing &= missing if fact is None else reading(fact, standing)
    return [table.rules[i] for i in bits(standing & ~table.default or standing)]


def _unique(table: CompiledTable, facts: Facts, hits: Sequence[CompiledRule]) -> Verdict:
    if len(hits) > 1:
        return _fault(table, facts, hits[0], hits[1], "both_hit")
    return _verdict(table, facts, hits[0])


def _any(table: CompiledTable, facts: Facts, hits: Sequence[CompiledRule]) -> Verdict:
    unlike = next((rule for rule in hits if rule.outputs != hits[0].outputs), None)
    return _fault(table, facts, hits[0], unlike, "conflict") if unlike else _first(table, facts, hits)


def _first(table: CompiledTable, facts: Facts, hits: Sequence[CompiledRule]) -> Verdict:
    return _verdict(table, facts, hits[0], hits[1].id if len(hits) > 1 else "")


def _priority(table: CompiledTable, facts: Facts, hits: Sequence[CompiledRule]) -> Verdict:
    return _first(table, facts, sorted(hits, key=lambda rule: rule.rank))


_CHOICES: dict[HitPolicy, Callable[[CompiledTable, Facts, Sequence[CompiledRule]], Verdict]] = {
    HitPolicy.UNIQUE: _unique,
    HitPolicy.ANY: _any,
    HitPolicy.FIRST: _first,
    HitPolicy.PRIORITY: _priority,
}


def _aggregate(table: CompiledTable, facts: Facts, hits: Sequence[CompiledRule]) -> tuple[Verdict, ...]:
    (name,) = table.outputs
    numbers = [Decimal(rule.outputs[name]) for rule in hits] if table.policy is not HitPolicy.COUNT else []
    match table.policy:
        case HitPolicy.COUNT:
            value = Decimal(len(hits))
        case _ if not numbers:
            return ()
        case HitPolicy.SUM:
            value = sum(numbers, Decimal())
        case HitPolicy.MIN:
            value = min(numbers)
        case _:
            value = max(numbers)
    return (_together(table, facts, hits, {name: f"{value:f}"}),)


def _together(table: CompiledTable, facts: Facts, hits: Sequence[CompiledRule], outputs: Mapping[str, str]) -> Verdict:
    evidence = dict.fromkeys(e for rule in hits for e in _evidence(facts, rule))
    why = ";".join(dict.fromkeys(rule.why for rule in hits if rule.why))
    return Verdict(table.name, "、".join(rule.id for rule in hits), outputs, tuple(evidence), why)


def _verdict(table: CompiledTable, facts: Facts, rule: CompiledRule, runner_up: str = "") -> Verdict:
    evidence = tuple(_evidence(facts, rule))
    return Verdict(table.name, rule.id, dict(rule.outputs), evidence, rule.why, runner_up)


def _nothing(table: CompiledTable) -> Verdict:
    return Verdict(table.name, "", dict.fromkeys(table.outputs, ""))


def _fault(table: CompiledTable, facts: Facts, first: CompiledRule, second: CompiledRule, reason: str) -> Verdict:
    said = _together(table, facts, (first, second), dict.fromkeys(table.outputs, ""))
    why = REASONS[reason].format(first=first.id, second=second.id)
    return Verdict(table.name, "", said.outputs, said.evidence, why)


def _evidence(facts: Facts, rule: CompiledRule) -> list[Evidence]:
    """What of the facts satisfies each condition of a rule that asks anything."""
    return [found for field, matcher in rule.asks if (found := matcher(facts.get(field))) is not None]
