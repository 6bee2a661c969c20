"""The approval page: one sheet of incidents that need a decision, to be signed by hand."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import Edition, Incident
from pipeline.plan.model import Plan
from pipeline.reporting import asks, dates, facts
from pipeline.reporting.voice import SUMMARY, Voice
from pipeline.tracking.answering import open_answers_of
from pipeline.tracking.asking import Waits, waits

FITS = 4
"""Matters one page has room for; the rest waits for the next sheet and is counted."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One incident to decide: what it is, what is proposed, what to decide."""

    number: str
    grade: str
    colour: int
    about: str
    proposed: str
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Approval:
    """Everything the page prints."""

    title: str
    site: str
    day: str
    issue: str
    compiler: str
    matters: tuple[Matter, ...]
    more: str
    opinions: tuple[str, ...]
    """Who writes an opinion and signs, one box each."""


def build(edition: Edition, plan: Plan) -> Approval | None:
    """The approval page of an edition, or None when nothing needs a decision."""
    voice = Voice(plan, masked=False)
    waiting = [
        Matter(
            i.number,
            voice.grade(i),
            voice.colour(i),
            voice.summary(i, SUMMARY),
            "，".join((_proposed(voice, i.assessment.proposed), *voice.remarks(i))),
            actions,
        )
        for i in sorted(edition.open_incidents, key=lambda i: _order(i, plan))
        if facts.is_shown(i) and (actions := tuple(_actions(edition, i, voice)))
    ]
    if not waiting:
        return None
    return Approval(
        title=voice.text("approval.title"),
        site=plan.info.site,
        day=dates.full(edition.day),
        issue=voice.text("briefing.issue", year=edition.day.year, number=edition.number),
        compiler=plan.info.office,
        matters=tuple(waiting[:FITS]),
        more=voice.text("approval.more", n=len(waiting) - FITS) if len(waiting) > FITS else "",
        opinions=tuple(voice.text("approval.opinions").split("|")),
    )


def _order(incident: Incident, plan: Plan) -> tuple[bool, int, str]:
    """What only a person can confirm first, then the higher grade."""
    return not facts.to_confirm(incident, plan), -facts.rank(incident, plan), incident.number


def _actions(edition: Edition, incident: Incident, voice: Voice) -> Iterator[str]:
    """What is put to the leaders, and what the work group has yet to decide: a high grade, a reply that is late."""
    if asked := asks.ask(edition, incident, voice):
        yield from asked.actions
    if waits(incident, voice.plan) is Waits.GRAVE:
        yield voice.text("approval.grave")
    late = any(d.item == "answer" for d in incident.missed(edition.now))
    if late and not open_answers_of(incident, voice.plan):
        yield voice.text("approval.reply")


def _proposed(voice: Voice, proposed: str) -> str:
    """The class the rules propose, marked as proposed where a person must confirm it."""
    if proposed in ("", facts.UNDECIDED):
        return voice.text("word.no_class")
    if proposed in voice.plan.needs_person:
        return voice.text("word.proposed", name=proposed)
    return voice.label_of(proposed)
