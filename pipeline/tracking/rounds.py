"""Rounds: from its opening to its calm an incident has one round; news after that begins another."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from pipeline.model import OPEN_STATES, Event, EventKind, Report, ReportStatus, State, Value
from pipeline.plan.model import Plan
from pipeline.tracking.answering import all_steps
from pipeline.tracking.progress import Step, found_at, steps

LIVE = frozenset({ReportStatus.COUNTED, ReportStatus.RESTRICTED})
_OVER = frozenset({State.CALM, State.REVIEWED})
REPORTED = frozenset({EventKind.OPENED, EventKind.ATTACHED})
_CHANGING = REPORTED | {
    EventKind.PROGRESS,
    EventKind.DECIDED,
    EventKind.REVISED,
    EventKind.WITHDRAWN,
    EventKind.SPLIT,
}
"""What may change how an incident is seen."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one incident on a day, before it is folded."""

    number: str
    reports: tuple[Report, ...]
    """In order of attachment, a row said anew in the place of the old one."""
    progress: tuple[Report, ...]
    decisions: tuple[Report, ...]
    events: tuple[Event, ...]
    parked: tuple[str, ...] = ()
    """Incidents that may be the same and about which nobody has decided."""
    merged: str = ""
    """The older incident that a person merged it into, or ""."""

    @property
    def live(self) -> tuple[Report, ...]:
        """The reports that stand."""
        return tuple(r for r in self.reports if r.status in LIVE)

    @property
    def assessed(self) -> Mapping[str, Value] | None:
        """How it was assessed last."""
        return next((e.data for e in reversed(self.events) if e.kind is EventKind.ASSESSED), None)

    @property
    def grade(self) -> str:
        """The grade it was given last, or ""."""
        return str(self.assessed["grade"]) if self.assessed else ""

    @property
    def settled(self) -> bool:
        """Whether it was over and nothing has happened since, or goes on under another number."""
        if self.merged:
            return True
        last = max((n for n, e in enumerate(self.events) if e.kind is EventKind.STATE), default=None)
        if last is None or State(str(self.events[last].data["to"])) in OPEN_STATES:
            return False
        return not any(e.kind in _CHANGING for e in self.events[last + 1 :])


@dataclass(frozen=True, slots=True)
class Stated:
    """The state that a person set, and since when."""

    state: State
    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Round:
    """What belongs to the present round of a case."""

    reports: tuple[Report, ...]
    steps: tuple[Step, ...]
    reopened: bool = False
    stated: Stated | None = None
    """What a person set, as long as no news came after it."""
    calm_since: date | None = None
    """The day on which it was last found, or said, to be calm."""
    taken_up: datetime | None = None
    """When a person took it up again; None if news did."""

    @property
    def found(self) -> datetime | None:
        """When what began the round was found, or a person began it."""
        return self.taken_up or min([found_at(r) for r in self.reports] or [s.at for s in self.steps], default=None)

    @property
    def received(self) -> datetime | None:
        """When what began the round was received."""
        first = [r.received for r in self.reports] or [s.report.received for s in self.steps]
        return self.taken_up or min(first, default=None)


def present_round(case: Case, plan: Plan) -> Round:
    """The round that the events of a case have come to."""
    kinds = {s.report.key: s.code for s in steps(case.progress, plan)}
    decisions = {d.key: s for d in case.decisions if (s := _stated(d, plan)) is not None}
    roots = roots_of(case.reports)
    mine = {roots[r.key] for r in case.live}
    begin = 0
    over: date | None = None
    calm: date | None = None
    stated: Stated | None = None
    for n, event in enumerate(case.events):
        if event.kind is EventKind.STATE:
            state = State(str(event.data["to"]))
            if state in _OVER:
                over, calm = over or event.day, calm or event.day
            elif state in OPEN_STATES and stated is None:
                over = calm = None  # what made it calm was taken back
        elif (said := decisions.get(event.report)) is not None:
            stated, over = said, said.day if said.state in _OVER else None
            calm = (calm or said.day) if over else None
            begin = n if said.state is State.REOPENED else begin
        elif _is_news(event, mine, kinds, over or (stated.day if stated else None)):
            begin = n if over else begin
            over = stated = calm = None
    if not begin:
        return Round(case.live, all_steps(case.progress, case.decisions, plan), stated=stated, calm_since=calm)
    by = decisions.get(case.events[begin].report)
    return replace(_since(case, plan, begin), stated=stated, calm_since=calm, taken_up=by.at if by else None)


def _since(case: Case, plan: Plan, begin: int) -> Round:
    """What came from that event on."""
    keys, roots = {e.report for e in case.events[begin:]}, roots_of(case.reports)
    reports = tuple(r for r in case.live if roots[r.key] in keys)
    progress = (p for p in case.progress if p.key in keys)
    replies = (d for d in case.decisions if d.received >= case.events[begin].at)
    return Round(reports, all_steps(progress, replies, plan), reopened=True)


def roots_of(reports: Sequence[Report]) -> Mapping[str, str]:
    """Report key → key of the first version of its row among these."""
    revises = {r.key: r.revises for r in reports}
    roots: dict[str, str] = {}
    for key in revises:
        root = key
        while revises.get(revises[root]) is not None:
            root = revises[root]
        roots[key] = root
    return roots


def _is_news(event: Event, mine: Collection[str], kinds: Mapping[str, str], since: date | None) -> bool:
    """A report that is still of it, at any time; a progress of a later day that does not say that all is calm."""
    if event.kind is not EventKind.PROGRESS:
        return event.kind in REPORTED and event.report in mine
    return kinds.get(event.report) not in (None, "calm") and (since is None or event.day > since)


def _stated(decision: Report, plan: Plan) -> Stated | None:
    """The state that a signed decision sets."""
    code = plan.code("办结状态", decision.row.values.get("state"))
    if not decision.row.text("decided_by") or code not in set(State):
        return None
    return Stated(State(code), decision.day, decision.received)
