"""The register: everything known after some nights, as values, and how it looked on a day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from pipeline.classification.assessment import Signals, assess
from pipeline.law import Law
from pipeline.model import (
    OPEN_STATES,
    Assessment,
    Call,
    Edition,
    Event,
    EventKind,
    Incident,
    Report,
    ReportStatus,
    RollCall,
    Row,
    TakenIn,
)
from pipeline.plan.model import Plan
from pipeline.tracking.folding import (
    Case,
    Moment,
    cases_by_number,
    confirmed_class,
    fold,
    late,
    new_platform,
    spread_after,
)
from pipeline.tracking.rollcall import cutoff, roll_call

_ROLL_CALL_DAYS = 14
_COUNTING = frozenset({ReportStatus.COUNTED, ReportStatus.RESTRICTED})


@dataclass(frozen=True, slots=True)
class Register:
    """All rows, calls and events of the nights so far; incidents are folds over them."""

    reports: Mapping[str, Report] = field(default_factory=dict)
    progress: tuple[Report, ...] = ()
    decisions: tuple[Report, ...] = ()
    calls: tuple[Call, ...] = ()
    events: tuple[Event, ...] = ()

    def as_of(self, day: date, known_by: date) -> "Register":
        """What belongs to days up to `day` and was read by the night `known_by`."""

        def then(report: Report) -> bool:
            return report.day <= day and report.night <= known_by

        standing = {k: _as_it_stood(r, known_by) for k, r in self.reports.items() if then(r)}
        return Register(
            standing,
            tuple(p for p in self.progress if then(p)),
            tuple(d for d in self.decisions if then(d)),
            tuple(c for c in self.calls if c.night <= known_by),
            tuple(e for e in self.events if e.day <= day and e.night <= known_by),
        )

    def cases(self) -> Mapping[str, Case]:
        """Every incident's rows and events, by number."""
        ordered = sorted(self.reports.values(), key=lambda r: (r.night, r.received, r.key))
        return cases_by_number(_openers_first(ordered, self.events), self.progress, self.decisions, self.events)

    def incidents(self, law: Law, at: Moment) -> tuple[Incident, ...]:
        """Every incident as it stands at that moment."""
        return tuple(fold(case, judge(case, law, at), at) for case in self.cases().values())

    def roll_calls(self, law: Law, day: date) -> tuple[RollCall, ...]:
        """The roll calls of the last fourteen days, since the first, on which reports were due; the day's own last."""
        first = min((c.night for c in self.calls), default=day)
        days = [d for n in range(_ROLL_CALL_DAYS - 1, -1, -1) if (d := day - timedelta(days=n)) >= first or not n]
        calls = [roll_call(d, self.calls, law.plan, law.calendar) for d in days]
        return tuple(c for c in calls if c.due or c.day == day)

    def edition(self, law: Law, day: date, known_by: date, workbooks: Iterable[TakenIn] = ()) -> Edition:
        """What the issue of a day shows, as known by a night; number and corrections are the caller's."""
        then = self.as_of(day, known_by)
        at = Moment(law.plan, law.calendar, day, then.now(law.plan, day))
        everything = then.incidents(law, at)
        return Edition(
            day=day,
            number=0,
            now=at.now,
            incidents=tuple(i for i in everything if not i.restricted),
            roll_calls=then.roll_calls(law, day),
            workbooks=tuple(workbooks),
            tallied=tuple(
                r for r in then.reports.values() if r.status is ReportStatus.TALLIED and r.day == day
            ),
            restricted=tuple(i for i in everything if i.restricted),
            referred=then.open_referrals(),
        )

    def open_referrals(self) -> tuple[Report, ...]:
        """Referred reports that the contact has not signed for."""
        signed = {d.row.text("number") for d in self.decisions if d.row.text("signed_by")}
        referred = (r for r in self.reports.values() if r.status is ReportStatus.REFERRED)
        return tuple(r for r in referred if r.incident not in signed)

    def now(self, plan: Plan, day: date) -> datetime:
        """The later of the day's cut-off and the last receipt of its night."""
        received = [c.received for c in self.calls if c.night == day]
        return max([cutoff(day, plan), *received])


def judge(case: Case, law: Law, at: Moment) -> Assessment:
    """The assessment of a case: by the rules while it is open, as it was when it closed, never down by itself."""
    last = next((e for e in reversed(case.events) if e.kind is EventKind.ASSESSED), None)
    state = next((e for e in reversed(case.events) if e.kind is EventKind.STATE), None)
    if last is not None and state is not None and state.data["to"] not in OPEN_STATES:
        return Assessment(
            str(last.data["situation"]), str(last.data["class"]), "", str(last.data["grade"]),
            causes=(str(last.data["causes"]),) if last.data["causes"] else (),
        )  # fmt: skip
    signals = Signals(
        late(case, at), spread_after(case, law.plan), new_platform(case, law.plan), confirmed_class(case.decisions)
    )
    found = assess(law.rules, law.plan, rows_by_unit(case), signals)
    highest = max((found.grade, str(last.data["grade"]) if last else ""), key=_order(law.plan))
    return replace(found, grade=highest)


def rows_by_unit(case: Case) -> Mapping[str, tuple[Row, ...]]:
    """The rows of the reports that stand, by unit."""
    rows: dict[str, tuple[Row, ...]] = {}
    for report in case.live or case.reports:
        rows[report.unit] = (*rows.get(report.unit, ()), report.row)
    return rows


def _order(plan: Plan) -> Callable[[str], int]:
    return lambda grade: plan.grades.index(grade) if grade in plan.grades else -1


def _as_it_stood(report: Report, known_by: date) -> Report:
    """A report before a later night gave it another status."""
    if report.changed is not None and report.changed > known_by:
        return replace(report, status=ReportStatus.COUNTED, changed=None)
    return report


def _openers_first(reports: list[Report], events: Iterable[Event]) -> list[Report]:
    """The report that opened an incident stands first in it, whatever came in the same second."""
    openers = {e.report for e in events if e.kind is EventKind.OPENED}
    return sorted(reports, key=lambda r: r.key not in openers)
