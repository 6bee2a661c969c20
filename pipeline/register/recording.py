"""Recording: what a night changed, as events that point to the rows that say so."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from pipeline.classification.rulebook import TABLES
from pipeline.merging.attachment import Match
from pipeline.model import Event, EventKind, Incident, Report, ReportStatus, Value
from pipeline.register.book import Register
from pipeline.register.law import Law
from pipeline.tracking.folding import Moment
from pipeline.tracking.pairs import numbers_of

_KINDS = {
    ReportStatus.REVISED: EventKind.REVISED,
    ReportStatus.REPEATED: EventKind.REPEATED,
    ReportStatus.WITHDRAWN: EventKind.WITHDRAWN,
    ReportStatus.TALLIED: EventKind.TALLIED,
    ReportStatus.REFERRED: EventKind.REFERRED,
    ReportStatus.RESTRICTED: EventKind.RESTRICTED,
}
"""A report that counts is told of by what opens its incident, or attaches it."""


def row_events(before: Register, after: Register, matches: Iterable[Match], night: date) -> tuple[Event, ...]:
    """What became of rows, in the order of their receipt; of two in one second, as they stand in their workbook."""
    old, rows = before.rows(), after.rows()
    happened = (*_rows(old, after, night), *_matches(matches, rows, night))
    told = [(rows[row.past[-1].by] if row.past and row.key in old else row, event) for row, event in happened]
    return tuple(
        replace(event, at=by.received) for by, event in sorted(told, key=lambda t: (t[0].received, t[0].order))
    )


def state_events(register: Register, law: Law, night: date, now: datetime) -> Iterator[Event]:
    """What the rules and the clock say of each incident, where it differs from what was said last."""
    known = register.as_of(night, night)
    last: dict[tuple[str, EventKind], Mapping[str, Value]] = {
        (e.incident, e.kind): e.data for e in known.events if e.kind in (EventKind.ASSESSED, EventKind.STATE)
    }
    for incident in known.incidents(law, Moment(law.plan, law.calendar, night, now)):
        for kind, data in ((EventKind.ASSESSED, _assessed(incident)), (EventKind.STATE, {"to": incident.state.value})):
            if last.get((incident.number, kind)) != data:
                yield Event(kind, incident.number, now, night, night, data=data)


Happened = tuple[Report, Event]


def _rows(old: Mapping[str, Report], after: Register, night: date) -> Iterator[Happened]:
    """Every row whose status is new; a progress and a decision that stands, as such."""
    others = {p.key: EventKind.PROGRESS for p in after.progress} | {d.key: EventKind.DECIDED for d in after.decisions}
    for key, row in after.rows().items():
        before, kind = old.get(key), _KINDS.get(row.status, others.get(key))
        if kind is not None and (before is None or before.status is not row.status):
            for number in _about(row):
                yield row, replace(_event(kind, row, night), incident=number)


def _about(row: Report) -> tuple[str, ...]:
    """The numbers a row is about: those of a pair, or its own."""
    return numbers_of(row) or (row.incident or row.row.text("number"),)


def _matches(matches: Iterable[Match], rows: Mapping[str, Report], night: date) -> Iterator[Happened]:
    for match in matches:
        row = rows[match.report]
        if match.left:
            yield row, replace(_event(EventKind.SPLIT, row, night, other=row.incident), incident=match.left)
            yield row, _event(EventKind.OPENED, row, night, other=match.left)
        elif match.opened:
            yield row, _event(EventKind.OPENED, row, night)
        else:
            yield row, _event(EventKind.ATTACHED, row, night, score=match.score, explained=match.explained)
        for other, score, explained in match.doubtful:
            yield row, _event(EventKind.PARKED, row, night, other=other, score=score, explained=explained)


def _assessed(incident: Incident) -> dict[str, Value]:
    found = incident.assessment
    rules = "、".join(f"{v.table}:{v.rule}" for v in found.verdicts if v.rule)
    data: dict[str, Value] = {
        "situation": found.situation, "class": found.proposed, "grade": found.grade, "ruled": found.ruled,
        "rules": rules, "causes": ";".join(found.causes),
    }  # fmt: skip
    further = {v.table: dict(v.outputs) for v in found.verdicts if v.rule and v.table not in TABLES and v.outputs}
    return data | ({"further": json.dumps(further, ensure_ascii=False)} if further else {})


def _event(kind: EventKind, row: Report, night: date, **data: Value) -> Event:
    sheet: dict[str, Value] = {"sheet": row.row.sheet} if kind is EventKind.DECIDED else {}
    return Event(kind, row.incident, row.received, row.day, night, row.key, {**sheet, **data})
