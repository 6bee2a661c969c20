"""Fields: the domain of each field of a table, from its type, its dictionary and what is asked of it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from pipeline.classification.conditions import Anything, Column, Condition, Contains
from pipeline.classification.facts import FactType
from pipeline.classification.matchers import Matcher, matcher
from pipeline.classification.verification.budget import Budget
from pipeline.classification.verification.clauses import STOP, clauses
from pipeline.classification.verification.domains import Asked, Domain
from pipeline.classification.verification.points import Points
from pipeline.classification.verification.scopes import Scope
from pipeline.classification.verification.unions import Parts, Unions
from pipeline.classification.verification.values import atoms, values
from pipeline.classification.words import WordLists
from pipeline.plan.model import fold


def domain(column: Column, asked: Asked, scope: Scope, words: WordLists, budget: Budget) -> Domain[Any]:
    """The domain of a column, fine enough for what is asked of it."""
    tests = tuple(dict.fromkeys(t for condition, _ in asked for t in atoms(condition) if t != Anything()))
    match = partial(matcher, column=column, words=words)
    if not scope.known:
        return Points((None,), match, asked)
    found = values(column, tests, scope)
    sought = tuple(t for t in tests if isinstance(t, Contains))
    is_open = column.kind is FactType.TEXT and not column.allowed
    if not scope.several and not (is_open and sought):
        return Points((*((None,) if scope.blank else ()), *found), match, asked)
    texts = _apart(clauses(sought, words), found) if is_open and sought else ()
    return Unions(tests, _parts(found, texts, tests, scope, match), asked, budget)


def _apart(texts: Sequence[str], found: Sequence[object]) -> tuple[str, ...]:
    """The clauses, with a full stop where one would otherwise be one of the values."""
    known = {fold(v) for v in found if isinstance(v, str)}
    return tuple(t + STOP if fold(t) in known else t for t in texts)


def _parts(
    found: Sequence[object],
    texts: Sequence[str],
    tests: Sequence[Condition],
    scope: Scope,
    match: Callable[[Condition], Matcher],
) -> Parts:
    """Several values stand beside each other; so do the clauses of one text, but not the values it may equal."""
    matchers = tuple(match(test) for test in tests)

    def vectors(facts: Sequence[object]) -> tuple[tuple[int, object], ...]:
        unlike: dict[int, object] = {}
        for fact in facts:
            unlike.setdefault(sum(1 << i for i, m in enumerate(matchers) if m(fact) is not None), fact)
        return tuple(unlike.items())

    if scope.several:
        return Parts(vectors((*found, *texts)), (), scope.blank, _beside)
    return Parts(vectors((*found[-1:], *texts)), vectors(found[:-1]), scope.blank, _joined)


def _beside(parts: Sequence[object]) -> object:
    return parts[0] if len(parts) == 1 else tuple(parts)


def _joined(parts: Sequence[object]) -> object:
    return STOP.join(map(str, parts))
