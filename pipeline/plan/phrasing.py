"""Phrases: where the words of a plan's list stand in a text, harmless longer words left alone.

An entry may name another list, `造谣{定性对象}` stands for 造谣者, 造谣分子 and so on. The list `…除外` beside a
list holds the harmless words: a text is read from left to right, the longest word of both lists at each place,
so `出差` keeps 差生 from being seen in 出差生活.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product

from pipeline.plan.lists import EXCEPT
from pipeline.plan.masking import PlanKey, lists_named
from pipeline.plan.model import Plan

_PART = re.compile(r"(\{[^{}]*\})")


def phrases_in(text: str, plan: Plan, name: str) -> Mapping[str, str]:
    """What the text says of the words of that list, in order, with what the plan would rather say."""
    pattern, instead = _compiled(PlanKey(plan.digest, plan), name)
    if pattern is None:
        return {}
    return {word: instead[word] for word in pattern.findall(_plain(text)) if word in instead}


@lru_cache(maxsize=16)
def _compiled(key: PlanKey, name: str) -> tuple[re.Pattern[str] | None, Mapping[str, str]]:
    plan = key.plan
    harmless = {word for entry in plan.words_of(name + EXCEPT) for word in _spelled(entry.word, plan)}
    said = {word: entry.instead for entry in plan.words_of(name) for word in _spelled(entry.word, plan)}
    instead = {word: suggestion for word, suggestion in said.items() if word not in harmless}
    if not instead:
        return None, instead
    longest_first = sorted({*instead, *harmless}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), instead


def _spelled(entry: str, plan: Plan) -> Iterator[str]:
    """Every word that an entry stands for."""
    parts = [_choices(part, plan) for part in _PART.split(entry) if part]
    return (_plain("".join(chosen)) for chosen in product(*parts))


def _choices(part: str, plan: Plan) -> tuple[str, ...]:
    named = lists_named(part)
    return tuple(word.word for word in plan.words_of(named[0])) if named else (part,)


def _plain(text: str) -> str:
    """A text as words are looked for in it: the same forms and case, its white space kept."""
    return unicodedata.normalize("NFKC", text).casefold()
