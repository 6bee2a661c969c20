"""Search: facts that no rule of a set matches, or the certainty that there are none.

Field by field, the one with the fewest choices first: each choice is a least set of rules that a fact of the
field leaves standing. When none stands any more, the choices made are the answer. What has failed once, the
same rules standing before the same fields, is not tried again.
"""

from collections.abc import Iterable

from pipeline.classification.masks import bits
from pipeline.classification.verification.space import Box, Space

_STEP = 10
"""What a look at all fields costs, in steps of the budget."""


class Search:
    """Looks for facts inside one box that none of some rules matches."""

    def __init__(self, space: Space, inside: Box, rules: int) -> None:
        self._inside, self._budget = inside, space.budget
        self._domains = tuple(axis.domain for axis in space.axes)
        self._mortals = tuple(a.domain.mortal(i, rules) for a, i in zip(space.axes, inside, strict=True))
        self._failed: set[tuple[int, int]] = set()

    def escape(self, rules: int) -> Box | None:
        """A box of facts that none of these rules matches, inside the one given; None if there is none."""
        chosen = self._descend((1 << len(self._inside)) - 1, rules)
        return None if chosen is None else tuple(chosen.get(f, region) for f, region in enumerate(self._inside))

    def _descend(self, fields: int, standing: int) -> dict[int, object] | None:
        """The region chosen in each field that had to be looked at."""
        if not standing:
            return {}
        if (fields, standing) in self._failed:
            return None
        self._budget.take(_STEP)
        falling = {f: rules for f in bits(fields) if (rules := standing & self._mortals[f])}
        if _union(falling.values()) == standing:
            field = min(falling, key=lambda f: self._domains[f].breadth(self._inside[f], falling[f]))
            mine = falling.pop(field)
            must = standing & ~_union(falling.values())
            for rules, region in self._domains[field].options(self._inside[field], mine, must):
                found = self._descend(fields & ~(1 << field), rules | standing & ~mine)
                if found is not None:
                    return {field: region, **found}
        self._failed.add((fields, standing))
        return None


def _union(masks: Iterable[int]) -> int:
    total = 0
    for mask in masks:
        total |= mask
    return total
