"""Asking: what about an incident waits for a person, and what changed since somebody decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pipeline.model import Event, EventKind, Incident, Report
from pipeline.numbering import part_of
from pipeline.plan.model import Plan
from pipeline.tracking.decisions import counts, ruled_before
from pipeline.tracking.pairs import decision_of, numbers_of
from pipeline.tracking.rounds import REPORTED

UNCLEAR = frozenset({"", "unclear"})
"""Codes of a proposal that proposes no class."""
_UNSAID = frozenset({EventKind.REVISED, EventKind.WITHDRAWN, EventKind.SPLIT})


class Waits(StrEnum):
    """Why the class and the grade of an incident wait for a person."""

    CONFIRM = "confirm"
    """The rules propose a class that only a person may give."""
    STUDY = "study"
    """The rules propose no class."""
    GRAVE = "grave"
    """Its grade is described one by one, and nobody has decided on it."""
    AGAIN = "again"
    """A fact that a decision relied on has changed."""
    FREE = "free"
    """Nothing waits: whoever sees it otherwise may say so."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What is new since a person decided on class or grade."""

    decision: Report
    reports: tuple[Report, ...] = ()
    """Reports that came to the incident since."""
    unsaid: int = 0
    """Reports that were said anew, withdrawn or taken out since."""
    risen: tuple[str, str] = ("", "")
    """The grade of the rules then and now, if it rose."""
    merged: tuple[str, ...] = ()
    """Incidents that were merged into it since."""

    def __bool__(self) -> bool:
        """Whether anything is."""
        return bool(self.reports or self.unsaid or self.risen[1] or self.merged)


def waits(incident: Incident, plan: Plan) -> Waits | None:
    """Why its class and grade are put before a person; None if somebody decided and nothing has changed."""
    proposed, confirmed = incident.assessment.proposed, incident.assessment.confirmed
    if proposed in plan.needs_person and not confirmed:
        return Waits.CONFIRM
    if proposed in UNCLEAR and not confirmed:
        return Waits.STUDY
    changed = changed_since(incident, plan)
    if changed:
        return Waits.AGAIN
    if changed is not None or confirmed:
        return None
    return Waits.GRAVE if plan.is_described(incident.assessment.grade) else Waits.FREE


def changed_since(incident: Incident, plan: Plan) -> Changed | None:
    """What changed since the last decision on class or grade that counts; None without one."""
    decided = [d for d in incident.decisions if _is_about_class(d) and counts(d, incident.reports, plan)]
    if not decided:
        return None
    last = decided[-1]
    after = _after(incident.events, last.key)
    reports = {r.key: r for r in incident.reports}
    new = dict.fromkeys(e.report for e in after if e.kind in REPORTED and e.report in reports)
    merged = _merged(incident, {e.report for e in after if e.kind is EventKind.DECIDED}, plan)
    return Changed(
        last,
        tuple(reports[key] for key in new),
        sum(1 for e in after if e.kind in _UNSAID),
        _risen(incident, last, plan),
        merged,
    )


def _is_about_class(decision: Report) -> bool:
    return bool(decision.row.text("decided_class") or decision.row.text("decided_grade"))


def _after(events: tuple[Event, ...], decision: str) -> tuple[Event, ...]:
    place = next((n for n, e in enumerate(events) if e.report == decision), len(events))
    return events[place + 1 :]


def _risen(incident: Incident, decision: Report, plan: Plan) -> tuple[str, str]:
    then, now = ruled_before(incident.events, decision.key), incident.assessment.ruled
    known = {then, now} <= set(plan.grades)
    return (then, now) if known and plan.grades.index(now) > plan.grades.index(then) else ("", "")


def _merged(incident: Incident, since: Iterable[str], plan: Plan) -> tuple[str, ...]:
    keys = frozenset(since)
    pairs = (numbers_of(d) for d in incident.decisions if d.key in keys and decision_of(d, plan) == "merge")
    others = (part_of(n)[0] for pair in pairs for n in pair)
    return tuple(dict.fromkeys(n for n in others if n != incident.number))
