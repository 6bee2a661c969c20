"""Checks: what can be wrong with a rule table as it stands in its sheet, one function each.

The sheet, as findings name its cells: A1 the hit policy, column A the rule ids, then the condition columns,
then the results; row 1 holds the headings.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC

from pipeline.addresses import column_name
from pipeline.classification.cells import own_value, parse_cell, undefined
from pipeline.classification.conditions import Anything, Column, Condition
from pipeline.classification.facts import FactType
from pipeline.classification.literals import literal
from pipeline.classification.policies import AGGREGATED, COMPUTED, ORDERED, HitPolicy
from pipeline.findings import REASONS, Finding, finding
from pipeline.plan.model import RuleTable

_HEADINGS = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """A table with what its headings were read as, before anything is known to be right."""

    table: RuleTable
    policy: HitPolicy | None
    columns: tuple[Column | None, ...]
    """None for a heading that names no field."""
    facts: Mapping[str, FactType]
    """The fields a condition may ask about."""
    allowed: Mapping[str, tuple[str, ...]]
    """The values of closed dictionaries, by field and by result column, in their order."""

    def finding(self, code: str, cell: str, stood: str, **values: str) -> Finding:
        """A finding about a cell of this sheet."""
        return replace(finding(code, stood=stood, **values), sheet=self.table.name, cell=cell)


def parsed(draft: Draft) -> tuple[tuple[tuple[Condition, ...], ...], list[Finding]]:
    """The conditions of each rule, and what is wrong in their cells."""
    rules: list[tuple[Condition, ...]] = []
    findings: list[Finding] = []
    for rule in draft.table.rules:
        conditions: list[Condition] = []
        for index, (column, text) in enumerate(zip(draft.columns, rule.conditions, strict=False), start=1):
            condition, wrong = parse_cell(text, column) if column else (Anything(), ())
            findings += [replace(f, sheet=draft.table.name, cell=address(index, rule.row)) for f in wrong]
            conditions.append(condition)
        rules.append(tuple(conditions))
    return tuple(rules), findings


def check_policy(draft: Draft) -> Iterator[Finding]:
    """A1 names a hit policy."""
    if draft.policy is None:
        reason, expected = REASONS["hit_policy"], "、".join(HitPolicy)
        yield draft.finding("plan.rule", "A1", draft.table.hit_policy, reason=reason, expected=expected)


def check_headings(draft: Draft) -> Iterator[Finding]:
    """Each condition column names a field; no result is named twice."""
    for index, (name, column) in enumerate(zip(draft.table.inputs, draft.columns, strict=True)):
        if column is None:
            found = undefined(draft.table.name, name, tuple(draft.facts))
            yield replace(found, sheet=draft.table.name, cell=address(1 + index, _HEADINGS))
    outputs = draft.table.outputs
    for index, name in enumerate(outputs):
        if name in outputs[:index]:
            yield draft.finding("plan.twice", address(1 + len(draft.table.inputs) + index, _HEADINGS), name)


def check_ids(draft: Draft) -> Iterator[Finding]:
    """Each rule has an id of its own."""
    seen: set[str] = set()
    for rule in draft.table.rules:
        if not rule.id:
            reason, expected = REASONS["no_id"], f"{draft.table.name[:2]}-{rule.row - 1:02}"
            yield draft.finding("plan.rule", address(0, rule.row), "", reason=reason, expected=expected)
        elif rule.id in seen:
            yield draft.finding("plan.twice", address(0, rule.row), rule.id)
        seen.add(rule.id)


def check_counts(draft: Draft) -> Iterator[Finding]:
    """Each rule has a cell under each heading."""
    table = draft.table
    for rule in table.rules:
        if (len(rule.conditions), len(rule.results)) != (len(table.inputs), len(table.outputs)):
            reason = REASONS["cell_count"].format(count=len(rule.conditions) + len(rule.results))
            expected = str(len(table.inputs) + len(table.outputs))
            yield draft.finding("plan.rule", address(0, rule.row), rule.id, reason=reason, expected=expected)


def check_results(draft: Draft) -> Iterator[Finding]:
    """Each result is a value of its dictionary, and a number where the policy computes."""
    first = 1 + len(draft.table.inputs)
    for rule in draft.table.rules:
        for index, (name, text) in enumerate(zip(draft.table.outputs, rule.results, strict=False)):
            cell, stood, known = address(first + index, rule.row), unquoted(text), draft.allowed.get(name, ())
            if stood and known and own_value(stood, known) is None:
                yield replace(undefined(name, stood, known), sheet=draft.table.name, cell=cell)
            if draft.policy in COMPUTED and literal(stood, FactType.NUMBER, UTC) is None:
                kind = FactType.NUMBER
                reason = REASONS["fact_type"].format(kind=kind)
                yield draft.finding("plan.value", cell, stood, label=name, reason=reason, expected=kind)


def check_policy_fits(draft: Draft) -> Iterator[Finding]:
    """An aggregate has one result column; a policy that goes by an order finds one."""
    table = draft.table
    if draft.policy in AGGREGATED and len(table.outputs) != 1:
        yield draft.finding("plan.rule", "A1", table.hit_policy, reason=REASONS["aggregated"], expected="C")
    if draft.policy in ORDERED and not any(draft.allowed.get(name) for name in table.outputs):
        reason = REASONS["no_priority"]
        yield draft.finding("plan.rule", "A1", table.hit_policy, reason=reason, expected="F、R")


CHECKS: tuple[Callable[[Draft], Iterator[Finding]], ...] = (
    check_policy,
    check_headings,
    check_ids,
    check_counts,
    check_results,
    check_policy_fits,
)


def address(column: int, row: int) -> str:
    """`C7` for column 2, row 7; "" for a row that stands in no sheet."""
    return f"{column_name(column)}{row}" if row else ""


def unquoted(text: str) -> str:
    """A result without the quotes it may stand in."""
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] in '"“' and text[-1] in '"”' else text
