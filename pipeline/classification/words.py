"""Word lists: where the words of a plan occur in a text, negated ones told apart.

The rule, exactly:

1. Text and words are normalised alike: NFKC, then casefold. Nothing else is changed, white space least of
   all; a position is an offset into that normalised text.
2. Words are found from left to right, the longest at each place, without overlap.
3. A word is *negated* if a guard word (the plan's list `否定`) ends at most two characters before it and no
   clause ends in between (`。 ; ! ? ,` or a line break; full-width forms are the same after NFKC). A guard
   word inside the matched word does not count, so `没有答复` may itself be a word of a list. `是不是` and
   `有没有` hold guard words: a question asserts nothing.
4. What is asserted is what occurs and is not negated; what is mentioned is all that occurs.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache

from pipeline.plan.model import Word

Found = tuple[tuple[str, int], ...]
"""(normalised word, offset in the normalised text), in order."""
Finder = Callable[[str], Found]

GUARDS = "否定"
_WINDOW = 2
_CLAUSE_ENDS = "。;!?,\n"


@lru_cache(maxsize=1024)
def normalise(text: str) -> str:
    """A text as words are looked for in it; cached, for one text is asked about by many rules."""
    return unicodedata.normalize("NFKC", text).casefold()


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

    def finder(self, words: Iterable[str], lists: Iterable[str] = (), *, asserted: bool = True) -> Finder:
        """A function that finds these words and those of the lists: those asserted, or all mentioned."""
        wanted = {normalise(w.strip()) for w in words}.union(*map(self.words, lists)) - {""}
        if not wanted:
            return lambda _: ()
        pattern = re.compile(_alternation(wanted))
        guard = self._guard if asserted else None

        def find(text: str) -> Found:
            folded = normalise(text)
            return tuple(
                (m.group(), m.start())
                for m in pattern.finditer(folded)
                if guard is None or not guard.search(folded, 0, m.start())
            )

        return find

    @cached_property
    def _guard(self) -> re.Pattern[str] | None:
        """A guard word and what may follow it before the end of the searched part."""
        guards = self.words(GUARDS)
        if not guards:
            return None
        return re.compile(rf"(?:{_alternation(guards)})[^{_CLAUSE_ENDS}]{{0,{_WINDOW}}}\Z")


def _alternation(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
