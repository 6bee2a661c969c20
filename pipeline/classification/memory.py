"""Memory: a function of a fact that works out what it says of each value once."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

_SEVERAL = (tuple, frozenset)
_VALUES = 1024
Answer = TypeVar("Answer")


def remembering(function: Callable[[object], Answer]) -> Callable[[object], Answer]:
    """The same function, each scalar asked about once; in a tuple 1 and True could not be told apart."""
    remembered = lru_cache(_VALUES, typed=True)(function)

    def known(fact: object) -> Answer:
        return function(fact) if isinstance(fact, _SEVERAL) else remembered(fact)

    return known
