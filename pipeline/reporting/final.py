"""The final review of one incident, once it is calm (R33): unmasked, to be signed and filed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.model import Deadline, Edition, Incident
from pipeline.plan.model import Plan
from pipeline.reporting import dates, described, facts, improved
from pipeline.reporting.register import hops
from pipeline.reporting.typesetting import closed
from pipeline.reporting.voice import Voice
from pipeline.tracking.answering import states_cause
from pipeline.tracking.improving import Improvement, improvements

ITSELF = "review"
"""Deadline that this page meets when it is signed: it is not among those it tells of."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the handling."""

    at: str
    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Term:
    """A deadline, when it was met, and how that compares."""

    what: str
    due: str
    met: str
    verdict: str
    late: bool
    why: str


@dataclass(frozen=True, slots=True)
class FinalReview:
    """Everything the page prints, in its order."""

    title: str
    number: str
    grade: str
    colour: int
    summary: str
    site: str
    day: str
    facts: tuple[tuple[str, str], ...]
    """Label and text: occurrence, spread, facts, answers, effect, the person's account, cause."""
    hops: str
    steps: tuple[Step, ...]
    terms: tuple[Term, ...]
    lessons: tuple[tuple[str, str], ...]
    """Lessons; of each improvement what changes, by whom, until when, and whether it was done."""
    signatures: tuple[str, ...]


def build(incident: Incident, edition: Edition, plan: Plan) -> FinalReview:
    """The final review of an incident as of an edition; what nobody wrote yet is left blank to fill in."""
    voice = Voice(plan, masked=False)
    return FinalReview(
        title=voice.text("final.title"),
        number=incident.number,
        grade=voice.grade(incident),
        colour=voice.colour(incident),
        summary=voice.summary(incident),
        site=plan.info.site,
        day=dates.full(edition.day),
        facts=(
            *((voice.text(f"final.{key}"), words) for key, words in _facts(incident, voice)),
            *voice.outcomes(incident),
        ),
        hops=hops(incident, edition, voice),
        steps=_steps(incident, voice),
        terms=tuple(_terms(incident, voice)),
        lessons=tuple((voice.text(f"final.{key}"), words) for key, words in _lessons(incident, edition.day, voice)),
        signatures=tuple(voice.text("final.signers").split("|")),
    )


def _facts(incident: Incident, voice: Voice) -> tuple[tuple[str, str], ...]:
    opened = voice.text(
        "final.opened",
        day=dates.full(incident.day),
        reports=len(incident.reports),
        units="、".join(dict.fromkeys(r.unit for r in incident.reports)),
        situation=voice.situation(incident),
        kind=voice.class_name(incident),
    )
    told = "；".join(
        dates.told(at, voice.say(text), voice.plan.zone) for at, text in facts.answers(incident, voice.plan)
    )
    return (
        ("occurrence", opened),
        ("spread", described.said(incident, voice)),
        ("verified", described.verified(incident, voice)),
        ("answers", told or voice.text("done.none")),
        ("effect", _written(incident, "evaluation", voice)),
        ("account", _written(incident, "account", voice)),
        ("cause", _cause(incident, voice)),
    )


def _cause(incident: Incident, voice: Voice) -> str:
    """R3: what was written about the cause, from the moment on at which the facts are verified."""
    if not states_cause(incident, voice.plan):
        return voice.text("final.checking")
    return _written(incident, "cause", voice)


def _lessons(incident: Incident, day: date, voice: Voice) -> Iterator[tuple[str, str]]:
    blank = voice.text("word.to_fill")
    yield "lessons", _written(incident, "lessons", voice)
    for one in improvements(incident.decisions) or (Improvement(),):
        yield "improvement", voice.say(one.words) or blank
        yield "owner", voice.say(one.by) or blank
        yield "until", improved.until(one, voice)
        yield "done", improved.state(one, day, voice) if one.words else blank


def _written(incident: Incident, key: str, voice: Voice) -> str:
    return voice.say(facts.decided(incident, key)) or voice.text("word.to_fill")


def _steps(incident: Incident, voice: Voice) -> tuple[Step, ...]:
    zone = voice.plan.zone
    reported = [
        (r.received, voice.text("final.reported", unit=r.unit), voice.say(r.row.text("summary")))
        for r in incident.reports
    ]
    taken = [(p.happened, p.row.text("type"), voice.say(p.row.text("content"))) for p in incident.progress]
    return tuple(Step(dates.moment(at, zone), what, words) for at, what, words in sorted(reported + taken))


def _terms(incident: Incident, voice: Voice) -> Iterator[Term]:
    """Every deadline, the soonest first; then what the plan sets no time for."""
    for item in sorted(incident.deadlines, key=lambda d: d.due):
        if item.item != ITSELF:
            yield _term(item, voice)
    for key in incident.undated:
        what, due, verdict = (voice.text(name) for name in (f"late.{key}", "word.unset", "term.open"))
        yield Term(what, due, "—", verdict, late=False, why="")


def _term(item: Deadline, voice: Voice) -> Term:
    zone = voice.plan.zone
    late = item.met is None or item.met > item.due
    if item.met is None:
        verdict = voice.text("term.open")
    else:
        length = dates.span(abs(item.met - item.due))
        verdict = voice.text("term.late" if late else "term.early", span=length)
    met = dates.moment(item.met, zone) if item.met else "—"
    return Term(
        voice.text(f"late.{item.item}"),
        dates.until(item.due, zone),
        met,
        verdict,
        late,
        closed(described.plain(item.explained)),
    )
