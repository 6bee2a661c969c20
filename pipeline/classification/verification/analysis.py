"""Analysis: what is wrong with one table, as values: gap, overlaps, rules that never decide, each with facts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.classification.masks import bits
from pipeline.classification.policies import SINGLE, HitPolicy
from pipeline.classification.table import CompiledTable
from pipeline.classification.verification.budget import Budget, OutOfStepsError
from pipeline.classification.verification.scopes import Scope
from pipeline.classification.verification.search import Search
from pipeline.classification.verification.space import Space
from pipeline.classification.words import WordLists

STEPS = 500_000
"""How much work a table may make for its gap, and again for the rules that never decide: a second or two."""
Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Impossible:
    """A rule that matches nothing."""

    rule: int
    field: str
    """The first field of which no fact satisfies it."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Rules that match the same facts, where the policy forbids it."""

    rule: int
    others: tuple[int, ...]
    """Those before it, in their order."""
    facts: Facts
    """What the rule and the first of the others match."""


@dataclass(frozen=True, slots=True)
class Shadow:
    """A rule that never decides: whatever it matches, one of the others is taken."""

    rule: int
    others: tuple[int, ...]
    """None of them can be left out."""
    facts: Facts
    """What the rule matches."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """All of a table; rules by their index."""

    gap: Facts | None
    """What no rule matches; None too for a policy that may give nothing."""
    impossible: tuple[Impossible, ...]
    overlaps: tuple[Overlap, ...]
    shadows: tuple[Shadow, ...]
    finished: bool
    """Whether the budget was enough; if not, a gap or a rule that never decides may have gone unseen."""

    @property
    def silent(self) -> frozenset[int]:
        """Rules that never decide."""
        return frozenset({i.rule for i in self.impossible} | {s.rule for s in self.shadows})


def analyse(table: CompiledTable, scopes: Mapping[str, Scope], words: WordLists, steps: int = STEPS) -> Analysis:
    """Everything about a table that its rules alone can tell, exact as far as fields are independent."""
    try:
        return _Table(table, Space(table, scopes, words, Budget(steps))).analysis()
    except OutOfStepsError:
        return Analysis(gap=None, impossible=(), overlaps=(), shadows=(), finished=False)


class _Table:
    """One table under analysis."""

    def __init__(self, table: CompiledTable, space: Space) -> None:
        self.table, self.space = table, space
        self.finished = True

    def analysis(self) -> Analysis:
        impossible = tuple(Impossible(i, field) for i in self.space.rules if (field := self.space.unmet(i)))
        possible = sorted(set(self.space.rules) - {i.rule for i in impossible})
        gap = self._gap()
        overlaps = tuple(o for i in possible if (o := self._overlap(i)))
        return Analysis(gap, impossible, overlaps, tuple(self._shadows(possible)), self.finished)

    def _gap(self) -> Facts | None:
        """A list, sum or count of nothing is an answer too."""
        if self.table.policy not in SINGLE:
            return None
        self.space.budget.renew()
        try:
            every = self._bits(self.space.rules)
            escaped = Search(self.space, self.space.everything, every).escape(every)
        except OutOfStepsError:
            self.finished = False
            return None
        return None if escaped is None else self.space.example(escaped)

    def _overlap(self, rule: int) -> Overlap | None:
        """Under U any rule that matches too, under A one with other results; the default gives way to all."""
        met = self.space.meeting(rule) & ~self.table.default & (1 << rule) - 1
        if self.table.default >> rule & 1 or self.table.policy not in (HitPolicy.UNIQUE, HitPolicy.ANY):
            return None
        others = tuple(i for i in bits(met) if self.table.policy is HitPolicy.UNIQUE or not self._alike(rule, i))
        if not others:
            return None
        together = self.space.both(self.space.boxes[rule], self.space.boxes[others[0]])
        return Overlap(rule, others, self.space.example(together))

    def _shadows(self, possible: Sequence[int]) -> Iterator[Shadow]:
        self.space.budget.renew()
        for rule in possible:
            try:
                others = self._covers(rule)
            except OutOfStepsError:
                self.finished = False
                continue
            if others:
                yield Shadow(rule, others, self.space.example(self.space.boxes[rule]))

    def _covers(self, rule: int) -> tuple[int, ...]:
        """The rules that always take precedence over a rule between them; none if it decides somewhere."""
        before = self._before(rule)
        covering, standing = self.space.covering(rule), self._bits(before) & self.space.meeting(rule)
        whole = next((i for i in before if covering >> i & 1), None)
        if whole is not None:
            return (whole,)
        search = Search(self.space, self.space.boxes[rule], standing)
        if not standing or search.escape(standing) is not None:
            return ()
        for i in before:
            without = standing & ~(1 << i)
            if without != standing and search.escape(without) is None:
                standing = without
        return tuple(i for i in before if standing >> i & 1)

    def _before(self, rule: int) -> list[int]:
        """The rules that are taken rather than this one when both match, the first of them first.

        Under A only those with the same results: the others are a conflict. Under U none, for the same
        reason, and none under a policy that takes all. The default gives way to every rule.
        """
        table, rules = self.table, [i for i in self.space.rules if not self.table.default >> i & 1]
        if table.default >> rule & 1:
            return rules
        match table.policy:
            case HitPolicy.FIRST:
                return rules[:rule]
            case HitPolicy.ANY:
                return [i for i in rules if i < rule and self._alike(rule, i)]
            case HitPolicy.PRIORITY:
                ranked = sorted(rules, key=lambda i: table.rules[i].rank)
                return ranked[: ranked.index(rule)]
            case _:
                return []

    def _alike(self, first: int, second: int) -> bool:
        return self.table.rules[first].outputs == self.table.rules[second].outputs

    @staticmethod
    def _bits(rules: Iterable[int]) -> int:
        return sum(1 << i for i in rules)
