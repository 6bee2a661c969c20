"""The roll call: which unit reported, said zero, was late, has something to correct, or is missing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from pipeline.model import Attendance, Call, RollCall
from pipeline.plan.calendar import WorkCalendar
from pipeline.plan.model import Plan


def is_due(day: date, plan: Plan, calendar: WorkCalendar) -> bool:
    """Whether units report on that day, by the rhythm of its phase, never in a vacation; weekly means Fridays."""
    if calendar.is_vacation(day):
        return False
    phase = plan.phase(day)
    rhythm = phase.rhythm if phase else "工作日"
    if rhythm == "每周":
        return day.isoweekday() == 5  # noqa: PLR2004 (Friday)
    return rhythm == "每天" or calendar.is_workday(day)


def cutoff(day: date, plan: Plan) -> datetime:
    """The cut-off of a day, UTC."""
    return datetime.combine(day, plan.info.cutoff, plan.zone).astimezone(UTC)


def roll_call(day: date, calls: Iterable[Call], plan: Plan, calendar: WorkCalendar) -> RollCall:
    """The roll call of a day from the calls known."""
    by_unit: dict[str, list[Call]] = {}
    for call in calls:
        if call.day == day:
            by_unit.setdefault(call.unit, []).append(call)
    limit = cutoff(day, plan)
    attendance: Mapping[str, Attendance] = {
        unit: _attendance(by_unit.get(unit, ()), day, limit) for unit in plan.reporting_units
    }
    return RollCall(day, is_due(day, plan, calendar), attendance)


def _attendance(calls: Sequence[Call], day: date, limit: datetime) -> Attendance:
    """The state of one unit: something to correct first, then whether anything came in time."""
    if not calls:
        return Attendance.MISSING
    good = [c for c in calls if c.rows or c.zero]
    if not good or _something_waits(calls):
        return Attendance.CORRECTING
    if all(c.night > day or c.received > limit for c in good):
        return Attendance.LATE
    return Attendance.REPORTED if any(c.rows for c in good) else Attendance.ZERO


def _something_waits(calls: Sequence[Call]) -> bool:
    """Whether the last workbook of any role waits; one that went back whole is made good by any later one."""
    last = {c.role: c for c in sorted(calls, key=lambda c: (c.received, c.sha256)) if not c.returned}
    latest = max((c.received, c.sha256) for c in last.values()) if last else None
    whole = any(c.returned and (latest is None or (c.received, c.sha256) > latest) for c in calls)
    return whole or any(c.waiting for c in last.values())
