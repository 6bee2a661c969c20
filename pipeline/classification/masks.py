"""Masks: which rules of a table one fact leaves standing, as the bits of an integer (bit i is rule i).

A table asks each distinct cell of a column once, however many rules share it, and never asks a cell whose
rules have already fallen; what a column without words says of a value is remembered.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from pipeline.classification.conditions import AnyOf, Anything, Condition, Contains, Not
from pipeline.classification.matchers import Matcher

Mask = Callable[[object, int], int]
"""(fact, rules still standing) → rules whose cell in the column matches; those of fallen rules may lack."""


def column_mask(conditions: Iterable[Condition], matchers: Mapping[Condition, Matcher]) -> Mask:
    """The mask of a column from its conditions in rule order, and the matchers of those that ask anything."""
    rules: dict[Condition, int] = {}
    for bit, condition in enumerate(conditions):
        rules[condition] = rules.get(condition, 0) | 1 << bit
    always = rules.pop(Anything(), 0)
    mask = _asking(tuple((matchers[c], asked_by) for c, asked_by in rules.items()), always)
    return mask if any(map(looks_for_words, rules)) else _remembering(mask)


def looks_for_words(condition: Condition) -> bool:
    """Whether a condition reads through a text, which takes longer than all others."""
    if isinstance(condition, Not):
        return looks_for_words(condition.test)
    if isinstance(condition, AnyOf):
        return any(map(looks_for_words, condition.tests))
    return isinstance(condition, Contains)


def bits(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _asking(tests: tuple[tuple[Matcher, int], ...], always: int) -> Mask:
    def mask(fact: object, standing: int) -> int:
        found = always
        for matcher, rules in tests:
            if rules & standing and matcher(fact) is not None:
                found |= rules
        return found

    return mask


def _remembering(mask: Mask) -> Mask:
    """The same mask, each scalar asked about once; in a tuple 1 and True could not be told apart."""

    @lru_cache(maxsize=1024, typed=True)
    def remembered(fact: object) -> int:
        return mask(fact, -1)

    def known(fact: object, standing: int) -> int:
        return mask(fact, standing) if isinstance(fact, tuple | frozenset) else remembered(fact)

    return known
