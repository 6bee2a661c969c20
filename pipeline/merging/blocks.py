"""Blocks: which earlier reports a report may be like, found by what both name, never by comparing all with all."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.merging.casebook import Standing
from pipeline.merging.likeness import COMPARED
from pipeline.merging.rarity import PAIR, Prose, Rarity

_RAREST = 40
"""A report looks into the blocks of so many of its pairs of characters, the rarest."""
_BLOCK = 120
"""Of a block with more reports only so many before the end of a day, and after it, are looked at."""


@dataclass(slots=True)
class Blocks:
    """Reports by the pairs of characters that stand in them, as far as anybody will ask."""

    everything: Sequence[Standing]
    """By day, and those of one day in an order that does not depend on their arrival."""
    wanted: frozenset[str]
    rarity: Rarity
    by_pair: dict[str, list[int]] = field(init=False)
    days: list[date] = field(init=False)

    def __post_init__(self) -> None:
        """Each report stands in the block of every wanted pair."""
        self.by_pair = defaultdict(list)
        self.days = [s.report.report_date for s in self.everything]
        for index, standing in enumerate(self.everything):
            for gram in standing.prose.grams & self.wanted:
                if len(gram) == PAIR:
                    self.by_pair[gram].append(index)

    def near(self, one: Standing, spellings: Iterable[str], window_days: int) -> list[Standing]:
        """The likeliest reports of its lane and time; `spellings`: words under which its topics may be told."""
        day = one.report.report_date
        shared: dict[int, float] = defaultdict(float)
        for pair, weight in self._asked(one.prose, spellings):
            for index in self._nearest(self.by_pair.get(pair, ()), day):
                shared[index] += weight
        kept: list[Standing] = []
        for index in sorted(shared, key=lambda index: (-round(shared[index], 6), index)):
            other = self.everything[index]
            apart = abs((other.report.report_date - day).days)
            if other is not one and other.restricted is one.restricted and apart <= window_days:
                kept.append(other)
                if len(kept) == COMPARED:
                    break
        return kept

    def _asked(self, prose: Prose, spellings: Iterable[str]) -> Iterable[tuple[str, float]]:
        """The pairs whose blocks are looked into, with what sharing each says; what its topics may be called first."""
        told = dict.fromkeys((word[:PAIR] for word in spellings), self.rarity.of_pair(""))
        known = ((g, self.rarity.of_pair(g)) for g in prose.grams if len(self.by_pair.get(g, ())) > 1)
        rarest = sorted(known, key=lambda pair: (-pair[1], pair[0]))[:_RAREST]
        return sorted((dict(rarest) | told).items())

    def _nearest(self, block: Sequence[int], day: date) -> Sequence[int]:
        """The reports of a block around that day."""
        if len(block) <= _BLOCK:
            return block
        here = bisect_right(block, bisect_right(self.days, day) - 1)
        return block[max(0, here - _BLOCK) : here + _BLOCK]
