from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.classification.conditions import AnyOf, Column, Condition, Equals, Not, Span
from pipeline.classification.facts import FactType, Scalar
from pipeline.classification.matchers import matcher
from pipeline.classification.verification.scopes import Scope
from pipeline.classification.verification.values import another, atoms, values
from pipeline.classification.words import WordLists

WORDS = WordLists(())
START = {
    FactType.NUMBER: 0,
    FactType.DATE: date(2021, 3, 1),
    FactType.DATETIME: datetime(2021, 3, 1, tzinfo=UTC),
    FactType.DURATION: timedelta(),
}
STEP = {FactType.NUMBER: 1}


def at(kind: FactType, number: float) -> Scalar:
    step = 1 if kind is FactType.NUMBER else timedelta(days=1)
    return START[kind] + number * step  # type: ignore[operator]


@st.composite
def spans(draw: st.DrawFn, kind: FactType) -> Condition:
    low, high = sorted(draw(st.tuples(st.integers(0, 6), st.integers(0, 6))))
    if draw(st.booleans()):
        return Equals(at(kind, low))
    sides = draw(st.sampled_from((("low",), ("high",), ("low", "high"))))
    return Span(
        at(kind, low) if "low" in sides else None,
        at(kind, high) if "high" in sides else None,
        draw(st.booleans()),
        draw(st.booleans()),
    )


@pytest.mark.parametrize("kind", list(START))
@given(data=st.data())
def test_every_value_behaves_like_one_of_those_chosen(kind: FactType, data: st.DataObject) -> None:
    tests = data.draw(st.lists(spans(kind), max_size=5))
    column = Column("列", kind, UTC)
    fine = kind is FactType.DATE  # a day has no parts
    tried = [at(kind, n if fine else n / 4) for n in range(-9, 9 if fine else 36)]
    chosen = values(column, tests, Scope())
    assert _profiles(column, tests, tried) == _profiles(column, tests, chosen)


@given(st.lists(spans(FactType.NUMBER), max_size=5))
def test_so_does_every_whole_number_from_the_least_on(tests: Sequence[Condition]) -> None:
    column = Column("列", FactType.NUMBER, UTC)
    chosen = values(column, tests, Scope(whole=True, least=0))
    assert all(isinstance(v, int) and v >= 0 for v in chosen)
    assert _profiles(column, tests, range(12)) == _profiles(column, tests, chosen)


def _profiles(column: Column, tests: Sequence[Condition], facts: Sequence[Scalar]) -> set[tuple[bool, ...]]:
    matchers = [matcher(test, column, WORDS) for test in tests]
    return {tuple(m(fact) is not None for m in matchers) for fact in facts}


def test_the_calendar_may_end() -> None:
    column = Column("列", FactType.DATE, UTC)
    assert date.max in values(column, [Equals(date.max), Equals(date.min)], Scope())


def test_another_text_is_none_of_those_named() -> None:
    column = Column("列", FactType.TEXT, UTC)
    assert values(column, [Equals("甲"), Equals(another(()))], Scope()) == ("甲", "其他内容", "其他内容其他内容")


def test_the_tests_of_a_condition_are_found_inside_it() -> None:
    inner = (Equals("甲"), Equals("乙"))
    assert tuple(atoms(Not(AnyOf((inner[0], Not(inner[1])))))) == inner
