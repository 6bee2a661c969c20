"""Values: one value for each part into which the conditions of a column cut what may stand there."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import ceil, floor

from pipeline.classification.conditions import AnyOf, Column, Condition, Equals, Not, Span
from pipeline.classification.facts import FactType, Scalar
from pipeline.classification.verification.scopes import Scope
from pipeline.plan.model import fold

_OTHER = "其他内容"
_STEPS: dict[FactType, timedelta] = {
    FactType.DATE: timedelta(days=1),
    FactType.DATETIME: timedelta(minutes=1),
    FactType.DURATION: timedelta(minutes=1),
}


def atoms(condition: Condition) -> Iterator[Condition]:
    """The tests a condition is made of, without `Not` and `AnyOf`."""
    if isinstance(condition, Not):
        yield from atoms(condition.test)
    elif isinstance(condition, AnyOf):
        for test in condition.tests:
            yield from atoms(test)
    else:
        yield condition


def values(column: Column, tests: Iterable[Condition], scope: Scope) -> tuple[Scalar, ...]:
    """Values such that any other behaves in all tests like one of them; texts apart from the words in them."""
    if column.kind is FactType.BOOLEAN:
        return (True, False)
    if column.allowed:
        return column.allowed
    if column.kind is FactType.TEXT:
        named = tuple(t.value for t in tests if isinstance(t, Equals) and isinstance(t.value, str))
        return (*dict.fromkeys(named), another(named))
    bounds = sorted({b for test in tests for b in _bounds(test)})
    if column.kind is FactType.NUMBER and scope.whole:
        return _whole(bounds, scope.least)
    return tuple(_dense(bounds, column.kind))


def another(named: Iterable[str]) -> str:
    """A text that is none of these."""
    known, text = {fold(n) for n in named}, _OTHER
    while fold(text) in known:
        text += _OTHER
    return text


def _bounds(test: Condition) -> tuple[Scalar, ...]:
    if isinstance(test, Equals):
        return (test.value,)
    return tuple(b for b in (test.low, test.high) if b is not None) if isinstance(test, Span) else ()


def _whole(bounds: Iterable[Scalar], least: int | None) -> tuple[int, ...]:
    near = {n + d for b in bounds if isinstance(b, int | float) for n in (floor(b), ceil(b)) for d in (-1, 0, 1)}
    return tuple(n for n in sorted(near or {1}) if least is None or n >= least) or (least or 0,)


def _dense(bounds: list[Scalar], kind: FactType) -> Iterator[Scalar]:
    """The bounds, something between each two, and something beyond them; of days the next ones."""
    if not bounds:
        yield _any_of(kind)
        return
    found: set[Scalar] = set(bounds)
    step = _STEPS.get(kind, 1)
    between = ((a, b) for a, b in pairwise(bounds)) if kind is not FactType.DATE else ()
    found |= {middle for a, b in between if a < (middle := a + (b - a) / 2) < b}  # type: ignore[operator]
    beyond = bounds if kind is FactType.DATE else (bounds[0], bounds[-1])
    found |= {near for b in beyond for near in _beside(b, step)}
    yield from sorted(found)


def _beside(bound: Scalar, step: timedelta | int) -> Iterator[Scalar]:
    """What comes just before and after, as far as the calendar goes."""
    for signed in (-step, step):
        try:
            yield bound + signed  # type: ignore[operator]
        except OverflowError:
            continue


def _any_of(kind: FactType) -> Scalar:
    match kind:
        case FactType.DATE:
            return date(2021, 3, 25)
        case FactType.DATETIME:
            return datetime.fromisoformat("2021-03-25T09:40+08:00")
        case FactType.DURATION:
            return timedelta(hours=1)
        case _:
            return 1
