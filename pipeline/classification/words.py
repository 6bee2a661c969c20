"""Word lists: where the words of a plan occur in a text, negated ones told apart.

The rule, exactly:

1. Text and words are normalised alike: NFKC, then casefold. Nothing else is changed, white space least of
   all; what is found here stands at an offset of that normalised text (`offsets` leads back to what was typed).
2. Words are found from left to right, the longest at each place, without overlap. `…` in a word stands for up to
   eight characters of one clause (`用…划`). What a list's own list of harmless words holds (`人身安全除外`) is found
   before its words, and hides them: 打架子鼓 is no 打架.
3. A word is *negated* by the guard word (the plan's list `否定`) nearest before it: one that ends at most two
   characters before the word with no clause end in between (`。 ; ! ? ,` or a line break; full-width forms are
   the same after NFKC), or that begins before the word and ends in it (`被打` in 没被打), unless what the two
   share says no: that is the word's own (`没网` in 并没网). A guard word that begins in the matched word does
   not count, so `没有答复` may itself be a word of a list. Of two guard words that end at the same place the
   longer counts. `是不是` and `有没有` hold guard words: a question asserts nothing.
4. Two negations may assert: a phrase of the plan's list `双重否定` (不是没有, 没有防止) is looked for like a
   guard word, and undoes those in it. Which phrases do so the plan must say: in 杜绝和防止 there are two as well.
5. What is asserted is what occurs and is not negated; what is mentioned is all that occurs.
6. A list whose name ends with `例句` holds sentences, not words: what is found of it are the parts of a text that
   reads like them (`examples`), negated or not.

Time and memory go with the length of the text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from pipeline.classification.examples import Examples
from pipeline.plan.lists import EXAMPLES, EXCEPT
from pipeline.plan.model import Word

Found = tuple[tuple[str, int], ...]
"""(normalised word, offset in the normalised text), in order."""
Finder = Callable[[str], Found]
Negation = Callable[[str, int], bool]
"""(normalised text, where a word begins in it) → whether the word is negated."""

GUARDS = "否定"
AFFIRMATIONS = "双重否定"
_WINDOW = 2
_CLAUSE_ENDS = "。;!?,\n"
_DOTS, _GAP = re.compile(r"\.{3,}"), "[^;!?,\n]{0,8}?"
_FULL_STOP = "。", "\n"
"""While words are looked for a full stop is a line break: a set of ASCII alone compiles ten times as fast."""
_SAYING_NO = frozenset("不没未无非")
_CHANGEABLE = re.compile("[^\u4e00-\u9fff]+")
"""All but the common Chinese characters, which normalising leaves as they are and which join with nothing."""


def normalise(text: str) -> str:
    """A text as words are looked for in it: NFKC, then casefold."""
    return _CHANGEABLE.sub(_normalised, text)


def _normalised(run: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", run.group()).casefold()


_remembered = lru_cache(maxsize=256)(normalise)
"""One text is asked about by many rules."""


class WordLists:
    """The word lists of a plan by name."""

    def __init__(self, words: Iterable[Word]) -> None:
        """Group the words; blank ones and repeats are left out."""
        lists: dict[str, dict[str, None]] = {}
        for word in words:
            lists.setdefault(word.list, {})[normalise(word.word.strip())] = None
        self._lists = {name: tuple(w for w in found if w) for name, found in lists.items()}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the lists, in the plan's order."""
        return tuple(self._lists)

    def words(self, name: str) -> tuple[str, ...]:
        """The normalised words of a list; none for a list that does not exist."""
        return self._lists.get(name, ())

    def wanted(self, words: Iterable[str], lists: Iterable[str] = ()) -> frozenset[str]:
        """These words and those of the lists, normalised; of a list of sentences the first stands for all."""
        every = {normalise(w.strip()) for w in words}.union(*map(self._sought, lists))
        return frozenset(word for word in every if word.strip("."))

    def _sought(self, name: str) -> tuple[str, ...]:
        return self.words(name)[:1] if name.endswith(EXAMPLES) else self.words(name)

    def finder(self, words: Iterable[str], lists: Iterable[str] = (), *, asserted: bool = True) -> Finder:
        """A function that finds these words and those of the lists: those asserted, or all mentioned."""
        named = tuple(lists)
        guards, told = self.words(GUARDS) if asserted else (), [n for n in named if not n.endswith(EXAMPLES)]
        harmless = self.wanted((), (name + EXCEPT for name in told))
        found = _finder(self.wanted(words, told), harmless, guards, self.words(AFFIRMATIONS))
        alike = [_comparing(self.words(n), self.words(n + EXCEPT)) for n in named if n.endswith(EXAMPLES)]
        return _first_of((found, *alike)) if alike else found


def _first_of(finders: Sequence[Finder]) -> Finder:
    """What the first of them that finds anything finds."""
    return lambda text: next((found for find in finders if (found := find(text))), ())


@lru_cache(maxsize=16)
def _comparing(alike: tuple[str, ...], harmless: tuple[str, ...]) -> Finder:
    """One finder for all who compare with the same sentences."""
    examples = Examples(alike, harmless)
    return lru_cache(maxsize=32)(lambda text: examples.find(_remembered(text)))


@lru_cache(maxsize=256)
def _finder(
    wanted: frozenset[str], harmless: frozenset[str], guards: tuple[str, ...], affirmations: tuple[str, ...]
) -> Finder:
    """One finder for all who look for the same words; cached, for making the pattern takes longer than using it."""
    if not wanted:
        return lambda _: ()
    source = f"({_alternation(harmless)})|{_alternation(wanted)}" if harmless else _alternation(wanted)
    negated = _negation(guards, affirmations) if guards else None

    def find(text: str) -> Found:
        folded, pattern = _remembered(text), _compiled(source)  # when it is first asked: some thousand words take long
        searched = folded.replace(*_FULL_STOP)
        first = pattern.search(searched)
        if not first:
            return ()
        hits = pattern.finditer(searched, first.start())
        found = (m.span() for m in hits if not m.lastindex)
        return tuple((folded[at:end], at) for at, end in found if not negated or not negated(folded, at))

    return lru_cache(maxsize=32)(find)  # the rule that wins is asked again for its evidence, and so is the next table


_compiled = lru_cache(maxsize=256)(re.compile)


@lru_cache(maxsize=16)
def _negation(guards: tuple[str, ...], affirmations: tuple[str, ...]) -> Negation:
    """Whether the phrase nearest before a word is a guard word; one that is in both lists is."""
    phrases = {*guards, *affirmations}
    anywhere = re.compile(_alternation(guards))
    ending = re.compile(rf"(?:{_alternation(phrases)})\Z")
    longest = max(map(len, phrases))

    def negated(text: str, start: int) -> bool:
        last = min(start + longest - 1, len(text))
        if not anywhere.search(text, max(start - _WINDOW - longest, 0), last):
            return False
        for end in range(last, max(start - _WINDOW - 1, 0), -1):
            if end < start and text[end] in _CLAUSE_ENDS:
                return False
            if not _SAYING_NO.isdisjoint(text[start:end]):
                continue
            nearest = ending.search(text, max(end - longest, 0), end)
            if nearest and nearest.start() < start:
                return nearest.group() in guards
        return False

    return negated


def _alternation(words: Iterable[str]) -> str:
    return "|".join(map(_pattern, sorted(words, key=lambda w: (-len(w), w))))


def _pattern(word: str) -> str:
    """`…` is three dots by now."""
    return _GAP.join(map(re.escape, _DOTS.split(word.replace(*_FULL_STOP))))
