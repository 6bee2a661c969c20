"""The roll call: which unit reported, said zero, was late, has something to correct, or is missing."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from pipeline.model import Attendance, Call, Report, RollCall
from pipeline.plan.calendar import WorkCalendar
from pipeline.plan.model import MONTHLY, WEEKLY, Plan

_ONE = timedelta(days=1)
_FRIDAY = 5
Routine = Collection[tuple[str, str]]
"""(unit, sha256) of the workbooks that hold a routine record."""


def is_due(day: date, plan: Plan, calendar: WorkCalendar) -> bool:
    """Whether units report on that day, by the rhythm of its phase, never in a vacation.

    Weekly means Fridays, monthly the last working day of the month.
    """
    if calendar.is_vacation(day):
        return False
    rhythm = _rhythm(day, plan)
    if rhythm == WEEKLY:
        return day.isoweekday() == _FRIDAY
    if rhythm == MONTHLY:
        return day == calendar.previous_workday(_next_month(day))
    return rhythm == "每天" or calendar.is_workday(day)


def cutoff(day: date, plan: Plan) -> datetime:
    """The cut-off of a day, UTC."""
    return datetime.combine(day, plan.info.cutoff, plan.zone).astimezone(UTC)


def is_routine(report: Report, plan: Plan) -> bool:
    """Whether a row records what is done in any month, such as maintenance."""
    return plan.code("记录类型", report.row.values.get("record_type")) == "routine"


def roll_call(
    day: date, calls: Iterable[Call], plan: Plan, calendar: WorkCalendar, routine: Routine = frozenset()
) -> RollCall:
    """The roll call of a day from the calls known; on a day without one only those who said something."""
    due = is_due(day, plan, calendar)
    first = _begins(day, plan, calendar) if due else day
    by_unit: dict[str, list[Call]] = {}
    for call in calls:
        if first <= call.day <= day and (not due or _answers(call, day, plan, routine)):
            by_unit.setdefault(call.unit, []).append(call)
    limit = cutoff(day, plan)
    units = plan.called_units if due else [u for u in plan.reporting_units if u in by_unit]
    return RollCall(day, due, {unit: _attendance(by_unit.get(unit, ()), limit) for unit in units})


def _rhythm(day: date, plan: Plan) -> str:
    phase = plan.phase(day)
    return phase.rhythm if phase else "工作日"


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _begins(day: date, plan: Plan, calendar: WorkCalendar) -> date:
    """The first day of the week or month that ends with the day; with other rhythms the day itself."""
    rhythm = _rhythm(day, plan)
    if rhythm == WEEKLY:
        return day - 6 * _ONE
    return calendar.previous_workday(day.replace(day=1)) + _ONE if rhythm == MONTHLY else day


def _answers(call: Call, day: date, plan: Plan, routine: Routine) -> bool:
    """Whether a call answers the roll call: that of a month asks for its routine, whatever else was reported."""
    of_routine = call.zero or (call.unit, call.sha256) in routine
    return _rhythm(day, plan) != MONTHLY or of_routine or (call.day == day and (call.returned or call.waiting > 0))


def _attendance(calls: Sequence[Call], limit: datetime) -> Attendance:
    """The state of one unit: something to correct first, then whether anything came in time."""
    if not calls:
        return Attendance.MISSING
    good = [c for c in calls if c.rows or c.zero]
    if not good or _something_waits(calls):
        return Attendance.CORRECTING
    if all(c.received > limit for c in good):
        return Attendance.LATE
    return Attendance.REPORTED if any(c.rows for c in good) else Attendance.ZERO


def _something_waits(calls: Sequence[Call]) -> bool:
    """Whether the last workbook of any role waits; one that went back whole is made good by any later one."""
    last = {c.role: c for c in sorted(calls, key=_order) if not c.returned}
    latest = max((c.received, c.sha256) for c in last.values()) if last else None
    whole = any(c.returned and (latest is None or (c.received, c.sha256) > latest) for c in calls)
    return whole or any(c.waiting for c in last.values())


def _order(call: Call) -> tuple[datetime, date, bool, str]:
    """By receipt; of two exports of one form that count as come at the cut-off, the one that was put right is later."""
    return call.received, call.night, not call.waiting, call.sha256
