"""Conditions: the frozen values a condition cell is read into, open to evaluation and to analysis."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import tzinfo

from pipeline.classification.facts import FactType, Scalar


@dataclass(frozen=True, slots=True)
class Anything:
    """Any value, a missing one too."""


@dataclass(frozen=True, slots=True)
class Present:
    """Something stands there; `空` is its `Not`."""


@dataclass(frozen=True, slots=True)
class Equals:
    """That value; texts are compared folded."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Span:
    """An interval; a comparison is one with a single bound. None is no bound."""

    low: Scalar | None = None
    high: Scalar | None = None
    low_open: bool = False
    """Whether `low` itself is outside."""
    high_open: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no value lies in it; both bounds must be there."""
        low, high = self.low, self.high
        return low > high or (low == high and (self.low_open or self.high_open))  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Contains:
    """One of the words, or of the words of the lists, occurs."""

    words: tuple[str, ...]
    lists: tuple[str, ...]
    asserted: bool = True
    """Whether a negated word does not count."""


@dataclass(frozen=True, slots=True)
class Not:
    """The complement: what does not satisfy the test, a missing value included."""

    test: "Condition"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the tests."""

    tests: tuple["Condition", ...]


Condition = Anything | Present | Equals | Span | Contains | Not | AnyOf


@dataclass(frozen=True, slots=True)
class Column:
    """What is known about one condition column."""

    field: str
    kind: FactType
    zone: tzinfo
    """Where a date with a time is read, if it says no offset."""
    allowed: tuple[str, ...] = ()
    """The values of its closed dictionary; () if any value may stand there."""
    lists: Collection[str] = ()
    """Names of the word lists there are."""
