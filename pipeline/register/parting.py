"""Parting: a report that a person takes out of an incident opens one of its own."""

from collections.abc import Mapping

from pipeline.merging.attachment import Match
from pipeline.merging.revisions import changed
from pipeline.model import EventKind, Report
from pipeline.numbering import last_numbers, next_number
from pipeline.register.book import Register
from pipeline.register.laying import Desk
from pipeline.tracking.parts import part_names, removable, taken_out
from pipeline.tracking.rounds import roots_of


def part(desk: Desk, register: Register) -> tuple[Match, ...]:
    """Take out every report that a decision of the night names; its clocks run on from when it was found."""
    plan = desk.law.plan
    wanted = [(d, name) for d in sorted(desk.decisions, key=lambda d: d.order) if (name := taken_out(d, plan))]
    if not wanted:
        return ()
    names = part_names(register.events)
    placed = {name: key for key, name in names.items()}
    given = last_numbers(e.incident for e in register.events if e.kind is EventKind.OPENED)
    matches = []
    for decision, name in wanted:
        if name in removable(desk.reports.values(), names):
            incident, key = placed[name]
            number = next_number(given, plan.info.prefix, desk.night.year)
            for version in _versions(desk.reports, incident, key):
                desk.put(changed(version, decision, incident=number))
            matches.append(Match(key, number, opened=True, left=incident))
    return tuple(matches)


def _versions(reports: Mapping[str, Report], incident: str, key: str) -> tuple[Report, ...]:
    """A report and every row that says it anew."""
    mine = [r for r in reports.values() if r.incident == incident]
    roots = roots_of(mine)
    return tuple(r for r in mine if roots[r.key] == key)
