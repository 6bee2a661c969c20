"""Masking: how many of 2,000 planted names and numbers are hidden, by kind, and what is hidden that should not be.

Usage: `.venv/bin/python -m tests.benchmarks.masking [--texts]`. With `--texts` leaks are printed, false masks always.
"""

import argparse
from collections import Counter

from pipeline.plan.masking import leaders
from tests.nights import law
from tests.planted import HARMLESS, planted


def main() -> None:
    """Print what share of each kind is hidden, and the false masks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", action="store_true")
    asked = parser.parse_args()
    plan, texts = law().plan, planted()
    shown = [(one, leaders(one.text, plan)) for one in texts]
    leaks = [(one, out) for one, out in shown if any(secret in out for secret in one.secrets)]
    every, leaked = Counter(one.kind for one in texts), Counter(one.kind for one, _ in leaks)
    for kind, count in every.items():
        print(f"{kind}: {count - leaked[kind]} of {count}")
    print(f"masked {1 - len(leaks) / len(texts):.4f} of {len(texts)}")
    false = [text for text in HARMLESS if leaders(text, plan) != text]
    print(f"false masks {len(false)} of {len(HARMLESS)} harmless texts")
    for text in false:
        print(f"false mask {text} → {leaders(text, plan)}")
    for one, out in leaks if asked.texts else ():
        print(f"leak {one.kind} {one.text} → {out}")


if __name__ == "__main__":
    main()
