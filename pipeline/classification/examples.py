"""Examples: whether a text reads like the sentences of a list, and not like the harmless ones listed beside it.

Some matters are told in too many ways for words: 她说等我走了你们就轻松了. A list whose name ends with `例句` holds
whole sentences as people wrote them, and the list of its exceptions (`…例句除外`) sentences that sound alike, or are
of every day, and are harmless. What was missed, or raised a false alarm, is added to one of the two as it was
written, and the next night knows it.

The rule, exactly. The signs of a sentence are its letters, two that stand side by side, and two in their order with
one to four others between them (`走…轻`). Each sign weighs the logarithm of how much more often it stands in the
examples than in the exceptions, a part of an occurrence (`_NEVER_SEEN`) added to both: naive Bayes over the presence
of signs. A sentence's score is the sum of the weights of its known signs over the square root of their number and
`_FEW` more, so that long sentences are no more alike than short ones, and those of which little is known less. A text
is like the examples if one of its sentences scores `LEAST` or more. What is told of it are the signs of the sentence
most alike that weigh most.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

LEAST = 0.8
"""Where, each tenth of the bundled examples left out in turn, nineteen of twenty dangers are found and one in eight
of the harmless sentences, most of which sound like one (`python -m tests.benchmarks.protection --tenths`)."""
_NEVER_SEEN = 0.3
_REACH = 5
_FEW = 20
_SHOWN = 3
_SENTENCE = re.compile(r"[^。!?;\n]{1,120}")
Found = tuple[tuple[str, int], ...]
"""(what stands there, offset in the text), in order."""


class Examples:
    """What the sentences of a list have in common that those of its exceptions have not; texts are normalised."""

    def __init__(self, alike: Collection[str], harmless: Collection[str]) -> None:
        """Nothing is counted before the first text is asked about: a thousand sentences take a tenth of a second."""
        self._alike, self._harmless = alike, harmless

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """Sign → the logarithm of how much more often it stands in an example than in an exception."""
        alike, harmless = _counted(self._alike), _counted(self._harmless)
        level = math.log((len(self._alike) + 2 * _NEVER_SEEN) / (len(self._harmless) + 2 * _NEVER_SEEN))
        return {
            sign: math.log((alike[sign] + _NEVER_SEEN) / (harmless[sign] + _NEVER_SEEN)) - level
            for sign in alike.keys() | harmless.keys()
        }

    def score(self, text: str) -> float:
        """How like the examples its sentence most alike is; 0 if nothing of it is known."""
        return max((self._score(s.group()) for s in _SENTENCE.finditer(text)), default=0.0)

    def find(self, text: str) -> Found:
        """The signs that tell most of the sentence most like the examples; nothing if none is like them."""
        best = max(_SENTENCE.finditer(text), key=lambda s: self._score(s.group()), default=None)
        if best is None or self._score(best.group()) < LEAST:
            return ()
        return tuple(sorted(self._telling(best.group(), best.start()), key=lambda found: found[1]))

    def _score(self, sentence: str) -> float:
        known = [weight for sign in _signs(sentence) if (weight := self.weights.get(sign)) is not None]
        return sum(known) / math.sqrt(_FEW + len(known))

    def _telling(self, sentence: str, offset: int) -> Iterator[tuple[str, int]]:
        """The heaviest signs of a sentence that do not overlap, as they stand there."""
        places, shown = _signs(sentence), list[range]()
        for sign in sorted(places, key=lambda sign: (-self.weights.get(sign, 0.0), places[sign])):
            place = range(*places[sign])
            if len(shown) < _SHOWN and all(place.stop <= other.start or other.stop <= place.start for other in shown):
                shown.append(place)
                yield sentence[place.start : place.stop], offset + place.start


def _counted(sentences: Iterable[str]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for sentence in sentences:
        counted.update(_signs(sentence).keys())
    return counted


def _signs(sentence: str) -> dict[str, tuple[int, int]]:
    """Each sign with where it first begins and ends."""
    found: dict[str, tuple[int, int]] = {}
    letters = [at for at, letter in enumerate(sentence) if letter.isalnum()]
    for n, at in enumerate(letters):
        found.setdefault(sentence[at], (at, at + 1))
        for to in letters[n + 1 : n + 1 + _REACH]:
            if to - at <= _REACH:
                gap = "…" if to - at > 1 else ""
                found.setdefault(f"{sentence[at]}{gap}{sentence[to]}", (at, to + 1))
    return found
