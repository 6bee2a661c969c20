"""The figures of an issue, each with the keys of the rows behind it: a number is how many keys it has."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from pipeline.model import Attendance, Edition, Fate, Incident, Report, ReportStatus, TakenIn
from pipeline.plan.model import Plan
from pipeline.reporting import facts
from pipeline.reporting.linking import Number
from pipeline.tracking.attendance import in_time, suspected
from pipeline.tracking.changes import ChangeKind, changes
from pipeline.tracking.signals import gatherings

Figures = Mapping[str, "Figure"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: what it counts, and from which rows it comes."""

    counted: tuple[str, ...]
    """Incident numbers, report keys, unit names or sha256 of workbooks; the number is how many."""
    rows: tuple[str, ...] = ()
    """Keys of the rows that say so; units and whole workbooks have none."""
    link: str = ""
    """Its name, where a page lists what it counts and its number leads there."""

    @property
    def value(self) -> int:
        """The number itself."""
        return self.resting(len(self.counted))

    def resting(self, number: int) -> int:
        """A number that rests on what is counted, such as how many more there are than before."""
        return Number.of(number, self.link) if self.link and number else number


def figures(edition: Edition, plan: Plan) -> Figures:
    """Every figure a page may print, by name."""
    shown = tuple(i for i in edition.incidents if facts.is_shown(i))
    working = tuple(i for i in shown if i.is_open)
    questions = tuple(i for i in shown if facts.is_question(i, plan))
    waiting = tuple(i for i in questions if i.is_open and facts.waits_for_answer(i, edition.now))
    counted = tuple(r for i in edition.incidents for r in i.reports if r.day == edition.day and _counts(r))
    return {
        "new": _incidents(i for i in shown if i.day == edition.day),
        "reports": _reports((*counted, *edition.tallied)),
        "tallied": _reports(edition.tallied),
        "open": _incidents(working),
        "key": _incidents(i for i in working if facts.is_key(i, plan)),
        "questions": _incidents(questions),
        "waiting": _incidents(waiting),
        "answered": _incidents(i for i in shown if i.told_by(edition.now)),
        "answered_today": _incidents(i for i in shown if facts.told_on(i, edition.now, plan) == edition.day),
        "on_time": _incidents(i for i in shown if _answered_on_time(i, edition)),
        "overdue": _incidents(i for i in working if i.missed(edition.now)),
        "unverified": _incidents(i for i in working if facts.to_confirm(i, plan)),
        "suggestions": _incidents(i for i in shown if facts.is_suggestion(i, plan)),
        "adopted": _incidents(i for i in shown if facts.progress_of(i, plan, frozenset({"adopt"}))),
        "referred": _reports(edition.referred),
        "restricted": _incidents(i for i in edition.restricted if i.is_open),
        **_workbooks(edition),
        **{f"roll.{kind}": _units(edition, kind) for kind in Attendance},
        "roll.on_time": Figure(in_time(edition.roll_call) if edition.roll_call.due else ()),
        "roll.suspected": Figure(tuple(suspected(edition.incidents, (edition.roll_call,), plan))),
        **_changed(edition, plan),
        **{f"gathering.{g.situation}": Figure(g.units, g.rows) for g in gatherings(shown, edition.day, plan)},
    }


def linked(numbers: Figures, names: Collection[str]) -> Figures:
    """The figures, those with a name among these leading to the line that lists what they count."""
    return {name: replace(figure, link=name if name in names else "") for name, figure in numbers.items()}


def _changed(edition: Edition, plan: Plan) -> dict[str, Figure]:
    """What became of incidents since the issue before, by kind; nothing in the first issue."""
    found = changes(edition.previous, edition, plan.grades) if edition.previous else ()
    return {f"changed.{kind}": _incidents(c.after for c in found if c.kind is kind) for kind in ChangeKind}


def _workbooks(edition: Edition) -> dict[str, Figure]:
    taken = edition.workbooks
    held = tuple(row.key for w in taken for row in w.held)
    return {
        "workbooks": Figure(tuple(w.arrival.sha256 for w in taken)),
        "returned": _of_fate(taken, Fate.RETURNED, Fate.QUARANTINED),
        "partly": _of_fate(taken, Fate.PARTLY),
        "rows_waiting": Figure(held, held),
        "in_doubt": _reports(
            r for i in edition.incidents for r in i.reports if r.date_in_doubt and r.night == edition.day
        ),
    }


def _of_fate(taken: Iterable[TakenIn], *fates: Fate) -> Figure:
    return Figure(tuple(w.arrival.sha256 for w in taken if w.fate in fates))


def _units(edition: Edition, kind: Attendance) -> Figure:
    return Figure(tuple(unit for unit, what in edition.roll_call.attendance.items() if what is kind))


def _incidents(incidents: Iterable[Incident]) -> Figure:
    kept = tuple(incidents)
    return Figure(tuple(i.number for i in kept), tuple(i.first.key for i in kept))


def _reports(reports: Iterable[Report]) -> Figure:
    keys = tuple(r.key for r in reports)
    return Figure(keys, keys)


def _counts(report: Report) -> bool:
    return report.status is ReportStatus.COUNTED


def _answered_on_time(incident: Incident, edition: Edition) -> bool:
    due = [d.due for d in incident.deadlines if d.item == "answer"]
    return incident.told_by(edition.now) and all(incident.told <= d for d in due if incident.told)
