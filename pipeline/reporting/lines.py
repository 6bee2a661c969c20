"""Incidents told in a line: requests with their answers, doubtful matters, suggestions."""

from dataclasses import dataclass

from pipeline.model import Edition, Incident
from pipeline.reporting import dates, facts
from pipeline.reporting.voice import BLOCK, BRIEF, ROW, Voice


@dataclass(frozen=True, slots=True)
class Question:
    """A request and its answer."""

    number: str
    what: str
    office: str
    promised: str
    answer: str
    late: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An incident told in a line, with where it stands."""

    number: str
    what: str
    stands: str


def question(edition: Edition, incident: Incident, voice: Voice) -> Question:
    """A request with its promise and its answer."""
    zone = voice.plan.zone
    late = facts.overdue(incident, edition.now)
    promised = dates.short(incident.promised) if incident.promised else voice.text("word.no_promise")
    if facts.told_by(incident, edition.now) and incident.told:
        answer = voice.text("question.told", at=dates.since(incident.told, edition.day, zone))
    elif late:
        answer = voice.text("question.late", span=dates.coarse(edition.now - late[0].due))
    else:
        answer = voice.text("question.open")
    return Question(
        incident.number,
        voice.say(facts.summary(incident), BRIEF),
        voice.office(incident),
        promised,
        answer,
        bool(late),
    )


def suggestion(incident: Incident, voice: Voice) -> Line:
    """A suggestion and what became of it."""
    kinds = facts.progress_of(incident, voice.plan, frozenset({"adopt", "reject"}))
    key = f"suggestion.{facts.code(kinds[-1], voice.plan)}" if kinds else "suggestion.open"
    why = voice.say(kinds[-1].row.text("content"), ROW) if kinds else ""
    return Line(incident.number, voice.say(facts.summary(incident), ROW), voice.text(key, why=why))


def unverified(incident: Incident, voice: Voice) -> Line:
    """A matter that only a person can confirm: what is said, and that it is to be verified."""
    return Line(incident.number, voice.say(facts.summary(incident), BLOCK), voice.text("word.to_verify"))
