"""The register annex of the archive copy: each incident in full words, with the time of every hop (R2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pipeline.model import Edition, Incident
from pipeline.reporting import dates, facts, late
from pipeline.reporting.sources import origin
from pipeline.reporting.voice import Voice
from pipeline.tracking.signals import secondary


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident of the register."""

    number: str
    unit: str
    opened: str
    summary: str
    request: str
    stands: str
    """Class, grade, state, and the results of the plan's own rules."""
    answer: str
    hops: str
    late: str
    """What is overdue, or ""."""
    origin: str
    """Its cells, workbook by workbook, and the rules that judged it."""


def entries(incidents: Iterable[Incident], edition: Edition, voice: Voice) -> tuple[Entry, ...]:
    """The register of these incidents, by number."""
    return tuple(entry(i, edition, voice) for i in sorted(incidents, key=lambda i: i.number))


def entry(incident: Incident, edition: Edition, voice: Voice) -> Entry:
    """One incident of the register."""
    told = list(facts.answers(incident, voice.plan))
    follows = secondary(incident, edition.incidents, voice.plan)
    asked = facts.request(incident)
    units = "、".join(dict.fromkeys(r.unit for r in incident.reports))
    return Entry(
        number=incident.number,
        unit=units,
        opened=dates.short(incident.day),
        summary=voice.summary(incident),
        request="" if asked == facts.summary(incident) else voice.say(asked),
        stands="·".join(
            (
                *(voice.letter(incident), voice.grade(incident), voice.state(incident), *voice.remarks(incident)),
                *(voice.text("word.secondary", first=s.first) for s in follows),
            )
        ),
        answer=voice.say(told[-1][1]) if told else voice.text("question.open"),
        hops=hops(incident, edition, voice),
        late="；".join(f"{one.what}{one.late}" for one in late.late(edition, incident, voice)),
        origin=origin(incident, voice),
    )


def hops(incident: Incident, edition: Edition, voice: Voice) -> str:
    """Found, reported, received, briefed, answered: when, and how long each hop took."""
    zone, before = voice.plan.zone, facts.found(incident)
    day = incident.first.report_date
    parts = [voice.text("hop.found") + dates.moment(before, zone)] if before else []
    same = before is not None and before.astimezone(zone).date() == day
    parts.append(voice.text("hop.same_day") if same else voice.text("hop.reported") + dates.short(day))
    received, told = facts.first_received(incident), incident.told
    moments = [("received", received), ("briefed", briefed(incident, edition, voice))]
    moments += [("answered", told)] if told else []
    for name, at in sorted(moments, key=lambda hop: hop[1]):
        took = f"（{dates.span(at - before)}）" if before is not None and at >= before else ""
        parts.append(f"{voice.text(f'hop.{name}')}{dates.since(at, day, zone)}{took}")
        before, day = at, at.astimezone(zone).date()
    return " → ".join(parts)


def briefed(incident: Incident, edition: Edition, voice: Voice) -> datetime:
    """When an issue first held it: the moment of the issue of the night that read it."""
    night = incident.first.night
    for issue in (edition, edition.previous):
        if issue is not None and issue.day == night:
            return issue.now
    return max(datetime.combine(night, voice.plan.info.cutoff, voice.plan.zone), incident.first.received)
