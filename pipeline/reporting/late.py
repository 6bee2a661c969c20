"""What is overdue: which matter, whose, since when, by how much."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from pipeline.model import Edition, Incident
from pipeline.reporting import dates, facts
from pipeline.reporting.voice import SUMMARY, Voice

ANSWERS = frozenset({"answer", "promise"})
"""Deadlines that an answer meets."""


@dataclass(frozen=True, slots=True)
class Late:
    """Something overdue."""

    number: str
    what: str
    office: str
    due: str
    late: str
    rule: str = ""
    """The plan's rule that set the time; "" for what a person promised or set."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """Everything overdue of one incident, in a line."""

    number: str
    what: str
    """What it is about, or "" where the page has told it."""
    office: str
    items: str

    @property
    def printed(self) -> str:
        """All its words, for the room they take."""
        return f"{self.number} {self.what} {self.items} {self.office}"


def overdue(edition: Edition, incident: Incident, voice: Voice) -> Overdue | None:
    """What is overdue of one incident, or None."""
    found = tuple(late(edition, incident, voice))
    if not found:
        return None
    items = "；".join(_line(one, voice) for one in found)
    return Overdue(incident.number, voice.summary(incident, SUMMARY), found[0].office, items)


def _line(one: Late, voice: Voice) -> str:
    rule = voice.text("late.rule", rule=one.rule) if one.rule else ""
    return voice.text("late.line", what=one.what, late=one.late, due=one.due, rule=rule)


def answer_due(edition: Edition, incident: Incident, voice: Voice) -> datetime | None:
    """Since when an answer is overdue: its deadline, or the end of the day it was promised for."""
    due = next((d.due for d in incident.missed(edition.now) if d.item == "answer"), None)
    if due is None and incident.promised and promise_passed(incident, edition.day):
        return datetime.combine(incident.promised, time.max, voice.plan.zone)
    return due


def late(edition: Edition, incident: Incident, voice: Voice) -> Iterator[Late]:
    """What is overdue of one incident: deadlines, a promise that passed, a check that nobody made."""
    office, missed = voice.office(incident), incident.missed(edition.now)
    for item in missed:
        due, length = dates.until(item.due, voice.plan.zone), dates.hours(edition.now - item.due)
        told = voice.text("late.by", span=length)
        yield Late(incident.number, voice.text(f"late.{item.item}"), office, due, told, item.rule)
    for key, day in _passed(edition, incident, voice):
        if key == "promise" and any(d.item in ANSWERS for d in missed):
            continue  # the answer is late already, and said once
        told = voice.text("late.days", days=(edition.day - day).days)
        yield Late(incident.number, voice.text(f"late.{key}"), office, dates.short(day), told)


def promise_passed(incident: Incident, day: date) -> bool:
    """Whether the promised date is over and the asker was not told."""
    promised = incident.promised
    return promised is not None and promised < day and incident.told is None and incident.is_open


def _passed(edition: Edition, incident: Incident, voice: Voice) -> Iterator[tuple[str, date]]:
    if incident.promised and promise_passed(incident, edition.day):
        yield "promise", incident.promised
    check = facts.decided_day(incident, "next_check")
    moved = [p.happened.astimezone(voice.plan.zone).date() for p in incident.progress]
    if check and check < edition.day and incident.is_open and max(moved, default=date.min) < check:
        yield "check", check
