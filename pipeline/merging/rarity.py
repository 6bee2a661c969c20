"""Rarity: how much it says that two reports share a run of characters, by how this ledger itself speaks."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain
from math import log

PAIR = 2
"""So many characters are a pair; runs of them are told by pairs, and by triples."""
_UNKNOWN = 50
"""A ledger begins as if it knew so many incidents in which nothing stood."""
_STRANGE = 2
"""A character that was never seen after two others counts as if one of so many were it."""
_CHANCE = 2.5
"""What a run must say before it counts: two strangers share many runs that say less."""
_ENOUGH = 4.5
"""The most that one name, of a place or a thing, may say: one matter is more than one name."""
_NAME = 7.5
"""The most that the rarest one of them may say: without a name of its own, two matters of one kind look alike."""
_USUAL = 2.0
"""What a word says that stands in more than every seventh incident: no more than the plan's wide ones."""
_COPIED = 12.0
"""What a run says beyond this is no name but a sentence passed on."""
_LEAD = 300
"""A text says what it is about in its first characters; so many are read."""
_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Prose:
    """A text as its runs are compared: its unbroken parts and all their pairs and triples of characters."""

    parts: tuple[str, ...]
    grams: frozenset[str]
    size: int
    """How many characters it has."""


def prose(text: str) -> Prose:
    """Read a text that was folded."""
    parts = tuple(_LETTERS.findall(text[:_LEAD]))
    grams = frozenset(part[i : i + n] for part in parts for n in (PAIR, PAIR + 1) for i in range(len(part) - n + 1))
    return Prose(parts, grams, sum(map(len, parts)))


@dataclass(frozen=True, slots=True)
class Rarity:
    """In how many incidents each pair and triple of characters stands; in nats, what sharing it says."""

    incidents: float = 0
    counts: Mapping[str, float] = field(default_factory=dict)
    """Pair or triple of characters → number of incidents."""
    wide: frozenset[str] = frozenset()
    """Pairs of the words that many matters share by the plan, however few incidents the ledger knows."""

    said: dict[str, float] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What was reckoned already: a pair is asked about many times."""

    def of_pair(self, pair: str) -> float:
        """What it says that a text has these two characters."""
        found = self.said.get(pair)
        if found is None:
            found = self.said[pair] = self._of_pair(pair)
        return found

    def _of_pair(self, pair: str) -> float:
        known = self.counts.get(pair, 0) + (self.incidents + _UNKNOWN) / 8 * (pair in self.wide)
        return log((self.incidents + _UNKNOWN) / (known + 1))

    def of_run(self, run: str) -> float:
        """What it says that a text has this run: its first pair, then how little each next character was expected."""
        return self.of_pair(run[:PAIR]) + sum(self._step(run[i : i + PAIR + 1]) for i in range(len(run) - PAIR))

    def is_usual(self, word: str) -> bool:
        """Whether so many incidents of this ledger name it that it is no matter of its own."""
        return self.of_run(word) < _USUAL

    def news(self, name: str) -> float:
        """How much it says that two reports name this place or channel, 0 to 1: little if nearly all do."""
        return 1 - self.counts.get(named(name), 0) / (self.incidents + 1)

    def _step(self, triple: str) -> float:
        before, here = self.counts.get(triple[:PAIR], 0), self.counts.get(triple, 0)
        return max(0.0, log((before + _STRANGE) / (here + 1)))


def named(name: str) -> str:
    """How a place or a channel is counted beside pairs and triples of characters."""
    return f"={name}"


def grams_in(words: Iterable[str]) -> frozenset[str]:
    """The pairs and triples of characters of some words: what it takes to tell whether one is usual."""
    spans = (PAIR, PAIR + 1)
    return frozenset(word[i : i + n] for word in words for n in spans for i in range(len(word) - n + 1))


def pairs_in(words: Iterable[str]) -> frozenset[str]:
    """The pairs of characters of some words."""
    return frozenset(word[i : i + PAIR] for word in words for i in range(len(word) - 1))


def rarity_of(before: Sequence[AbstractSet[str]], lately: Sequence[AbstractSet[str]], wide: frozenset[str]) -> Rarity:
    """Count in how many incidents each gram stands: in those known before, and in those of late.

    What was told only lately may be the very matter: the longer the ledger, the less it makes a word usual.
    """
    share = _UNKNOWN / (_UNKNOWN + len(before))
    counts: dict[str, float] = {gram: share * n for gram, n in Counter(chain.from_iterable(lately)).items()}
    for gram, n in Counter(chain.from_iterable(before)).items():
        counts[gram] = counts.get(gram, 0.0) + n
    return Rarity(len(before) + share * len(lately), counts, wide)


def shared_runs(a: Prose, b: Prose) -> tuple[str, ...]:
    """The runs of characters, the longest first, that two texts share, whichever comes first; none within another."""
    one, other = sorted((a, b), key=lambda p: p.parts)
    found = {run for part in one.parts for run in _runs(part, other.grams)}
    kept: list[str] = []
    for run in sorted(found, key=lambda r: (-len(r), r)):
        if not any(run in longer for longer in kept):
            kept.append(run)
    return tuple(kept)


def _runs(part: str, grams: frozenset[str]) -> Iterable[str]:
    begin = 0
    while begin < len(part) - 1:
        end = begin + PAIR
        if part[begin:end] not in grams:
            begin += 1
            continue
        while end < len(part) and part[end - PAIR : end + 1] in grams:
            end += 1
        yield part[begin:end]
        begin = max(end - 1, begin + 1)


def telling(runs: Iterable[str], rarity: Rarity) -> Mapping[str, float]:
    """What each of these runs says beyond chance, the most telling first; those that say no more are left out."""
    said = {run: rarity.of_run(run) for run in runs}
    rarest = max(said, key=lambda run: (said[run], run), default="")
    counted = {
        run: min(s, _NAME if run == rarest else _ENOUGH) + max(0.0, s - _COPIED) - _CHANCE
        for run, s in said.items()
        if s > _CHANCE
    }
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
