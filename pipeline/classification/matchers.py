"""Matchers: conditions compiled to closures that say why a fact satisfies them.

A multi-valued fact satisfies a condition if one of its elements does, and a `Not` if none does; one without
elements is a missing value. A value that is not of the column's type satisfies only `Not`, `有` and `-`.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from pipeline.classification.conditions import (
    AnyOf,
    Anything,
    Column,
    Condition,
    Contains,
    Equals,
    Not,
    Present,
    Span,
)
from pipeline.classification.facts import FactType, elements, is_of, shown
from pipeline.classification.offsets import as_typed
from pipeline.classification.words import Finder, WordLists
from pipeline.model import Evidence
from pipeline.plan.model import fold

Matcher = Callable[[object], Evidence | None]
"""What of a fact satisfies the condition, or None."""

_folded = lru_cache(maxsize=4096)(fold)


def matcher(condition: Condition, column: Column, words: WordLists) -> Matcher:
    """The closure of a condition over the facts of a column."""
    if isinstance(condition, Not):
        return _complement(matcher(condition.test, column, words), column)
    if isinstance(condition, AnyOf):
        return _first_of(tuple(matcher(c, column, words) for c in condition.tests))
    if isinstance(condition, Contains):
        finder = words.finder(condition.words, condition.lists, asserted=condition.asserted)
        return _occurrence(finder, column)
    return _one_of(_test(condition, column.kind), column)


def _complement(inner: Matcher, column: Column) -> Matcher:
    field = column.field
    return lambda fact: Evidence(field, shown(fact)) if inner(fact) is None else None


def _first_of(matchers: tuple[Matcher, ...]) -> Matcher:
    return lambda fact: next((found for m in matchers if (found := m(fact)) is not None), None)


def _occurrence(finder: Finder, column: Column) -> Matcher:
    field = column.field

    def match(fact: object) -> Evidence | None:
        for value in (fact,) if isinstance(fact, str) else elements(fact):
            if isinstance(value, str) and (found := finder(value)):
                return Evidence(field, value, as_typed(found, value))
        return None

    return match


def _one_of(test: Callable[[object], bool], column: Column) -> Matcher:
    field = column.field

    def match(fact: object) -> Evidence | None:
        for value in elements(fact):
            if test(value):
                return Evidence(field, shown(value))
        return None

    return match


def _test(condition: Anything | Present | Equals | Span, kind: FactType) -> Callable[[object], bool]:
    match condition:
        case Anything():
            return lambda _: True
        case Present():
            return _is_present
        case Equals(value) if isinstance(value, str):
            wanted = fold(value)
            return lambda v: isinstance(v, str) and _folded(v) == wanted
        case Equals(value):
            return lambda v: is_of(kind, v) and v == value
        case Span():
            return _within(condition, kind)


def _is_present(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _within(span: Span, kind: FactType) -> Callable[[object], bool]:
    low, high, low_open, high_open = span.low, span.high, span.low_open, span.high_open

    def test(value: object) -> bool:
        if not is_of(kind, value) or not isinstance(value, int | float | date | timedelta):
            return False
        above = low is None or value > low or (value == low and not low_open)  # type: ignore[operator]
        return above and (high is None or value < high or (value == high and not high_open))  # type: ignore[operator]

    return test
