"""Attaching: every report of a night that stands without an incident goes to one, by what is known of the others."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from heapq import nlargest

from pipeline.classification.assessment import situation_of
from pipeline.merging.attachment import Match, place_all
from pipeline.merging.casebook import Casebook, Lens, is_evidence
from pipeline.merging.subjects import Theme
from pipeline.model import Event, EventKind, Report, ReportStatus, State
from pipeline.register.book import Register
from pipeline.register.law import Law
from pipeline.register.laying import Desk
from pipeline.tracking.pairs import Pairs

_MEMORY = 2000
"""What is rare is told by at least so many of the latest reports, if there are as many."""
_PARKED, _STATE = EventKind.PARKED, EventKind.STATE
_COUNTED, _RESTRICTED = ReportStatus.COUNTED, ReportStatus.RESTRICTED
"""Looked up once: a whole ledger is gone through."""


def attach(desk: Desk, register: Register, pairs: Pairs) -> tuple[Match, ...]:
    """An incident for every report that stands without one; a row said anew keeps the one it has."""
    fresh = [r for k in desk.touched if _stands(r := desk.reports[k]) and not r.incident]
    if not fresh:
        return ()
    parked, states = _told(register.events)
    casebook = Casebook(desk.law.plan, lens(desk.law), desk.given, pairs.root, _asked(parked, pairs))
    _compare(casebook, desk.reports.values(), fresh)
    naming = [r for r in fresh if r.row.text("related")]
    if naming:
        _look_up(casebook, desk.reports.values(), naming)
    casebook.over = _over(casebook, states)
    return place_all(casebook, fresh, desk.night)


def lens(law: Law) -> Lens:
    """How reports are read under a law."""
    rules = law.rules
    return Lens(
        words=lambda report: rules.bare(report.row.text("summary")),
        theme=lambda report: _theme(report, law),
        wide=frozenset(rules.spellings(rules.wide)),
    )


def _told(events: Iterable[Event]) -> tuple[list[Event], list[Event]]:
    """What was put before a person, and the states: in one pass, for it is a whole ledger."""
    parked, states = [], []
    for event in events:
        kind = event.kind
        if kind is _STATE:
            states.append(event)
        elif kind is _PARKED:
            parked.append(event)
    return parked, states


def _asked(parked: Iterable[Event], pairs: Pairs) -> frozenset[frozenset[str]]:
    """Pairs of incidents, as they are handled now, that were put before a person, or told apart by one."""
    put = {frozenset((e.incident, str(e.data["other"]))) for e in parked}
    roots = (frozenset(map(pairs.root, pair)) for pair in put | pairs.decided)
    return frozenset(pair for pair in roots if len(pair) > 1)


def _compare(casebook: Casebook, reports: Collection[Report], fresh: Iterable[Report]) -> None:
    """What is near in time is compared with; the latest before it tell what is rare."""
    days, window = [r.report_date for r in fresh], timedelta(days=casebook.plan.info.window_days)
    first, last = min(days) - window, max(days) + window
    for report in reports:
        if first <= report.report_date <= last and _is_known(report):
            casebook.compare_with(report)
    missing = _MEMORY - len(casebook.standing)
    if missing > 0:
        earlier = (r for r in reports if r.report_date < first and _is_known(r))
        for report in nlargest(missing, earlier, key=lambda r: r.order):
            casebook.remember(report)


def _look_up(casebook: Casebook, reports: Iterable[Report], naming: Sequence[Report]) -> None:
    """What rows name, however old it is: an incident by its number, or a row of the sender by its serial."""
    roots = {casebook.root(r.row.text("related")) for r in naming}
    senders = {(r.unit, r.report_date, r.role) for r in naming}
    for report in filter(_is_known, reports):
        if casebook.root(report.incident) in roots or (report.unit, report.report_date, report.role) in senders:
            casebook.know(report)


def _over(casebook: Casebook, states: Iterable[Event]) -> frozenset[str]:
    """Those among the incidents named or compared whose review is signed."""
    numbers = {s.incident for s in casebook.standing}.union(casebook.lanes)
    last = {e.incident: e for e in states}
    return frozenset(n for n in numbers if n in last and last[n].data.get("to") == State.REVIEWED)


def _is_known(report: Report) -> bool:
    """Whether it stands in an incident."""
    return bool(report.incident) and _stands(report)


def _stands(report: Report) -> bool:
    return report.status is _COUNTED or report.status is _RESTRICTED


def _theme(report: Report, law: Law) -> Theme:
    """What classification knows of a report."""
    text, rules = report.row.text("summary"), law.rules
    phase = law.plan.phase(report.day)
    situation, proposed_by = situation_of(rules, law.plan, [report.row], phase.code if phase else "")
    if proposed_by and is_evidence(report, law.plan):
        situation = ""  # what proves or refutes a thing speaks of it without being one of its kind
    topics, back = rules.topics_of(text), rules.points_back(text)
    wide = topics & rules.wide
    return Theme(
        rules.bare(text),
        situation,
        topics,
        wide,
        proposed=proposed_by is not None,
        points_back=back,
        spellings=rules.spellings(topics if back else topics - wide),
    )
