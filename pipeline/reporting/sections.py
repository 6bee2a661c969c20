"""The sections of a briefing between its overview and its annex: everything there is to tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Generic, TypeVar

from pipeline.model import Edition, Incident
from pipeline.plan.model import Plan
from pipeline.reporting import asks, described, facts, late, lines
from pipeline.reporting.figures import Figures
from pipeline.reporting.next_steps import Step, next_steps
from pipeline.reporting.voice import Voice

T = TypeVar("T")

SHOWN = 8
"""Items of a section at the most; the rest is counted here and stands in the register."""


@dataclass(frozen=True, slots=True)
class Section(Generic[T]):
    """The items of a section; `more` says how many others the archive copy has, or ""."""

    items: tuple[T, ...]
    total: int
    more: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The sections, in the order of the page."""

    changes: Section[str]
    decided: Section[str]
    """What was decided since the issue before."""
    asks: Section[asks.Ask]
    questions: Section[lines.Question]
    described: Section[described.Described]
    unverified: tuple[str, ...]
    """Numbers of what only a person can confirm: each stands among what is to decide."""
    suggestions: Section[lines.Line]
    overdue: Section[late.Overdue]
    next_steps: Section[Step]

    @property
    def headings(self) -> int:
        """How many headings it has, with that of the overview."""
        return ALWAYS + bool(self.decided.items)


ALWAYS = 8
"""Sections of every issue; what was decided before comes only where there is any."""
CUT = tuple(field.name for field in fields(Body) if field.name != "unverified")
"""Sections that lose their last items where there is no room."""


TELLING = ("questions", "described", "suggestions")
"""Sections that always print what an incident is about."""


def to_tell(edition: Edition, plan: Plan) -> tuple[Incident, ...]:
    """The incidents that an issue tells of: those at work and those that moved today, the urgent first."""
    found = (i for i in edition.incidents if facts.is_shown(i) and (i.is_open or _moved(i, edition, plan)))
    return tuple(sorted(found, key=lambda i: _urgency(i, edition, plan)))


def _urgency(incident: Incident, edition: Edition, plan: Plan) -> tuple[bool, bool, int, date, str]:
    """At work first; of these overdue first, then the higher grade, then the earlier promise."""
    missed = bool(incident.missed(edition.now)) or late.promise_passed(incident, edition.day)
    rank = facts.rank(incident, plan)
    return (not incident.is_open, not missed, -rank, incident.promised or date.max, incident.number)


def _moved(incident: Incident, edition: Edition, plan: Plan) -> bool:
    """Whether anything was said or done about it on the day of the issue."""
    told = facts.told_on(incident, edition.now, plan) == edition.day
    return told or incident.day == edition.day or any(p.day == edition.day for p in incident.progress)


def sections(edition: Edition, incidents: Sequence[Incident], numbers: Figures, voice: Voice) -> Body:
    """Every section whole; the incidents are those at work and those that moved today, the urgent first."""
    working = [i for i in incidents if i.is_open]
    questions = [lines.question(edition, i, voice) for i in incidents if _asks(i, edition, voice)]
    return Body(
        changes=_whole(voice.own(change) for change in edition.changes),
        decided=_whole(line for i in edition.incidents for line in asks.decisions(edition, i, voice)),
        asks=_whole(
            a for i in sorted(working, key=lambda i: asks.order(i, voice.plan)) if (a := asks.ask(edition, i, voice))
        ),
        questions=_whole(q for q in sorted(questions, key=lambda q: not q.late)),
        described=_whole(described.key(working, edition, voice)),
        unverified=tuple(i.number for i in working if facts.to_confirm(i, voice.plan)),
        suggestions=_whole(
            lines.suggestion(edition, i, voice) for i in incidents if facts.is_suggestion(i, voice.plan)
        ),
        overdue=_whole(o for i in working if (o := late.overdue(edition, i, voice))),
        next_steps=_whole(next_steps(working, edition, numbers, voice)),
    )


def once(body: Body) -> Body:
    """The body with other sections pointing to what people said: to requests, key incidents and suggestions (R4)."""
    told = {one.number for name in TELLING for one in getattr(body, name).items}
    for name in ("asks", "overdue"):
        section = getattr(body, name)
        items = tuple(replace(one, what="") if one.number in told else one for one in section.items)
        body = replace(body, **{name: replace(section, items=items)})
        told.update(one.number for one in items)
    steps = tuple(replace(one, printed=one.brief) for one in body.next_steps.items)
    return replace(body, next_steps=replace(body.next_steps, items=steps))


def cut(body: Body, kept: dict[str, int], voice: Voice) -> Body:
    """The body with so many items of each section."""
    shorter: dict[str, Any] = {name: _first(getattr(body, name), n, voice) for name, n in kept.items()}
    return replace(body, **shorter)


def _first(section: Section[T], count: int, voice: Voice) -> Section[T]:
    rest = section.total - count
    where = "word.more" if voice.masked else "word.more_in_register"
    return replace(section, items=section.items[:count], more=voice.text(where, n=rest) if rest > 0 else "")


def _whole(found: Iterable[T]) -> Section[T]:
    items = tuple(found)
    return Section(items, len(items))


def _asks(incident: Incident, edition: Edition, voice: Voice) -> bool:
    """Whether somebody waits for an answer, or was told one today: the issue of an earlier day said so."""
    told = facts.told_on(incident, edition.now, voice.plan)
    return facts.is_question(incident, voice.plan) and (incident.unresolved or told in (None, edition.day))
