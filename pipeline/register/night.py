"""The pure middle of a night: what was known, and what came in, make what is known now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.classification.assessment import situation_of
from pipeline.findings import Finding
from pipeline.merging.attachment import Casebook, Match, is_evidence, place_all
from pipeline.merging.likeness import Theme
from pipeline.model import EventKind, Report, ReportStatus, TakenIn
from pipeline.register.book import Register
from pipeline.register.law import Law
from pipeline.register.laying import Desk, desk_of, lay_all
from pipeline.register.recording import row_events, state_events
from pipeline.register.referring import last_numbers
from pipeline.tracking.pairs import Pairs

_PLACED = frozenset({ReportStatus.COUNTED, ReportStatus.RESTRICTED})


@dataclass(frozen=True, slots=True)
class Laid:
    """The register after a night, and what the senders are asked besides what validation found."""

    register: Register
    findings: Mapping[str, tuple[Finding, ...]]
    """Workbook sha256 → findings of merging."""

    def asked(self, taken: Iterable[TakenIn]) -> tuple[TakenIn, ...]:
        """The workbooks with these findings added."""
        return tuple(replace(t, findings=(*t.findings, *self.findings.get(t.arrival.sha256, ()))) for t in taken)


def lay(register: Register, taken: Iterable[TakenIn], law: Law, night: date, *, interim: bool = False) -> Laid:
    """Lay a night's workbooks over the register; in an interim run the clock stands at the last receipt."""
    desk = desk_of(register, law, night)
    lay_all(desk, taken)
    decided = replace(register, decisions=(*register.decisions, *desk.decisions))
    matches = _attach(desk, register, decided.pairs(law.plan))
    placed = {m.report: replace(desk.reports[m.report], incident=m.incident) for m in matches}
    grown = replace(
        decided,
        reports=desk.reports | placed,
        progress=tuple(desk.progress.values()),
        calls=(*register.calls, *desk.calls.values()),
    )
    grown = replace(grown, events=(*register.events, *row_events(register, grown, matches, night)))
    now = grown.interim(law.plan, night) if interim else grown.now(law.plan, night)
    states = tuple(state_events(grown, law, night, now))
    return Laid(replace(grown, events=(*grown.events, *states)), desk.findings)


def _attach(desk: Desk, register: Register, pairs: Pairs) -> tuple[Match, ...]:
    """An incident for every report that stands without one; a row said anew keeps the one it has."""
    law = desk.law
    fresh = [r for k in desk.touched if _stands(r := desk.reports[k]) and not r.incident]
    if not fresh:
        return ()
    given = last_numbers(e.incident for e in register.events if e.kind is EventKind.OPENED)
    casebook = Casebook(law.plan, given, pairs.root)
    since = min(r.report_date for r in fresh) - timedelta(days=law.plan.info.window_days)
    for report in desk.reports.values():
        if report.incident and _stands(report):
            casebook.know(report)
            if report.report_date >= since:
                casebook.compare_with(report, _theme(report, law))
    return place_all(casebook, fresh, desk.night, {r.key: _theme(r, law) for r in fresh})


def _stands(report: Report) -> bool:
    return report.status in _PLACED


def _theme(report: Report, law: Law) -> Theme:
    """What classification knows of a report."""
    text, rules = report.row.text("summary"), law.rules
    phase = law.plan.phase(report.day)
    situation, proposed_by = situation_of(rules, law.plan, [report.row], phase.code if phase else "")
    if proposed_by and is_evidence(report, law.plan):
        situation = ""  # what proves or refutes a thing speaks of it without being one of its kind
    topics = rules.topics_of(text)
    return Theme(rules.bare(text), situation, topics, topics & rules.wide)
