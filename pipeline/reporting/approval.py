"""The approval page: one sheet of incidents that need a decision, to be signed by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.model import Edition, Incident
from pipeline.plan.model import Plan
from pipeline.reporting import asks, dates, facts, room
from pipeline.reporting.voice import SUMMARY, Voice
from pipeline.tracking.answering import open_answers_of

ROOM, AROUND, TICKS = 130.0, 2.6, 12
"""Millimetres that the matters of one page have, and around each; the rest waits for the next sheet and is counted.
Characters that the boxes to tick take."""
LOW, HIGH = 9, 24
"""Millimetres to write an opinion in, on a full page and at the most."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One incident to decide: what it is, what is proposed, what to decide."""

    number: str
    grade: str
    colour: int
    about: str
    proposed: str
    asks: tuple[str, ...]

    @property
    def height(self) -> float:
        """Millimetres on the page."""
        told = room.lines(f"{self.number} {self.grade} {self.about} 　　　　　　{self.proposed}")
        return (told + room.lines("；".join(self.asks) + "　" * TICKS)) * room.LINE + AROUND


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

    @property
    def space(self) -> int:
        """Millimetres that each of them has to write in: what the matters leave."""
        left = ROOM - sum(one.height for one in self.matters)
        return max(LOW, min(HIGH, LOW + int(left / len(self.opinions))))


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
        for i in sorted(edition.open_incidents, key=lambda i: asks.order(i, plan))
        if facts.is_shown(i) and (actions := tuple(_actions(edition, i, voice)))
    ]
    if not waiting:
        return None
    fits = _fitting(waiting)
    return Approval(
        title=voice.text("approval.title"),
        site=plan.info.site,
        day=dates.full(edition.day),
        issue=voice.text("briefing.issue", year=edition.day.year, number=edition.number),
        compiler=plan.info.office,
        matters=tuple(waiting[:fits]),
        more=voice.text("approval.more", n=len(waiting) - fits) if len(waiting) > fits else "",
        opinions=tuple(voice.text("approval.opinions").split("|")),
    )


def _fitting(matters: Sequence[Matter]) -> int:
    """How many matters the page holds, at least one."""
    return max(1, sum(total <= ROOM for total in accumulate(one.height for one in matters)))


def _actions(edition: Edition, incident: Incident, voice: Voice) -> Iterator[str]:
    """What is put to the leaders, and what the work group has yet to decide: a reply that is late."""
    if asked := asks.ask(edition, incident, voice):
        yield from asked.actions
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
