"""Points: the domain of a field that holds one value at a time, one fact for each part of it."""

from collections.abc import Callable, Sequence
from functools import cached_property

from pipeline.classification.conditions import Condition
from pipeline.classification.masks import bits
from pipeline.classification.matchers import Matcher
from pipeline.classification.verification.domains import Asked, least


class Points:
    """A region is the bits of an integer: bit i is fact i."""

    def __init__(self, facts: Sequence[object], matcher: Callable[[Condition], Matcher], asked: Asked) -> None:
        self._facts, self._matcher, self._asked = facts, matcher, asked
        self._held: dict[Condition, int] = {}
        self._options: dict[tuple[int, int], list[tuple[int, int]]] = {}

    @property
    def everything(self) -> int:
        """All facts."""
        return (1 << len(self._facts)) - 1

    def holds(self, condition: Condition) -> int:
        """The facts that satisfy a condition."""
        if condition not in self._held:
            match = self._matcher(condition)
            self._held[condition] = sum(1 << i for i, fact in enumerate(self._facts) if match(fact) is not None)
        return self._held[condition]

    def fails(self, condition: Condition) -> int:
        """The facts that do not."""
        return self.everything & ~self.holds(condition)

    def meet(self, first: int, second: int) -> int:
        """The facts in both."""
        return first & second

    def touches(self, first: int, second: int) -> bool:
        """Whether a fact lies in both regions."""
        return bool(first & second)

    def mortal(self, base: int, standing: int) -> int:
        """Those of the rules that some fact of a region fails."""
        fallen = 0
        for i in bits(base):
            fallen |= self._fallen[i]
        return standing & fallen

    def breadth(self, base: int, standing: int) -> int:
        """How many options there are."""
        return len(self._least(base, standing))

    def options(self, base: int, standing: int, must: int) -> list[tuple[int, int]]:
        """The least sets of rules that single facts leave standing."""
        return [(rules, region) for rules, region in self._least(base, standing) if not rules & must]

    def _least(self, base: int, standing: int) -> list[tuple[int, int]]:
        if (base, standing) not in self._options:
            found: dict[int, int] = {}
            for i in bits(base):
                found.setdefault(standing & ~self._fallen[i], 1 << i)
            self._options[base, standing] = least(found.items())
        return self._options[base, standing]

    def example(self, region: int) -> object:
        """The first fact of a region."""
        return self._facts[bits(region)[0]]

    @cached_property
    def _fallen(self) -> tuple[int, ...]:
        """For each fact the rules whose condition it fails."""
        fallen = [0] * len(self._facts)
        for condition, rules in self._asked:
            for i in bits(self.fails(condition)):
                fallen[i] |= rules
        return tuple(fallen)
