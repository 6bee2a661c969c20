"""Protection: how many wordings of a danger to a person the bundled plan finds, and which harmless ones with them.

Usage: `.venv/bin/python -m tests.benchmarks.protection [--texts]`. With `--texts` each miss and each false alarm is
printed. Whoever changes the plan's words looks at other texts than these, so that the figures stay honest.
"""

import argparse
from collections import Counter

from tests.classification.test_protection import HARMLESS, is_referred, wordings


def main() -> None:
    """Print recall and false alarms, by kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", action="store_true")
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


if __name__ == "__main__":
    main()
