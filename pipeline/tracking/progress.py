"""Progress: when an asker was told, what was promised, what spread after, from an incident's rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.model import Report, ReportStatus
from pipeline.plan.model import Plan
from pipeline.times import clock_in

TYPES = "进展类型"
TOLD = frozenset({"told", "adopt", "reject"})
"""R2: progress after which the asker knows; an answer sent out (答复) is not yet one that was passed on."""
IDLE = frozenset({"", "spread", "calm", "other"})
"""Progress that nobody did anything in; every other kind of a plan is something done."""


@dataclass(frozen=True, slots=True)
class Step:
    """One progress: its code, moment and row."""

    code: str
    at: datetime
    report: Report


def asks(reports: Iterable[Report], plan: Plan) -> bool:
    """Whether somebody asks something in them: a warning beforehand, a proof and a notice ask nothing."""
    return not kinds_of(reports, plan) <= {"warning", "evidence", "notice"}


def kinds_of(reports: Iterable[Report], plan: Plan) -> set[str]:
    """Codes of the kinds of record that reports are."""
    return {plan.code("记录类型", r.row.values.get("record_type")) for r in reports}


def steps(progress: Iterable[Report], plan: Plan) -> tuple[Step, ...]:
    """Progress rows that stand, as steps in time order."""
    standing = (p for p in progress if p.status is ReportStatus.COUNTED)
    found = [Step(plan.code(TYPES, p.row.values.get("type")), p.happened, p) for p in standing]
    return tuple(sorted(found, key=lambda s: (s.at, s.report.order)))


def found_at(report: Report) -> datetime:
    """When the matter was found, UTC; its receipt if the row does not say."""
    return report.row.moment("found_at") or report.received


def told_at(reports: Iterable[Report], done: Sequence[Step], plan: Plan) -> datetime | None:
    """R2: the first moment at which the asker was told, by a report that stands or by a progress.

    Where several units reported one incident this is when the first of their askers was told: an answer goes to all
    groups in the same words, and which group a progress speaks of is not written down.
    """
    spoken = [
        at
        for r in reports
        if r.row.text("answered") and (at := clock_in(r.row.text("answered"), r.report_date, plan.zone)) is not None
    ]
    return min([*spoken, *(s.at for s in done if s.code in TOLD)], default=None)


def promised(done: Iterable[Step]) -> date | None:
    """The date promised last."""
    dates = [d for s in done if isinstance(d := s.report.row.values.get("promise_date"), date)]
    return dates[-1] if dates else None


def promise_of(done: Sequence[Step]) -> tuple[date, datetime | None] | None:
    """The day promised last, and when after the promise the asker was told; None if nothing was promised."""
    day = promised(done)
    if day is None:
        return None
    made = max(s.at for s in done if s.report.row.values.get("promise_date") == day)
    return day, min((s.at for s in done if s.code in TOLD and s.at >= made), default=None)
