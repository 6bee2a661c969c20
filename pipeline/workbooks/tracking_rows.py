"""The rows of the tracking sheet: what waits for whoever tracks an incident, reviews it, or is to improve something."""

from collections.abc import Mapping
from datetime import date, timedelta

from pipeline.model import Edition, Incident, State
from pipeline.plan.model import Plan
from pipeline.tracking.improving import Improvement, unfinished
from pipeline.workbooks import labels, words
from pipeline.workbooks.review_rows import Asked, local

_TRACKING = "跟踪办结"
_SHOWN = 24
"""Characters of an improvement that the reason beside its number shows."""


def tracked(edition: Edition, plan: Plan) -> list[Asked]:
    """Incidents to track or to review: reviews due, checks due, trackers missing, improvements due, then the rest.

    One that was reviewed stays as long as nobody wrote down that its improvement was done.
    """
    label = _improved_label(plan)
    left = {i.number: one for i in edition.incidents if label and (one := unfinished(i.decisions))}
    shown = [i for i in edition.incidents if i.is_open or i.state is State.CALM or _is_left(i, left)]
    rows = [(i, _tracking(i, edition, plan) or _improving(left.get(i.number), label, edition.day)) for i in shown]
    return [
        Asked({"incident": i.number}, why, pressing)
        for i, (why, pressing) in sorted(rows, key=lambda row: (not row[1][1], row[0].is_open, row[0].number))
    ]


def _is_left(incident: Incident, left: Mapping[str, Improvement]) -> bool:
    return incident.state is State.REVIEWED and incident.number in left


def _improved_label(plan: Plan) -> str:
    """The column that says that an improvement was done; "" in a plan of before there was one."""
    return next((f.label for f in plan.fields_of(_TRACKING) if f.key == "improved"), "")


def _improving(one: Improvement | None, label: str, day: date) -> tuple[str, bool]:
    """What is still to be improved, and whether that waits by now."""
    if one is None:
        return "", False
    said = {"what": _short(one.words), "day": labels.day(one.due) if one.due else "", "label": label}
    if one.due is None:
        return words.IMPROVE_SOME_DAY.format(**said), False
    text = words.IMPROVE_LATE if one.overdue(day) else words.IMPROVE
    return text.format(**said), one.due <= day + timedelta(days=1)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _tracking(incident: Incident, edition: Edition, plan: Plan) -> tuple[str, bool] | None:
    """What waits for whoever tracks it; None if nothing does."""
    why = _to_track(incident, edition, plan)
    return (why, True) if why else None


def _to_track(incident: Incident, edition: Edition, plan: Plan) -> str:
    if not incident.is_open:
        due = next((d.due for d in incident.deadlines if d.item == "review" and d.met is None), None)
        return words.REVIEW_DUE.format(day=labels.day(local(due, plan))) if due else ""
    check = _decided_day(incident, "next_check")
    if check and check <= edition.day + timedelta(days=1):
        return words.CHECK_DUE.format(day=labels.day(check))
    grave = plan.is_described(incident.assessment.grade)
    moving = incident.state in {State.TRACKING, State.REOPENED}
    has = any(d.row.text("tracker") and d.row.text("decided_by") for d in incident.decisions)
    return words.NO_TRACKER if (grave or moving) and not has else ""


def _decided_day(incident: Incident, key: str) -> date | None:
    values = (d.row.values.get(key) for d in reversed(incident.decisions) if d.row.text("decided_by"))
    return next((v for v in values if isinstance(v, date)), None)
