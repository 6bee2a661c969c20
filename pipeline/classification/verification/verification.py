"""Verification: everything the rules of a plan get wrong, found before anything is run.

Exact where each field is looked at by itself: the values of a dictionary, the intervals between all bounds,
the words of all lists. Fields are taken to be independent of each other, and texts to be made of clauses
with one word each (see `clauses`).
"""

from collections.abc import Callable, Iterator, Mapping

from pipeline.classification.table import CompiledTable
from pipeline.classification.verification.book import Book, read
from pipeline.classification.verification.edges import (
    check_classes,
    check_decisions,
    check_persons,
    check_punishments,
)
from pipeline.classification.verification.results import check_deadlines, check_idle_deadlines, check_reachable
from pipeline.classification.verification.tables import (
    check_finished,
    check_gaps,
    check_overlaps,
    check_possible,
    check_shadows,
)
from pipeline.classification.verification.wordlists import check_lists
from pipeline.findings import Finding
from pipeline.plan.model import Plan
from pipeline.plan.text import PlanTables

CHECKS: tuple[Callable[[Book], Iterator[Finding]], ...] = (
    check_classes,
    check_decisions,
    check_persons,
    check_punishments,
    check_overlaps,
    check_gaps,
    check_shadows,
    check_possible,
    check_finished,
    check_reachable,
    check_deadlines,
    check_idle_deadlines,
    check_lists,
)


def verify(plan: Plan, tables: Mapping[str, CompiledTable], sheets: PlanTables) -> tuple[Finding, ...]:
    """Every finding about a plan, its tables as far as they could be compiled, and the sheets it came from."""
    book = read(plan, tables, sheets)
    return tuple(found for check in CHECKS for found in check(book))
