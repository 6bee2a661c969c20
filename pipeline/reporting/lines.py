"""Incidents told in a line: requests with their answers, doubtful matters, suggestions."""

from dataclasses import dataclass

from pipeline.model import Edition, Incident
from pipeline.reporting import dates, facts, late
from pipeline.reporting.voice import ROW, SUMMARY, Voice
from pipeline.tracking.answering import open_answers_of


@dataclass(frozen=True, slots=True)
class Question:
    """A request and its answer."""

    number: str
    what: str
    office: str
    promised: str
    """By when an answer is promised, or "" where it was given."""
    answer: str
    late: bool
    remarks: tuple[str, ...] = ()
    """What the plan's own rules propose, and what has no time set."""

    @property
    def printed(self) -> str:
        """All its words, for the room they take."""
        return f"{self.number} {self.what} {self.answer} {'，'.join((self.office, self.promised, *self.remarks))}"


@dataclass(frozen=True, slots=True)
class Line:
    """An incident told in a line, with where it stands."""

    number: str
    what: str
    stands: str

    @property
    def printed(self) -> str:
        """All its words, for the room they take."""
        return f"{self.number} {self.what} {self.stands}"


def question(edition: Edition, incident: Incident, voice: Voice) -> Question:
    """A request with its promise and its answer."""
    zone, promised = voice.plan.zone, incident.promised
    since = late.answer_due(edition, incident, voice)
    told = incident.told if incident.told_by(edition.now) else None
    if incident.unresolved:
        answer = voice.text("question.unresolved")
    elif told:
        answer = voice.text("question.told", at=dates.since(told, edition.day, zone))
    elif since:
        answer = voice.text("question.late", span=dates.coarse(edition.now - since))
    else:
        answer = voice.text("question.approved" if open_answers_of(incident, voice.plan) else "question.open")
    return Question(
        incident.number,
        voice.summary(incident, SUMMARY),
        voice.office(incident),
        "" if told else _promise(voice, dates.short(promised) if promised else ""),
        answer,
        bool(since and not told),
        voice.remarks(incident),
    )


def _promise(voice: Voice, day: str) -> str:
    return voice.text("question.promised", day=day) if day else voice.text("word.no_promise")


def suggestion(edition: Edition, incident: Incident, voice: Voice) -> Line:
    """A suggestion and what became of it."""
    kinds = facts.progress_of(incident, voice.plan, frozenset({"adopt", "reject"}))
    waiting = "suggestion.answered" if incident.told_by(edition.now) else "suggestion.open"
    key = f"suggestion.{facts.code(kinds[-1], voice.plan)}" if kinds else waiting
    why = voice.say(kinds[-1].row.text("content"), ROW) if kinds else ""
    why = why if voice.quotes(incident) else voice.text("word.filed")
    return Line(incident.number, voice.summary(incident, SUMMARY), voice.text(key, why=why))
