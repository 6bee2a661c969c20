"""Attachment: which incident a report belongs to, by block and score, explained in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.merging.likeness import Likeness, Subject, Theme, likeness, subject
from pipeline.model import Report, ReportStatus
from pipeline.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Match:
    """Where a report went and why."""

    report: str
    incident: str
    opened: bool
    """Whether the report opened the incident."""
    score: float = 0.0
    explained: str = ""
    doubtful: tuple[tuple[str, float, str], ...] = ()
    """(incident, score, words) of incidents between the two thresholds: a person decides."""


@dataclass(slots=True)
class Casebook:
    """The incidents that reports may be attached to, while the reports of a night are placed one by one."""

    plan: Plan
    year_of: Mapping[int, int]
    """Year → the last running number given in it."""
    subjects: dict[str, list[Subject]] = field(default_factory=lambda: defaultdict(list))
    lanes: dict[str, bool] = field(default_factory=dict)
    given: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        """Numbers go on where they stopped."""
        self.given = dict(self.year_of)

    def add(self, incident: str, about: Subject, *, restricted: bool) -> None:
        """One report of an incident."""
        self.subjects[incident].append(about)
        self.lanes[incident] = restricted

    def place(self, report: Report, theme: Theme) -> Match:
        """Attach a report, or open an incident for it."""
        about, restricted = subject(report, theme), report.status is ReportStatus.RESTRICTED
        named = report.row.text("related")
        if named in self.subjects and self.lanes[named] is restricted:
            self.add(named, about, restricted=restricted)
            return Match(report.key, named, opened=False, score=1.0, explained="上报时写明了关联编号")
        ranked = self._ranked(about, restricted=restricted)
        upper, lower = self._thresholds(report)
        if ranked and ranked[0][0].score >= upper:
            best, incident = ranked[0]
            self.add(incident, about, restricted=restricted)
            return Match(report.key, incident, opened=False, score=best.score, explained=best.explained)
        number = self._next_number(report.night)
        self.add(number, about, restricted=restricted)
        doubtful = tuple((i, s.score, s.explained) for s, i in ranked if s.score >= lower)
        return Match(report.key, number, opened=True, doubtful=doubtful)

    def _thresholds(self, report: Report) -> tuple[float, float]:
        """Evidence is no matter of its own: it attaches where another report would only be asked about."""
        info = self.plan.info
        evidence = self.plan.code("记录类型", report.row.values.get("record_type")) == "evidence"
        return (info.ask_score if evidence else info.attach_score), info.ask_score

    def _ranked(self, about: Subject, *, restricted: bool) -> list[tuple[Likeness, str]]:
        """Incidents of the same lane and time, the likest first; the older number wins a tie."""
        window = self.plan.info.window_days
        scored = []
        for incident, subjects in self.subjects.items():
            near = [s for s in subjects if abs((s.day - about.day).days) <= window]
            if near and self.lanes[incident] is restricted:
                scored.append((max((likeness(s, about, window) for s in near), key=lambda x: x.score), incident))
        return sorted(scored, key=lambda pair: (-pair[0].score, pair[1]))

    def _next_number(self, day: date) -> str:
        self.given[day.year] = self.given.get(day.year, 0) + 1
        return f"{self.plan.info.prefix}-{day.year}-{self.given[day.year]:04d}"


def place_all(casebook: Casebook, reports: Iterable[Report], themes: Mapping[str, Theme]) -> tuple[Match, ...]:
    """Place the reports of a night, evidence last, so that the order of reading does not matter."""
    ordered: Sequence[Report] = sorted(reports, key=lambda r: (_is_evidence(r, casebook.plan), r.received, r.key))
    return tuple(casebook.place(r, themes.get(r.key, Theme())) for r in ordered)


def _is_evidence(report: Report, plan: Plan) -> bool:
    return plan.code("记录类型", report.row.values.get("record_type")) == "evidence"
