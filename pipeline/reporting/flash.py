"""The flash report: one masked page about one incident of a high grade, as soon as it is read."""

from dataclasses import dataclass

from pipeline.model import Edition, Incident
from pipeline.plan.model import Plan
from pipeline.reporting import asks, dates, described, room
from pipeline.reporting.voice import SUMMARY, Voice

LINES = 14
"""Lines of the grid below the head, without the two headings."""


@dataclass(frozen=True, slots=True)
class Flash:
    """Everything the page prints."""

    title: str
    site: str
    office: str
    day: str
    at: str
    incident: described.Described
    terms: tuple[tuple[str, str, bool], ...]
    """What is due, before when ("" where the plan sets no time), and whether it is done already."""
    ask: asks.Ask

    @property
    def roomy(self) -> bool:
        """Whether the page holds it on the grid of the standard."""
        terms = "；".join(f"{what}：{due}（　　）" for what, due, _ in self.terms)
        told = (
            self.incident.headline,
            self.incident.printed,
            *(f"{a} {self.ask.due}" for a in self.ask.actions),
            terms,
        )
        return sum(room.lines(words, room.COLUMNS) for words in told) <= LINES


def build(incident: Incident, edition: Edition, plan: Plan) -> Flash:
    """The flash report of an incident, as of the edition's moment."""
    voice = Voice(plan)
    due = sorted(incident.deadlines, key=lambda d: d.due)
    return Flash(
        title=voice.text("flash.title"),
        site=plan.info.site,
        office=plan.info.office,
        day=dates.full(edition.day),
        at=dates.full_moment(edition.now, plan.zone),
        incident=described.described(incident, voice),
        terms=(
            *((voice.text(f"late.{d.item}"), dates.until(d.due, plan.zone), d.met is not None) for d in due),
            *((voice.text(f"late.{item}"), "", False) for item in incident.undated),
        ),
        ask=asks.ask(edition, incident, voice) or _default(incident, voice),
    )


def _default(incident: Incident, voice: Voice) -> asks.Ask:
    """Where nothing special is asked, the leaders decide on the answer."""
    what, action = voice.summary(incident, SUMMARY), voice.text("flash.ask")
    return asks.Ask(incident.number, what, (action,), "", voice.text("ask.who"), voice.text("ask.now"))
