"""Folding: the rows and events of one incident become its state on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pipeline.model import (
    NEEDS_PERSON,
    Assessment,
    Event,
    EventKind,
    Incident,
    Report,
    ReportStatus,
    State,
)
from pipeline.plan.calendar import WorkCalendar
from pipeline.plan.model import Plan
from pipeline.tracking.deadlines import Clocks
from pipeline.tracking.progress import HANDLED, Step, found_at, promised, steps, told_at

_LIVE = frozenset({ReportStatus.COUNTED, ReportStatus.RESTRICTED})
_PUBLIC = frozenset({"public", "media"})


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one incident on a day, before it is folded."""

    number: str
    reports: tuple[Report, ...]
    """In order of attachment."""
    progress: tuple[Report, ...]
    decisions: tuple[Report, ...]
    events: tuple[Event, ...]

    @property
    def live(self) -> tuple[Report, ...]:
        """The reports that stand."""
        return tuple(r for r in self.reports if r.status in _LIVE)


@dataclass(frozen=True, slots=True)
class Moment:
    """When and by which plan a case is looked at."""

    plan: Plan
    calendar: WorkCalendar
    day: date
    now: datetime


def late(case: Case, at: Moment) -> bool:
    """Whether its answer is overdue on this day."""
    done = steps(case.progress, at.plan)
    told = told_at(case.live, done, at.plan)
    clocks = Clocks(at.plan, at.calendar, case.reports[0], "", told, done, None)
    return any(d.overdue(at.now) for d in clocks.deadlines() if d.item == "answer")


def spread_after(case: Case, plan: Plan) -> bool:
    """Whether it was reported to go on after the asker was told."""
    done = steps(case.progress, plan)
    told = told_at(case.live, done, plan)
    return told is not None and any(s.code == "spread" and s.at > told for s in done)


def new_platform(case: Case, plan: Plan) -> bool:
    """Whether a public platform joined on a later day than the first report."""
    first = case.live[0] if case.live else case.reports[0]
    began = {plan.code("来源渠道", r.row.values.get("channel")) for r in case.live if r.day == first.day}
    later = {plan.code("来源渠道", r.row.values.get("channel")) for r in case.live if r.day > first.day}
    return bool((later & _PUBLIC) - began)


def fold(case: Case, assessment: Assessment, at: Moment) -> Incident:
    """The incident as it stands at that moment."""
    done = steps(case.progress, at.plan)
    told = told_at(case.live, done, at.plan)
    decided = _decided(assessment, case.decisions)
    state = _state(case, done, told, decided, at)
    calm_since = _quiet_since(case, done) if state is State.CALM else None
    first = case.live[0] if case.live else case.reports[0]
    clocks = Clocks(at.plan, at.calendar, first, decided.grade, told, done, calm_since)
    return Incident(
        number=case.number,
        opened=min(found_at(r) for r in case.reports),
        day=case.reports[0].day,
        reports=case.live or case.reports,
        progress=tuple(s.report for s in done),
        events=case.events,
        state=state,
        assessment=decided,
        deadlines=clocks.deadlines(),
        decisions=case.decisions,
        told=told,
        promised=promised(done),
        restricted=any(r.status is ReportStatus.RESTRICTED for r in case.reports),
        parked=tuple(str(e.data["other"]) for e in case.events if e.kind is EventKind.PARKED),
    )


def confirmed_class(decisions: Sequence[Report]) -> str:
    """The class that a person confirmed last, or ""."""
    signed = [d.row.text("decided_class") for d in decisions if d.row.text("decided_by")]
    return next((c for c in reversed(signed) if c), "")


def _decided(assessment: Assessment, decisions: Sequence[Report]) -> Assessment:
    """A signed decision outlives what the rules propose; the last one holds."""
    for decision in decisions:
        row = decision.row
        if row.text("decided_by") and row.text("decided_class"):
            assessment = replace(assessment, confirmed=row.text("decided_class"))
        if row.text("decided_by") and row.text("decided_grade"):
            assessment = replace(assessment, grade=row.text("decided_grade"))
    return assessment


def _state(case: Case, done: Sequence[Step], told: datetime | None, decided: Assessment, at: Moment) -> State:
    if not case.live:
        return State.WITHDRAWN
    stated = _stated(case.decisions, at.plan)
    last = _quiet_since(case, done)
    if stated is not None and stated[0] >= last:
        return stated[1]
    if stated is not None and stated[1] in (State.CALM, State.REVIEWED):
        return State.REOPENED
    quiet = at.day - last >= timedelta(days=at.plan.info.quiet_days)
    said_calm = bool(done) and done[-1].code == "calm"
    if told is not None and (quiet or said_calm):
        return State.CALM
    if told is not None:
        return State.TRACKING if spread_after(case, at.plan) else State.ANSWERED
    if any(s.code in HANDLED for s in done):
        return State.HANDLING
    proposed = decided.proposed in NEEDS_PERSON and not decided.confirmed
    unverified = all(_verified(r, at.plan) == "unverified" for r in case.live)
    if case.reports[0].day == at.day and not proposed:
        return State.REGISTERED
    return State.TO_VERIFY if proposed or unverified else State.HANDLING


def _verified(report: Report, plan: Plan) -> str:
    return plan.code("核实情况", report.row.values.get("verified")) or "unverified"


def _stated(decisions: Sequence[Report], plan: Plan) -> tuple[date, State] | None:
    """The state a person set last, and on which day."""
    codes = {state.value: state for state in State}
    signed = [d for d in decisions if d.row.text("decided_by") and d.row.text("state")]
    found = [(d.day, codes[c]) for d in signed if (c := plan.code("办结状态", d.row.values.get("state"))) in codes]
    return found[-1] if found else None


def _quiet_since(case: Case, done: Sequence[Step]) -> date:
    """The day of the last report or progress."""
    return max([r.day for r in case.reports] + [s.report.day for s in done])


def cases_by_number(
    reports: Iterable[Report], progress: Iterable[Report], decisions: Iterable[Report], events: Iterable[Event]
) -> Mapping[str, Case]:
    """Group rows and events by their incident; only incidents with a report are cases."""
    mine = _grouped(r for r in reports if r.incident and r.status is not ReportStatus.REFERRED)
    steps_of, decisions_of = _grouped(progress), _grouped(decisions)
    happened: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        happened[event.incident].append(event)
    return {
        n: Case(n, tuple(mine[n]), tuple(steps_of[n]), tuple(decisions_of[n]), tuple(happened[n])) for n in sorted(mine)
    }


def _grouped(rows: Iterable[Report]) -> dict[str, list[Report]]:
    groups: dict[str, list[Report]] = defaultdict(list)
    for row in rows:
        groups[row.incident].append(row)
    return groups
