"""Dangers to a person: how many of the wordings that were written before the words are found, and what is not."""

import csv
from functools import cache
from pathlib import Path

import pytest

from pipeline.classification.assessment import route
from pipeline.model import ReportStatus, Row, Value
from tests.nights import law

HARMLESS = "harmless"


@cache
def wordings() -> tuple[tuple[str, str], ...]:
    """Text and kind of each, as they were frozen."""
    path = Path(__file__).parent / "wordings" / "protection.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple((row["text"], row["kind"]) for row in csv.DictReader(file))


def is_referred(text: str, **values: Value) -> bool:
    known: dict[str, Value] = {f.key: f.default or None for f in law().plan.fields_of("上报")}
    row = Row("0", "f.xlsx", "上报", 7, {**known, "summary": text, **values}, {})
    return route(law().rules, law().plan, row)[0] is ReportStatus.REFERRED


def test_the_wordings_are_as_they_were_written() -> None:
    kinds = [kind for _, kind in wordings()]
    assert (len(kinds) - kinds.count(HARMLESS), kinds.count(HARMLESS)) == (300, 200)


def test_most_dangers_are_found_however_they_are_told_and_few_harmless_rows_with_them() -> None:
    """What is left to be found is told by `python -m tests.benchmarks.protection`."""
    found = [kind for text, kind in wordings() if is_referred(text)]
    assert len(found) - found.count(HARMLESS) >= 285
    assert found.count(HARMLESS) <= 10


@pytest.mark.parametrize("text", ["饭菜偏凉", "开学要带核酸证明吗", "孩子打架子鼓", "防欺凌讲座的通知"])
def test_what_is_marked_as_a_danger_is_one_whatever_it_says(text: str) -> None:
    assert not is_referred(text)
    assert is_referred(text, special="涉人身安全")
