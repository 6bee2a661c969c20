"""Unions: the domain of a field whose facts are put together of parts: several values, or clauses of a text.

A test holds for the whole if it holds for one part, and 非(…) if the test holds for none, as the matchers have
it; so what can be true together is what the parts that are allowed have between them. Nothing is enumerated:
a region is a list of cubes (tests that hold, tests that fail), and one look over the parts tells whether a
cube holds any fact.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.classification.conditions import AnyOf, Anything, Condition, Not
from pipeline.classification.verification.budget import Budget
from pipeline.classification.verification.domains import Asked

Cube = tuple[int, int]
"""Tests that hold and tests that fail, as bits; the others may do either."""
Cubes = tuple[Cube, ...]
_FREE: Cube = (0, 0)
_MANY = 1000
"""More than any field of single values has."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a fact is put together of; a vector is the bits of the tests that a part satisfies."""

    joint: Sequence[tuple[int, object]]
    """Vectors and parts that stand beside each other."""
    alone: Sequence[tuple[int, object]]
    """Vectors and facts that are whole in themselves."""
    blank: bool
    """Whether the fact may be missing."""
    joined: Callable[[Sequence[object]], object]
    """The fact made of parts."""


class Unions:
    """A region is a tuple of cubes, each of which holds some fact."""

    everything: Cubes = (_FREE,)

    def __init__(self, tests: Sequence[Condition], parts: Parts, asked: Asked, budget: Budget) -> None:
        self._bit = {test: 1 << i for i, test in enumerate(tests)}
        self._parts, self._asked, self._budget = parts, asked, budget
        self._known: dict[Cube, bool] = {}
        self._cut: dict[tuple[Condition, bool], Cubes] = {}

    def holds(self, condition: Condition) -> Cubes:
        """The facts that satisfy a condition."""
        return self._cubes(condition, wanted=True)

    def fails(self, condition: Condition) -> Cubes:
        """The facts that do not."""
        return self._cubes(condition, wanted=False)

    def meet(self, first: Cubes, second: Cubes) -> Cubes:
        """The facts in both."""
        if first == self.everything:
            return second
        return self._sound({(a | c, b | d) for a, b in first for c, d in second})

    def touches(self, first: Cubes, second: Cubes) -> bool:
        """Whether a fact lies in both regions."""
        return any(self._is_real((a | c, b | d)) for a, b in first for c, d in second)

    def mortal(self, base: Cubes, standing: int) -> int:
        """Those of the rules that some fact of a region fails."""
        return sum(rules for fails, rules in self._pending(standing) if self.touches(base, fails))

    def breadth(self, base: Cubes, standing: int) -> int:
        """One option if one fact fails all; else there may be very many."""
        pending = [fails for fails, _ in self._pending(standing)]
        return 1 if self._all(base, pending) else _MANY + len(pending)

    def options(self, base: Cubes, standing: int, must: int) -> Iterator[tuple[int, Cubes]]:
        """Sets of rules that facts of a region leave standing, the next one looked for when it is asked for."""
        pending = sorted(self._pending(standing), key=lambda one: -one[1].bit_count())
        region = self._all(base, [fails for fails, rules in pending if rules & must])
        return self._leaves(region, [one for one in pending if not one[1] & must], 0)

    def example(self, region: Cubes) -> object:
        """A fact of the first cube, made of as few parts as suffice."""
        true, false = region[0]
        if not true and self._parts.blank:
            return None
        for vector, fact in self._parts.alone:
            if not vector & false and not true & ~vector:
                return fact
        allowed = [part for part in self._parts.joint if not part[0] & false]
        chosen: list[object] = []
        while true or not chosen:
            vector, part = max(allowed, key=lambda p: ((p[0] & true).bit_count(), -p[0].bit_count()))
            true &= ~vector
            chosen.append(part)
        return self._parts.joined(chosen)

    def _leaves(
        self, region: Cubes, pending: Sequence[tuple[Cubes, int]], surviving: int
    ) -> Iterator[tuple[int, Cubes]]:
        """Every set of rules that must survive; all fall at once if they can, else one falls or is let live."""
        if not region:
            return
        if whole := self._all(region, [fails for fails, _ in pending]):
            yield surviving, whole
            return
        (fails, rules), *rest = pending
        yield from self._leaves(self.meet(region, fails), rest, surviving)
        yield from self._leaves(region, rest, surviving | rules)

    def _pending(self, standing: int) -> list[tuple[Cubes, int]]:
        """What fails each condition that some of the rules ask, and these rules."""
        return [(fails, rules & standing) for fails, rules in self._falling if rules & standing]

    @cached_property
    def _falling(self) -> list[tuple[Cubes, int]]:
        return [(self.fails(c), rules) for c, rules in self._asked]

    def _all(self, region: Cubes, others: Iterable[Cubes]) -> Cubes:
        for other in others:
            region = self.meet(region, other)
            if not region:
                break
        return region

    def _cubes(self, condition: Condition, *, wanted: bool) -> Cubes:
        if (condition, wanted) not in self._cut:
            self._cut[condition, wanted] = self._made(condition, wanted=wanted)
        return self._cut[condition, wanted]

    def _made(self, condition: Condition, *, wanted: bool) -> Cubes:
        match condition:
            case Anything():
                return self.everything if wanted else ()
            case Not(test):
                return self._cubes(test, wanted=not wanted)
            case AnyOf(tests) if wanted:
                return self._sound({cube for test in tests for cube in self._cubes(test, wanted=True)})
            case AnyOf(tests):
                found = self.everything
                for test in tests:
                    found = self.meet(found, self._cubes(test, wanted=False))
                return found
            case _:
                bit = self._bit[condition]
                return self._sound({(bit, 0) if wanted else (0, bit)})

    def _sound(self, cubes: set[Cube]) -> Cubes:
        """The cubes that hold a fact, without those that lie in another."""
        self._budget.take(1 + len(cubes) ** 2 // 8)
        real = [cube for cube in cubes if self._is_real(cube)]
        return tuple(sorted(c for c in real if not any(o != c and _within(c, o) for o in real)))

    def _is_real(self, cube: Cube) -> bool:
        if cube not in self._known:
            self._known[cube] = self._has_fact(*cube)
        return self._known[cube]

    def _has_fact(self, true: int, false: int) -> bool:
        if not true and self._parts.blank:
            return True
        if any(not v & false and not true & ~v for v, _ in self._parts.alone):
            return True
        allowed = [v for v, _ in self._parts.joint if not v & false]
        together = 0
        for vector in allowed:
            together |= vector
        return bool(allowed) and not true & ~together


def _within(inner: Cube, outer: Cube) -> bool:
    return not outer[0] & ~inner[0] and not outer[1] & ~inner[1]
