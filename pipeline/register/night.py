"""The pure middle of a night: what was known, and what came in, make what is known now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pipeline.findings import Finding
from pipeline.model import TakenIn
from pipeline.register.attaching import attach
from pipeline.register.book import Register
from pipeline.register.law import Law
from pipeline.register.laying import desk_of, lay_all
from pipeline.register.parting import part
from pipeline.register.recording import row_events, state_events


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
    parted = part(desk, register)
    decided = replace(register, reports=desk.reports, decisions=(*register.decisions, *desk.decisions))
    matches = (*parted, *attach(desk, register, decided.pairs(law.plan)))
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
