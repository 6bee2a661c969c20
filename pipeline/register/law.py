"""The law: the plan in force with everything compiled from it."""

from dataclasses import dataclass

from pipeline.classification.rulebook import Rulebook, compile_rules
from pipeline.findings import Finding, errors
from pipeline.plan.calendar import WorkCalendar
from pipeline.plan.loading import examine
from pipeline.plan.model import Plan
from pipeline.plan.text import PlanTables


@dataclass(frozen=True, slots=True)
class Law:
    """A plan that can be applied."""

    plan: Plan
    rules: Rulebook
    calendar: WorkCalendar
    tables: PlanTables
    """The plan as it was written, which the archive keeps."""


def make_law(tables: PlanTables) -> tuple[Law | None, tuple[Finding, ...]]:
    """The law of a plan given as tables, or every mistake in it."""
    plan, findings = examine(tables)
    if plan is None:
        return None, findings
    rules, more = compile_rules(plan)
    every = tuple(dict.fromkeys((*findings, *more)))  # a rule without an id is seen by both
    return (None if rules is None or errors(every) else Law(plan, rules, WorkCalendar(plan), tables)), every
