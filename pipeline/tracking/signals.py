"""Signals: one situation from several units within days, and news that is like a matter thought to be over (R32).

What comes to a matter that is only calm, and is so like it that it is attached, opens it again: its review is not
written yet, and the tracker still has it in hand. What is less alike is an incident of its own, linked to the calm
one until a person decides; and so is all that comes once the review is signed, however alike, for a signed file
is opened again by a person only. Such a link is called a possible secondary incident, and stays after a person
found the two to be two.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pipeline.model import EventKind, Incident, ReportStatus, State
from pipeline.plan.model import Plan

_HIDDEN = frozenset({State.WITHDRAWN, State.MERGED})
_OVER = frozenset({State.CALM, State.REVIEWED})


@dataclass(frozen=True, slots=True)
class Gathering:
    """One situation that several units report within days."""

    situation: str
    """Code."""
    units: tuple[str, ...]
    numbers: tuple[str, ...]
    """The incidents, by number."""
    rows: tuple[str, ...]
    """Keys of the reports: the first of each unit."""


@dataclass(frozen=True, slots=True)
class Secondary:
    """An incident that may follow from one that was over when it came."""

    number: str
    first: str
    """The incident it may follow from."""
    state: State
    """In which that one was then."""
    explained: str
    """How alike they are, in words."""


def gatherings(incidents: Iterable[Incident], day: date, plan: Plan) -> tuple[Gathering, ...]:
    """The situations that enough units reported lately, most units first; each unit counts once, whatever it sent."""
    first = day - timedelta(days=plan.info.gather_days - 1)
    units: dict[str, dict[str, str]] = defaultdict(dict)
    numbers: dict[str, dict[str, None]] = defaultdict(dict)
    for incident in incidents:
        situation = incident.assessment.situation
        if not situation or incident.state in _HIDDEN:
            continue
        for report in incident.reports:
            if report.status is ReportStatus.COUNTED and report.unit and first <= report.day <= day:
                units[situation].setdefault(report.unit, report.key)
                numbers[situation][incident.number] = None
    enough = [s for s in units if len(units[s]) >= plan.info.gather_units]
    found = (Gathering(s, tuple(units[s]), tuple(sorted(numbers[s])), tuple(units[s].values())) for s in enough)
    return tuple(sorted(found, key=lambda g: (-len(g.units), g.situation)))


def secondary(incident: Incident, others: Iterable[Incident], plan: Plan) -> tuple[Secondary, ...]:
    """What an incident may follow from: those of its situation that it was found alike to when they were over.

    A suggestion that is made again is one more suggestion.
    """
    if incident.assessment.seen in plan.suggestions:
        return ()
    own = [e for e in incident.events if e.incident == incident.number]
    began = next((e.at for e in own if e.kind is EventKind.OPENED), None)
    asked = {str(e.data["other"]): str(e.data["explained"]) for e in own if e.kind is EventKind.PARKED}
    if began is None or not asked:
        return ()
    near = (o for o in others if o.number in asked and _may_follow(incident, o))
    found = ((o.number, _stood(o, began)) for o in near)
    return tuple(Secondary(incident.number, n, state, asked[n]) for n, state in found if state in _OVER)


def _stood(incident: Incident, at: datetime) -> State:
    """The state it was in just before a moment."""
    told = (e for e in incident.events if e.kind is EventKind.STATE and e.incident == incident.number)
    return next((State(str(e.data["to"])) for e in reversed(tuple(told)) if e.at < at), State.REGISTERED)


def _may_follow(incident: Incident, other: Incident) -> bool:
    """Whether both stand, in one lane, and are of one situation, or of none known yet."""
    if incident.state in _HIDDEN or other.state in _HIDDEN or incident.restricted is not other.restricted:
        return False
    situations = {incident.assessment.situation, other.assessment.situation} - {""}
    return len(situations) <= 1
