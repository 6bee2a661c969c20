"""Masks: what must not leave is replaced by the patterns of the plan's word lists.

A pattern may name another word list: `{姓氏}` stands for any of its entries. The entries of a list are
applied from top to bottom, so an identity number is gone before anything looks for telephone numbers.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.plan.model import Plan, Word

EVERYBODY = "遮盖"
"""Word list of the masks of everything that leaves."""
LEADERS = "领导遮盖"
"""Word list of the further masks of leaders' copies."""
_LIST = re.compile(r"\{([^\W\d_]+)\}")
_FULLWIDTH = str.maketrans({chr(n + 0xFEE0): chr(n) for n in (*b"0123456789@+-.", *range(65, 91), *range(97, 123))})
"""Figures, letters and what stands between them in a number or an address."""


def mask(text: str, plan: Plan) -> str:
    """The text without names, numbers and addresses of people."""
    return _replaced(text.translate(_FULLWIDTH), _masks(PlanKey(plan.digest, plan), EVERYBODY))


def leaders(text: str, plan: Plan) -> str:
    """The text for leaders: no initials of people either, and a single child's grade instead of the class."""
    return _replaced(mask(text, plan), _masks(PlanKey(plan.digest, plan), LEADERS))


def hidden(text: str, plan: Plan) -> frozenset[str]:
    """What the masks of everything that leaves take out of a text, as it stood there."""
    return _hidden(text, PlanKey(plan.digest, plan))


def lists_named(pattern: str) -> tuple[str, ...]:
    """The word lists that a pattern names."""
    return tuple(_LIST.findall(pattern))


def is_usable(word: Word, lists: Mapping[str, str]) -> bool:
    """Whether an entry is a pattern with a replacement that fits it; the lists it names must be there."""
    try:
        _compiled(word.word, lists).sub(word.instead, "")
    except (re.error, IndexError):
        return False
    return True


def alternatives(words: tuple[Word, ...]) -> dict[str, str]:
    """Each word list as a pattern that matches any of its words."""
    lists: dict[str, list[str]] = {}
    for word in words:
        lists.setdefault(word.list, []).append(word.word)
    return {name: f"(?:{'|'.join(entries)})" for name, entries in lists.items()}


@dataclass(frozen=True, slots=True)
class PlanKey:
    """A plan as a key of the cache: equal by digest, for hashing a whole plan takes longer than masking."""

    digest: str
    plan: Plan = field(compare=False)


@lru_cache(maxsize=8)
def _masks(key: PlanKey, name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    lists = alternatives(key.plan.words)
    return tuple((_compiled(word.word, lists), word.instead) for word in key.plan.words_of(name))


@lru_cache(maxsize=16_384)
def _hidden(text: str, key: PlanKey) -> frozenset[str]:
    found, text = set(), text.translate(_FULLWIDTH)
    for pattern, instead in _masks(key, EVERYBODY):
        for each in pattern.finditer(text):
            if each[0] != each.expand(instead):
                found.add(each[0])
        text = pattern.sub(instead, text)
    return frozenset(found)


def _replaced(text: str, masks: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, instead in masks:
        text = pattern.sub(instead, text)
    return text


def _compiled(pattern: str, lists: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(_LIST.sub(lambda found: lists[found[1]], pattern))
