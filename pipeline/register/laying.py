"""Laying: the workbooks of a night, one by one, over what every unit has said so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.classification.assessment import route
from pipeline.findings import Finding, finding
from pipeline.merging.progress import lay_progress
from pipeline.merging.revisions import apply_submission
from pipeline.model import Arrival, Call, EventKind, Fate, Kind, Report, ReportStatus, Row, Submission, TakenIn
from pipeline.numbering import next_number
from pipeline.plan.model import Plan
from pipeline.register.book import Register
from pipeline.register.law import Law
from pipeline.register.referring import dangers, given_back, numbers_given, referred_before
from pipeline.tracking.rollcall import cutoff


@dataclass(slots=True)
class Desk:
    """What is known while the workbooks of a night are laid."""

    law: Law
    night: date
    reports: dict[str, Report]
    progress: dict[str, Report]
    zeroes: frozenset[tuple[str, date]]
    """(unit, day) of what was called nothing to report on earlier nights."""
    referrals: dict[int, int]
    """Year → the last running number of a referral."""
    given: dict[int, int]
    """Year → the last running number of an incident."""
    by_unit: dict[str, dict[str, None]] = field(default_factory=dict)
    """Unit → the keys of its reports, in order."""
    touched: dict[str, None] = field(default_factory=dict)
    """Keys of the reports that are new or changed tonight."""
    decisions: list[Report] = field(default_factory=list)
    calls: dict[tuple[str, date, str, str], Call] = field(default_factory=dict)
    findings: dict[str, tuple[Finding, ...]] = field(default_factory=dict)

    def lay(self, taken: TakenIn) -> None:
        """One workbook: dangers first, wherever they stand, then what it says for each unit, date and role."""
        told = tuple(dangers(taken, self.law))
        for danger in told:
            if not referred_before(danger, self._of_unit(danger.unit)):
                self.put(danger)
        gone = frozenset(danger.key for danger in told)
        for sub in taken.submissions:
            if sub.kind is Kind.REVIEW:
                self.decisions += (_of(sub, row, sub.report_date) for row in sub.decisions)
            else:
                self._lay(sub, gone)
        if taken.fate is Fate.DUPLICATE:
            self._sent_again(taken.arrival)
        if taken.fate is Fate.RETURNED and taken.unit:
            arrival = taken.arrival
            self._call(Call(taken.unit, self.night, self.night, arrival.received, arrival.sha256, returned=True))

    def give_back(self) -> None:
        """What the protection contact gave back goes on in the normal process."""
        for report in tuple(given_back(self.reports.values(), self.decisions, self.law, self.night)):
            self.put(report)

    def _lay(self, sub: Submission, gone: frozenset[str]) -> None:
        routes = {row.key: route(self.law.rules, self.law.plan, row)[0] for row in sub.rows}
        zero_before = (sub.unit, sub.report_date) in self.zeroes
        mine = (*self._of_unit(sub.unit), *(self._of_unit("") if sub.unit else ()))
        found = apply_submission(mine, sub, routes, self.law.plan, zero_before=zero_before)
        for report in found.reports.values():
            self.put(report)
        sha = sub.arrival.sha256
        self.findings[sha] = (*self.findings.get(sha, ()), *found.findings)
        day = self.night if found.in_doubt else sub.report_date
        new = [_of(sub, row, self._day_of(row, day)) for row in sub.progress if row.key not in gone]
        self.progress |= lay_progress(self.progress.values(), new) if new else {}
        self._call(_call(sub, day, self.law.plan), alone=sub.submitted is not None)

    def _sent_again(self, arrival: Arrival) -> None:
        """The bytes of an older copy change nothing: its sender is told that what corrected them stands."""
        revised = (r for r in self.reports.values() if r.status is ReportStatus.REVISED)
        if any(r.row.sha256 == arrival.sha256 for r in revised):
            told = finding("file.older_copy", file=arrival.name)
            self.findings[arrival.sha256] = (*self.findings.get(arrival.sha256, ()), told)

    def put(self, report: Report) -> None:
        """A report as it stands now; a referral without a number gets its own."""
        if report.status is ReportStatus.REFERRED and not report.incident:
            prefix = self.law.plan.texts["referral.prefix"]
            report = replace(report, incident=next_number(self.referrals, prefix, self.night.year))
        self.reports[report.key] = report
        self.touched[report.key] = None
        self.by_unit.setdefault(report.unit, {})[report.key] = None

    def _of_unit(self, unit: str) -> list[Report]:
        return [self.reports[k] for k in self.by_unit.get(unit, ())]

    def _day_of(self, row: Row, day: date) -> date:
        """The day of a progress: its workbook's, or the later one on which it happened."""
        at = row.moment("at")
        happened = at.astimezone(self.law.plan.zone).date() if at else day
        return min(max(day, happened), self.night)

    def _call(self, call: Call, *, alone: bool = False) -> None:
        """One call a unit, day, role and workbook, however often the workbook speaks of them.

        `alone`: it is one of several answers to a form, of which the last says whether anything waits.
        """
        key = (call.unit, call.day, call.sha256, call.role)
        same = self.calls.get(key, replace(call, rows=0, waiting=0, zero=False))
        self.calls[key] = replace(
            call,
            received=min(call.received, same.received),
            rows=call.rows + same.rows,
            waiting=call.waiting + (0 if alone else same.waiting),
            zero=call.zero or same.zero,
        )


def desk_of(register: Register, law: Law, night: date) -> Desk:
    """The desk at the beginning of a night."""
    by_unit: dict[str, dict[str, None]] = {}
    for report in register.reports.values():
        by_unit.setdefault(report.unit, {})[report.key] = None
    return Desk(
        law=law,
        night=night,
        reports=dict(register.reports),
        progress={p.key: p for p in register.progress},
        zeroes=frozenset((c.unit, c.day) for c in register.calls if c.zero and c.night < night),
        referrals=numbers_given(register.events, EventKind.REFERRED),
        given=numbers_given(register.events, EventKind.OPENED),
        by_unit=by_unit,
    )


def lay_all(desk: Desk, taken: Iterable[TakenIn]) -> None:
    """The workbooks of a night, by receipt and then by sha256."""
    for workbook in sorted(taken, key=lambda t: (t.arrival.received, t.arrival.sha256, t.arrival.name)):
        desk.lay(workbook)
    desk.give_back()


def _of(sub: Submission, row: Row, day: date) -> Report:
    """A progress or decision row as a report of its incident."""
    number = row.text("incident")
    return Report(row, sub.unit, sub.role, sub.report_date, sub.received, sub.arrival.night, day, incident=number)


def _call(sub: Submission, day: date, plan: Plan) -> Call:
    """What a submission means to the roll call; in doubt about its date it counts on the night it came.

    An answer to a form that was submitted by the cut-off is in time, however late the form is exported.
    """
    arrival, rows, limit = sub.arrival, len(sub.rows) + len(sub.progress), cutoff(day, plan)
    in_time = sub.submitted is not None and sub.submitted <= limit and (rows or sub.zero)
    received = min(arrival.received, limit) if in_time else arrival.received
    return Call(sub.unit, day, arrival.night, received, arrival.sha256, rows, sub.waiting, sub.zero, role=sub.role)
