"""Domains: all the facts one field can have, and the regions that conditions cut out of them."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from pipeline.classification.conditions import Condition

R = TypeVar("R")
"""A region: some of the facts of a field; false if it holds none."""
Asked = Sequence[tuple[Condition, int]]
"""Each distinct condition of a field, with the rules that ask it as the bits of an integer."""


class Domain(Protocol[R]):
    """The facts of one field; fields do not depend on each other."""

    @property
    def everything(self) -> R:
        """All of them."""

    def holds(self, condition: Condition) -> R:
        """Those that satisfy a condition, by the very matchers that evaluate it."""

    def fails(self, condition: Condition) -> R:
        """Those that do not."""

    def meet(self, first: R, second: R) -> R:
        """Those in both regions."""

    def touches(self, first: R, second: R) -> bool:
        """Whether a fact lies in both regions."""

    def mortal(self, base: R, standing: int) -> int:
        """Those of the rules that some fact of a region fails."""

    def breadth(self, base: R, standing: int) -> int:
        """About how many options there are."""

    def options(self, base: R, standing: int, must: int) -> Iterable[tuple[int, R]]:
        """Which of the rules facts of a region can leave standing: at least each least set, with a region for it.

        All rules given fall somewhere in the region; those that must fall are left standing by no option.
        """

    def example(self, region: R) -> object:
        """One fact of a region that is not empty, as `evaluate` takes it."""


def least(options: Iterable[tuple[int, R]]) -> list[tuple[int, R]]:
    """The options none of which leaves standing all that another does, those that leave fewest first."""
    kept: list[tuple[int, R]] = []
    for rules, region in sorted(options, key=lambda option: option[0].bit_count()):
        if all(other & ~rules for other, _ in kept):
            kept.append((rules, region))
    return kept
