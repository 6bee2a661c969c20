"""Protection: how many wordings of a danger to a person the bundled plan finds, and which harmless ones with them.

Usage: `.venv/bin/python -m tests.benchmarks.protection [--texts] [--tenths]`. With `--texts` each miss and each false
alarm is printed. Whoever changes the plan's words and examples looks at other texts than these, so that the figures
stay honest: `--tenths` leaves out each tenth of the plan's own examples in turn and tells what the others find of it.
"""

import argparse
import random
from collections import Counter

from pipeline.classification.examples import LEAST, Examples
from pipeline.classification.words import WordLists
from pipeline.plan.lists import EXCEPT
from tests.classification.test_protection import HARMLESS, is_referred, wordings
from tests.nights import law

LIST, PARTS = "险情例句", 10


def main() -> None:
    """Print recall and false alarms, by kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", action="store_true")
    parser.add_argument("--tenths", action="store_true")
    asked = parser.parse_args()
    found = {text: is_referred(text) for text, _ in wordings()}
    every, hits = Counter(kind for _, kind in wordings()), Counter(kind for text, kind in wordings() if found[text])
    for kind, count in every.items():
        print(f"{kind}: {hits[kind]} of {count}")
    dangers, caught = every.total() - every[HARMLESS], hits.total() - hits[HARMLESS]
    print(f"recall {caught / dangers:.3f}; false alarms {hits[HARMLESS] / every[HARMLESS]:.3f} of the harmless")
    for text, kind in wordings() if asked.texts else ():
        if found[text] is (kind == HARMLESS):
            print(f"{'false alarm' if found[text] else 'miss'} {kind} {text}")
    if asked.tenths:
        show_tenths()


def show_tenths() -> None:
    """What the examples find of those left out, at several thresholds."""
    lists = WordLists(law().plan.words)
    every = [(text, name == LIST) for name in (LIST, LIST + EXCEPT) for text in lists.words(name)]
    random.Random(1).shuffle(every)  # noqa: S311 (the same order every time)
    scored: list[tuple[float, bool]] = []
    for part in range(PARTS):
        rest = [one for n, one in enumerate(every) if n % PARTS != part]
        examples = Examples(*([text for text, danger in rest if danger is kind] for kind in (True, False)))
        scored += [(examples.score(text), danger) for text, danger in every[part::PARTS]]
    dangers = sum(danger for _, danger in scored)
    for least in sorted({-1.0, 0.0, LEAST, 1.0, 2.0, 3.0}):
        hits = Counter(danger for score, danger in scored if score >= least)
        share = hits[False] / (len(scored) - dangers)
        print(f"left out, threshold {least}: recall {hits[True] / dangers:.3f}; false alarms {share:.3f}")


if __name__ == "__main__":
    main()
