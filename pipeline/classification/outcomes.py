"""Outcomes: what the plan's own tables propose for an incident, and what persons decided instead."""

from dataclasses import dataclass

from pipeline.classification.rulebook import TABLES
from pipeline.model import Incident
from pipeline.plan.model import FieldSpec, Plan
from pipeline.plan.rules import RESULT

DECISIONS = "分类审定"
"""Sheet on which persons decide: of the columns with a result's dictionary one shows it, one takes the decision."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One result: a proposal with its rule and reason, or what a person signed."""

    name: str
    """Its column without the mark of a result."""
    value: str
    rule: str
    why: str
    decided: bool = False


def outcomes(incident: Incident, plan: Plan) -> tuple[Outcome, ...]:
    """The results of the plan's own tables, in their order; none where no rule matched and nobody decided."""
    found: list[Outcome] = []
    for verdict in incident.assessment.verdicts:
        for column in plan.table(verdict.table).outputs if is_own(verdict.table, plan) else ():
            name, proposed = column.removeprefix(RESULT), verdict.outputs.get(column, "")
            decided = _decided(incident, name, plan)
            if decided or proposed:
                why = "" if decided else verdict.why
                found.append(Outcome(name, decided or proposed, verdict.rule, why, bool(decided)))
    return tuple(found)


def names(plan: Plan) -> tuple[str, ...]:
    """The results that the plan's own tables may have."""
    columns = (c for t in plan.tables if t.name not in TABLES for c in t.outputs)
    return tuple(dict.fromkeys(column.removeprefix(RESULT) for column in columns))


def is_own(table: str, plan: Plan) -> bool:
    """Whether a table is one of the plan's own, and still in it."""
    return table not in TABLES and any(t.name == table for t in plan.tables)


def proposal_field(name: str, plan: Plan) -> FieldSpec | None:
    """The column of the decisions that shows what is proposed."""
    return next((f for f in _fields(name, plan) if f.is_proposal), None)


def _decided(incident: Incident, name: str, plan: Plan) -> str:
    """What was decided last and signed."""
    key = next((f.key for f in _fields(name, plan) if not f.is_proposal), "")
    signed = (d.row.text(key) for d in reversed(incident.decisions) if d.row.text("decided_by"))
    return next((value for value in signed if value), "")


def _fields(name: str, plan: Plan) -> tuple[FieldSpec, ...]:
    return tuple(f for f in plan.fields_of(DECISIONS) if f.dictionary == name)
