"""Attendance: what the roll calls of some days say together, by units and never by persons."""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.model import Attendance, Incident, ReportStatus, RollCall
from pipeline.plan.model import Plan

IN_TIME = (Attendance.REPORTED, Attendance.ZERO)
"""What came whole and before the cut-off."""
Suspected = Mapping[str, tuple[Incident, ...]]
"""Unit → the incidents that others reported in it."""


def in_time(roll_call: RollCall) -> tuple[str, ...]:
    """The units that answered in time."""
    return tuple(unit for unit, what in roll_call.attendance.items() if what in IN_TIME)


def share(roll_calls: Iterable[RollCall]) -> int | None:
    """How many in a hundred of the answers due came in time, rounded down; None if none was due."""
    due = [call for call in roll_calls if call.due and call.attendance]
    expected = sum(len(call.attendance) for call in due)
    return 100 * sum(len(in_time(call)) for call in due) // expected if expected else None


def streaks(roll_calls: Sequence[RollCall]) -> Mapping[str, int]:
    """Unit → how many roll calls in a row, up to the last, it has left without any workbook; only those of the last.

    A day on which nothing was due ends a streak only for a unit that said something on it.
    """
    last = roll_calls[-1]
    return {unit: _silent(unit, roll_calls) for unit, what in last.attendance.items() if what is Attendance.MISSING}


def _silent(unit: str, roll_calls: Sequence[RollCall]) -> int:
    count = 0
    for call in reversed(roll_calls):
        what = call.attendance.get(unit)
        if what is not None and what is not Attendance.MISSING:
            break
        count += what is Attendance.MISSING
    return count


def suspected(incidents: Iterable[Incident], roll_calls: Iterable[RollCall], plan: Plan) -> Suspected:
    """The units that said on a day that there was nothing, while others reported something in them for that day.

    Nobody is blamed: it is asked about, until the unit has said something about the incident itself. Praise and
    suggestions are nothing that a unit could have missed to report; of the restricted lane no report counts here.
    """
    zero = {(u, c.day) for c in roll_calls for u, what in c.attendance.items() if what is Attendance.ZERO}
    found: dict[str, list[Incident]] = {}
    for incident in incidents:
        if not _is_asked_about(incident, plan):
            continue
        speaking = {row.unit for row in (*incident.reports, *incident.progress)}
        told = [
            (p, r.day)
            for r in incident.reports
            if r.status is ReportStatus.COUNTED
            for p in _places(r.row.text("places"))
        ]
        for unit in dict.fromkeys(place for place, day in told if (place, day) in zero and place not in speaking):
            found.setdefault(unit, []).append(incident)
    return {unit: tuple(mine) for unit, mine in sorted(found.items())}


def _is_asked_about(incident: Incident, plan: Plan) -> bool:
    return incident.assessment.seen not in plan.suggestions


def _places(text: str) -> Iterable[str]:
    return (place.strip() for place in text.split("、") if place.strip())
