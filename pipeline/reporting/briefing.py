"""The briefing of a day as ready words: one model for the leaders' copy (masked) and the archive copy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from pipeline.model import Edition, Incident
from pipeline.plan.model import Plan
from pipeline.reporting import asks, charts, dates, described, facts, late, lines
from pipeline.reporting.figures import Figures, figures
from pipeline.reporting.next_steps import next_steps
from pipeline.reporting.register import Entry, entries
from pipeline.reporting.rollcall import Count, Roll, roll
from pipeline.reporting.voice import Voice

T = TypeVar("T")

SHOWN = 8
"""Lines of a section; the rest is counted here and stands in the register of the archive copy."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the red rule and just below it."""

    title: str
    correction: str
    issue: str
    site: str
    office: str
    day: str
    as_of: str
    compiler: str
    reviewer: str
    copy: str


@dataclass(frozen=True, slots=True)
class Section(Generic[T]):
    """The items of a section; `more` says how many others the register has, or ""."""

    items: tuple[T, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything the page prints, in its order."""

    head: Head
    changes: tuple[str, ...]
    supplements: tuple[str, ...]
    overview: tuple[str, str]
    counts: tuple[Count, ...]
    decided: tuple[str, ...]
    """What was decided since the issue before."""
    asks: Section[asks.Ask]
    questions: Section[lines.Question]
    described: tuple[described.Described, ...]
    unverified: Section[lines.Line]
    apart: tuple[str, ...]
    """Counts of what goes another way: referrals not signed for, the restricted lane."""
    suggestions: Section[lines.Line]
    late: Section[late.Late]
    next_steps: tuple[str, ...]
    roll: Roll
    charts: tuple[charts.Chart, ...]
    quality: tuple[str, ...]
    register: tuple[Entry, ...]
    """In the archive copy only."""


def build(edition: Edition, plan: Plan, *, archive: bool = False) -> Briefing:
    """The briefing of an edition; the leaders' copy unless `archive`."""
    voice, numbers = Voice(plan, masked=not archive), figures(edition, plan)
    working = sorted(
        (i for i in edition.open_incidents if facts.is_shown(i)), key=lambda i: _urgency(i, edition, plan)
    )
    today = tuple(
        i for i in edition.incidents if facts.is_shown(i) and not i.is_open and _moved(i, edition, plan)
    )
    questions = [i for i in (*working, *today) if facts.is_question(i) and not _told_before(i, edition, plan)]
    suggestions = [i for i in (*working, *today) if facts.is_suggestion(i)]

    def section(found: Iterable[T]) -> Section[T]:
        return _section(found, voice, archive=archive)

    return Briefing(
        head=_head(edition, voice, archive=archive),
        changes=tuple(voice.say(c) for c in edition.changes),
        supplements=tuple(voice.say(s) for s in edition.supplements),
        overview=_overview(edition, numbers, voice),
        counts=_counts(numbers, voice),
        decided=tuple(line for i in edition.incidents for line in asks.decisions(edition, i, voice)),
        asks=section(a for i in working for a in asks.asks(edition, i, voice)),
        questions=section(lines.question(edition, i, voice) for i in questions),
        described=_described(working, edition, voice),
        unverified=section(lines.unverified(i, voice) for i in working if facts.to_confirm(i)),
        apart=_apart(numbers, voice),
        suggestions=section(lines.suggestion(i, voice) for i in suggestions),
        late=section(line for i in working for line in late.late(edition, i, voice)),
        next_steps=tuple(next_steps(working, edition, numbers, voice)),
        roll=roll(edition, numbers, voice),
        charts=charts.charts(edition, voice),
        quality=tuple(_quality(numbers, voice)),
        register=entries((*working, *today), edition, voice) if archive else (),
    )


def _section(found: Iterable[T], voice: Voice, *, archive: bool) -> Section[T]:
    kept = tuple(found)
    rest = len(kept) - SHOWN
    where = "word.more_in_register" if archive else "word.more"
    return Section(kept[:SHOWN], voice.text(where, n=rest)) if rest > 0 else Section(kept)


def _urgency(incident: Incident, edition: Edition, plan: Plan) -> tuple[bool, int, date, str]:
    """Overdue first, then the higher grade, then the earlier promise."""
    missed = bool(facts.overdue(incident, edition.now)) or late.promise_passed(incident, edition.day)
    return (not missed, -facts.rank(incident, plan), incident.promised or date.max, incident.number)


def _described(
    working: Iterable[Incident], edition: Edition, voice: Voice
) -> tuple[described.Described, ...]:
    """The key incidents, highest grade first; for leaders those without news are short."""
    key = sorted(
        (i for i in working if facts.is_key(i, voice.plan)), key=lambda i: -facts.rank(i, voice.plan)
    )
    if not voice.masked:
        return tuple(described.described(i, voice) for i in key)
    before = {i.number: i for i in edition.previous.incidents} if edition.previous else {}
    return tuple(described.unchanged(i, before.get(i.number), voice) for i in key)


def _told_before(incident: Incident, edition: Edition, plan: Plan) -> bool:
    """Whether the asker was told on an earlier day: the issue of that day said so."""
    told = incident.told
    return told is not None and told.astimezone(plan.zone).date() < edition.day


def _moved(incident: Incident, edition: Edition, plan: Plan) -> bool:
    """Whether anything was said or done about it on the day of the issue."""
    told = incident.told is not None and incident.told.astimezone(plan.zone).date() == edition.day
    return told or incident.day == edition.day or any(p.day == edition.day for p in incident.progress)


def _head(edition: Edition, voice: Voice, *, archive: bool) -> Head:
    plan = voice.plan
    reviewer = plan.role("reviewer")
    return Head(
        title=voice.text("briefing.title"),
        correction=voice.text("briefing.correction", correction=edition.correction)
        if edition.correction
        else "",
        issue=voice.text("briefing.issue", year=edition.day.year, number=edition.number),
        site=plan.info.site,
        office=plan.info.office,
        day=dates.full(edition.day),
        as_of=dates.full_moment(edition.now, plan.zone),
        compiler=plan.info.office,
        reviewer=reviewer.holder if reviewer and reviewer.holder else voice.text("word.unset"),
        copy=voice.text("archive.mark") if archive else "",
    )


def _overview(edition: Edition, numbers: Figures, voice: Voice) -> tuple[str, str]:
    values = {name: figure.value for name, figure in numbers.items() if "." not in name}
    as_of = dates.moment(edition.now, voice.plan.zone)
    quiet = not (values["reports"] or values["open"])
    first = voice.text("overview.quiet" if quiet else "overview", as_of=as_of, **values)
    if edition.previous is None:
        return first, voice.text("overview.first_issue")
    before = {name: f.value for name, f in figures(edition.previous, voice.plan).items()}
    changes = {
        f"{n}_change": _change(values[n] - before[n], voice) for n in ("new", "open", "waiting", "overdue")
    }
    return first, voice.text("overview.change", **changes)


def _change(by: int, voice: Voice) -> str:
    return voice.text("change.more" if by > 0 else "change.less" if by else "change.same", n=abs(by))


def _counts(numbers: Figures, voice: Voice) -> tuple[Count, ...]:
    names = ("new", "open", "waiting", "overdue", "unverified", "roll.missing")
    return tuple(
        Count(voice.text(f"count.{n}"), numbers[n].value, n == "overdue" and numbers[n].value > 0)
        for n in names
    )


def _apart(numbers: Figures, voice: Voice) -> tuple[str, ...]:
    lanes = (("referral.count", "referred"), ("restricted.count", "restricted"))
    return tuple(voice.text(key, count=numbers[name].value) for key, name in lanes if numbers[name].value)


def _quality(numbers: Figures, voice: Voice) -> Iterator[str]:
    yield voice.text("quality.workbooks", n=numbers["workbooks"].value, reports=numbers["reports"].value)
    for name in ("returned", "rows_waiting", "in_doubt"):
        if numbers[name].value:
            yield voice.text(f"quality.{name}", n=numbers[name].value)
