"""What comes next: promises by their day, publications, checks, and whom to remind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.model import Edition, Incident
from pipeline.reporting import dates, facts
from pipeline.reporting.figures import Figures
from pipeline.reporting.voice import Voice

ORDER = ("soon", "answer", "reply", "publish", "check")
"""What is to be done on one day, the most pressing first."""
NAMED, BRIEF = 2, 22
"""Incidents of a step that are named, the others are counted; characters that say what each is about."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done by a day."""

    printed: str
    brief: str
    """The same where the page has told what the incidents are about: they are only numbered."""


def next_steps(working: Iterable[Incident], edition: Edition, numbers: Figures, voice: Voice) -> Iterator[Step]:
    """What comes next: promises by their day, publications, checks, and whom to remind."""
    due: dict[tuple[date, str], list[Incident]] = {}
    for incident in working:
        for key, day in (*_planned(incident), *_reply(incident, edition, voice)):
            if day >= edition.day:
                due.setdefault((day, key), []).append(incident)
    for (day, key), found in sorted(due.items(), key=lambda one: (one[0][0], ORDER.index(one[0][1]))):
        more = voice.text("next.more", n=len(found)) if len(found) > NAMED else ""
        told, brief = (
            voice.text(f"next.{key}", day=dates.short(day), who="、".join(who) + more)
            for who in zip(*(_named(i, voice) for i in found[:NAMED]), strict=True)
        )
        yield Step(told, brief)
    for key, name in (("remind", "roll.missing"), ("correct", "rows_waiting")):
        if count := numbers[name].value:
            yield Step(line := voice.text(f"next.{key}", n=count), line)


def _planned(incident: Incident) -> Iterator[tuple[str, date]]:
    if incident.promised and not incident.told:
        yield "answer", incident.promised
    published = [d for p in incident.progress if (d := facts.day_of(p, "next_date"))]
    if published:
        yield "publish", published[-1]
    if check := facts.decided_day(incident, "next_check"):
        yield "check", check


def _reply(incident: Incident, edition: Edition, voice: Voice) -> Iterator[tuple[str, date]]:
    """A question that nobody has answered or promised to: by when it is to be (R28)."""
    promised = incident.promised is not None and incident.promised >= edition.day and not incident.told
    if not promised and facts.is_question(incident, voice.plan) and facts.waits_for_answer(incident, edition.now):
        due = next((d.due for d in facts.open_deadlines(incident) if d.item == "answer"), edition.now)
        day = due.astimezone(voice.plan.zone).date()
        yield ("reply", day) if day > edition.day else ("soon", edition.day)


def _named(incident: Incident, voice: Voice) -> tuple[str, str]:
    """What it is about, whose it is and its number; and the last two alone."""
    office = voice.office(incident)
    return f"{voice.summary(incident, BRIEF)}（{office}，{incident.number}）", f"{incident.number}（{office}）"
