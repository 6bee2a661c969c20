"""Wording: how alike two texts are, by all they say, and by what only few others say."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from pipeline.merging.rarity import Prose, Rarity, prose, shared_runs, telling

_HALF, _STEEP = 8.0, 4
"""So much said by shared runs is half a wording; less soon is none, more soon is all."""
_LETTER_BY_LETTER = 0.9
"""What a likeness counts that heeds the order of the characters, and not how rare they are."""
_USUAL_SIZE, _SMALLEST = 120, 0.75
"""Two texts of so many characters are compared as they are; longer ones share more by chance, shorter ones less."""


def wording(a: str, b: str) -> float:
    """How alike two texts are, 0 to 1: shared character pairs, and the shorter one within the longer one."""
    if not a or not b:
        return 0.0
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    overlap = _overlap(len(pairs_a & pairs_b), len(pairs_a), len(pairs_b))
    return max(overlap, fuzz.ratio(a, b) / 100 * _LETTER_BY_LETTER)


def weighed_wording(a: str, b: str, rarity: Rarity) -> float:
    """The same, each pair weighed by how rare it is: what everybody says makes no likeness."""
    if not a or not b:
        return 0.0
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    of_a, of_b, of_both = (sum(map(rarity.of_pair, sorted(p))) for p in (pairs_a, pairs_b, pairs_a & pairs_b))
    overlap = _overlap(of_both, of_a, of_b) if of_a and of_b else 0.0
    return max(overlap, fuzz.ratio(a, b) / 100 * _LETTER_BY_LETTER)


def _overlap(both: float, a: float, b: float) -> float:
    """How much of two is in both, and how much of the smaller one."""
    dice = 2 * both / (a + b)
    return max(dice, 0.6 * both / min(a, b) + 0.4 * dice)


def rare_wording(a: str, b: str, rarity: Rarity) -> tuple[float, Mapping[str, float]]:
    """How alike two texts are by the rare runs that both have, 0 to 1, and those runs with what each says.

    The longer the texts, the more they share by chance.
    """
    one, other = _read(a), _read(b)
    runs = telling(shared_runs(one, other), rarity)
    said = sum(runs.values()) / max(_SMALLEST, (one.size * other.size) ** 0.5 / _USUAL_SIZE)
    return float(said**_STEEP / (said**_STEEP + _HALF**_STEEP)), runs


@lru_cache(maxsize=1 << 14)  # each text is compared with many others
def _pairs(text: str) -> frozenset[str]:
    letters = [c for c in text if c.isalnum()]
    pairs = ("".join(p) for p in pairwise(letters))
    return frozenset(pairs) or frozenset(letters) or frozenset((text,))


@lru_cache(maxsize=1 << 14)
def _read(text: str) -> Prose:
    return prose(text)
