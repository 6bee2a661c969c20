"""Results: that every class, grade and route can come out, and has the deadlines it needs, one function each.

Not asked for are the situations, which a reporter names, and `待研判`, which is what no match means.
"""

from collections.abc import Iterator
from itertools import product

from pipeline.classification.assessment import Signals, step_up
from pipeline.classification.checks import address
from pipeline.classification.fairness import PROPOSED, UNCLEAR
from pipeline.classification.rulebook import GRADE, RESULT_DICTIONARIES
from pipeline.classification.table import CompiledTable
from pipeline.classification.verification.book import Book
from pipeline.findings import Finding, finding

_GRADES, _ROUTES, _SITUATIONS = "等级", "去向", "情形"
_NO_ROUTE = "open"
"""Where a row goes that no rule of the route sends anywhere."""
_REPLY, _RESPONSE = "answer", "phone"
"""When people are answered, or first called back: one of them is due in every grade."""
_FOR_ALL = ("written", "review")
"""Due in every grade if a plan has them at all; calls and progress are due only where the plan says so."""


def check_reachable(book: Book) -> Iterator[Finding]:
    """Every value of a result's dictionary can come out."""
    for table in book.tables.values():
        for column, output in enumerate(table.outputs, start=1 + len(table.columns)):
            dictionary = RESULT_DICTIONARIES.get(output, _SITUATIONS)
            if dictionary != _SITUATIONS:
                reached = _reached(book, table, output, dictionary)
                for value in book.plan.options(dictionary):
                    if value not in reached:
                        cell = address(column, 1)
                        yield finding("plan.unreachable", sheet=table.name, cell=cell, stood=value, expected=dictionary)


def check_deadlines(book: Book) -> Iterator[Finding]:
    """Every grade that can come out has a time for what is due at least."""
    used = {rule.item for rule in book.plan.deadlines}
    for grade in _grades(book):
        ruled = {rule.item for rule in book.plan.deadlines if rule.grade in ("", grade)}
        needed = (*(() if _RESPONSE in ruled else (_REPLY,)), *(item for item in _FOR_ALL if item in used))
        for item in (i for i in needed if i not in ruled):
            label = book.plan.texts.get(f"late.{item}", item)
            cell = book.heading("时限", "等级")
            yield finding("plan.no_deadline", sheet="时限", cell=cell, stood=grade, label=label, expected=item)


def check_idle_deadlines(book: Book) -> Iterator[Finding]:
    """Every deadline is for a grade that can come out."""
    reached = _grades(book)
    for cell, (grade,) in book.cells("时限", "等级") if reached else ():
        if grade and grade not in reached:
            yield finding("plan.idle_deadline", sheet="时限", cell=cell, stood=grade)


def _reached(book: Book, table: CompiledTable, output: str, dictionary: str) -> set[str]:
    """The values that come out of a table, by a rule that decides somewhere or by no rule at all."""
    plan, found = book.plan, book.analyses[table.name]
    reached = {rule.outputs[output] for i, rule in enumerate(table.rules) if i not in found.silent}
    if dictionary == _GRADES:
        reached |= {plan.label(_GRADES, grade) for grade in _grades(book)}
    if dictionary == PROPOSED:
        reached.add(plan.label(PROPOSED, UNCLEAR))
    if dictionary == _ROUTES and found.gap is not None:
        reached.add(plan.label(_ROUTES, _NO_ROUTE))
    return reached


def _grades(book: Book) -> tuple[str, ...]:
    """Codes of the grades that the rules give, and that the steps up lead to, lowest first."""
    plan, table = book.plan, book.tables.get(GRADE)
    if table is None:
        return ()
    silent = book.analyses[GRADE].silent
    given = {rule.outputs.get("→等级", "") for i, rule in enumerate(table.rules) if i not in silent}
    causes = product((False, True), (False, True), (frozenset[str](), frozenset({""})))
    signals = [Signals(late=late, spread_after=spread, joined=joined) for late, spread, joined in causes]
    reached = {step_up(plan, plan.code(_GRADES, grade), s)[0] for grade in given for s in signals}
    return tuple(grade for grade in plan.grades if grade in reached)
