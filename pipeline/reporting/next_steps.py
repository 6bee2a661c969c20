"""What comes next: promises by their day, publications, checks, and whom to remind."""

from collections.abc import Iterable, Iterator
from datetime import date

from pipeline.model import Edition, Incident
from pipeline.reporting import dates, facts
from pipeline.reporting.figures import Figures
from pipeline.reporting.voice import Voice

NAMED = 2
"""Incidents of a step that are named; the others are counted."""


def next_steps(working: Iterable[Incident], edition: Edition, numbers: Figures, voice: Voice) -> Iterator[str]:
    """What comes next: promises by their day, publications, checks, and whom to remind."""
    due: dict[tuple[date, str], list[str]] = {}
    for incident in working:
        for key, day in _planned(incident):
            if day >= edition.day:
                due.setdefault((day, key), []).append(f"{incident.number}（{voice.office(incident)}）")
    for (day, key), who in sorted(due.items()):
        more = voice.text("next.more", n=len(who)) if len(who) > NAMED else ""
        yield voice.text(f"next.{key}", day=dates.short(day), who="、".join(who[:NAMED]) + more)
    if missing := numbers["roll.missing"].value:
        yield voice.text("next.remind", n=missing)
    if waiting := numbers["rows_waiting"].value:
        yield voice.text("next.correct", n=waiting)


def _planned(incident: Incident) -> Iterator[tuple[str, date]]:
    if incident.promised and not incident.told:
        yield "answer", incident.promised
    published = [d for p in incident.progress if (d := facts.day_of(p, "next_date"))]
    if published:
        yield "publish", published[-1]
    if check := facts.decided_day(incident, "next_check"):
        yield "check", check
