"""Patterns: the regular expression that finds words, those with gaps and with lists in braces too (see `words`).

Words in braces are written as a tree: those that begin alike (`{爸妈}…{打}`, `{爸妈}…{骂}`) share what they
begin with, so that a text is not read once for each of them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

DOTS = "..."
"""What `…` is after normalising; more dots are no more."""
HIDDEN = "\ue000"
"""Stands for each character that a harmless word covers: a gap may span it, no word holds it."""
_GAP = "[^;!?,\n]{0,8}?"
_PART = re.compile(r"(\.{3,}|\{[^{}]*\})")
_FULL_STOP = "。", "\n"
Parts = tuple[str, ...]


def line_ends(text: str) -> str:
    """The text with full stops as line breaks: a set of ASCII alone compiles ten times as fast."""
    return text.replace(*_FULL_STOP)


def named(part: str) -> str:
    """The list that a part of a word names; nothing if it is no list in braces."""
    return part[1:-1].strip() if part.startswith("{") and part.endswith("}") else ""


def parts(word: str) -> Parts:
    """A normalised word as literal text, gaps and lists in braces."""
    return tuple(DOTS if part.startswith(DOTS) else part for part in _PART.split(word) if part)


def example(word: str, lists: Mapping[str, Sequence[str]]) -> str:
    """The shortest way to say a word: the first of each list in braces; a gap is left as it is written."""
    said = (example(lists[name][0], lists) if (name := named(part)) in lists else part for part in parts(word))
    return "".join(said)


def alternation(words: Iterable[str], lists: Mapping[str, Sequence[str]]) -> str:
    """A pattern for any of the words: plain ones longest first, then those with lists in braces."""
    split = sorted(((word, parts(word)) for word in words), key=lambda pair: (-len(pair[0]), pair[0]))
    plain = ["".join(_literal(part) for part in found) for _, found in split if not _names(found, lists)]
    braced = [found for _, found in split if _names(found, lists)]
    return "|".join((*plain, *_branches(braced, lists)))


def _names(found: Parts, lists: Mapping[str, Sequence[str]]) -> bool:
    return any(named(part) in lists for part in found)


def _branches(words: Sequence[Parts], lists: Mapping[str, Sequence[str]]) -> list[str]:
    """One branch for all words that begin with the same part; one that ends there is tried last."""
    following: dict[str, list[Parts]] = {}
    for first, *rest in words:
        following.setdefault(first, []).append(tuple(rest))
    return [_part(first, lists) + _rest(rests, lists) for first, rests in following.items()]


def _rest(rests: Sequence[Parts], lists: Mapping[str, Sequence[str]]) -> str:
    branches = _branches([rest for rest in rests if rest], lists)
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'' if all(rests) else '?'}"


def _part(part: str, lists: Mapping[str, Sequence[str]]) -> str:
    words = lists.get(named(part))
    return f"(?:{alternation(words, lists)})" if words else _literal(part)


def _literal(part: str) -> str:
    return _GAP if part == DOTS else re.escape(line_ends(part))
