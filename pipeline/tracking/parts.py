"""Parts: what each report of an incident is called, and which of them a person takes out of it."""

from collections import Counter
from collections.abc import Iterable, Mapping

from pipeline.model import Event, EventKind, Report, ReportStatus
from pipeline.numbering import part_of
from pipeline.plan.model import Plan

Names = Mapping[tuple[str, str], str]
"""(incident, report key) → `YQ-2021-0001-2`, the second report that came to it."""
_REPORTED = frozenset({EventKind.OPENED, EventKind.ATTACHED})
_APART = frozenset({"split", "apart"})


def part_names(events: Iterable[Event]) -> Names:
    """The names of all reports, in the order in which they came; no later night changes one."""
    count: Counter[str] = Counter()
    names: dict[tuple[str, str], str] = {}
    for event in events:
        if event.kind in _REPORTED and (event.incident, event.report) not in names:
            count[event.incident] += 1
            names[event.incident, event.report] = f"{event.incident}-{count[event.incident]}"
    return names


def taken_out(decision: Report, plan: Plan) -> str:
    """The report that a signed decision takes out of its incident, "" if it takes out none."""
    row = decision.row
    name = row.text("report_b")
    apart = plan.code("合并决定", row.values.get("decision")) in _APART
    return name if apart and row.text("decided_by") and part_of(name)[1] else ""


def removable(reports: Iterable[Report], names: Names) -> frozenset[str]:
    """The reports that may be taken out: all that still stand in the incident they came to, but its first."""
    standing = (r for r in reports if r.status is not ReportStatus.WITHDRAWN)
    there = filter(None, (names.get((r.incident, r.key), "") for r in standing))
    return frozenset(name for name in there if part_of(name)[1] > 1)
