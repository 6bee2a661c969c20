"""The register annex of the archive copy: each incident in full words, with the time of every hop (R2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pipeline.model import Edition, Incident
from pipeline.reporting import dates, facts
from pipeline.reporting.voice import Voice


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident of the register."""

    number: str
    unit: str
    opened: str
    summary: str
    request: str
    stands: str
    """Class, grade, state."""
    answer: str
    hops: str


def entries(incidents: Iterable[Incident], edition: Edition, voice: Voice) -> tuple[Entry, ...]:
    """The register of these incidents, by number."""
    return tuple(entry(i, edition, voice) for i in sorted(incidents, key=lambda i: i.number))


def entry(incident: Incident, edition: Edition, voice: Voice) -> Entry:
    """One incident of the register."""
    told = list(facts.answers(incident, voice.plan))
    asked = facts.request(incident)
    units = "、".join(dict.fromkeys(r.unit for r in incident.reports))
    return Entry(
        number=incident.number,
        unit=units,
        opened=dates.short(incident.day),
        summary=voice.say(facts.summary(incident)),
        request="" if asked == facts.summary(incident) else voice.say(asked),
        stands=" · ".join((voice.class_name(incident), voice.grade(incident), voice.state(incident))),
        answer=voice.say(told[-1][1]) if told else voice.text("question.open"),
        hops=hops(incident, edition, voice),
    )


def hops(incident: Incident, edition: Edition, voice: Voice) -> str:
    """Found, reported, received, briefed, answered: when, and how long each hop took."""
    zone, before = voice.plan.zone, facts.found(incident)
    parts = [voice.text("hop.found") + dates.moment(before, zone)] if before else []
    parts.append(voice.text("hop.reported") + dates.short(incident.first.report_date))
    received, told = facts.first_received(incident), incident.told
    for name, at in (("received", received), ("briefed", briefed(incident, edition, voice)), ("answered", told)):
        if at is not None:
            took = f"（{dates.span(at - before)}）" if before is not None and at >= before else ""
            parts.append(f"{voice.text(f'hop.{name}')}{dates.moment(at, zone)}{took}")
            before = at
    return " → ".join(parts)


def briefed(incident: Incident, edition: Edition, voice: Voice) -> datetime:
    """When an issue first held it: the moment of the issue of the night that read it."""
    night = incident.first.night
    for issue in (edition, edition.previous):
        if issue is not None and issue.day == night:
            return issue.now
    return max(datetime.combine(night, voice.plan.info.cutoff, voice.plan.zone), incident.first.received)
