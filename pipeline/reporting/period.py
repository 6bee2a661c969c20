"""The review of a period (R33): what was asked, how soon it was answered, what came back, what was improved."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipeline.model import Edition, Incident
from pipeline.numbering import listed
from pipeline.plan.model import Plan
from pipeline.reporting import dates, facts, improved, period_counts
from pipeline.reporting.period_counts import NOTHING, Count, Span
from pipeline.reporting.recurring import Recurring, recurring
from pipeline.reporting.voice import Voice
from pipeline.tracking.improving import Improvement, improvements

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned from an incident, or one of the things that change after it."""

    number: str
    learned: str
    changes: str
    who: str
    until: str
    state: str
    """Whether it was done."""


@dataclass(frozen=True, slots=True)
class PeriodReview:
    """Everything the page prints, in its order."""

    title: str
    site: str
    period: str
    day: str
    """Up to when what is known is told: the day of the last night."""
    overview: str
    counts: tuple[Count, ...]
    recurring: tuple[Recurring, ...]
    improved: str
    """How many improvements, and how many of them were done."""
    lessons: tuple[Lesson, ...]
    undecided: str
    signatures: tuple[str, ...]


def build(edition: Edition, first: date, last: date, plan: Plan) -> PeriodReview:
    """The review of what began from `first` to `last`, as the edition knows it; what was withdrawn is not counted."""
    voice, span = Voice(plan, masked=False), Span(first, last)
    shown = (i for i in edition.incidents if span.holds(i.day) and facts.is_shown(i))
    mine = sorted(shown, key=lambda i: (i.day, i.number))
    every = [(i, one) for i in mine for one in improvements(i.decisions) if one.words]
    return PeriodReview(
        title=voice.text("period.title"),
        site=plan.info.site,
        period=voice.text("period.days", **{"from": dates.full(first), "to": dates.full(last)}),
        day=dates.full(edition.day),
        overview="".join(_overview(mine, span, voice)),
        counts=(*_counts(mine, span, voice), period_counts.attendance(edition.roll_calls, span, voice)),
        recurring=tuple(recurring(mine, voice)),
        improved=_improved((one for _, one in every), edition.day, voice),
        lessons=tuple(_lessons(mine, edition.day, voice)),
        undecided=_undecided(mine, voice),
        signatures=tuple(voice.text("final.signers").split("|")),
    )


def _overview(mine: Sequence[Incident], span: Span, voice: Voice) -> Iterator[str]:
    """Sentences that reward answering; what was not settled by it is told by number."""
    if not mine:
        yield voice.text("period.none")
        return
    yield _figures(period_counts.table(mine, span, voice), voice)
    for key, found in (
        ("unresolved", [i.number for i in mine if i.unresolved]),
        ("reopened", [i.number for i in mine if period_counts.reopened(i)]),
    ):
        if found:
            yield voice.text(f"period.{key}", count=len(found), numbers=_named(found, voice))


def _figures(found: "pd.DataFrame", voice: Voice) -> str:
    asking, told, on_time, adopted = (int(found[key].sum()) for key in ("asking", "told", "on_time", "adopted"))
    shares = {
        "rate": voice.text("period.rate", share=period_counts.share(told, asking)) if asking else "",
        "in_time": voice.text("period.in_time", share=period_counts.share(on_time, told)) if told else "",
    }
    values = {"count": len(found), "asking": asking, "told": told, "on_time": on_time, "adopted": adopted}
    advice = voice.text("period.adopted", adopted=adopted) if adopted else ""
    hours = found["hours"].dropna()
    soon = voice.text("period.median", hours=f"{hours.median():.1f}") if len(hours) else ""
    return voice.text("period.overview", **values, **shares, advice=advice) + soon


def _counts(mine: Sequence[Incident], span: Span, voice: Voice) -> Iterator[Count]:
    """The groups: by phase where there are several, by situation, by grade, by week or month; then the hops."""
    if not mine:
        return
    found = period_counts.table(mine, span, voice)
    if len(set(found["phase"])) > 1:
        yield period_counts.groups(found, "phase", voice)
    yield period_counts.groups(found, "situation", voice, period_counts.by_size(found, "situation"))
    grades = {facts.rank(i, voice.plan): voice.grade(i) for i in mine}
    yield period_counts.groups(found, "grade", voice, [grades[rank] for rank in sorted(grades, reverse=True)])
    yield period_counts.groups(found, span.part, voice)
    yield period_counts.hops(mine, voice)


def _improved(every: Iterable[Improvement], day: date, voice: Voice) -> str:
    """How many improvements there are and how they stand; "" if there are none."""
    found = Counter(improved.stands(one, day) for one in every)
    kinds = (kind for kind in (improved.DONE, improved.OPEN, improved.OVERDUE) if found[kind])
    parts = "，".join(voice.text(f"period.improved.{kind}", n=found[kind]) for kind in kinds)
    return voice.text("period.improved", count=found.total(), parts=parts) if found else ""


def _lessons(mine: Iterable[Incident], day: date, voice: Voice) -> Iterator[Lesson]:
    """A line an improvement, and one of what was learned without any."""

    def near(on: date) -> str:
        return dates.short(on) if on.year == day.year else dates.full(on)

    for incident in mine:
        learned = voice.say(facts.decided(incident, "lessons")) or NOTHING
        found = [one for one in improvements(incident.decisions) if one.words]
        for one in found:
            who, until = voice.say(one.by) or NOTHING, near(one.due) if one.due else NOTHING
            stands = improved.state(one, day, voice, near)
            yield Lesson(incident.number, learned, voice.say(one.words), who, until, stands)
        if not found and learned != NOTHING:
            yield Lesson(incident.number, learned, NOTHING, NOTHING, NOTHING, NOTHING)


def _undecided(mine: Iterable[Incident], voice: Voice) -> str:
    """The incidents whose class only a person may confirm, which nobody did yet."""
    found = [i.number for i in mine if facts.to_confirm(i, voice.plan)]
    return _named(found, voice) + "。" + voice.text("period.undecided") if found else ""


def _named(numbers: Iterable[str], voice: Voice) -> str:
    """All these incidents: a record leaves none out."""
    return "、".join(listed(numbers, voice.text("source.range")))
