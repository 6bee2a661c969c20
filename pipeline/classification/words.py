"""Word lists: where the words of a plan occur in a text, negated ones told apart.

The rule, exactly:

1. Text and words are normalised alike: NFKC, then casefold. Nothing else is changed, white space least of
   all; what is found here stands at an offset of that normalised text (`offsets` leads back to what was typed).
2. A cell of a list holds a word, or several with `|` between them as elsewhere in the plan (masks excepted, which
   are regular expressions). Words are found from left to right without overlap. `…` in a word stands for up to
   eight characters of one clause, none at all too (`用…划`), and reaches as far as it must and no further. `{名}`
   stands for any word of the list 名 (`{爸妈}…{动手}`), which may hold gaps and lists in braces itself as long as
   none leads back to its own list. At each place words without braces are tried first, the longest of them first,
   then those with braces. Braces around what is no list of the plan are text; the check of a plan tells of them,
   of lists without words and of circles (`plan.braces`).
   What the list of harmless words beside a list holds (`人身安全除外`, written alike) is found first, in the whole
   text, and hides what it covers: 打架子鼓 is no 打架, nor is the 打 in 打电话 one for `{爸妈}…打`. A gap may reach
   over what is hidden.
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
   reads like them (`examples`), and negation is no matter.

Time and memory go with the length of the text: gaps have an end, and a word has at most three of them, those in
the lists it names among them (`plan.braces`).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from pipeline.classification.examples import Examples
from pipeline.classification.patterns import HIDDEN, alternation, example, line_ends, named, parts
from pipeline.plan.lists import EXAMPLES, EXCEPT
from pipeline.plan.model import Word, split

Found = tuple[tuple[str, int], ...]
"""(normalised word, offset in the normalised text), in order."""
Finder = Callable[[str], Found]
Negation = Callable[[str, int], bool]
"""(normalised text, where a word begins in it) → whether the word is negated."""

GUARDS = "否定"
AFFIRMATIONS = "双重否定"
_WINDOW = 2
_CLAUSE_ENDS = "。;!?,\n"
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
            lists.setdefault(word.list, {}).update(dict.fromkeys(map(normalise, split(word.word))))
        self._lists = {name: tuple(w for w in found if w) for name, found in lists.items()}
        self._by_normal_name = {normalise(name): name for name in self._lists}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the lists, in the plan's order."""
        return tuple(self._lists)

    def words(self, name: str) -> tuple[str, ...]:
        """The normalised words of a list; none for a list that does not exist."""
        return self._lists.get(name, ())

    def wanted(self, words: Iterable[str], lists: Iterable[str] = ()) -> frozenset[str]:
        """These words and those of the lists, normalised, as they are written; of a list of sentences the first."""
        every = {normalise(w.strip()) for w in words}.union(*map(self._sought, lists))
        return frozenset(word for word in every if word.strip("."))

    def _sought(self, name: str) -> tuple[str, ...]:
        return self.words(name)[:1] if name.endswith(EXAMPLES) else self.words(name)

    def example(self, word: str) -> str:
        """A text in which that word stands: of each list in braces its first word."""
        return example(word, self._named_by((word,))) if "{" in word else word

    def finder(self, words: Iterable[str], lists: Iterable[str] = (), *, asserted: bool = True) -> Finder:
        """A function that finds these words and those of the lists: those asserted, or all mentioned."""
        every = tuple(lists)
        guards, asked = self.words(GUARDS) if asserted else (), [n for n in every if not n.endswith(EXAMPLES)]
        alike = [_comparing(self.words(n), self.words(n + EXCEPT)) for n in every if n.endswith(EXAMPLES)]
        wanted, harmless = self.wanted(words, asked), self.wanted((), (name + EXCEPT for name in asked))
        named_lists = tuple(self._named_by((*wanted, *harmless)).items())
        found = _finder(wanted, harmless, named_lists, guards, self.words(AFFIRMATIONS))
        return _first_of((found, *alike)) if alike else found

    def _named_by(self, words: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The lists that these words name, and those that the words of these name; in the plan's order of words."""
        found: dict[str, tuple[str, ...]] = {}
        waiting = [word for word in words if "{" in word]
        while waiting:
            for name in map(named, parts(waiting.pop())):
                if name not in found and name in self._by_normal_name:
                    found[name] = tuple(w for w in self.words(self._by_normal_name[name]) if w.strip("."))
                    waiting += [word for word in found[name] if "{" in word]
        return {name: found[name] for name in sorted(found) if found[name]}


def _first_of(finders: Sequence[Finder]) -> Finder:
    """What the first of them finds anything."""
    return lambda text: next((found for find in finders if (found := find(text))), ())


@lru_cache(maxsize=16)
def _comparing(alike: tuple[str, ...], harmless: tuple[str, ...]) -> Finder:
    """One finder for all who compare with the same sentences."""
    examples = Examples(alike, harmless)
    return lru_cache(maxsize=32)(lambda text: examples.find(_remembered(text)))


@lru_cache(maxsize=256)
def _finder(
    wanted: frozenset[str],
    harmless: frozenset[str],
    lists: tuple[tuple[str, tuple[str, ...]], ...],
    guards: tuple[str, ...],
    affirmations: tuple[str, ...],
) -> Finder:
    """One finder for all who look for the same words; cached, for making the pattern takes longer than using it."""
    if not wanted:
        return lambda _: ()
    negated = _negation(guards, affirmations) if guards else None

    def find(text: str) -> Found:
        folded = _remembered(text)
        searched = line_ends(folded)
        if harmless:
            searched = _pattern(harmless, lists).sub(_hide, searched)
        found = (m.span() for m in _pattern(wanted, lists).finditer(searched))
        return tuple((folded[at:end], at) for at, end in found if not negated or not negated(folded, at))

    return lru_cache(maxsize=32)(find)  # the rule that wins is asked again for its evidence, and so is the next table


@lru_cache(maxsize=256)
def _pattern(words: frozenset[str], lists: tuple[tuple[str, tuple[str, ...]], ...]) -> re.Pattern[str]:
    """Made when it is first asked: some hundred words take long."""
    return re.compile(alternation(words, dict(lists)))


def _hide(harmless: re.Match[str]) -> str:
    return HIDDEN * (harmless.end() - harmless.start())


@lru_cache(maxsize=16)
def _negation(guards: tuple[str, ...], affirmations: tuple[str, ...]) -> Negation:
    """Whether the phrase nearest before a word is a guard word; one that is in both lists is."""
    phrases = {*guards, *affirmations}
    anywhere = re.compile(alternation(guards, {}))
    ending = re.compile(rf"(?:{alternation(phrases, {})})\Z")
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
