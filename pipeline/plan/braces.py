"""Braces: that a word which names lists, `{爸妈}…{动手}`, can be looked for (what it means: classification/words)."""

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.findings import REASONS, Finding
from pipeline.plan import masking
from pipeline.plan.model import Word, split
from pipeline.plan.sheets import Placed

_GAP = re.compile(r"…+|\.{3,}")
_MOST_GAPS = 3
"""In one word, those of the lists it names among them: more, and a text takes too long."""
Lists = Mapping[str, Sequence[str]]


def findings(words: Placed[Word]) -> Iterator[Finding]:
    """Words that name a list without words, lead back to their own list, or hold too many gaps."""
    lists: dict[str, list[str]] = {}
    for word in words.entries:
        lists.setdefault(word.list, []).extend(split(word.word))
    for row, word in words.rows:
        if word.list in (masking.EVERYBODY, masking.LEADERS):
            continue
        named = [name for name in dict.fromkeys(masking.lists_named(word.word)) if name in lists]
        wrong = next((found for name in named for found in _wrong(word, name, lists)), None)
        if wrong is None and _gaps(word.word, lists) > _MOST_GAPS:
            wrong = "gaps", f"“…”不超过 {_MOST_GAPS} 处的词,花括号里的词表中的“…”也算"
        if wrong:
            because, expected = wrong
            yield words.finding("plan.value", row, "词", word.word, reason=REASONS[because], expected=expected)


def _wrong(word: Word, name: str, lists: Lists) -> Iterator[tuple[str, str]]:
    if not any(_GAP.sub("", said).strip() for said in lists[name]):
        yield "empty_list", f"有词的词表,或先给词表“{name}”写上词"
    elif word.list in _reached(name, lists):
        yield "circle", f"不会绕回“{word.list}”的写法,如把“{{{name}}}”换成它里面的词"


def _reached(name: str, lists: Lists) -> set[str]:
    """A list with those that its words name, and theirs."""
    found, waiting = set[str](), [name]
    while waiting:
        this = waiting.pop()
        if this not in found:
            found.add(this)
            waiting += [n for said in lists.get(this, ()) for n in masking.lists_named(said)]
    return found


def _gaps(cell: str, lists: Lists, within: frozenset[str] = frozenset()) -> int:
    """The gaps of the word in a cell that has most; of a circle, which is told apart, one round counts."""
    named = ((said, [n for n in masking.lists_named(said) if n not in within]) for said in split(cell))
    return max(
        (len(_GAP.findall(said)) + sum(_most(n, lists, within) for n in names) for said, names in named), default=0
    )


def _most(name: str, lists: Lists, within: frozenset[str]) -> int:
    return max((_gaps(said, lists, within | {name}) for said in lists.get(name, ())), default=0)
