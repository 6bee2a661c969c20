"""Attachment: which incident a report belongs to, by block and score, explained in words."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pipeline.merging.likeness import Likeness, Subject, Theme, likeness, subject
from pipeline.model import Report, ReportStatus
from pipeline.plan.model import Plan

Serial = tuple[str, date, str, str]
"""Unit, report date, role and serial: how a sender names a row of its own."""


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
    root: Callable[[str], str] = str
    """Number of an incident → the number under which it is handled."""
    subjects: dict[str, list[Subject]] = field(default_factory=lambda: defaultdict(list))
    lanes: dict[str, bool] = field(default_factory=dict)
    """Incident → whether it is in the restricted lane."""
    serials: dict[Serial, str] = field(default_factory=dict)
    given: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        """Numbers go on where they stopped."""
        self.given = dict(self.year_of)

    def know(self, report: Report) -> None:
        """An incident that may be named, because a report of it stands."""
        number = self.root(report.incident)
        self.lanes[number] = report.status is ReportStatus.RESTRICTED
        self.serials[_serial(report, report.row.text("serial"))] = number

    def compare_with(self, report: Report, theme: Theme) -> None:
        """A report of a known incident that others may be like."""
        self.subjects[self.root(report.incident)].append(subject(report, theme))

    def place(self, report: Report, night: date, theme: Theme) -> Match:
        """Attach a report, or open an incident for it; a new number is of the year of the night."""
        about, restricted = subject(report, theme), report.status is ReportStatus.RESTRICTED
        named = report.row.text("related")
        named = self.root(self.serials.get(_serial(report, named), named))
        if self.lanes.get(named) is restricted:
            return self._placed(report, about, Match(report.key, named, opened=False, score=1.0, explained=_NAMED))
        ranked = self._ranked(about, restricted=restricted)
        upper, lower = self._thresholds(report)
        if ranked and ranked[0][0].score >= upper:
            best, number = ranked[0]
            found = Match(report.key, number, opened=False, score=best.score, explained=best.explained)
            return self._placed(report, about, found)
        doubtful = tuple((i, s.score, s.explained) for s, i in ranked if s.score >= lower)
        return self._placed(report, about, Match(report.key, self._next(night), opened=True, doubtful=doubtful))

    def _placed(self, report: Report, about: Subject, match: Match) -> Match:
        self.lanes[match.incident] = report.status is ReportStatus.RESTRICTED
        self.serials[_serial(report, report.row.text("serial"))] = match.incident
        self.subjects[match.incident].append(about)
        return match

    def _thresholds(self, report: Report) -> tuple[float, float]:
        """Evidence is no matter of its own: it attaches where another report would only be asked about."""
        info = self.plan.info
        return (info.ask_score if is_evidence(report, self.plan) else info.attach_score), info.ask_score

    def _ranked(self, about: Subject, *, restricted: bool) -> list[tuple[Likeness, str]]:
        """Incidents of the same lane and time, the likest first; the older number wins a tie."""
        window = self.plan.info.window_days
        scored = []
        for incident, subjects in self.subjects.items():
            near = [s for s in subjects if abs((s.day - about.day).days) <= window]
            if near and self.lanes[incident] is restricted:
                scored.append((max((likeness(s, about, window) for s in near), key=lambda x: x.score), incident))
        return sorted(scored, key=lambda pair: (-pair[0].score, _running(pair[1])))

    def _next(self, night: date) -> str:
        self.given[night.year] = self.given.get(night.year, 0) + 1
        return f"{self.plan.info.prefix}-{night.year}-{self.given[night.year]:04d}"


_NAMED = "上报时写明了关联编号"


def place_all(
    casebook: Casebook, reports: Iterable[Report], night: date, themes: Mapping[str, Theme]
) -> tuple[Match, ...]:
    """Place the reports of a night, evidence last, so that the order of reading does not matter."""
    ordered = sorted(reports, key=lambda r: (is_evidence(r, casebook.plan), r.order))
    return tuple(casebook.place(r, night, themes[r.key]) for r in ordered)


def is_evidence(report: Report, plan: Plan) -> bool:
    """Whether a row only proves what another one reported."""
    return plan.code("记录类型", report.row.values.get("record_type")) == "evidence"


def _serial(report: Report, serial: str) -> Serial:
    return report.unit, report.report_date, report.role, serial


def _running(number: str) -> tuple[int, int]:
    """Year and running number: YQ-2021-10000 comes after YQ-2021-9999."""
    _, year, running = number.rsplit("-", 2)
    return int(year), int(running)
