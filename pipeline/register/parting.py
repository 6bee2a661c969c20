"""Parting: a report that a person takes out of an incident opens one of its own."""

from pipeline.merging.attachment import Match
from pipeline.merging.revisions import changed
from pipeline.numbering import next_number
from pipeline.register.book import Register
from pipeline.register.laying import Desk
from pipeline.tracking.parts import part_names, removable, taken_out


def part(desk: Desk, register: Register) -> tuple[Match, ...]:
    """Take out every report that a decision of the night names; its clocks run on from when it was found."""
    plan = desk.law.plan
    wanted = taken_out(desk.decisions, plan)
    if not wanted:
        return ()
    names = part_names(register.events, desk.reports.values())
    may_go, matches = removable(desk.reports.values(), names), []
    for name, decision in wanted.items():
        if name in may_go:
            versions = [r for r in desk.reports.values() if names.get((r.incident, r.key)) == name]
            left, number = versions[0].incident, next_number(desk.given, plan.info.prefix, desk.night.year)
            for version in versions:
                desk.put(changed(version, decision, incident=number))
            matches.append(Match(versions[0].key, number, opened=True, left=left))
    return tuple(matches)
