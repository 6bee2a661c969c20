"""Tables: what the analysis of the rule tables found, as findings, one function each."""

from collections.abc import Iterator, Sequence

from pipeline.classification.checks import address
from pipeline.classification.policies import HitPolicy
from pipeline.classification.table import CompiledTable
from pipeline.classification.verification.book import Book, told, told_of
from pipeline.classification.verification.scopes import scopes
from pipeline.findings import REASONS, Finding, finding

_NAMED = 5
"""More rules than this are only counted."""


def check_gaps(book: Book) -> Iterator[Finding]:
    """Some rule matches, whatever is the case."""
    for name, found in book.analyses.items():
        if found.gap is not None:
            yield finding("plan.gap", sheet=name, cell="A1", example=told(found.gap))


def check_overlaps(book: Book) -> Iterator[Finding]:
    """Under U one rule matches, under A all that match agree."""
    for table in book.tables.values():
        code = "plan.overlap" if table.policy is HitPolicy.UNIQUE else "plan.conflict"
        for overlap in book.analyses[table.name].overlaps:
            example = told_of(overlap.facts, table, (overlap.rule, overlap.others[0]))
            yield _about(code, table, overlap.rule, rules=_names(table, overlap.others), example=example)


def check_shadows(book: Book) -> Iterator[Finding]:
    """Every rule decides somewhere."""
    for table in book.tables.values():
        for shadow in book.analyses[table.name].shadows:
            how = REASONS["together" if len(shadow.others) > 1 else "alone"]
            rules = how.format(rules=_names(table, shadow.others))
            example = told_of(shadow.facts, table, (shadow.rule, *shadow.others))
            yield _about("plan.shadowed", table, shadow.rule, rules=rules, example=example)


def check_possible(book: Book) -> Iterator[Finding]:
    """Every rule can match."""
    for table in book.tables.values():
        known = scopes(book.plan, table.name)
        for impossible in book.analyses[table.name].impossible:
            column = next(i for i, c in enumerate(table.columns, start=1) if c.field == impossible.field)
            reason = REASONS["unsatisfiable" if known[impossible.field].known else "never_known"]
            yield _about("plan.impossible", table, impossible.rule, column, label=impossible.field, reason=reason)


def check_finished(book: Book) -> Iterator[Finding]:
    """The analysis came to an end, or it is said that it did not."""
    for name, found in book.analyses.items():
        if not found.finished:
            yield finding("plan.unfinished", sheet=name, cell="A1")


def _about(code: str, table: CompiledTable, rule: int, column: int = 0, **values: str) -> Finding:
    """A finding about a rule, at its id or at one of its conditions."""
    about = table.rules[rule]
    return finding(code, sheet=table.name, cell=address(column, about.row), stood=about.id, **values)


def _names(table: CompiledTable, rules: Sequence[int]) -> str:
    named = "、".join(table.rules[i].id for i in rules[:_NAMED])
    return named if len(rules) <= _NAMED else f"{named} 等 {len(rules)} 条"
