"""Parts: what each report of an incident is called, and which of them a person takes out of it."""

from collections import Counter
from collections.abc import Iterable, Mapping

from pipeline.model import Event, Report
from pipeline.numbering import part_of
from pipeline.plan.model import Plan
from pipeline.tracking.pairs import decision_of
from pipeline.tracking.rounds import LIVE, REPORTED, roots_of

Names = Mapping[tuple[str, str], str]
"""(incident, report key) → `YQ-2021-0001-2`, the second report that came to it."""
_APART = frozenset({"split", "apart"})


def part_names(events: Iterable[Event], reports: Iterable[Report]) -> Names:
    """The names of all reports, in the order in which they came; no later night changes one.

    `events`: all that the ledger holds, of whatever day. A row said anew has the name of what it says anew.
    """
    count: Counter[str] = Counter()
    names: dict[tuple[str, str], str] = {}
    for event in events:
        if event.kind in REPORTED and (event.incident, event.report) not in names:
            count[event.incident] += 1
            names[event.incident, event.report] = f"{event.incident}-{count[event.incident]}"
    every = tuple(reports)
    roots = roots_of(every)
    for report in every:
        if (first := (report.incident, roots[report.key])) in names:
            names.setdefault((report.incident, report.key), names[first])
    return names


def taken_out(decisions: Iterable[Report], plan: Plan) -> Mapping[str, Report]:
    """Name of each report that is taken out of its incident → the decision; of several the last one is in force."""
    last: dict[str, Report] = {}
    for decision in sorted(decisions, key=lambda d: d.order):
        name = decision.row.text("report_b")
        if part_of(name)[1] and decision_of(decision, plan):
            last[name] = decision
    return {name: decision for name, decision in last.items() if decision_of(decision, plan) in _APART}


def removable(reports: Iterable[Report], names: Names) -> frozenset[str]:
    """The reports that may be taken out: all that still count in the incident they came to, but its first."""
    there = filter(None, (names.get((r.incident, r.key), "") for r in reports if r.status in LIVE))
    return frozenset(name for name in there if part_of(name)[1] > 1)
