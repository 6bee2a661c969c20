"""Decisions: which class and grade persons gave an incident, and which of what they signed counts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.model import Assessment, Event, EventKind, Report, Row
from pipeline.plan.model import Plan
from pipeline.tracking.rounds import Case


def confirmed_class(case: Case, plan: Plan) -> str:
    """The class that a person confirmed last, or ""; a grave one without evidence is not confirmed."""
    rows = [d.row for d in _signed(case, plan) if d.row.text("decided_class")]
    classes = (plan.code("分类", r.text("decided_class")) for r in reversed(rows) if _is_grounded(r, plan))
    return next(classes, "")


def decided_assessment(assessment: Assessment, case: Case, plan: Plan) -> Assessment:
    """A signed decision outlives what the rules propose; the last one holds.

    A decided grade holds until the rules, on new facts, give a higher one than they did when it was decided.
    """
    assessment = replace(assessment, confirmed=confirmed_class(case, plan) or assessment.confirmed)
    graded = [d for d in _signed(case, plan) if d.row.text("decided_grade") in plan.grades]
    if not graded:
        return assessment
    decided, rank = graded[-1].row.text("decided_grade"), plan.grades.index
    seen = ruled_before(case.events, graded[-1].key)
    if seen in plan.grades and assessment.ruled in plan.grades and rank(assessment.ruled) > rank(seen):
        decided = max(decided, assessment.ruled, key=rank)
    return replace(assessment, grade=decided)


def concerned(reports: Sequence[Report], plan: Plan) -> frozenset[str]:
    """The units that reported a matter, and those that it is about: whoever answers for one does not judge it."""
    about = {place for r in reports for place in r.row.text("places").split("、")}
    return frozenset({r.unit for r in reports} | about.intersection(plan.reporting_units))


def counts(decision: Report, reports: Sequence[Report], plan: Plan) -> bool:
    """Whether somebody signed it whom the matter, told by these reports, does not concern."""
    who = decision.row.text("decided_by")
    return bool(who) and not any(plan.answers_for(who, unit) for unit in concerned(reports, plan))


def ruled_before(events: Iterable[Event], decision: str) -> str:
    """The grade that the rules had given when a person decided."""
    seen = ""
    for event in events:
        if event.report == decision:
            break
        seen = str(event.data["ruled"]) if event.kind is EventKind.ASSESSED else seen
    return seen


def _signed(case: Case, plan: Plan) -> Iterator[Report]:
    return (d for d in case.decisions if counts(d, case.live, plan))


def _is_grounded(row: Row, plan: Plan) -> bool:
    """R29, R30: a grave class rests on evidence."""
    return plan.code("分类", row.text("decided_class")) not in plan.needs_person or bool(row.text("evidence"))
