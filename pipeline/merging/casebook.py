"""The casebook: the incidents that the reports of a night may be attached to, and how reports are read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pipeline.merging.rarity import Prose, named, prose
from pipeline.merging.subjects import Subject, Theme, places_of, subject
from pipeline.model import Report, ReportStatus
from pipeline.plan.model import Plan

Serial = tuple[str, date, str, str]
"""Unit, report date, role and serial: how a sender names a row of its own."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A report that others may be like."""

    report: Report
    incident: str
    """The number under which it is handled; "" for a report that was not placed yet."""
    prose: Prose

    @property
    def restricted(self) -> bool:
        """Whether it is in the restricted lane."""
        return is_restricted(self.report)

    @property
    def grams(self) -> frozenset[str]:
        """What is counted of it: pairs and triples of its characters, its places and its channel."""
        report = self.report
        return self.prose.grams | set(map(named, (*places_of(report), report.row.text("channel"))))


@dataclass(frozen=True, slots=True)
class Lens:
    """How a report is read before it is compared."""

    words: Callable[[Report], str]
    """What it says, without the words with which anything is reported."""
    theme: Callable[[Report], Theme]
    """All that classification knows of it: asked only of reports that are compared."""
    wide: frozenset[str] = frozenset()
    """The words that many matters share."""


@dataclass(slots=True)
class Casebook:
    """What is known before the reports of a night are placed."""

    plan: Plan
    lens: Lens
    given: Mapping[int, int]
    """Year → the last running number given in it."""
    root: Callable[[str], str] = str
    """Number of an incident → the number under which it is handled."""
    asked: frozenset[frozenset[str]] = frozenset()
    """Pairs of incidents that a person was asked about."""
    over: frozenset[str] = frozenset()
    """Numbers of incidents whose file is closed: naming one, or being like it, attaches nothing; a person is asked."""
    lanes: dict[str, bool] = field(default_factory=dict)
    """Incident → whether it is in the restricted lane."""
    serials: dict[Serial, str] = field(default_factory=dict)
    standing: list[Standing] = field(default_factory=list)
    """Reports near enough in time to be compared with."""
    remembered: list[Standing] = field(default_factory=list)
    """Earlier reports, by which it is told what is rare."""
    subjects: dict[str, Subject] = field(default_factory=dict)

    def know(self, report: Report) -> None:
        """An incident that may be named, because a report of it stands."""
        number = self.root(report.incident)
        self.lanes[number] = is_restricted(report)
        self.serials[serial_of(report, report.row.text("serial"))] = number

    def compare_with(self, report: Report) -> None:
        """A report of a known incident that others may be like."""
        self.standing.append(self.read(report, self.root(report.incident)))

    def remember(self, report: Report) -> None:
        """A report too old to be compared with."""
        self.remembered.append(self.read(report, self.root(report.incident)))

    def read(self, report: Report, incident: str = "") -> Standing:
        """A report as it stands in its blocks."""
        return Standing(report, incident, prose(self.lens.words(report)))

    def subject(self, report: Report) -> Subject:
        """A report as it is compared; asked for more than once, it is read once."""
        if report.key not in self.subjects:
            self.subjects[report.key] = subject(report, self.lens.theme(report))
        return self.subjects[report.key]

    def number_named(self, report: Report) -> str:
        """The number that a row names, itself or by a serial of its sender; "" if it names none in its lane."""
        text = report.row.text("related")
        number = self.root(self.serials.get(serial_of(report, text), text))
        return number if text and self.lanes.get(number) is is_restricted(report) else ""


def is_restricted(report: Report) -> bool:
    """Whether it is in the restricted lane."""
    return report.status is ReportStatus.RESTRICTED


def is_evidence(report: Report, plan: Plan) -> bool:
    """Whether a row only proves what another one reported."""
    return plan.code("记录类型", report.row.values.get("record_type")) == "evidence"


def serial_of(report: Report, serial: str) -> Serial:
    """How the sender of a report names the row of that serial."""
    return report.unit, report.report_date, report.role, serial
