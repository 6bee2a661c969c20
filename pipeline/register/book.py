"""The register: everything known after some nights, as values, and how it looked on a day."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from pipeline.classification.assessment import Signals, assess
from pipeline.model import (
    Assessment,
    Call,
    Edition,
    Event,
    Incident,
    Report,
    ReportStatus,
    RollCall,
    Row,
    TakenIn,
    Value,
    Verdict,
)
from pipeline.plan.model import Plan
from pipeline.register.law import Law
from pipeline.tracking.cases import cases_by_number, pairs_among
from pipeline.tracking.decisions import confirmed_class
from pipeline.tracking.folding import (
    Moment,
    fold,
    late,
    new_platform,
    spread_after,
)
from pipeline.tracking.pairs import Pairs
from pipeline.tracking.parts import part_names
from pipeline.tracking.rollcall import cutoff, is_routine, roll_call
from pipeline.tracking.rounds import Case

_ROLL_CALL_DAYS = 14


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

        stood = (_as_it_stood(r, known_by) for r in self.reports.values() if r.night <= known_by)
        return Register(
            {r.key: r for r in stood if r.day <= day},
            tuple(_as_it_stood(p, known_by) for p in self.progress if then(p)),
            tuple(d for d in self.decisions if then(d)),
            tuple(c for c in self.calls if c.night <= known_by),
            tuple(e for e in self.events if e.day <= day and e.night <= known_by),
        )

    def cases(self, plan: Plan) -> Mapping[str, Case]:
        """Every incident's rows and events, by number."""
        decisions = sorted(self.decisions, key=lambda d: d.order)
        return cases_by_number(self.reports.values(), self.progress, decisions, self.events, plan)

    def pairs(self, plan: Plan) -> Pairs:
        """What persons decided about pairs of incidents."""
        return pairs_among(self.reports.values(), sorted(self.decisions, key=lambda d: d.order), plan)

    def rows(self) -> Mapping[str, Report]:
        """Every row by its key."""
        return {r.key: r for r in (*self.reports.values(), *self.progress, *self.decisions)}

    def incidents(self, law: Law, at: Moment) -> tuple[Incident, ...]:
        """Every incident as it stands at that moment."""
        return tuple(fold(case, judge(case, law, at), at) for case in self.cases(law.plan).values())

    def roll_calls(self, law: Law, day: date, count: int = _ROLL_CALL_DAYS) -> tuple[RollCall, ...]:
        """The roll calls of the last so many days on which reports were due, or came; the day's own last."""
        first = min((c.night for c in self.calls), default=day)
        days = [d for n in range(count - 1, -1, -1) if (d := day - timedelta(days=n)) >= first or not n]
        routine = frozenset((r.unit, r.row.sha256) for r in self.reports.values() if is_routine(r, law.plan))
        calls = [roll_call(d, self.calls, law.plan, law.calendar, routine) for d in days]
        return tuple(c for c in calls if c.due or c.attendance or c.day == day)

    def edition(
        self, law: Law, day: date, known_by: date, workbooks: Iterable[TakenIn] = (), *, interim: bool = False
    ) -> Edition:
        """What the issue of a day shows, as known by a night; number and corrections are the caller's.

        Before the day is over its clock stands at the last receipt.
        """
        then = self.as_of(day, known_by)
        now = then.interim(law.plan, day) if interim else then.now(law.plan, day)
        at = Moment(law.plan, law.calendar, day, now)
        everything = then.incidents(law, at)
        tallied = tuple(r for r in then.reports.values() if r.status is ReportStatus.TALLIED)
        return Edition(
            day=day,
            number=0,
            now=at.now,
            incidents=tuple(i for i in everything if not i.restricted),
            roll_calls=then.roll_calls(law, day),
            workbooks=tuple(workbooks),
            tallied=tuple(r for r in tallied if r.day == day),
            tallied_so_far=tallied,
            restricted=tuple(i for i in everything if i.restricted),
            referred=then.open_referrals(),
            parts=part_names((e for e in self.events if e.night <= known_by), then.reports.values()),
        )

    def open_referrals(self) -> tuple[Report, ...]:
        """Referred reports that the contact has not signed for."""
        signed = {d.row.text("number") for d in self.decisions if d.row.text("signed_by")}
        referred = (r for r in self.reports.values() if r.status is ReportStatus.REFERRED)
        return tuple(sorted((r for r in referred if r.incident not in signed), key=lambda r: r.order))

    def now(self, plan: Plan, day: date) -> datetime:
        """The later of the day's cut-off and the last receipt of its night."""
        return max([cutoff(day, plan), *self._receipts(day)])

    def interim(self, plan: Plan, day: date) -> datetime:
        """The last receipt of a day that is not over yet; its cut-off if nothing came."""
        return max(self._receipts(day), default=cutoff(day, plan))

    def _receipts(self, day: date) -> list[datetime]:
        rows = (r.received for r in self.rows().values() if r.night == day)
        return [*rows, *(c.received for c in self.calls if c.night == day)]


def judge(case: Case, law: Law, at: Moment) -> Assessment:
    """The assessment of a case: by the rules, as it was once it is over; a grade of the rules never falls."""
    last = case.assessed
    if last is not None and case.settled:
        return _as_assessed(last)
    signals = Signals(
        late=late(case, at),
        spread_after=spread_after(case, law.plan),
        joined=new_platform(case, law.plan),
        confirmed=confirmed_class(case, law.plan),
        days=(at.day - case.reports[0].day).days + 1,
        phase=phase.code if (phase := law.plan.phase(case.reports[0].day)) else "",
    )
    found = assess(law.rules, law.plan, rows_by_unit(case), signals)
    order = _order(law.plan)
    if last is not None and order(str(last["ruled"])) > order(found.ruled):
        highest = _as_assessed(last)
        return replace(found, grade=highest.ruled, ruled=highest.ruled, causes=highest.causes)
    return found


def _as_assessed(data: Mapping[str, Value]) -> Assessment:
    """An assessment as its event tells it: the rules by their ids, without what they rested on."""
    further = json.loads(str(data.get("further", "{}")))
    named = (rule.partition(":") for rule in str(data["rules"]).split("、") if rule)
    return Assessment(
        situation=str(data["situation"]),
        proposed=str(data["class"]),
        grade=str(data["grade"]),
        verdicts=tuple(Verdict(table, rule, further.get(table, {})) for table, _, rule in named),
        causes=tuple(c for c in str(data["causes"]).split(";") if c),
        ruled=str(data["ruled"]),
    )


def rows_by_unit(case: Case) -> Mapping[str, tuple[Row, ...]]:
    """The rows of the reports that stand, by unit."""
    rows: dict[str, tuple[Row, ...]] = {}
    for report in case.live or case.reports:
        rows[report.unit] = (*rows.get(report.unit, ()), report.row)
    return rows


def _order(plan: Plan) -> Callable[[str], int]:
    return lambda grade: plan.grades.index(grade) if grade in plan.grades else -1


def _as_it_stood(report: Report, known_by: date) -> Report:
    """A report before a later night changed it."""
    before = next((n for n, p in enumerate(report.past) if p.until > known_by), None)
    if before is None:
        return report
    past = report.past[before]
    return replace(report, status=past.status, incident=past.incident, day=past.day, past=report.past[:before])
