"""Planted personal data is hidden, and what is harmless stays; `python -m tests.benchmarks.masking` tells by kind."""

from collections import Counter

from pipeline.plan.masking import leaders
from tests.nights import law
from tests.planted import HARMLESS, planted


def test_at_least_99_of_100_planted_texts_are_hidden_and_all_numbers() -> None:
    shown = ((one, leaders(one.text, law().plan)) for one in planted())
    leaks = Counter(one.kind for one, out in shown if any(secret in out for secret in one.secrets))
    assert set(leaks) <= {"姓名"}
    assert leaks.total() <= 20


def test_harmless_texts_stay_as_they_are() -> None:
    changed = [text for text in HARMLESS if leaders(text, law().plan) != text]
    assert len(changed) <= 1, changed
