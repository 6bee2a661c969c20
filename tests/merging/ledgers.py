"""Ledgers for tests of merging: reports and the numbers they were given, and nothing else of a night."""

import csv
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from pipeline.classification.assessment import route
from pipeline.merging.attachment import Match
from pipeline.model import Event, EventKind, Report, ReportStatus, Row, Value
from pipeline.register.attaching import attach
from pipeline.register.book import Register
from pipeline.register.law import Law
from pipeline.register.laying import Desk
from pipeline.register.referring import numbers_given
from pipeline.tracking.pairs import Pairs
from tests.nights import law as bundled

PHASES = {"P1": dt.date(2021, 3, 1), "P2": dt.date(2021, 3, 25)}
PLACED = frozenset({ReportStatus.COUNTED, ReportStatus.RESTRICTED})


@cache
def law(window: int = 14) -> Law:
    """The bundled plan, with another window."""
    plan = bundled().plan
    info = plan.info.model_copy(update={"window_days": window})
    return replace(bundled(), plan=plan.model_copy(update={"info": info}))


def report(key: str, text: str, at: dt.datetime, unit: str = "", **values: str) -> Report:
    """A report of which nothing is known but these."""
    row = Row(f"{key:0>64}", "上报.xlsx", "上报", 7, {"summary": text, **values}, {})
    return Report(row, unit, "", at.date(), at, at.date(), at.date())


@dataclass
class Ledger:
    """Reports and what became of them, night by night."""

    law: Law
    reports: dict[str, Report] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def night(self, day: dt.date, fresh: Sequence[Report]) -> tuple[Match, ...]:
        """Place the reports of a night and keep what became of them."""
        matches = self.placed(day, fresh)
        for match in matches:
            row = self.reports[match.report] = replace(self.reports[match.report], incident=match.incident)
            told = [Event(EventKind.OPENED, match.incident, row.received, day, day, row.key)] if match.opened else []
            for other, _, _ in match.doubtful:
                data: dict[str, Value] = {"other": other}
                told.append(Event(EventKind.PARKED, match.incident, row.received, day, day, row.key, data))
            self.events += told
        return matches

    def placed(self, day: dt.date, fresh: Sequence[Report]) -> tuple[Match, ...]:
        """Where the reports of a night go."""
        self.reports |= {r.key: r for r in fresh}
        touched = dict.fromkeys(r.key for r in fresh)
        desk = Desk(
            self.law,
            day,
            self.reports,
            {},
            frozenset(),
            {},
            numbers_given(self.events, EventKind.OPENED),
            touched=touched,
        )
        return attach(desk, Register(self.reports, events=tuple(self.events)), Pairs())


def samples(path: Path) -> Iterator[tuple[Mapping[str, str], Match]]:
    """Labelled texts, laid as their reporters would, by phase, with where each went; a fact is evidence."""
    ledger, plan = Ledger(law()), law().plan
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for phase, day in PHASES.items():
        fresh: dict[str, tuple[Mapping[str, str], Report]] = {}
        for minute, sample in enumerate(s for s in rows if s["expected_phase"] == phase):
            values = {"channel": plan.resolve("来源渠道", sample["channel"]) or ""}
            if sample["proposed_class4"] == "FACT":
                values["record_type"] = "核实材料"
            at = dt.datetime.combine(day, dt.time(9), dt.UTC) + dt.timedelta(minutes=minute)
            row = report(sample["id"], sample["text"], at, sample["reporter"], **values)
            row = replace(row, status=route(law().rules, plan, row.row)[0])
            if row.status in PLACED:
                fresh[row.key] = sample, row
        for match in ledger.night(day, [row for _, row in fresh.values()]):
            yield fresh[match.report][0], match
