"""The pure middle of a night: what was known, and what came in, make what is known now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.classification.assessment import route, situation_of
from pipeline.findings import Finding
from pipeline.law import Law
from pipeline.merging.attachment import Casebook, Match, place_all
from pipeline.merging.likeness import Theme, subject
from pipeline.merging.revisions import apply_submission
from pipeline.model import (
    Call,
    Event,
    EventKind,
    Fate,
    Incident,
    Kind,
    Report,
    ReportStatus,
    Submission,
    TakenIn,
    Value,
)
from pipeline.register import Register
from pipeline.tracking.folding import Moment

_ENDED = {
    ReportStatus.REVISED: EventKind.REVISED,
    ReportStatus.REPEATED: EventKind.REPEATED,
    ReportStatus.WITHDRAWN: EventKind.WITHDRAWN,
    ReportStatus.TALLIED: EventKind.TALLIED,
    ReportStatus.REFERRED: EventKind.REFERRED,
    ReportStatus.RESTRICTED: EventKind.RESTRICTED,
}
_PLACED = frozenset({ReportStatus.COUNTED, ReportStatus.RESTRICTED})


@dataclass(frozen=True, slots=True)
class Laid:
    """The register after a night, and what the senders are asked besides what validation found."""

    register: Register
    findings: Mapping[str, tuple[Finding, ...]]
    """Workbook sha256 → findings of merging and routing."""

    def asked(self, taken: Iterable[TakenIn]) -> tuple[TakenIn, ...]:
        """The workbooks with these findings added."""
        return tuple(
            replace(t, findings=(*t.findings, *self.findings.get(t.arrival.sha256, ()))) for t in taken
        )


def lay(register: Register, taken: Iterable[TakenIn], law: Law, night: date) -> Laid:
    """Lay a night's workbooks over the register, by receipt and then by sha256."""
    ordered = sorted(taken, key=lambda t: (t.arrival.received, t.arrival.sha256))
    reports, findings, added = _merge(register, ordered, law)
    reports, matches = _attach(register, reports, added, law)
    reports = _numbered_referrals(register, reports, law)
    grown = replace(
        register,
        reports=reports,
        progress=(*register.progress, *_rows(ordered, "progress")),
        decisions=(*register.decisions, *_rows(ordered, "decisions")),
        calls=(*register.calls, *(c for t in ordered for c in _calls(t, reports))),
    )
    events = (*_row_events(register, grown), *_match_events(matches, grown))
    grown = replace(grown, events=(*register.events, *events))
    return Laid(replace(grown, events=(*grown.events, *_state_events(grown, law, night))), findings)


def _merge(
    register: Register, ordered: Sequence[TakenIn], law: Law
) -> tuple[dict[str, Report], dict[str, tuple[Finding, ...]], list[str]]:
    """Revisions, repeats and withdrawals, workbook by workbook; a danger to a person leaves even a held row."""
    reports, findings, added = dict(register.reports), dict[str, tuple[Finding, ...]](), list[str]()
    for taken in ordered:
        reports |= _dangers(taken, law)
        for sub in taken.submissions:
            if sub.kind is not Kind.REPORT:
                continue
            routes = {row.key: route(law.rules, law.plan, row)[0] for row in sub.rows}
            revised = apply_submission(reports, sub, routes, law.plan)
            reports, more = dict(revised.reports), revised.findings
            added += revised.added
            sha = taken.arrival.sha256
            findings[sha] = (*findings.get(sha, ()), *more)
    return reports, findings, added


def _dangers(taken: TakenIn, law: Law) -> dict[str, Report]:
    """Rows that wait for a correction, yet tell of a danger to a person: that does not wait."""
    arrival = taken.arrival
    held = (row for row in taken.held if row.text("summary"))
    return {
        row.key: Report(
            row, taken.unit, "", arrival.night, arrival.received, arrival.night, arrival.night, ReportStatus.REFERRED
        )
        for row in held
        if route(law.rules, law.plan, row)[0] is ReportStatus.REFERRED
    }


def _attach(
    register: Register, reports: dict[str, Report], added: Sequence[str], law: Law
) -> tuple[dict[str, Report], tuple[Match, ...]]:
    """Give every new report that stands its incident; a revision keeps the one it has."""
    themes = {
        k: Theme(situation_of(law.rules, law.plan, [r.row])[0], law.rules.topics_of(r.row.text("summary")))
        for k, r in reports.items()
        if r.status in _PLACED and (r.incident or k in added)
    }
    casebook = Casebook(law.plan, _given(register))
    for report in register.reports.values():
        if report.incident and report.status in _PLACED:
            about = subject(report, themes.get(report.key, Theme()))
            casebook.add(report.incident, about, restricted=report.status is ReportStatus.RESTRICTED)
    fresh = [r for k in added if not (r := reports[k]).incident and r.status in _PLACED]
    matches = place_all(casebook, fresh, themes)
    placed = {m.report: replace(reports[m.report], incident=m.incident) for m in matches}
    return reports | placed, matches


def _given(register: Register) -> dict[int, int]:
    """Year → the last running number given, from the events that opened incidents."""
    given: dict[int, int] = {}
    for event in register.events:
        if event.kind is EventKind.OPENED:
            _, year, number = event.incident.rsplit("-", 2)
            given[int(year)] = max(given.get(int(year), 0), int(number))
    return given


def _numbered_referrals(register: Register, reports: dict[str, Report], law: Law) -> dict[str, Report]:
    """Each referral has a number of its own, which the contact signs for."""
    prefix = law.plan.texts["referral.prefix"]
    count = sum(1 for r in register.reports.values() if r.status is ReportStatus.REFERRED)
    fresh = sorted(
        (r for k, r in reports.items() if k not in register.reports and r.status is ReportStatus.REFERRED),
        key=lambda r: (r.received, r.key),
    )
    numbered = {
        r.key: replace(r, incident=f"{prefix}-{r.night.year}-{n:04d}") for n, r in enumerate(fresh, start=count + 1)
    }
    return reports | numbered


def _rows(ordered: Iterable[TakenIn], what: str) -> Iterator[Report]:
    """Progress or decision rows as reports of their incident."""
    for taken in ordered:
        for sub in taken.submissions:
            for row in getattr(sub, what):
                arrival = sub.arrival
                yield Report(
                    row, sub.unit, sub.role, sub.report_date, arrival.received, arrival.night, sub.report_date,
                    incident=row.text("incident"),
                )  # fmt: skip


def _calls(taken: TakenIn, reports: Mapping[str, Report]) -> Iterator[Call]:
    """What a workbook means to the roll call; one in doubt about its date counts on the night it came."""
    arrival = taken.arrival
    if taken.fate is Fate.RETURNED and taken.unit:
        yield Call(taken.unit, arrival.night, arrival.night, arrival.received, arrival.sha256, returned=True)
    for sub in taken.submissions:
        if sub.kind is Kind.REPORT and sub.unit:
            rows = len(sub.rows) + len(sub.progress)
            day = _counted_on(sub, reports)
            yield Call(
                sub.unit, day, arrival.night, arrival.received, arrival.sha256, rows, sub.waiting, sub.zero
            )


def _counted_on(sub: Submission, reports: Mapping[str, Report]) -> date:
    doubtful = any(reports[row.key].date_in_doubt for row in sub.rows if row.key in reports)
    return sub.arrival.night if doubtful else sub.report_date


def _row_events(before: Register, after: Register) -> Iterator[Event]:
    """Every report whose status is new, every progress and every decision."""
    for key, report in after.reports.items():
        old = before.reports.get(key)
        kind = _ENDED.get(report.status)
        if kind is not None and (old is None or old.status is not report.status):
            yield _event(kind, report)
    for row in after.progress[len(before.progress) :]:
        yield _event(EventKind.PROGRESS, row)
    for row in after.decisions[len(before.decisions) :]:
        yield _event(EventKind.DECIDED, row, sheet=row.row.sheet)


def _match_events(matches: Iterable[Match], after: Register) -> Iterator[Event]:
    for match in matches:
        report = after.reports[match.report]
        if match.opened:
            yield _event(EventKind.OPENED, report)
        else:
            yield _event(EventKind.ATTACHED, report, score=match.score, explained=match.explained)
        for other, score, explained in match.doubtful:
            yield _event(EventKind.PARKED, report, other=other, score=score, explained=explained)


def _state_events(register: Register, law: Law, night: date) -> Iterator[Event]:
    """What the rules and the clock say of each incident, where it differs from what was said last."""
    at = Moment(law.plan, law.calendar, night, register.now(law.plan, night))
    last: dict[tuple[str, EventKind], Mapping[str, Value]] = {
        (e.incident, e.kind): e.data for e in register.events if e.kind in (EventKind.ASSESSED, EventKind.STATE)
    }
    for incident in register.incidents(law, at):
        for kind, data in ((EventKind.ASSESSED, _assessed(incident)), (EventKind.STATE, {"to": incident.state.value})):
            if last.get((incident.number, kind)) != data:
                yield Event(kind, incident.number, at.now, night, night, data=data)


def _assessed(incident: Incident) -> dict[str, Value]:
    found = incident.assessment
    rules = "、".join(f"{v.table}:{v.rule}" for v in found.verdicts if v.rule)
    return {
        "situation": found.situation, "class": found.proposed, "grade": found.grade, "rules": rules,
        "causes": ";".join(found.causes),
    }  # fmt: skip


def _event(kind: EventKind, report: Report, **data: Value) -> Event:
    return Event(kind, report.incident, report.received, report.day, report.night, report.row.key, data)
