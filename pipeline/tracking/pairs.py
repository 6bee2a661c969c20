"""Pairs: what persons decided about two incidents, that they are one matter, or two, or two again."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pipeline.model import Report
from pipeline.numbering import part_of, running
from pipeline.plan.model import Plan

_Order = tuple[date, datetime, str, str, int]


@dataclass(frozen=True, slots=True)
class Pairs:
    """The decisions about pairs of incidents, the last one of a pair in force."""

    merged: Mapping[str, str] = field(default_factory=dict)
    """Number of a younger incident → the older one that it was merged into."""
    since: Mapping[str, _Order] = field(default_factory=dict)
    """Number of a younger incident → the place of the decision that merged it."""
    decided: frozenset[frozenset[str]] = frozenset()
    """Pairs that nobody is asked about again."""

    def root(self, number: str) -> str:
        """The number under which an incident is handled."""
        while number in self.merged:
            number = self.merged[number]
        return number

    def home(self, row: Report) -> str:
        """The incident that a decision belongs to: one signed before a merger stays with the number it names."""
        number = row.incident
        while number in self.merged and row.order > self.since[number]:
            number = self.merged[number]
        return number

    def open_questions(self, number: str, others: Iterable[str]) -> tuple[str, ...]:
        """The incidents that may be the same as this one, less what a person has decided."""
        if number in self.merged:
            return ()
        roots = {other: self.root(other) for other in dict.fromkeys(others)}
        asked = (r for o, r in roots.items() if r != number and not self.decided & {_pair(number, o), _pair(number, r)})
        return tuple(dict.fromkeys(asked))


def pairs_of(
    decisions: Iterable[Report], plan: Plan, lanes: Mapping[str, bool], parted: Iterable[tuple[str, str]]
) -> Pairs:
    """Fold the signed decisions, in order; `lanes`: each incident's number → whether it is in the restricted lane.

    Two lanes never become one. `parted`: an incident, and the one of a report that was taken out of it.
    """
    merged: dict[str, str] = {}
    since: dict[str, _Order] = {}
    decided = {_pair(*two) for two in parted}
    for row in decisions:
        code, numbers = decision_of(row, plan), numbers_of(row)
        if not code or not _may_meet(numbers, lanes):
            continue
        decided.add(_pair(*numbers))
        roots = {Pairs(merged).root(n) for n in numbers}
        if code == "merge" and len(roots) == len(numbers):
            older, younger = sorted(roots, key=running)
            merged[younger], since[younger] = older, row.order
        elif code == "split":
            merged.pop(max(numbers, key=running), None)
    return Pairs(merged, since, frozenset(decided))


def decision_of(row: Report, plan: Plan) -> str:
    """The code of what was decided about a pair, "" if nothing was, or nobody signed."""
    return plan.code("合并决定", row.row.values.get("decision")) if row.row.text("decided_by") else ""


def numbers_of(row: Report) -> tuple[str, ...]:
    """The incidents that a decision about a pair, or about one report of one, names; none if it is another."""
    named = (part_of(n)[0] for key in ("report_a", "report_b") if (n := row.row.text(key)))
    return tuple(dict.fromkeys(named))


def _may_meet(numbers: Collection[str], lanes: Mapping[str, bool]) -> bool:
    two = len(set(numbers)) == 2  # noqa: PLR2004 (a pair)
    return two and all(n in lanes for n in numbers) and len({lanes[n] for n in numbers}) == 1


def _pair(a: str, b: str) -> frozenset[str]:
    return frozenset((a, b))
