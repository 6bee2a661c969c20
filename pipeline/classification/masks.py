"""Masks: which rules of a table one fact leaves standing, as the bits of an integer (bit i is rule i).

A table asks each distinct cell of a column once, however many rules share it. What a column says of a missing
value is known beforehand, and what one without words says of another value is remembered; one that looks for
words is asked last, and never for a cell whose rules have already fallen.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from pipeline.classification.conditions import AnyOf, Anything, Condition, Contains, Not
from pipeline.classification.matchers import Matcher
from pipeline.classification.memory import remembering


class Mask(NamedTuple):
    """What a column leaves standing."""

    field: str
    missing: int
    """The rules whose cell matches where nothing stands."""
    matching: Callable[[object], int]
    """Fact → the rules whose cell matches."""


class TextMask(NamedTuple):
    """What a column that looks for words leaves standing."""

    field: str
    missing: int
    matching: Callable[[object, int], int]
    """(fact, rules still standing) → the rules whose cell matches; those of fallen rules may lack."""


def column_mask(field: str, conditions: Iterable[Condition], matchers: Mapping[Condition, Matcher]) -> Mask | TextMask:
    """The mask of a column from its conditions in rule order, and the matchers of those that ask anything."""
    rules: dict[Condition, int] = {}
    for bit, condition in enumerate(conditions):
        rules[condition] = rules.get(condition, 0) | 1 << bit
    always = rules.pop(Anything(), 0)
    tests = tuple((matchers[c], asked_by) for c, asked_by in rules.items())

    def matching(fact: object, standing: int = -1) -> int:
        found = always
        for matcher, asked_by in tests:
            if asked_by & standing and matcher(fact) is not None:
                found |= asked_by
        return found

    if any(map(looks_for_words, rules)):
        return TextMask(field, matching(None), matching)
    return Mask(field, matching(None), remembering(matching))


def looks_for_words(condition: Condition) -> bool:
    """Whether a condition reads through a text, which takes longer than all others."""
    if isinstance(condition, Not):
        return looks_for_words(condition.test)
    if isinstance(condition, AnyOf):
        return any(map(looks_for_words, condition.tests))
    return isinstance(condition, Contains)


@lru_cache(maxsize=4096)
def bits(mask: int) -> tuple[int, ...]:
    """The numbers of the bits that are set, lowest first."""
    found: list[int] = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return tuple(found)
