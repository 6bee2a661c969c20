"""Cases: rows and events grouped by the incident under which they are handled."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.model import Event, EventKind, Report, ReportStatus
from pipeline.plan.model import Plan
from pipeline.tracking.answering import is_reply
from pipeline.tracking.pairs import Pairs, numbers_of, pairs_of
from pipeline.tracking.rounds import Case, roots_of

_DERIVED = frozenset({EventKind.STATE, EventKind.ASSESSED})
_Groups = Mapping[str, Sequence[Report]]


def pairs_among(reports: Iterable[Report], decisions: Iterable[Report], plan: Plan) -> Pairs:
    """What was decided about the incidents of these reports."""
    lanes: dict[str, bool] = {}
    parted: list[tuple[str, str]] = []
    for report in _placed(reports, plan):
        lanes[report.incident] = lanes.get(report.incident, False) or report.was(ReportStatus.RESTRICTED)
        parted += ((p.incident, report.incident) for p in report.past if _is_other(p.incident, report, plan))
    return pairs_of(decisions, plan, lanes, parted)


def cases_by_number(
    reports: Iterable[Report],
    progress: Iterable[Report],
    decisions: Sequence[Report],
    events: Iterable[Event],
    plan: Plan,
) -> Mapping[str, Case]:
    """Group rows and events by their incident, whose numbers begin with the plan's prefix; a referral is no case.

    A merged incident is seen as if its reports had been attached to the older one from the start; under its own
    number they stand as merged.
    """
    placed = _placed(reports, plan)
    pairs = pairs_among(placed, decisions, plan)
    mine = _grouped((r, pairs.root(r.incident)) for r in placed)
    mine |= _grouped((_as_merged(r), r.incident) for r in placed if r.incident in pairs.merged)
    steps_of = _grouped((p, pairs.root(p.incident)) for p in progress)
    decisions_of = _grouped((d, n) for d in decisions for n in (_home(d, pairs), *numbers_of(d)))
    happened = _happened(events, pairs)
    return {n: _case(n, mine, steps_of, decisions_of, happened, pairs) for n in sorted(mine)}


def _case(  # noqa: PLR0913, PLR0917 (the groups of one incident)
    number: str,
    mine: _Groups,
    steps_of: _Groups,
    decisions_of: _Groups,
    happened: Mapping[str, list[Event]],
    pairs: Pairs,
) -> Case:
    events = happened.get(number, [])
    others = (str(e.data["other"]) for e in events if e.kind is EventKind.PARKED)
    return Case(
        number,
        _in_order(mine[number], number, events),
        tuple(steps_of.get(number, ())),
        tuple(decisions_of.get(number, ())),
        tuple(events),
        parked=pairs.open_questions(number, others),
        merged=pairs.merged.get(number, ""),
    )


def _is_other(incident: str, report: Report, plan: Plan) -> bool:
    """Whether a report stood in another incident before; the number of a referral is none."""
    return incident != report.incident and incident.startswith(f"{plan.info.prefix}-")


def _placed(reports: Iterable[Report], plan: Plan) -> list[Report]:
    return [r for r in reports if r.incident.startswith(f"{plan.info.prefix}-")]


def _home(decision: Report, pairs: Pairs) -> str:
    """The incident that a decision belongs to; a reply holds for whoever asks under the older number too (R5)."""
    return pairs.root(decision.incident) if is_reply(decision.row) else pairs.home(decision)


def _as_merged(report: Report) -> Report:
    counts = report.status is ReportStatus.COUNTED
    return replace(report, status=ReportStatus.MERGED) if counts else report


def _happened(events: Iterable[Event], pairs: Pairs) -> Mapping[str, list[Event]]:
    """Events by incident; what happened to a merged one happened to the older one too."""
    happened: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        happened[event.incident].append(event)
        if event.incident in pairs.merged and event.kind not in _DERIVED | {EventKind.DECIDED}:
            happened[pairs.root(event.incident)].append(event)
    return happened


def _in_order(reports: Sequence[Report], number: str, events: Iterable[Event]) -> tuple[Report, ...]:
    """The report that opened the incident first, each row said anew in the place of the old one."""
    if len(reports) == 1:
        return tuple(reports)
    roots, by_key = roots_of(reports), {r.key: r for r in reports}
    openers = {e.report for e in events if e.kind is EventKind.OPENED and e.incident == number}
    return tuple(sorted(reports, key=lambda r: (roots[r.key] not in openers, by_key[roots[r.key]].order, r.order)))


def _grouped(rows: Iterable[tuple[Report, str]]) -> dict[str, list[Report]]:
    groups: dict[str, list[Report]] = defaultdict(list)
    for row, number in rows:
        groups[number].append(row)
    return groups
