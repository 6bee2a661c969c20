"""Folding: the rows and events of one incident become its state on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pipeline.model import (
    NEEDS_PERSON,
    OPEN_STATES,
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
from pipeline.tracking.progress import HANDLED, found_at, promised, steps, told_at
from pipeline.tracking.rounds import Case, Round, present_round, roots_of

_PUBLIC = frozenset({"public", "media"})


@dataclass(frozen=True, slots=True)
class Moment:
    """When and by which plan a case is looked at."""

    plan: Plan
    calendar: WorkCalendar
    day: date
    now: datetime


def late(case: Case, at: Moment) -> bool:
    """Whether its answer, or the answer that was promised, came late or is overdue."""
    due = _clocks(present_round(case, at.plan), case, "", at).deadlines()
    return any(d.overdue(at.now) for d in due if d.item in ("answer", "promise"))


def spread_after(case: Case, plan: Plan) -> bool:
    """Whether it was reported to go on after the asker was told."""
    done = steps(case.progress, plan)
    told = told_at(case.live, done, plan)
    return told is not None and any(s.code == "spread" and s.at > told for s in done)


def new_platform(case: Case, plan: Plan) -> bool:
    """Whether a public platform joined on a later day than the first report."""
    if not case.live:
        return False
    first = min(r.day for r in case.live)
    began = {plan.code("来源渠道", r.row.values.get("channel")) for r in case.live if r.day == first}
    later = {plan.code("来源渠道", r.row.values.get("channel")) for r in case.live if r.day > first}
    return bool((later & _PUBLIC) - began)


def fold(case: Case, assessment: Assessment, at: Moment) -> Incident:
    """The incident as it stands at that moment."""
    now = present_round(case, at.plan)
    decided = _decided(assessment, case, at.plan)
    told = told_at(now.reports, now.steps, at.plan)
    state = _state(case, now, told, decided, at)
    return Incident(
        number=case.number,
        opened=min(found_at(r) for r in case.reports),
        day=case.reports[0].day,
        reports=case.live or case.reports,
        progress=tuple(s.report for s in steps(case.progress, at.plan)),
        events=case.events,
        state=state,
        assessment=decided,
        deadlines=_clocks(now, case, decided.grade, at, state).deadlines(),
        decisions=case.decisions,
        told=told,
        promised=promised(now.steps),
        restricted=any(r.status is ReportStatus.RESTRICTED for r in case.reports),
        parked=tuple(str(e.data["other"]) for e in case.events if e.kind is EventKind.PARKED),
    )


def _clocks(now: Round, case: Case, grade: str, at: Moment, state: State = State.HANDLING) -> Clocks:
    """The clocks of the present round; those of a matter that is over stand still."""
    over = state in (State.CALM, State.REVIEWED)
    return Clocks(
        plan=at.plan,
        calendar=at.calendar,
        found=now.found or found_at(case.reports[0]),
        received=(now.received if now.reopened else None) or min(r.received for r in case.reports),
        grade=grade,
        told=told_at(now.reports, now.steps, at.plan),
        done=now.steps,
        is_open=state in OPEN_STATES,
        calm_since=(now.calm_since or at.day) if over else None,
        reviewed=now.stated.at if now.stated and state is State.REVIEWED else None,
    )


def confirmed_class(decisions: Sequence[Report]) -> str:
    """The class that a person confirmed last, or ""."""
    signed = [d.row.text("decided_class") for d in decisions if d.row.text("decided_by")]
    return next((c for c in reversed(signed) if c), "")


def _decided(assessment: Assessment, case: Case, plan: Plan) -> Assessment:
    """A signed decision outlives what the rules propose; the last one holds.

    A decided grade holds until the rules, on new facts, give a higher one than they did when it was decided.
    """
    assessment = replace(assessment, confirmed=confirmed_class(case.decisions) or assessment.confirmed)
    graded = [d for d in case.decisions if d.row.text("decided_by") and d.row.text("decided_grade") in plan.grades]
    if not graded:
        return assessment
    decided, rank = graded[-1].row.text("decided_grade"), plan.grades.index
    seen = _ruled_before(case, graded[-1].key)
    if seen in plan.grades and assessment.ruled in plan.grades and rank(assessment.ruled) > rank(seen):
        decided = max(decided, assessment.ruled, key=rank)
    return replace(assessment, grade=decided)


def _ruled_before(case: Case, decision: str) -> str:
    """The grade that the rules had given when a person decided."""
    seen = ""
    for event in case.events:
        if event.report == decision:
            break
        seen = str(event.data["ruled"]) if event.kind is EventKind.ASSESSED else seen
    return seen


def _state(case: Case, now: Round, told: datetime | None, decided: Assessment, at: Moment) -> State:
    """What a person set, else what the reports, the progress and the days without news come to."""
    if not case.live:
        return State.WITHDRAWN
    stated = now.stated.state if now.stated else None
    if stated is not None and stated not in OPEN_STATES:
        return stated
    to_confirm = decided.proposed in NEEDS_PERSON and not decided.confirmed
    said_calm = bool(now.steps) and now.steps[-1].code == "calm"
    if told is not None and not to_confirm and (said_calm or _quiet(case, now, at)):
        return State.CALM
    return stated or _open_state(case, now, told, at, to_confirm=to_confirm)


def _open_state(case: Case, now: Round, told: datetime | None, at: Moment, *, to_confirm: bool) -> State:
    if now.reopened and told is None:
        return State.REOPENED
    if to_confirm:
        return State.TO_VERIFY
    if told is not None:
        return State.TRACKING if spread_after(case, at.plan) else State.ANSWERED
    if any(s.code in HANDLED for s in now.steps):
        return State.HANDLING
    if case.reports[0].day == at.day:
        return State.REGISTERED
    unverified = all(_verified(r, at.plan) == "unverified" for r in case.live)
    return State.TO_VERIFY if unverified else State.HANDLING


def _quiet(case: Case, now: Round, at: Moment) -> bool:
    """Whether the days without news are enough."""
    news = [*(r.day for r in case.live), *(s.report.day for s in now.steps)]
    last = max([*news, now.stated.day] if now.stated else news)
    return at.day - last >= timedelta(days=at.plan.info.quiet_days)


def _verified(report: Report, plan: Plan) -> str:
    return plan.code("核实情况", report.row.values.get("verified")) or "unverified"


def cases_by_number(
    reports: Iterable[Report],
    progress: Iterable[Report],
    decisions: Iterable[Report],
    events: Iterable[Event],
    prefix: str,
) -> Mapping[str, Case]:
    """Group rows and events by their incident, whose numbers begin with the prefix; a referral is no case."""
    mine = _grouped(r for r in reports if r.incident.startswith(f"{prefix}-"))
    steps_of, decisions_of = _grouped(progress), _grouped(decisions)
    happened: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        happened[event.incident].append(event)
    return {
        n: Case(n, _in_order(mine[n], happened[n]), tuple(steps_of[n]), tuple(decisions_of[n]), tuple(happened[n]))
        for n in sorted(mine)
    }


def _in_order(reports: Sequence[Report], events: Iterable[Event]) -> tuple[Report, ...]:
    """The report that opened the incident first, each row said anew in the place of the old one."""
    if len(reports) == 1:
        return tuple(reports)
    roots, by_key = roots_of(reports), {r.key: r for r in reports}
    openers = {e.report for e in events if e.kind is EventKind.OPENED}
    return tuple(
        sorted(reports, key=lambda r: (roots[r.key] not in openers, by_key[roots[r.key]].order, r.order))
    )


def _grouped(rows: Iterable[Report]) -> dict[str, list[Report]]:
    groups: dict[str, list[Report]] = defaultdict(list)
    for row in rows:
        groups[row.incident].append(row)
    return groups
