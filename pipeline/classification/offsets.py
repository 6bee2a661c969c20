"""Offsets: where what was found in a normalised text begins in the text as it was typed."""

import re
import unicodedata
from functools import lru_cache

from pipeline.classification.words import Found, normalise

_ONE_TO_ONE = re.compile(r"[\u4e00-\u9fff\x00-\x7f\u3000-\u3002，-～！-＋“”‘’—·《》「」『』【】]*")
"""Characters that normalise to one each and join with none before them: almost every text is made of these."""
_JAMO = "\u1161", "\u11c2"
"""Vowels and finals that join with the Hangul before them; all else that joins is a mark."""


def as_typed(found: Found, text: str) -> Found:
    """The same words with the offsets in `text` of the characters they begin in."""
    if not found or _ONE_TO_ONE.fullmatch(text):
        return found
    origin = origins(text)
    return tuple((word, origin[at]) for word, at in found)


@lru_cache(maxsize=64)
def origins(text: str) -> tuple[int, ...]:
    """For each character of the normalised text, the offset in `text` of the one it comes from.

    A character that may join with those before it, such as an accent, comes with the first of them.
    """
    starts = [at for at, character in enumerate(text) if at == 0 or not _joins(character)]
    ends = [*starts[1:], len(text)]
    return tuple(start for start, end in zip(starts, ends, strict=False) for _ in normalise(text[start:end]))


@lru_cache(maxsize=4096)
def _joins(character: str) -> bool:
    """Whether a character may become one with what stands before it."""
    first = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.category(first).startswith("M") or _JAMO[0] <= first <= _JAMO[1]
