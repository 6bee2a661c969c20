"""Clauses: the short texts, each about one word, of which any text can be thought to be made.

What a word condition says of a text is taken to be what it says of the text's clauses, and a clause to hold
one word of a list, asserted or negated. So 含 implies 提到, a list is implied by a part of it, and a word
inside another word is found there, all as the matchers find them, because they are asked. Left out are
texts in which words of several lists overlap, so that one hides the other.
"""

from collections.abc import Iterator, Sequence

from pipeline.classification.conditions import Contains
from pipeline.classification.words import GUARDS, WordLists

STOP = "。"
"""Ends a clause: no negation reaches beyond it."""
Trace = tuple[int, int, int]
"""Where a known word begins and ends in a text, and which conditions look for it."""


def clauses(asked: Sequence[Contains], lists: WordLists) -> tuple[str, ...]:
    """One clause for each kind: words that all conditions treat alike need only one."""
    index: dict[str, int] = {}
    for bit, condition in enumerate(asked):
        for word in sorted(lists.wanted(condition.words, condition.lists)):
            index[word] = index.get(word, 0) | 1 << bit
    guards = lists.words(GUARDS)
    known = {guard: 1 << len(asked) for guard in guards} | index
    longest = max(map(len, known), default=0)
    kinds: dict[frozenset[Trace], str] = {}
    for word in index:
        kinds.setdefault(frozenset(_traces(word, known, longest)), word)
    return tuple(text for word in kinds.values() for text in (word, *_negated(word, guards, index, longest)))


def _negated(word: str, guards: Sequence[str], index: dict[str, int], longest: int) -> tuple[str, ...]:
    """The word behind a guard word, if possible one that makes no other word of it."""
    plain = (g + word for g in guards if not any(start < len(g) for start, *_ in _traces(g + word, index, longest)))
    return (next(plain, guards[0] + word),) if guards else ()


def _traces(text: str, known: dict[str, int], longest: int) -> Iterator[Trace]:
    for start in range(len(text)):
        for end in range(start + 1, min(start + longest, len(text)) + 1):
            if bits := known.get(text[start:end]):
                yield start, end, bits
