"""Space: a rule table as boxes in the product of its fields; rules are bits, as in `masks`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pipeline.classification.conditions import AnyOf, Anything, Condition, Not
from pipeline.classification.table import CompiledTable
from pipeline.classification.verification.budget import Budget
from pipeline.classification.verification.domains import Asked, Domain
from pipeline.classification.verification.fields import domain
from pipeline.classification.verification.scopes import UNLIMITED, Scope
from pipeline.classification.words import WordLists

Box = tuple[Any, ...]
"""One region of each field, in the order of `Space.axes`."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One field: its domain, and what each condition asked of it cuts out."""

    name: str
    domain: Domain[Any]
    holds: tuple[Any, ...]
    """By condition, the facts that satisfy it."""
    fails: tuple[Any, ...]
    rules: tuple[int, ...]
    """By condition, the rules that ask it."""
    of: tuple[int, ...]
    """By rule, the number of its condition."""
    _shared: dict[tuple[int, int], bool] = field(default_factory=dict)
    _implied: dict[tuple[int, int], bool] = field(default_factory=dict)

    def shares(self, first: int, second: int) -> bool:
        """Whether a fact satisfies both conditions."""
        if (first, second) not in self._shared:
            self._shared[first, second] = self.domain.touches(self.holds[first], self.holds[second])
        return self._shared[first, second]

    def implies(self, first: int, second: int) -> bool:
        """Whether every fact that satisfies the first condition satisfies the second."""
        if (first, second) not in self._implied:
            self._implied[first, second] = not self.domain.touches(self.holds[first], self.fails[second])
        return self._implied[first, second]


class Space:
    """The axes of a table and the box of each rule."""

    def __init__(self, table: CompiledTable, scopes: Mapping[str, Scope], words: WordLists, budget: Budget) -> None:
        """Columns on the same field are one axis: a rule asks for all that its cells there ask for."""
        self.rules, self.budget = range(len(table.rules)), budget
        columns = {c.field: c for c in reversed(table.columns)}
        self.axes: list[Axis] = []
        for name in dict.fromkeys(c.field for c in table.columns):
            asked = [_all(r.conditions[i] for i, c in enumerate(table.columns) if c.field == name) for r in table.rules]
            grouped = _grouped(asked)
            facts = domain(columns[name], grouped, scopes.get(name, UNLIMITED), words, budget)
            self.axes.append(_axis(name, facts, asked, grouped))

    @property
    def everything(self) -> Box:
        """All facts."""
        return tuple(axis.domain.everything for axis in self.axes)

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The facts that satisfy each rule."""
        return tuple(tuple(axis.holds[axis.of[i]] for axis in self.axes) for i in self.rules)

    def example(self, box: Box) -> dict[str, object]:
        """Facts of a box none of whose regions is empty."""
        return {axis.name: axis.domain.example(region) for axis, region in zip(self.axes, box, strict=True)}

    def both(self, first: Box, second: Box) -> Box:
        """The facts of both boxes."""
        return tuple(axis.domain.meet(a, b) for axis, a, b in zip(self.axes, first, second, strict=True))

    def unmet(self, rule: int) -> str:
        """The first field of which no fact satisfies a rule, or ""."""
        return next((axis.name for axis, region in zip(self.axes, self.boxes[rule], strict=True) if not region), "")

    def meeting(self, rule: int) -> int:
        """The rules that can match together with a rule, itself among them if it can match at all."""
        return self._agreeing(rule, Axis.shares)

    def covering(self, rule: int) -> int:
        """The rules that match whatever a rule matches."""
        return self._agreeing(rule, Axis.implies)

    def _agreeing(self, rule: int, agree: Callable[[Axis, int, int], bool]) -> int:
        found = (1 << len(self.rules)) - 1
        for axis in self.axes:
            mine = axis.of[rule]
            for theirs, rules in enumerate(axis.rules):
                if rules & found and not agree(axis, mine, theirs):
                    found &= ~rules
        return found


def _axis(name: str, facts: Domain[Any], asked: list[Condition], grouped: Asked) -> Axis:
    numbers = {condition: number for number, (condition, _) in enumerate(grouped)}
    return Axis(
        name,
        facts,
        tuple(facts.holds(c) for c in numbers),
        tuple(facts.fails(c) for c in numbers),
        tuple(rules for _, rules in grouped),
        tuple(numbers[c] for c in asked),
    )


def _all(conditions: Iterable[Condition]) -> Condition:
    """One condition that is satisfied if all are."""
    asked = tuple(dict.fromkeys(c for c in conditions if c != Anything()))
    if len(asked) > 1:
        return Not(AnyOf(tuple(Not(c) for c in asked)))
    return asked[0] if asked else Anything()


def _grouped(conditions: list[Condition]) -> Asked:
    rules: dict[Condition, int] = {}
    for i, condition in enumerate(conditions):
        rules[condition] = rules.get(condition, 0) | 1 << i
    return tuple(rules.items())
