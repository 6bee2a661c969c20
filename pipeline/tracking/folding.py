"""Folding: the rows and events of one incident become its state on a day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pipeline.model import (
    OPEN_STATES,
    Assessment,
    EventKind,
    Incident,
    Report,
    ReportStatus,
    State,
)
from pipeline.plan.calendar import WorkCalendar
from pipeline.plan.model import Plan
from pipeline.tracking.answering import all_steps
from pipeline.tracking.deadlines import Clocks, Rise
from pipeline.tracking.decisions import decided_assessment
from pipeline.tracking.progress import IDLE, TOLD, asks, found_at, kinds_of, promise_of, promised, steps, told_at
from pipeline.tracking.rounds import Case, Round, present_round

_PUBLIC = frozenset({"public", "media"})
_GONE = frozenset({State.MERGED, State.WITHDRAWN})
"""Nothing is due in it any more."""


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
    done = all_steps(case.progress, case.decisions, plan)
    told = told_at(case.live, done, plan)
    return told is not None and any(s.code == "spread" and s.at > told for s in done)


def new_platform(case: Case, plan: Plan) -> frozenset[str]:
    """Keys of the rows by which a public platform joined on a later day than the first report."""
    channel = {r.key: plan.code("来源渠道", r.row.values.get("channel")) for r in case.live}
    first = min((r.day for r in case.live), default=None)
    began = {channel[r.key] for r in case.live if r.day == first}
    return frozenset(r.row.key for r in case.live if channel[r.key] in _PUBLIC - began)


def fold(case: Case, assessment: Assessment, at: Moment) -> Incident:
    """The incident as it stands at that moment."""
    now = present_round(case, at.plan)
    decided = decided_assessment(assessment, case, at.plan)
    told = told_at(now.reports, now.steps, at.plan)
    goes_on = _goes_on(now, told, decided, at.plan)
    state = _state(case, now, told, decided, at, goes_on=goes_on)
    clocks = _clocks(now, case, decided.grade, at, state)
    return Incident(
        number=case.number,
        opened=min(found_at(r) for r in case.reports),
        day=case.reports[0].day,
        reports=case.live or case.reports,
        progress=tuple(s.report for s in steps(case.progress, at.plan)),
        events=case.events,
        state=state,
        assessment=decided,
        deadlines=() if state in _GONE else clocks.deadlines(),
        undated=() if state in _GONE else clocks.undated(),
        decisions=case.decisions,
        told=told,
        unresolved=goes_on,
        promised=promised(now.steps),
        restricted=any(r.was(ReportStatus.RESTRICTED) for r in case.reports),
        parked=case.parked,
        merged_into=case.merged,
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
        asks=asks(case.live or case.reports, at.plan),
        announces="notice" in kinds_of(case.live or case.reports, at.plan),
        rise=_rise(case, now, grade, at),
        origin=at.plan.label("状态", State.REOPENED) if now.taken_up else "发现",
    )


def _rise(case: Case, now: Round, grade: str, at: Moment) -> Rise | None:
    """When it rose to its grade; None if it was found with it, came down to it, or has it from an earlier round."""
    given = [(str(e.data["grade"]), e.night, e.at) for e in case.events if e.kind is EventKind.ASSESSED]
    if given and given[-1][0] != grade:
        given.append((grade, at.day, at.now))
    last = next((n for n in range(len(given) - 1, 0, -1) if given[n - 1][0] != grade), 0)
    grades = at.plan.grades
    if not last or not {grade, given[last - 1][0]} <= set(grades):
        return None
    if grades.index(grade) < grades.index(given[last - 1][0]):
        return None
    _, night, moment = given[last]
    if now.reopened and now.received and moment < now.received:
        return None
    made = [r for r in (*case.live, *case.progress, *case.decisions) if r.night == night]
    word = max(made, key=lambda r: r.order, default=None)
    return Rise(min(found_at(word), moment), word.received) if word else Rise(moment, moment)


def _goes_on(now: Round, told: datetime | None, decided: Assessment, plan: Plan) -> bool:
    """R29: whether it was reported to go on since the asker was told last.

    One whose class a person had to confirm goes on in spite of the facts, and is tracked; whoever asks any other
    thing again has not been answered.
    """
    if told is None or decided.confirmed in plan.needs_person - plan.questions:
        return False
    last = max((s.at for s in now.steps if s.code in TOLD), default=told)
    return any(s.code == "spread" and s.at > last for s in now.steps)


def _state(  # noqa: PLR0913 (what a state rests on)
    case: Case, now: Round, told: datetime | None, decided: Assessment, at: Moment, *, goes_on: bool
) -> State:
    """What a person set, else what the reports, the progress and the days without news come to."""
    if case.merged:
        return State.MERGED
    if not case.live:
        return State.WITHDRAWN
    stated = now.stated.state if now.stated else None
    if stated is not None and stated not in OPEN_STATES:
        return stated
    to_confirm = decided.proposed in at.plan.needs_person and not decided.confirmed
    done = _nothing_owed(case, now, told, at.plan) and not to_confirm
    if done and (_said_calm(now) or (_quiet(case, now, at) and not goes_on)):
        return State.CALM
    if goes_on and not to_confirm:
        return stated or State.HANDLING
    return stated or _open_state(case, now, told, at, to_confirm=to_confirm)


def _open_state(case: Case, now: Round, told: datetime | None, at: Moment, *, to_confirm: bool) -> State:
    if now.reopened and told is None:
        return State.REOPENED
    if to_confirm:
        return State.TO_VERIFY
    if told is not None:
        return State.TRACKING if spread_after(case, at.plan) else State.ANSWERED
    if any(s.code not in IDLE for s in now.steps):
        return State.HANDLING
    if case.reports[0].day == at.day:
        return State.REGISTERED
    unverified = all(_verified(r, at.plan) == "unverified" for r in case.live)
    return State.TO_VERIFY if unverified else State.HANDLING


def _nothing_owed(case: Case, now: Round, told: datetime | None, plan: Plan) -> bool:
    """Whether the asker was told, or nobody asked and something was done about it, and every promise was kept."""
    promise = promise_of(now.steps)
    answered = told is not None or (not asks(case.live or case.reports, plan) and bool(now.steps))
    return answered and (promise is None or promise[1] is not None)


def _said_calm(now: Round) -> bool:
    """Whether the last word of it is that all is calm; what a person set since is a later word."""
    last = now.steps[-1] if now.steps else None
    return last is not None and last.code == "calm" and (now.stated is None or last.report.received > now.stated.at)


def _quiet(case: Case, now: Round, at: Moment) -> bool:
    """Whether the days without news are enough."""
    news = [*(r.day for r in case.live), *(s.report.day for s in now.steps)]
    last = max([*news, now.stated.day] if now.stated else news)
    return at.day - last >= timedelta(days=at.plan.info.quiet_days)


def _verified(report: Report, plan: Plan) -> str:
    return plan.code("核实情况", report.row.values.get("verified")) or "unverified"
