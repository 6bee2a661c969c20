"""The law: the plan in force with everything compiled from it."""

from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.classification.rulebook import Rulebook, compile_tables, make_rulebook
from pipeline.classification.verification.verification import verify
from pipeline.findings import Finding, errors
from pipeline.plan.calendar import WorkCalendar
from pipeline.plan.loading import examine
from pipeline.plan.model import Plan
from pipeline.plan.text import PlanTables, digest


@dataclass(frozen=True, slots=True)
class Law:
    """A plan that can be applied."""

    plan: Plan
    rules: Rulebook
    calendar: WorkCalendar
    tables: PlanTables
    """The plan as it was written, which the archive keeps."""


@dataclass(frozen=True, slots=True)
class _Written:
    """Tables as a key of the cache: equal if they say the same."""

    digest: str
    tables: PlanTables = field(compare=False)


def make_law(tables: PlanTables) -> tuple[Law | None, tuple[Finding, ...]]:
    """The law of a plan given as tables, or every mistake in it; made once for nights that follow each other."""
    return _made(_Written(digest(tables), tables))


@lru_cache(maxsize=4)
def _made(written: _Written) -> tuple[Law | None, tuple[Finding, ...]]:
    tables = written.tables
    plan, findings = examine(tables)
    if plan is None:
        return None, findings
    compiled, mistakes = compile_tables(plan)
    found = (*findings, *mistakes, *verify(plan, compiled, tables))
    every = tuple(dict.fromkeys(found))  # a rule without an id is seen twice
    if errors(every):
        return None, every
    return Law(plan, make_rulebook(plan, compiled), WorkCalendar(plan), tables), every
